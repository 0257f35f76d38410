//! YAML front matter: what an author says of an article as a whole.
//!
//! Keys that are not known are left alone; values that are not understood give a warning and the
//! text stays readable. The YAML is read as a stream of events, so that every scalar keeps the
//! form it was written in (`2.0` stays `2.0`) and nothing is expanded.

use crate::article::{ArticleKind, Audience, FixState, Meta, Product, State, Warning, WarningKind};
use saphyr_parser::{Event, Parser};

/// Bytes over which a block is not believed to be front matter.
const MAX_BYTES: usize = 64 << 10;

/// Front matter as read.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter {
    /// Bytes it takes at the start of the document, fences included; 0 if there is none.
    pub(crate) length: usize,
    /// The id the author gave.
    pub(crate) id: Option<String>,
    /// The title the author gave.
    pub(crate) title: Option<String>,
    /// Everything else.
    pub(crate) meta: Meta,
    /// What was not understood.
    pub(crate) warnings: Vec<Warning>,
}

/// Reads the front matter at the start of `text`, if there is any.
pub(crate) fn read(text: &str) -> FrontMatter {
    let Some(Fields {
        fields,
        length,
        fault,
    }) = fields(text)
    else {
        return FrontMatter::default();
    };
    let mut front = FrontMatter {
        length,
        ..FrontMatter::default()
    };
    if let Some((line, reason)) = fault {
        front.warn(line, reason);
    }
    for field in fields {
        front.take(field);
    }
    front
}

/// The keys of front matter, before anything is made of them.
#[derive(Debug)]
pub(crate) struct Fields {
    /// The keys in order.
    pub(crate) fields: Vec<Field>,
    /// Bytes the front matter takes, fences included.
    pub(crate) length: usize,
    /// Line and reason if it is no valid YAML and was read line by line.
    pub(crate) fault: Option<(u32, String)>,
}

/// The keys of the front matter at the start of `text`; none if there is no front matter.
pub(crate) fn fields(text: &str) -> Option<Fields> {
    let (yaml, length) = split(text)?;
    match parse(yaml) {
        Ok(fields) => Some(Fields {
            fields,
            length,
            fault: None,
        }),
        Err((line, reason)) => {
            let fields = salvage(yaml);
            let reason = format!("the front matter is no valid YAML: {reason}");
            // Two rules with text between them look the same; then it is text.
            (!fields.is_empty()).then_some(Fields {
                fields,
                length,
                fault: Some((line + 1, reason)),
            })
        }
    }
}

/// The YAML between the fences, and the length of all of it.
fn split(text: &str) -> Option<(&str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[first.len()..at], at + line.len()));
        }
        at += line.len();
        if at > MAX_BYTES {
            return None;
        }
    }
    None
}

/// One key with its values; a scalar is a list of one.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    /// In small letters.
    pub(crate) key: String,
    /// As written, without quotes.
    pub(crate) values: Vec<String>,
    /// The line in the YAML, counted from 1.
    pub(crate) line: u32,
}

/// The fields of the mapping at the top; what is nested deeper than a list is passed over.
fn parse(yaml: &str) -> Result<Vec<Field>, (u32, String)> {
    let mut fields: Vec<Field> = Vec::new();
    let mut depth = 0_u32;
    let mut key_next = true;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| {
            let line = u32::try_from(error.marker().line()).unwrap_or(u32::MAX);
            (line, error.info().to_owned())
        })?;
        let line = u32::try_from(span.start.line()).unwrap_or(u32::MAX);
        match event {
            Event::Scalar(value, ..) if depth == 1 && key_next => {
                fields.push(Field {
                    key: value.to_lowercase(),
                    values: Vec::new(),
                    line,
                });
                key_next = false;
            }
            Event::Scalar(value, ..) => {
                if let (1 | 2, Some(field)) = (depth, fields.last_mut())
                    && !matches!(&*value, "" | "~" | "null")
                {
                    field.values.push(value.into_owned());
                }
                key_next |= depth == 1;
            }
            Event::Alias(_) => key_next |= depth == 1,
            Event::MappingStart(..) if depth == 0 => depth = 1,
            Event::SequenceStart(..) if depth == 0 => {
                return Err((line, "a list instead of keys".to_owned()));
            }
            // A mapping as a value (depth 2) is told from a list by going one deeper still.
            Event::MappingStart(..) => depth += 2,
            Event::MappingEnd => {
                depth = depth.saturating_sub(if depth == 1 { 1 } else { 2 });
                key_next |= depth == 1;
            }
            Event::SequenceStart(..) => depth += 1,
            Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                key_next |= depth == 1;
            }
            _ => {}
        }
    }
    if fields.is_empty() && !yaml.trim().is_empty() {
        return Err((1, "no keys".to_owned()));
    }
    Ok(fields)
}

