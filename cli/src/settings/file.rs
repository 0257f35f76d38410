//! `firstline.toml`.
//!
//! Every key is known: an unknown one is refused by name and file, with the key that was
//! probably meant, since a misspelt setting that is silently ignored looks like a broken one.

use crate::error::CliError;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file's keys.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct SettingsFile {
    /// The index to ask; a relative path is meant from the file's folder.
    pub(super) index: Option<PathBuf>,
    /// How many results to show.
    pub(super) limit: Option<usize>,
    /// The table of priorities; a relative path is meant from the file's folder.
    pub(super) priorities: Option<PathBuf>,
    /// Which articles may appear.
    #[serde(default)]
    pub(super) filters: FilterKeys,
    /// How queries are taken.
    #[serde(default)]
    pub(super) search: SearchKeys,
    /// How cases are decided.
    #[serde(default)]
    pub(super) triage: TriageKeys,
    /// How documents are indexed.
    #[serde(default)]
    pub(super) indexing: IndexingKeys,
    /// What is remembered of cases.
    #[serde(default)]
    pub(super) desk: DeskKeys,
    /// How the service runs; its own keys are checked where they are read.
    #[serde(default)]
    pub(super) server: server::Config,
}

/// `[filters]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct FilterKeys {
    pub(super) product: Option<String>,
    pub(super) os: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) tier: Option<u8>,
}

/// `[search]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct SearchKeys {
    pub(super) synonyms: Option<bool>,
    pub(super) spelling: Option<bool>,
    /// Words of the desk's own; a relative path is meant from the file's folder.
    pub(super) lexicon: Option<PathBuf>,
}

/// `[triage]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct TriageKeys {
    pub(super) threshold: Option<f64>,
}

/// `[desk]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DeskKeys {
    /// The file; a relative path is meant from the settings file's folder.
    pub(super) file: Option<PathBuf>,
    /// False keeps no memory.
    pub(super) keep: Option<bool>,
    /// Days that a case is kept; 0 keeps it until it is erased.
    pub(super) keep_days: Option<u32>,
    /// The site that cases are about if nothing else is said.
    pub(super) site: Option<String>,
    /// Who says something on the command line.
    pub(super) name: Option<String>,
}

/// `[indexing]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct IndexingKeys {
    pub(super) max_document_bytes: Option<u64>,
}

/// Every table and its keys; the first is the top of the file.
const KEYS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "index",
            "limit",
            "priorities",
            "filters",
            "search",
            "triage",
            "indexing",
            "desk",
            "server",
        ],
    ),
    ("filters", &["product", "os", "kind", "tier"]),
    ("search", &["synonyms", "spelling", "lexicon"]),
    ("triage", &["threshold"]),
    ("indexing", &["max-document-bytes"]),
    ("desk", &["file", "keep", "keep-days", "site", "name"]),
];

impl SettingsFile {
    /// Reads and checks a file.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let shown = path.display();
        let wrong = || CliError::usage(format!("{shown} is no valid settings file"));
        let text = std::fs::read_to_string(path)
            .map_err(|error| CliError::usage(format!("{shown} cannot be read")).because(error))?;
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong().because(error))?;
        if let Some((key, known)) = unknown_key(&table) {
            return Err(refuse(path, &key, known));
        }
        let file: Self = toml::from_str(&text).map_err(|error| wrong().because(error))?;
        if file.limit == Some(0) {
            return Err(CliError::usage(format!(
                "{shown}: limit must be at least 1"
            )));
        }
        let threshold = file.triage.threshold.unwrap_or_default();
        if !(0.0..=1.0).contains(&threshold) {
            return Err(CliError::usage(format!(
                "{shown}: triage.threshold must lie between 0 and 1"
            )));
        }
        Ok(file)
    }
}

/// The first key that is not known, with its table, and the keys known there.
fn unknown_key(table: &toml::Table) -> Option<(String, &'static [&'static str])> {
    for (name, keys) in KEYS {
        let inside = if name.is_empty() {
            Some(table)
        } else {
            table.get(*name).and_then(toml::Value::as_table)
        };
        let strange =
            inside.and_then(|inside| inside.keys().find(|key| !keys.contains(&key.as_str())));
        if let Some(key) = strange {
            let dot = if name.is_empty() { "" } else { "." };
            return Some((format!("{name}{dot}{key}"), keys));
        }
    }
    None
}

