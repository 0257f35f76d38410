//! Facts against the labelled identifiers: the articles in which a fact is found are the
//! articles that record it, no fewer and no more.
//!
//! Reads the whole archive, so only a release build does. Misses are printed (`--nocapture`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, also in the functions its cases share"
)]

mod shared;

use corpus::article::FactValue;
use corpus::{ReadOptions, facts, read};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// An identifier, comparable: event sources without case, spaces and punctuation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Event(String, u32),
    Code(u64),
}

type Places = BTreeMap<Key, BTreeSet<String>>;

/// Where the archive has every identifier; empty if there is no archive.
static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let Some(members) = shared::archive().unwrap() else {
        return Places::new();
    };
    let found: Vec<Places> = members
        .into_par_iter()
        .map(|(name, bytes)| places(&name, bytes))
        .collect();
    let mut all = Places::new();
    for (key, ids) in found.into_iter().flatten() {
        all.entry(key).or_default().extend(ids);
    }
    all
});

fn places(name: &str, bytes: Vec<u8>) -> Places {
    let document = read(name, bytes, &ReadOptions::default()).unwrap();
    let mut places = Places::new();
    for article in &document.articles {
        for fact in &article.facts {
            let key = match &fact.value {
                FactValue::Event {
                    provider: Some(provider),
                    number,
                    ..
                } => Key::Event(folded(provider), *number),
                FactValue::ErrorCode { value, .. } => Key::Code(*value),
                _ => continue,
            };
            places.entry(key).or_default().insert(article.id.clone());
        }
    }
    places
}

fn folded(provider: &str) -> String {
    let letters = provider.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A labelled identifier: the query's name, the identifier, the articles that record it.
type Labelled = (String, Key, BTreeSet<String>);

fn labelled(set: &str, key: impl Fn(&str) -> Key) -> Vec<Labelled> {
    let Some(path) = shared::file(&format!("eval/{set}.jsonl")) else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| {
        let query: serde_json::Value = serde_json::from_str(line).unwrap();
        let relevant = query["relevant"].as_array().unwrap().iter();
        let relevant = relevant.map(|id| id.as_str().unwrap().to_owned()).collect();
        let name = query["qid"].as_str().unwrap().to_owned();
        (name, key(query["text"].as_str().unwrap()), relevant)
    });
    lines.collect()
}

/// "event id 316 source msexchangemta in …", "router event 20063", or a record's fields.
fn event(text: &str) -> Key {
    let lower = text.to_lowercase();
    let after = |mark: &str| Some(lower.split_once(mark)?.1);
    let number = after("event id").or_else(|| after("event ")).unwrap();
    let number = number.trim_start_matches([':', ' ']);
    let digits = number.split(|c: char| !c.is_ascii_digit()).next().unwrap();
    let source = match (after("source: "), after(" source ")) {
        (Some(source), _) => source.lines().next().unwrap(),
        (None, Some(source)) => source.split(" in the ").next().unwrap(),
        (None, None) => lower.split(" event ").next().unwrap(),
    };
    Key::Event(folded(source), digits.parse().unwrap())
}

fn code(text: &str) -> Key {
    let values = facts::find(text).into_iter().map(|fact| fact.value);
    let mut codes = values.filter_map(|value| match value {
        FactValue::ErrorCode { value, .. } => Some(Key::Code(value)),
        _ => None,
    });
    codes
        .next()
        .unwrap_or_else(|| panic!("no code in {text:?}"))
}

/// Precision and recall over all pairs of identifier and article.
fn compare(set: &str, labelled: &[Labelled]) -> (f64, f64) {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let none = BTreeSet::new();
    for (name, key, relevant) in labelled {
        let places = PLACES.get(key).unwrap_or(&none);
        let missed: Vec<_> = relevant.difference(places).collect();
        let extra: Vec<_> = places.difference(relevant).collect();
        if !missed.is_empty() || !extra.is_empty() {
            println!("{name} {key:x?}: missed {missed:?}, too many {extra:?}");
        }
        right += relevant.len() - missed.len();
        found += places.len();
        wanted += relevant.len();
    }
    let share = |of: usize| right as f64 / of.max(1) as f64;
    println!(
        "{set}: precision {:.3}, recall {:.3}",
        share(found),
        share(wanted)
    );
    (share(found), share(wanted))
}

fn check(set: &str, key: impl Fn(&str) -> Key, least_precision: f64) {
    let labelled = labelled(set, key);
    if cfg!(debug_assertions) || labelled.is_empty() || PLACES.is_empty() {
        println!("skipped: {set} needs a release build and the archive");
        return;
    }
    let (precision, recall) = compare(set, &labelled);
    assert!(
        precision > least_precision,
        "{set}: precision {precision:.3}"
    );
    assert!(recall > 0.97, "{set}: recall {recall:.3}");
}

#[test]
fn events_stand_where_they_are_recorded() {
    // The labels know the plain form of a record only. "Event: 142" and "Event id=5007" above a
    // source are records as well and count here as too many, so precision is a lower bound.
    check("events-dev", event, 0.90);
}

#[test]
fn codes_stand_where_they_are_recorded() {
    check("codes-dev", code, 0.97);
}
