//! The table of priorities as data: the words of impact and urgency, and what both together mean.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words for impact and urgency, and the priority of each pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityTable {
    /// What to ask where a case does not say how far it reaches.
    #[serde(default)]
    pub ask: String,
    /// How far a case reaches; the first entry that fits decides, the last is taken if none does.
    pub impact: Vec<Entry>,
    /// How bad it is; the first entry that fits decides.
    pub urgency: Vec<Entry>,
    /// Impact name to urgency name to priority.
    pub priority: BTreeMap<String, BTreeMap<String, String>>,
}

/// One degree of impact or urgency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name in the table of priorities.
    pub name: String,
    /// What it means, as a clause.
    pub label: String,
    /// Words that mean it, in small letters; `...` stands for up to four words of any kind.
    pub words: Vec<String>,
    /// The least number of people or machines that means it (impact only).
    #[serde(default)]
    pub people: Option<u32>,
}

impl PriorityTable {
    /// The table that ships with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static TABLE: OnceLock<PriorityTable> = OnceLock::new();
        // A test reads the shipped file; an empty table gives no priority.
        TABLE.get_or_init(|| {
            Self::read(include_str!("../../../data/priority.toml")).unwrap_or_default()
        })
    }

    /// Reads a table in TOML.
    ///
    /// # Errors
    /// One sentence for the person who wrote it: a key that is wrong or missing with its line, a
    /// pair of impact and urgency without a priority, words that are not in small letters.
    pub fn read(text: &str) -> Result<Self, String> {
        let table: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for (list, entries) in [("impact", &table.impact), ("urgency", &table.urgency)] {
            if entries.is_empty() {
                return Err(format!("there is no [[{list}]]"));
            }
            let mut words = entries.iter().flat_map(|entry| &entry.words);
            if let Some(wrong) =
                words.find(|words| words.trim().is_empty() || words.to_lowercase() != **words)
            {
                return Err(format!(
                    "{list}: words have to be in small letters: \"{wrong}\""
                ));
            }
        }
        for impact in &table.impact {
            for urgency in &table.urgency {
                if table.level(&impact.name, &urgency.name).is_none() {
                    let (impact, urgency) = (&impact.name, &urgency.name);
                    return Err(format!("[priority.{impact}] has no {urgency}"));
                }
            }
        }
        Ok(table)
    }

    /// The priority of a pair.
    #[must_use]
    pub fn level(&self, impact: &str, urgency: &str) -> Option<&str> {
        Some(self.priority.get(impact)?.get(urgency)?.as_str())
    }

    /// What is taken where a case does not say how bad it is: a case is reported because
    /// something hinders, so the second gravest from below.
    pub(super) fn default_urgency(&self) -> Option<Entry> {
        let place = self.urgency.len().saturating_sub(2);
        self.urgency.get(place).cloned()
    }
}
