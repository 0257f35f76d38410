//! From drafts to records: the same event is counted, the most telling one comes first, names are
//! masked.

use super::draft::Draft;
use super::{EventRecord, Events, Layout, Level};
use crate::understand::masking::{Class, Masker};
use corpus::Span;
use std::collections::HashMap;

/// Numbers that report that something failed without saying what, or that log nothing but normal
/// life: an event beside them says more. Known from the sources' own message files.
const GENERIC: &[(&str, &[u32])] = &[
    (
        "servicecontrolmanager",
        &[
            7000, 7001, 7009, 7011, 7022, 7023, 7024, 7026, 7031, 7034, 7035, 7036, 7038, 7040,
            7042, 7045,
        ],
    ),
    ("eventlog", &[6005, 6006, 6008, 6009, 6011, 6013]),
    ("applicationpopup", &[26, 56, 333, 1060]),
    ("windowserrorreporting", &[1001]),
    ("savedump", &[1001]),
    ("microsoft-windows-kernel-power", &[41, 42, 109, 172]),
    ("user32", &[1073, 1074, 1076]),
    ("dcom", &[10016]),
    ("microsoft-windows-distributedcom", &[10016]),
    ("perflib", &[1008, 1010, 2003, 2004]),
];

/// Drafts, grouped as they come.
#[derive(Debug)]
pub(super) struct Groups {
    places: HashMap<Key, usize>,
    groups: Vec<Group>,
    most: usize,
    read: usize,
    skipped: usize,
}

/// Records of one event.
#[derive(Debug)]
struct Group {
    draft: Draft,
    layout: Layout,
    count: usize,
    places: Vec<Span>,
}

/// What makes two records the same event: its identity, or without a number what it says.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    provider: String,
    channel: String,
    number: Option<u32>,
    words: String,
}

impl Groups {
    pub(super) fn new(most: usize) -> Self {
        Self {
            places: HashMap::new(),
            groups: Vec::new(),
            most,
            read: 0,
            skipped: 0,
        }
    }

    /// Counts a record that could not be read.
    pub(super) fn skip(&mut self) {
        self.skipped += 1;
    }

    /// True if nothing was read and nothing failed.
    pub(super) fn is_empty(&self) -> bool {
        self.read == 0 && self.skipped == 0
    }

    pub(super) fn add(&mut self, draft: Draft, layout: Layout) {
        self.read += 1;
        let key = key(&draft);
        let span = Span::new(draft.span.start, draft.span.end);
        let in_text = (!span.is_empty()).then_some(span);
        if let Some(&place) = self.places.get(&key) {
            let Group {
                draft: kept,
                count,
                places,
                ..
            } = &mut self.groups[place];
            *count += 1;
            places.extend(in_text);
            kept.level = kept.level.into_iter().chain(draft.level).min();
            if kept.description.is_empty() {
                kept.description = draft.description;
            }
        } else if self.groups.len() < self.most {
            self.places.insert(key, self.groups.len());
            self.groups.push(Group {
                draft,
                layout,
                count: 1,
                places: in_text.into_iter().collect(),
            });
        } else {
            self.skipped += 1;
        }
    }

    /// The records, most telling first; then as they came.
    pub(super) fn finish(self) -> Events {
        let mut masker = Masker::default();
        let records = self.groups.into_iter();
        let mut records: Vec<EventRecord> =
            records.map(|group| record(group, &mut masker)).collect();
        records.sort_by_key(telling);
        Events {
            records,
            read: self.read,
            skipped: self.skipped,
        }
    }
}

/// The order of records: graver before lighter, specific before generic, numbered before not.
pub(super) fn telling(record: &EventRecord) -> (Level, bool, bool) {
    let level = record.level.unwrap_or(Level::Warning);
    (
        level.max(Level::Error),
        is_generic(record),
        record.number.is_none(),
    )
}

fn record(group: Group, masker: &mut Masker) -> EventRecord {
    let Group {
        draft,
        layout,
        count,
        places,
    } = group;
    let computer = draft.computer.map(|name| masker.token(Class::Host, &name));
    EventRecord {
        provider: draft.provider,
        channel: draft.channel,
        number: draft.number,
        level: draft.level,
        time: draft.time,
        computer,
        description: masker.mask(&draft.description).text,
        count,
        span: Span::new(draft.span.start, draft.span.end),
        places,
        layout,
    }
}

fn key(draft: &Draft) -> Key {
    let folded = |name: &Option<String>| folded(name.as_deref().unwrap_or_default());
    let words = if draft.number.is_some() {
        String::new()
    } else {
        template(&draft.description)
    };
    Key {
        provider: folded(&draft.provider),
        channel: folded(&draft.channel),
        number: draft.number,
        words,
    }
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a message says beside its values: words with digits in them are left out.
fn template(description: &str) -> String {
    const WORDS: usize = 24;
    let plain = |word: &&str| !word.bytes().any(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = description
        .split_whitespace()
        .filter(plain)
        .take(WORDS)
        .collect();
    words.join(" ").to_lowercase()
}

fn is_generic(record: &EventRecord) -> bool {
    let provider = folded(record.provider.as_deref().unwrap_or_default());
    let listed = GENERIC.iter().find(|(name, _)| *name == provider);
    listed.is_some_and(|(_, numbers)| {
        record
            .number
            .is_some_and(|number| numbers.contains(&number))
    })
}
