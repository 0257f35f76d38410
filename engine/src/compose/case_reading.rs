//! A case made ready: what it says, its events, the query that is asked for it, and the same text
//! with names, addresses and secrets masked.
//!
//! Entry: [`CaseReading::of`]. A case of a few words is asked as it stands. A paste with several
//! events is asked by the most telling one that the knowledge base knows, with what people wrote
//! around the events: the numbers of the others would only pull their own articles up. Names,
//! addresses and the words that lead to them are never asked: who calls must not change what is
//! found.

use crate::answer::{EventAnswer, EventsAnswer, NumberReading};
use crate::index::identifiers::{Identifiers, event_key};
use crate::query::Case;
use crate::understand::events::{self, EventRecord, Events, Level};
use crate::understand::identifiers;
use crate::understand::masking::{Masked, Masker, without_tokens};
use corpus::Span;
use std::collections::HashSet;

/// Most events that are listed in an answer.
const LISTED: usize = 50;

/// Most events whose numbers a query has: those of the leading event's source.
const ASKED: usize = 3;

/// Most bytes of an event's description that a query takes over; what it says stands at its head.
const DESCRIPTION: usize = 2_000;

/// Most bytes of the prose that are quoted from; what people tell of the scope stands there.
const QUOTABLE: usize = 8_000;

/// Most bytes of text that a case is read to.
const LONGEST: usize = 8 << 20;

/// A case made ready.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaseReading {
    /// What people wrote and pasted, attached texts included.
    pub(crate) told: String,
    /// What stands outside of event records.
    pub(crate) prose: String,
    /// What is asked of the index.
    pub(crate) query: String,
    /// The text with tokens instead of names.
    pub(crate) masked: String,
    /// The head of the prose, masked alike: what is quoted of how bad it is.
    pub(crate) quotable: String,
    /// What was said of the scope, masked alike.
    pub(crate) scope: Option<String>,
    /// The events, if there are any.
    pub(crate) events: Option<EventsAnswer>,
    /// Numbers with several meanings.
    pub(crate) readings: Vec<NumberReading>,
    /// Words of the masked text, in small letters.
    open: HashSet<String>,
}

impl CaseReading {
    /// Reads a case. `known` are the identifiers of the knowledge base.
    pub(crate) fn of(case: &Case, known: &Identifiers) -> Self {
        let (told, mut found) = gather(case);
        let mut masker = Masker::default();
        let Masked {
            text: masked,
            open: open_words,
            ..
        } = masker.mask(&told);
        let scope = case.scope.as_deref().map(|scope| masker.mask(scope).text);
        let pasted = events::read(&told);
        let prose = outside(&told, &pasted.records);
        let quotable = masker.mask(head(&prose, QUOTABLE)).text;
        let is_attached = !found.records.is_empty();
        found.join(pasted);
        let used = asked(&found.records, known);
        // One pasted event is best asked as it stands: its own words are around it.
        let query = if found.records.len() > 1 || is_attached {
            query(
                &masker.mask(&prose).open,
                found
                    .records
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| used.contains(place)),
            )
        } else {
            open_words
        };
        let readings = readings(&prose);
        let events = (found.read > 0 || found.skipped > 0).then(|| listed(&found, &used));
        Self {
            told,
            prose,
            query,
            open: parts(&masked).map(str::to_lowercase).collect(),
            masked,
            quotable,
            scope,
            events,
            readings,
        }
    }

    /// True if a word may be repeated: it also stands in the masked text.
    pub(crate) fn may_repeat(&self, word: &str) -> bool {
        parts(word).all(|part| self.open.contains(&part.to_lowercase()))
    }
}

/// The first bytes of a text, in whole characters.
fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most.min(text.len()))]
}

/// The words of a text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// The text of the case with that of its attached texts, and the events of binary logs.
fn gather(case: &Case) -> (String, Events) {
    let mut told = case.text.clone();
    let mut found = Events::default();
    for attachment in &case.attachments {
        if events::is_event_log(&attachment.bytes) {
            found.join(events::read_bytes(&attachment.bytes));
        } else {
            if !told.is_empty() {
                told.push_str("\n\n");
            }
            told.push_str(&events::decode(&attachment.bytes));
        }
    }
    told.truncate(told.floor_char_boundary(LONGEST.min(told.len())));
    (told, found)
}