/// The `key: value` lines of YAML that is broken somewhere; the commonest fault is a colon in a
/// title without quotes.
fn salvage(yaml: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    for (index, line) in yaml.lines().enumerate() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let is_key = !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        let value = value.trim();
        if is_key && !value.is_empty() {
            let listed = value
                .strip_prefix('[')
                .map(|list| list.trim_end_matches(']').split(',').collect());
            let values: Vec<&str> = listed.unwrap_or_else(|| vec![value]);
            fields.push(Field {
                key: key.to_lowercase(),
                values: values
                    .iter()
                    .map(|value| value.trim().trim_matches(['"', '\'']).to_owned())
                    .collect(),
                line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            });
        }
    }
    fields
}

impl FrontMatter {
    fn warn(&mut self, line: u32, message: String) {
        self.warnings.push(Warning {
            kind: WarningKind::FrontMatter,
            line,
            message,
        });
    }

    /// Puts one field where it belongs.
    fn take(&mut self, field: Field) {
        let Field { key, values, line } = field;
        let first = values.first().map(|value| value.trim().to_owned());
        let Some(first) = first.filter(|value| !value.is_empty()) else {
            return;
        };
        match key.as_str() {
            "id" => self.id = Some(first),
            "title" => self.title = Some(words_of(&first)),
            "products" | "product" => {
                self.meta.products = values.iter().map(|value| product(value)).collect();
            }
            "platforms" | "os" => self.meta.platforms = values,
            "keywords" => self.meta.keywords = values,
            "tags" => self.meta.tags = values,
            "query_words" | "query-words" => self.meta.query_words = values,
            "aliases" => self.meta.aliases = values,
            "sources" | "source" => self.meta.sources = values,
            "revision" => self.meta.revision = Some(first),
            "updated" | "date" | "lastmod" => self.take_date(&first, line + 1),
            "tier" => self.take_tier(&first, line + 1),
            "kind" => self.meta.kind = self.named(&key, &first, line, KINDS),
            "fix" => self.meta.fix = self.named(&key, &first, line, FIXES),
            "audience" => {
                let audience = self.named(&key, &first, line, AUDIENCES);
                self.meta.audience = audience.unwrap_or_default();
            }
            "state" => {
                let state = self.named(&key, &first, line, STATES);
                self.meta.state = state.unwrap_or_default();
            }
            _ => {}
        }
    }

    /// The value of that name, or a warning.
    fn named<T: Copy>(
        &mut self,
        key: &str,
        value: &str,
        line: u32,
        names: &[(&str, T)],
    ) -> Option<T> {
        let wanted = value.to_lowercase().replace([' ', '_'], "-");
        let found = names.iter().find(|(name, _)| *name == wanted);
        if found.is_none() {
            let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            self.warn(line + 1, format!("{key}: {value:?} is none of {known}"));
        }
        found.map(|&(_, value)| value)
    }

    fn take_date(&mut self, value: &str, line: u32) {
        // A time of day may follow the date.
        let day = value.split(['T', ' ']).next().unwrap_or_default();
        if is_date(day) {
            self.meta.date = Some(day.to_owned());
        } else {
            self.warnings.push(Warning {
                kind: WarningKind::BadDate,
                line,
                message: format!("{value:?} is no date of the form YYYY-MM-DD"),
            });
        }
    }

    fn take_tier(&mut self, value: &str, line: u32) {
        let digits = value.trim_start_matches(|character: char| !character.is_ascii_digit());
        match digits.parse() {
            Ok(tier) => self.meta.tier = Some(tier),
            Err(_) => self.warn(line, format!("tier: {value:?} is no number")),
        }
    }
}

const KINDS: &[(&str, ArticleKind)] = &[
    ("problem", ArticleKind::Problem),
    ("bug", ArticleKind::Bug),
    ("how-to", ArticleKind::HowTo),
    ("howto", ArticleKind::HowTo),
    ("information", ArticleKind::Information),
    ("download", ArticleKind::Download),
    ("reference", ArticleKind::Reference),
];

const FIXES: &[(&str, FixState)] = &[
    ("fixed", FixState::Fixed),
    ("pending", FixState::Pending),
    ("no-fix", FixState::NoFix),
];

/// The names by which a text says who may see it.
pub(crate) const AUDIENCES: &[(&str, Audience)] = &[
    ("public", Audience::Public),
    ("tier1", Audience::Tier1),
    ("tier2", Audience::Tier2),
    ("tier3", Audience::Tier3),
];

const STATES: &[(&str, State)] = &[
    ("work-in-progress", State::WorkInProgress),
    ("not-validated", State::NotValidated),
    ("validated", State::Validated),
    ("archived", State::Archived),
];