fn refuse(path: &Path, key: &str, known: &[&str]) -> CliError {
    let error = CliError::usage(format!("{}: there is no setting `{key}`", path.display()));
    let typed = key.rsplit('.').next().unwrap_or(key);
    let closest = known
        .iter()
        .map(|known| (strsim::jaro_winkler(typed, known), known))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match closest {
        Some((score, meant)) if score > 0.7 => error.hint(format!("did you mean `{meant}`?")),
        _ => error.hint(format!("known here: {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SettingsFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("firstline.toml");
        std::fs::write(&path, text).unwrap();
        SettingsFile::read(&path).map_err(|error| format!("{error:?}"))
    }

    #[test]
    fn every_key_is_read() {
        let file = read(
            "index = \"kb\"\nlimit = 5\n[filters]\nproduct = \"a\"\nos = \"b\"\nkind = \"bug\"\n\
             tier = 2\n[search]\nsynonyms = false\nspelling = false\nlexicon = \"w.tsv\"\n\
             [triage]\nthreshold = 0.4\n[indexing]\nmax-document-bytes = 1000\n\
             [desk]\nfile = \"d\"\nkeep = true\nkeep-days = 90\nsite = \"s\"\nname = \"n\"\n",
        )
        .unwrap();
        assert_eq!(file.index.as_deref(), Some(Path::new("kb")));
        assert_eq!(file.filters.kind.as_deref(), Some("bug"));
        assert_eq!(file.search.lexicon.as_deref(), Some(Path::new("w.tsv")));
        assert_eq!(file.indexing.max_document_bytes, Some(1000));
        assert_eq!(file.triage.threshold, Some(0.4));
        assert_eq!(
            (file.desk.keep_days, file.desk.keep),
            (Some(90), Some(true))
        );
    }

    /// The reference for people, as the file that it shows.
    fn reference() -> String {
        let page = include_str!("../../../server/docs/configuration.md");
        let shown = page.split("```toml\n").nth(1).unwrap();
        shown.split("```").next().unwrap().to_owned()
    }

    /// Every table of a file, by its path.
    fn tables<'a>(path: &str, table: &'a toml::Table, found: &mut Vec<(String, &'a toml::Table)>) {
        for (key, value) in table {
            // What channels are called is up to whoever names them.
            if let Some(inner) = value.as_table().filter(|_| key != "channels") {
                let dot = if path.is_empty() { "" } else { "." };
                tables(&format!("{path}{dot}{key}"), inner, found);
            }
        }
        found.push((path.to_owned(), table));
    }

    #[test]
    fn the_reference_is_a_file_that_is_read() {
        let file = read(&reference()).unwrap();
        assert_eq!(file.triage.threshold, Some(0.3));
        assert_eq!(file.server.limits, server::config::Limits::default());
        file.server.check().unwrap();
    }

    /// A key that is made up is refused with those that there are; each has to be in the reference,
    /// or in its prose where there are two ways to say the same.
    #[test]
    fn every_key_is_in_the_reference() {
        let text = reference();
        let whole: toml::Table = text.parse().unwrap();
        let mut found = Vec::new();
        tables("", &whole, &mut found);
        assert!(found.len() > 14, "{}", found.len());
        for (path, table) in found {
            let title = format!("[{path}]");
            let asked = match path.as_str() {
                "" => format!("made-up = true\n{text}"),
                _ => text.replacen(&title, &format!("{title}\nmade-up = true\n"), 1),
            };
            let refused = read(&asked).unwrap_err();
            assert!(refused.contains("made-up"), "{path}: {refused}");
            let known = refused.split_once("expected").map_or_else(
                || {
                    KEYS.iter()
                        .find(|(name, _)| *name == path)
                        .unwrap()
                        .1
                        .to_vec()
                },
                |(_, listed)| listed.split('`').skip(1).step_by(2).collect(),
            );
            assert!(!known.is_empty(), "{path}: {refused}");
            for key in known {
                assert!(
                    table.contains_key(key) || text.contains(&format!("or {key} = ")),
                    "the reference lacks {path}.{key}"
                );
            }
        }
    }

    #[test]
    fn wrong_files_are_refused_with_what_was_meant() {
        for (text, told) in [
            ("indx = \"kb\"", "did you mean `index`?"),
            ("[filters]\nprodukt = \"x\"", "no setting `filters.produkt`"),
            ("[filters]\nprodukt = \"x\"", "did you mean `product`?"),
            (
                "[search]\nzzz = 1",
                "known here: synonyms, spelling, lexicon",
            ),
            ("limit = \"many\"", "line 1"),
            ("limit = 0", "at least 1"),
            ("[triage]\nthreshold = 1.5", "between 0 and 1"),
            ("limit = ", "line 1"),
            ("filters = 3", "line 1"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(told), "{text}: {refused}");
            assert!(refused.contains("firstline.toml"), "{text}: {refused}");
        }
    }
}