/// The text without its event records.
fn outside(text: &str, records: &[EventRecord]) -> String {
    let mut spans: Vec<Span> = records
        .iter()
        .flat_map(|record| record.places.iter().copied())
        .collect();
    spans.sort_unstable_by_key(|span| span.start);
    let mut prose = String::new();
    let mut end = 0;
    for span in spans {
        let range = span.range();
        prose.push_str(text.get(end..range.start).unwrap_or_default());
        end = end.max(range.end);
    }
    prose.push_str(text.get(end..).unwrap_or_default());
    prose
}

/// The places of the events that are asked for: the first that the knowledge base knows, or else
/// the first; and the next ones of the same source.
fn asked(records: &[EventRecord], known: &Identifiers) -> Vec<usize> {
    let is_known = |record: &&EventRecord| match (record.number, &record.provider) {
        (Some(number), Some(provider)) => !known.find(&event_key(number, provider)).is_empty(),
        (Some(number), None) => !known.find(&format!("event/{number}")).is_empty(),
        _ => false,
    };
    let first = records
        .iter()
        .position(|record| is_known(&record))
        .unwrap_or_default();
    let Some(leading) = records.get(first) else {
        return Vec::new();
    };
    let same = records.iter().enumerate().filter(|(place, record)| {
        *place > first
            && record.provider.is_some()
            && record.provider == leading.provider
            && is_known(record)
    });
    std::iter::once(first)
        .chain(same.map(|(place, _)| place))
        .take(ASKED)
        .collect()
}

/// The prose, and the leading events as records.
fn query<'r>(prose: &str, records: impl Iterator<Item = (usize, &'r EventRecord)>) -> String {
    let mut text = prose.trim().to_owned();
    for (_, record) in records {
        text.push_str("\n\n");
        for (label, value) in [
            ("Event Source", record.provider.clone()),
            ("Log Name", record.channel.clone()),
            ("Event ID", record.number.map(|number| number.to_string())),
        ] {
            if let Some(value) = value {
                text.push_str(&format!("{label}: {value}\n"));
            }
        }
        let said = without_tokens(head(&record.description, DESCRIPTION));
        text.push_str(&format!("Description:\n{said}\n"));
    }
    text
}

fn listed(events: &Events, used: &[usize]) -> EventsAnswer {
    let record = |(place, record): (usize, &EventRecord)| EventAnswer {
        provider: record.provider.clone(),
        channel: record.channel.clone(),
        number: record.number,
        level: record.level.map(|level| level_name(level).to_owned()),
        time: record.time.clone(),
        computer: record.computer.clone(),
        description: record.description.clone(),
        count: record.count,
        used: used.contains(&place),
    };
    EventsAnswer {
        records: events
            .records
            .iter()
            .enumerate()
            .take(LISTED)
            .map(record)
            .collect(),
        different: events.records.len(),
        read: events.read,
        skipped: events.skipped,
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Critical => "critical",
        Level::Error => "error",
        Level::AuditFailure => "audit-failure",
        Level::Warning => "warning",
        Level::AuditSuccess => "audit-success",
        Level::Information => "information",
        Level::Verbose => "verbose",
    }
}

/// Numbers of the prose that mean several things. Long pastes are searched at their head only:
/// what a person asks about stands there.
fn readings(prose: &str) -> Vec<NumberReading> {
    const HEAD: usize = 20_000;
    let several = identifiers::find(head(prose, HEAD))
        .into_iter()
        .filter(|found| found.readings.len() > 1);
    several
        .map(|found| NumberReading {
            readings: found
                .readings
                .into_iter()
                .map(|reading| reading.meaning)
                .collect(),
            text: found.text,
        })
        .collect()
}

#[cfg(test)]
#[path = "case_reading_tests.rs"]
mod tests;