/// The words of a text on one line.
fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for `YYYY-MM-DD` with a month and a day that can be.
pub(crate) fn is_date(text: &str) -> bool {
    let numbers: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    text.len() == 10
        && matches!(numbers[..], [Some(_), Some(month), Some(day)]
            if (1..=12).contains(&month) && (1..=31).contains(&day))
}

/// Splits `Systems Management Server 1.2, 2.0 SP2` into a name and its versions.
pub(crate) fn product(text: &str) -> Product {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_version_from = |at: usize| {
        words[at..].iter().all(|word| is_version_word(word)) && starts_version(words[at])
    };
    // The first word is a name even if it looks like a number.
    let cut = (1..words.len())
        .rev()
        .take_while(|&at| is_version_word(words[at]))
        .filter(|&at| is_version_from(at))
        .last()
        .unwrap_or(words.len());
    let versions = words[cut..]
        .join(" ")
        .replace(" and ", ",")
        .replace(" or ", ",")
        .split([',', '/'])
        .map(|version| version.trim().to_owned())
        .filter(|version| !version.is_empty())
        .collect();
    Product {
        name: words[..cut].join(" ").trim_end_matches(',').to_owned(),
        versions,
    }
}

/// True for a word that can begin a version: `2.0`, `v3`, `SP2`, `2003`.
fn starts_version(word: &str) -> bool {
    let lower = word.trim_end_matches(',').to_ascii_lowercase();
    let number = lower
        .strip_prefix("sp")
        .or_else(|| lower.strip_prefix('v'))
        .unwrap_or(&lower);
    number.starts_with(|first: char| first.is_ascii_digit())
}

fn is_version_word(word: &str) -> bool {
    let plain = word.trim_end_matches(',');
    starts_version(word)
        || matches!(plain, "R2" | "and" | "or" | "Service" | "Pack" | "Edition")
        || plain.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_split_into_name_and_versions() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("Example Server 2.0 SP2", "Example Server", &["2.0 SP2"]),
            ("Example Server 1.2, 2.0", "Example Server", &["1.2", "2.0"]),
            ("Windows 2000", "Windows", &["2000"]),
            ("Windows XP SP2", "Windows XP", &["SP2"]),
            ("Windows XP", "Windows XP", &[]),
            ("Tool v3 and v4", "Tool", &["v3", "v4"]),
            ("7-Zip", "7-Zip", &[]),
            ("Server 2003 R2", "Server", &["2003 R2"]),
            ("", "", &[]),
        ];
        for (text, name, versions) in cases {
            let product = product(text);
            assert_eq!(
                (product.name.as_str(), product.versions.as_slice()),
                (
                    *name,
                    versions
                        .iter()
                        .map(|v| (*v).to_owned())
                        .collect::<Vec<_>>()
                        .as_slice()
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn fields_keep_the_form_they_were_written_in() {
        let front = read(
            "---\nid: vpn-1\ntitle: \"Tunnel: drops\"\nproducts: [Gate 2.0]\nrevision: 2.10\n\
             nested:\n  deep: [a, b]\ntier: 2\nstate: not validated\nkeywords:\n  - vpn\n  - tunnel\n\
             updated: 2024-02-03T10:00:00Z\n---\nBody",
        );
        assert_eq!(front.id.as_deref(), Some("vpn-1"));
        assert_eq!(front.title.as_deref(), Some("Tunnel: drops"));
        assert_eq!(front.meta.revision.as_deref(), Some("2.10"));
        assert_eq!(front.meta.keywords, ["vpn", "tunnel"]);
        assert_eq!(front.meta.tier, Some(2));
        assert_eq!(front.meta.state, State::NotValidated);
        assert_eq!(front.meta.date.as_deref(), Some("2024-02-03"));
        assert_eq!(front.warnings, []);
    }

    #[test]
    fn broken_front_matter_warns_and_keeps_what_it_can() {
        let broken = "---\ntitle: Error: not found\nkeywords: [a, b]\n---\nBody";
        let front = read(broken);
        assert_eq!(front.title.as_deref(), Some("Error: not found"));
        assert_eq!(front.meta.keywords, ["a", "b"]);
        assert_eq!(front.warnings[0].kind, WarningKind::FrontMatter);
        assert_eq!(&broken[front.length..], "Body");

        let rules = read("---\nJust text between rules.\n---\n");
        assert_eq!((rules.length, rules.warnings.len()), (0, 0));
        assert_eq!(read("---\nno end").length, 0);
        assert_eq!(read("text").length, 0);

        let odd = read("---\nkind: song\nupdated: 2024-13-01\ntier: high\n---\n");
        let kinds: Vec<_> = odd
            .warnings
            .iter()
            .map(|warning| (warning.kind, warning.line))
            .collect();
        assert_eq!(
            kinds,
            [
                (WarningKind::FrontMatter, 2),
                (WarningKind::BadDate, 3),
                (WarningKind::FrontMatter, 4)
            ]
        );
    }
}
