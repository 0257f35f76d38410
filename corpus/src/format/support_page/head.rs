//! The fields above the text: title, id, date, revision, earlier number.

use super::outline::{Kind, Region};
use crate::article::{ArticleKind, Meta, Span};
use crate::lines::Page;

/// The names of fields, as pages print them.
const FIELDS: &[&str] = &["Article ID", "Last Review", "Last Modified", "Revision"];

/// How a page names the number it was known by.
const EARLIER: &str = "This article was previously published under ";

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What the fields say.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) title_span: Span,
    pub(super) meta: Meta,
}

/// A field's name and value.
pub(super) fn field(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let name = FIELDS.iter().find(|known| **known == name.trim_end())?;
    Some((name, value.trim()))
}

/// True for the line that names an earlier number.
pub(super) fn earlier(line: &str) -> Option<&str> {
    line.trim().strip_prefix(EARLIER).map(str::trim)
}

/// Reads the header regions.
pub(super) fn read(page: &Page<'_>, regions: &[Region]) -> Head {
    let mut head = Head::default();
    for region in regions {
        let Kind::Header(name) = &region.kind else {
            continue;
        };
        let line = page.skip_blank(region.lines.start, region.lines.end);
        let words = page.words(line);
        match (name.as_str(), field(words)) {
            ("Title", _) => {
                head.title = words.split_whitespace().collect::<Vec<_>>().join(" ");
                head.title_span = page.words_span(line..line + 1);
            }
            ("Article ID", Some((_, value))) => head.id = id(value),
            ("Last Review" | "Last Modified", Some((_, value))) => head.meta.date = date(value),
            ("Revision", Some((_, value))) => head.meta.revision = Some(value.to_owned()),
            _ => {
                if let Some(value) = earlier(words) {
                    head.meta.aliases.push(value.to_owned());
                }
            }
        }
    }
    if let Some(id) = &head.id {
        head.meta.aliases.retain(|alias| alias != id);
    }
    head
}

/// The canonical id: `Q` and the number.
fn id(value: &str) -> Option<String> {
    let digits = value.trim_start_matches(['Q', 'q', 'K', 'B', ' ']);
    let is_number = (3..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("Q{digits}"))
}

/// `January 25, 2006` as `2006-01-25`.
fn date(value: &str) -> Option<String> {
    let mut words = value.split([' ', ',']).filter(|word| !word.is_empty());
    let month = words.next()?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let day: u32 = words.next()?.parse().ok()?;
    let year: u32 = words.next()?.parse().ok()?;
    let plausible = (1..=31).contains(&day) && (1970..=2100).contains(&year);
    plausible.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The kind of article that its keywords name.
pub(super) fn kind(keywords: &[String]) -> Option<ArticleKind> {
    let has = |wanted: &str| {
        keywords
            .iter()
            .any(|word| word.eq_ignore_ascii_case(wanted))
    };
    let kinds = [
        ("kbbug", ArticleKind::Bug),
        ("kbprb", ArticleKind::Problem),
        ("kbhowto", ArticleKind::HowTo),
        ("kbfile", ArticleKind::Download),
        ("kbinfo", ArticleKind::Information),
    ];
    kinds
        .iter()
        .find(|(word, _)| has(word))
        .map(|&(_, kind)| kind)
}
