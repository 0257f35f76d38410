//! What is known of an exact identifier.

mod code_places;
mod mentions;

use crate::answer::{LOOKUP_SCHEMA, LookupAnswer, LookupHit};
use crate::compose::command_card::cards;
use crate::compose::guard::Viewer;
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::index::identifiers::{Occurrence, error_key, event_key, folded, registry_key};
use crate::query::Lookup;
use corpus::article::{Audience, FactValue};
use corpus::{Document, Span};
use std::collections::HashSet;

/// The most places shown; what matters stands first.
const MAX_HITS: usize = 50;

/// Bytes that a part of a name must have to stand for all of it.
const SHORTEST_PART: usize = 4;

/// The most keys that a prefix may open.
const MAX_KEYS: usize = 200;

/// Fewer places than this are filled up with articles that speak of the name.
const FEW: usize = 5;

/// Looks up an identifier.
pub(crate) fn lookup(
    engine: &Engine,
    lookup: &Lookup,
    viewer: &Viewer,
) -> Result<LookupAnswer, EngineError> {
    let (kind, value, keys, readings) = keys(engine, lookup);
    let mut occurrences: Vec<Occurrence> = keys
        .iter()
        .flat_map(|key| engine.generation().identifiers.find(key))
        .collect();
    occurrences.sort_unstable();
    occurrences.dedup();
    let mut hits = Vec::new();
    if let Lookup::Kb(id) = lookup {
        hits.extend(own_article(engine, id, viewer)?);
    }
    let articles = &engine.generation().articles;
    let is_seen = |ordinal: u32| {
        let entry = articles.get(ordinal);
        entry.is_some_and(|entry| viewer.sees(entry.audience))
    };
    occurrences.retain(|occurrence| !articles.is_superseded(occurrence.ordinal));
    if !viewer.sees(Audience::Tier3) {
        occurrences.retain(|occurrence| is_seen(occurrence.ordinal));
    }
    let mut places: Vec<&[Occurrence]> = occurrences
        .chunk_by(|one, next| one.ordinal == next.ordinal)
        .collect();
    // What others point at most is what desks know best.
    places.sort_by_key(|places| std::cmp::Reverse(articles.standing(places[0].ordinal).in_links));
    hits.extend(match lookup {
        Lookup::Error(code) => code_places::hits(engine, (code, &keys), &places, viewer)?,
        _ => first_hits(engine, &places, viewer)?,
    });
    let known: HashSet<u32> = occurrences.iter().map(|one| one.ordinal).collect();
    if let Some(name) = spoken_of(lookup)
        && hits.len() < FEW
    {
        let mut places = mentions::find(engine, name, &known)?;
        places.retain(|place| !articles.is_superseded(place.ordinal) && is_seen(place.ordinal));
        for place in places {
            hits.extend(hit(engine, place, viewer)?);
        }
    }
    let cards = match lookup {
        Lookup::Command(asked) | Lookup::Script(asked) => cards(engine, asked, viewer)?,
        _ => Vec::new(),
    };
    Ok(LookupAnswer {
        schema: LOOKUP_SCHEMA.into(),
        kind: kind.into(),
        value,
        readings,
        hits,
        cards,
    })
}

/// The name under which articles speak of what is looked up; none for numbers, of which only the
/// facts say what kind they are.
fn spoken_of(lookup: &Lookup) -> Option<&str> {
    match lookup {
        Lookup::Command(name)
        | Lookup::Script(name)
        | Lookup::File(name)
        | Lookup::Registry(name)
        | Lookup::Service(name) => Some(name),
        _ => None,
    }
}

/// Keys that begin with `key`; where none does, those that hold what stands behind its kind.
fn keys_like(engine: &Engine, key: &str) -> Vec<String> {
    let identifiers = &engine.generation().identifiers;
    let found = identifiers.keys_from(key, MAX_KEYS);
    match key.split_once('/') {
        Some((kind, part)) if found.is_empty() && part.len() >= SHORTEST_PART => {
            identifiers.keys_with(&format!("{kind}/"), part, MAX_KEYS)
        }
        _ => found,
    }
}

/// The first place of each article.
fn first_hits(
    engine: &Engine,
    places: &[&[Occurrence]],
    viewer: &Viewer,
) -> Result<Vec<LookupHit>, EngineError> {
    let mut hits = Vec::new();
    for place in places.iter().take(MAX_HITS) {
        hits.extend(hit(engine, place[0], viewer)?);
    }
    Ok(hits)
}

