//! The playbooks of a knowledge base: its own and the built-in ones, by id and version.

use super::error::GuideError;
use super::offer::Profile;
use corpus::playbook::{Playbook, parse};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A playbook and what it was read from.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As read.
    pub playbook: Playbook,
    /// Its Markdown, which sessions keep a copy of.
    pub text: Arc<str>,
    /// Whether it ships with the program.
    pub built_in: bool,
}

/// Which version of a playbook is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The day on which it has to hold, `YYYY-MM-DD`.
    pub on: String,
    /// The named change it has to belong to.
    pub change: Option<String>,
    /// Its number.
    pub version: Option<u32>,
}

impl Choice {
    /// What holds on a day, `YYYY-MM-DD`.
    #[must_use]
    pub fn on(day: impl Into<String>) -> Self {
        Self {
            on: day.into(),
            ..Self::default()
        }
    }
}

/// All playbooks of a knowledge base.
#[derive(Debug)]
pub struct Library {
    /// By id; versions ascending.
    entries: BTreeMap<String, Vec<Entry>>,
    profiles: OnceLock<Vec<Profile>>,
}

impl Library {
    /// The playbooks of a knowledge base's own, file name and Markdown each, and the built-in
    /// ones. An own playbook takes the place of all built-in versions of its id. What is not
    /// sound is left out; an index holds none such.
    #[must_use]
    pub fn of(own: &[(String, String)]) -> Self {
        let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for (name, text) in own {
            let Ok(playbook) = parse(name, text).sound() else {
                continue;
            };
            let versions = entries.entry(playbook.id.clone()).or_default();
            // Of two files with one version the later source wins, as with articles.
            versions.retain(|entry| entry.playbook.version != playbook.version);
            versions.push(Entry {
                playbook,
                text: text.as_str().into(),
                built_in: false,
            });
        }
        for entry in built_in() {
            let versions = entries.entry(entry.playbook.id.clone()).or_default();
            if versions.iter().all(|own| own.built_in) {
                versions.push(entry.clone());
            }
        }
        for versions in entries.values_mut() {
            versions.sort_by_key(|entry| entry.playbook.version);
        }
        Self {
            entries,
            profiles: OnceLock::new(),
        }
    }

    /// The latest version of each as matched with cases, made when first asked for.
    pub(super) fn profiles(&self) -> &[Profile] {
        let latest = || self.entries.values().filter_map(|versions| versions.last());
        self.profiles
            .get_or_init(|| latest().map(Profile::of).collect())
    }

    /// Ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// All versions of a playbook, ascending; empty if there is none.
    #[must_use]
    pub fn versions(&self, id: &str) -> &[Entry] {
        self.entries.get(id).map_or(&[], Vec::as_slice)
    }

    /// The version of each playbook that holds on a day.
    pub fn holding(&self, on: &str) -> impl Iterator<Item = &Entry> {
        self.entries
            .values()
            .filter_map(move |versions| holding(versions, on))
    }

    /// The version of a playbook that is meant. A named change wins over the date. A version
    /// that belongs to a change and has no date is only given by name.
    ///
    /// # Errors
    /// [`GuideError::Unknown`], [`GuideError::NoVersion`] or [`GuideError::NotYet`].
    pub fn choose(&self, id: &str, choice: &Choice) -> Result<&Entry, GuideError> {
        let id = id.trim().to_lowercase();
        let Some(versions) = self.entries.get(&id) else {
            let known = self.ids().map(str::to_owned).collect();
            return Err(GuideError::Unknown { id, known });
        };
        let wanted = match (&choice.change, choice.version) {
            (None, None) => {
                let on = choice.on.clone();
                return holding(versions, &choice.on).ok_or(GuideError::NotYet { id, on });
            }
            (Some(change), None) => format!("change “{change}”"),
            (None, Some(version)) => format!("number {version}"),
            (Some(change), Some(version)) => format!("number {version} and change “{change}”"),
        };
        let is_meant = |entry: &&Entry| {
            let version = choice
                .version
                .is_none_or(|version| version == entry.playbook.version);
            let change = choice.change.as_ref().is_none_or(|change| {
                let own = entry.playbook.change.as_deref().unwrap_or_default();
                folded(own) == folded(change)
            });
            version && change
        };
        let found = versions.iter().rev().find(is_meant);
        found.ok_or_else(|| GuideError::NoVersion {
            id,
            wanted,
            known: versions.iter().map(told).collect(),
        })
    }
}

/// Of the versions that hold on a day, the one from the latest date; then the highest number.
fn holding<'e>(versions: &'e [Entry], on: &str) -> Option<&'e Entry> {
    let holds = |entry: &&Entry| {
        let Playbook {
            valid_from, change, ..
        } = &entry.playbook;
        match valid_from {
            // Dates of this form sort as text.
            Some(from) => from.as_str() <= on,
            None => change.is_none(),
        }
    };
    let key = |entry: &&Entry| (entry.playbook.valid_from.clone(), entry.playbook.version);
    versions.iter().filter(holds).max_by_key(key)
}

/// A version as told to a person.
fn told(entry: &Entry) -> String {
    let Playbook {
        version,
        valid_from,
        change,
        ..
    } = &entry.playbook;
    let mut told = format!("version {version}");
    if let Some(from) = valid_from {
        told.push_str(&format!(" from {from}"));
    }
    if let Some(change) = change {
        told.push_str(&format!(" for “{change}”"));
    }
    told
}

/// Words of a name without regard to case and white space.
fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// The playbooks that ship with the program, read once per process.
fn built_in() -> &'static [Entry] {
    static READ: OnceLock<Vec<Entry>> = OnceLock::new();
    READ.get_or_init(|| {
        let read = |(name, text): (String, String)| {
            Some(Entry {
                playbook: parse(&name, &text).sound().ok()?,
                text: text.into(),
                built_in: true,
            })
        };
        corpus::builtin::playbooks()
            .into_iter()
            .filter_map(read)
            .collect()
    })
}
