//! How urgent a case is: who is affected and how badly, read from its words, through a table that
//! a desk can edit.
//!
//! Entry: [`priority`]. The words of impact and urgency and the table over both are one file
//! ([`PriorityTable`]); what is said about scope apart from the text goes before it. The answer
//! quotes what decided, and says what to ask where a case does not tell how far it reaches.

mod reading;
mod table;

pub use table::{Entry, PriorityTable};

use crate::answer::Priority;
use reading::{Words, people};

/// Most words of a case that are read for scope: who is affected stands in what a person tells,
/// and what comes after that is mostly logs.
const MOST_WORDS: usize = 600;

/// The priority of a case; none if neither its words nor its scope say anything about it.
/// `scope` is what was said apart from the text.
#[must_use]
pub fn priority(text: &str, scope: Option<&str>, table: &PriorityTable) -> Option<Priority> {
    let told = scope.map(|scope| Words::of(scope, MOST_WORDS));
    let text = Words::of(text, MOST_WORDS);
    let sources = || told.iter().chain([&text]);
    let affected = sources().find_map(people);
    let found = |entries: &[Entry]| sources().find_map(|words| first(entries, words));
    let impact = found(&table.impact);
    let by_number = affected.clone().and_then(|(number, quote)| {
        let entry = by_people(&table.impact, number)?;
        Some((entry, quote))
    });
    let impact = wider(&table.impact, impact, by_number);
    let urgency = found(&table.urgency);
    if impact.is_none() && urgency.is_none() {
        return None;
    }
    let (reach, reach_quote) =
        impact.or_else(|| Some((table.impact.last()?.clone(), String::new())))?;
    let (degree, degree_quote) =
        urgency.or_else(|| Some((table.default_urgency()?, String::new())))?;
    let level = table.level(&reach.name, &degree.name)?;
    Some(Priority {
        reason: reason(level, (&reach, &reach_quote), (&degree, &degree_quote)),
        level: level.to_owned(),
        ask: reach_quote.is_empty().then(|| table.ask.clone()),
        impact: reach.name,
        urgency: degree.name,
        because: [reach_quote, degree_quote]
            .into_iter()
            .filter(|quote| !quote.is_empty())
            .collect(),
        affected: affected.map(|(number, _)| number),
    })
}

type Found = (Entry, String);

/// The first entry whose words stand in the text, with the words as they stand.
fn first(entries: &[Entry], words: &Words<'_>) -> Option<Found> {
    entries.iter().find_map(|entry| {
        let quote = entry.words.iter().find_map(|phrase| words.quote(phrase))?;
        Some((entry.clone(), quote.to_owned()))
    })
}

/// The entry with the greatest number that is not above the number named.
fn by_people(entries: &[Entry], number: u32) -> Option<Entry> {
    let reached = entries
        .iter()
        .filter(|entry| entry.people.is_some_and(|least| least <= number));
    reached.max_by_key(|entry| entry.people).cloned()
}

/// Of what the words say and what the number says, the one that stands first in the table; a
/// number beats words that name no people.
fn wider(entries: &[Entry], words: Option<Found>, number: Option<Found>) -> Option<Found> {
    let place = |found: &Found| entries.iter().position(|entry| *entry == found.0);
    match (words, number) {
        (Some(words), Some(number)) if place(&words) <= place(&number) => Some(words),
        (_, Some(number)) => Some(number),
        (words, None) => words,
    }
}

fn reason(level: &str, impact: (&Entry, &str), urgency: (&Entry, &str)) -> String {
    let part = |(entry, quote): (&Entry, &str)| {
        if quote.is_empty() {
            format!("{}, as nothing else is said", entry.label)
        } else {
            format!("{} (\u{201c}{quote}\u{201d})", entry.label)
        }
    };
    format!("{level}: {} and {}.", part(impact), part(urgency))
}

#[cfg(test)]
mod tests;