/// Kind, value as asked, index keys and readings.
fn keys(engine: &Engine, lookup: &Lookup) -> (&'static str, String, Vec<String>, Vec<String>) {
    let identifiers = &engine.generation().identifiers;
    match lookup {
        Lookup::Event {
            number,
            source: Some(source),
        } => {
            let readings = vec![format!("event {number} of {source}")];
            (
                "event",
                format!("{source} {number}"),
                vec![event_key(*number, source)],
                readings,
            )
        }
        Lookup::Event {
            number,
            source: None,
        } => {
            let prefix = format!("event/{number}/");
            let sources = identifiers.keys_from(&prefix, MAX_KEYS);
            let readings = sources
                .iter()
                .map(|key| format!("event {number} of {}", &key[prefix.len()..]));
            (
                "event",
                number.to_string(),
                vec![format!("event/{number}")],
                readings.collect(),
            )
        }
        Lookup::Error(code) => {
            let values = error_values(code);
            let readings = values.iter().map(|&value| reading(value)).collect();
            let mut keys: Vec<String> = values.into_iter().map(error_key).collect();
            keys.push(format!("symbol/{}", folded(code)));
            ("error", code.clone(), keys, readings)
        }
        Lookup::Port(port) => (
            "port",
            port.to_string(),
            vec![format!("port/{port}")],
            Vec::new(),
        ),
        Lookup::Kb(id) => {
            let id_key = crate::index::articles::canonical_id(id);
            (
                "kb",
                id.clone(),
                vec![format!("kb/{id_key}")],
                vec![id_key.to_uppercase()],
            )
        }
        Lookup::Registry(key) => {
            let key_prefix = registry_key(key);
            (
                "registry",
                key.clone(),
                keys_like(engine, &key_prefix),
                Vec::new(),
            )
        }
        Lookup::Command(name) => {
            let first = name
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_lowercase();
            let key = format!("command/{}", first.trim_end_matches(".exe"));
            ("command", name.clone(), vec![key], Vec::new())
        }
        Lookup::Script(name) => (
            "script",
            name.clone(),
            vec![format!("file/{}", folded(name))],
            Vec::new(),
        ),
        Lookup::File(name) => (
            "file",
            name.clone(),
            vec![format!("file/{}", folded(name))],
            Vec::new(),
        ),
        Lookup::Service(name) => {
            let key = format!("service/{}", folded(name.trim_end_matches(" service")));
            ("service", name.clone(), keys_like(engine, &key), Vec::new())
        }
    }
}

/// The values that a code may mean. A plain number can be decimal or, if it has eight digits or
/// a letter, hexadecimal.
fn error_values(code: &str) -> Vec<u64> {
    let code = code.trim();
    let mut values = Vec::new();
    let lower = code.to_ascii_lowercase();
    if let Ok(signed) = lower.parse::<i64>() {
        if let Ok(negative) = i32::try_from(signed) {
            values.push(u64::from(negative as u32));
        } else if signed >= 0 {
            values.push(signed as u64);
        }
    }
    let hex = lower
        .strip_prefix("0x")
        .unwrap_or_else(|| lower.trim_end_matches('h'));
    let is_hex = hex.len() == 8 || lower.starts_with("0x") || values.is_empty() || hex.len() <= 4;
    if let (true, Ok(value)) = (
        is_hex && !lower.starts_with('-'),
        u64::from_str_radix(hex, 16),
    ) && !values.contains(&value)
    {
        values.push(value);
    }
    if values.is_empty() {
        let facts = corpus::facts::find(code);
        values.extend(facts.iter().filter_map(|fact| match fact.value {
            FactValue::ErrorCode { value, .. } => Some(value),
            _ => None,
        }));
    }
    values
}

/// A value in all its notations.
fn reading(value: u64) -> String {
    match u32::try_from(value) {
        Ok(pattern) if pattern > i32::MAX as u32 => {
            format!("0x{pattern:08X} = {pattern} = {}", pattern as i32)
        }
        Ok(pattern) => format!("{pattern} = 0x{pattern:08X}"),
        Err(_) => format!("0x{value:X}"),
    }
}

fn own_article(
    engine: &Engine,
    id: &str,
    viewer: &Viewer,
) -> Result<Option<LookupHit>, EngineError> {
    let Some(ordinal) = engine.generation().articles.find(id) else {
        return Ok(None);
    };
    let (entry, document, place) = engine.open_article(ordinal)?;
    if !viewer.sees(entry.audience) {
        return Ok(None);
    }
    let span = document
        .articles
        .get(place)
        .map_or(Span::default(), |article| article.title_span);
    Ok(Some(LookupHit {
        article: entry.id,
        text: entry.title.clone(),
        title: entry.title,
        span,
    }))
}

/// A place with the words around it; none if it stands in a section that the viewer may not see.
fn hit(
    engine: &Engine,
    occurrence: Occurrence,
    viewer: &Viewer,
) -> Result<Option<LookupHit>, EngineError> {
    let (entry, document, place) = engine.open_article(occurrence.ordinal)?;
    let article = article_of(&document, place)?;
    let mut kept = article.sections.iter().filter(|section| {
        section
            .audience
            .is_some_and(|audience| !viewer.sees(audience))
    });
    if kept.any(|section| section.span.contains(occurrence.span)) {
        return Ok(None);
    }
    let text = around(&document, occurrence.span);
    Ok(Some(LookupHit {
        article: entry.id,
        title: entry.title,
        text,
        span: occurrence.span,
    }))
}

/// The lines around a span, joined.
fn around(document: &Document, span: Span) -> String {
    const BYTES: usize = 140;
    let start = span.range().start.saturating_sub(BYTES / 2);
    let end = (span.range().end + BYTES).min(document.bytes.len());
    let text = document.text(Span::new(start, end));
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // The first and the last word may be cut.
    if words.len() > 4 {
        words.remove(0);
        words.pop();
    }
    words.join(" ")
}
