//! The identifier index: from exact identifiers to the places where they stand.
//!
//! `identifiers.fst` maps keys to offsets into `identifiers.bin`; a list there is a varint count
//! and as many (ordinal, start, length) triples, ordinals as differences. Keys are made by
//! [`keys`]; an event has one key with its source and one without.

use super::dictionary;
use super::spool::Place;
use super::varint;
use crate::error::EngineError;
use crate::mapped::Mapped;
use corpus::Span;
use corpus::article::{FactValue, Protocol};
use fst::{IntoStreamer, Map, Streamer};
use std::collections::HashMap;
use std::path::Path;

const FST: &str = "identifiers.fst";
const BIN: &str = "identifiers.bin";

/// A place where an identifier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The article.
    pub ordinal: u32,
    /// Where in its document.
    pub span: Span,
}

/// The opened index.
#[derive(Debug)]
pub struct Identifiers {
    keys: Map<Mapped>,
    places: Mapped,
}

/// A name as it is compared: lower case, white space removed.
#[must_use]
pub fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The keys under which a fact is found.
#[must_use]
pub fn keys(value: &FactValue) -> Vec<String> {
    match value {
        FactValue::Event {
            provider, number, ..
        } => {
            let mut keys = vec![format!("event/{number}")];
            keys.extend(
                provider
                    .as_ref()
                    .map(|provider| event_key(*number, provider)),
            );
            keys
        }
        FactValue::ErrorCode { value, symbol } => {
            let mut keys = vec![error_key(*value)];
            keys.extend(
                symbol
                    .as_ref()
                    .map(|symbol| format!("symbol/{}", folded(symbol))),
            );
            keys
        }
        FactValue::Port { number, protocol } => {
            let mut keys = vec![format!("port/{number}")];
            keys.extend(protocol.map(|protocol| match protocol {
                Protocol::Tcp => format!("port/{number}/tcp"),
                Protocol::Udp => format!("port/{number}/udp"),
            }));
            keys
        }
        FactValue::IpProtocol { number } => vec![format!("ip/{number}")],
        FactValue::Registry { key, value, .. } => {
            let key = registry_key(key);
            let with_value = value
                .as_ref()
                .map(|value| format!("{key}\\{}", folded(value)));
            std::iter::once(key).chain(with_value).collect()
        }
        FactValue::Command { line } => {
            let name = line
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_lowercase();
            vec![format!("command/{}", name.trim_end_matches(".exe"))]
        }
        FactValue::File { name } => {
            let name = name.rsplit(['\\', '/']).next().unwrap_or(name);
            vec![format!("file/{}", folded(name))]
        }
        FactValue::Service { name } => vec![format!("service/{}", folded(name))],
        FactValue::Kb { id } => vec![format!("kb/{}", super::articles::canonical_id(id))],
        _ => Vec::new(),
    }
}

/// The key of an event of one source.
#[must_use]
pub fn event_key(number: u32, provider: &str) -> String {
    format!("event/{number}/{}", folded(provider))
}

/// The key of an error value.
#[must_use]
pub fn error_key(value: u64) -> String {
    format!("error/{value:08x}")
}

/// The key of a registry path, hives in their short form.
#[must_use]
pub fn registry_key(path: &str) -> String {
    let path = folded(path);
    let short = [
        ("hkey_local_machine", "hklm"),
        ("hkey_current_user", "hkcu"),
        ("hkey_classes_root", "hkcr"),
        ("hkey_users", "hku"),
        ("hkey_current_config", "hkcc"),
    ];
    let found = short.iter().find_map(|(long, short)| {
        path.strip_prefix(long)
            .map(|rest| format!("registry/{short}{rest}"))
    });
    found
        .unwrap_or_else(|| format!("registry/{path}"))
        .trim_end_matches('\\')
        .to_owned()
}

impl Identifiers {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing or broken.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            keys: dictionary::open(dir, FST)?,
            places: Mapped::open(dir, BIN)?,
        })
    }

    /// The places of a key, by article and position.
    #[must_use]
    pub fn find(&self, key: &str) -> Vec<Occurrence> {
        let Some(offset) = self.keys.get(key) else {
            return Vec::new();
        };
        self.list(offset)
    }

    /// Keys that start with `prefix`, in order, at most `limit`.
    #[must_use]
    pub fn keys_from(&self, prefix: &str, limit: usize) -> Vec<String> {
        let mut stream = self.keys.range().ge(prefix).into_stream();
        let mut found = Vec::new();
        while let Some((key, _)) = stream.next() {
            let key = String::from_utf8_lossy(key);
            if !key.starts_with(prefix) || found.len() >= limit {
                break;
            }
            found.push(key.into_owned());
        }
        found
    }

    /// Keys that start with `prefix` and hold `part` behind it, in order, at most `limit`. Every
    /// key of the prefix is looked at.
    #[must_use]
    pub fn keys_with(&self, prefix: &str, part: &str, limit: usize) -> Vec<String> {
        let mut stream = self.keys.range().ge(prefix).into_stream();
        let mut found = Vec::new();
        while let Some((key, _)) = stream.next() {
            let key = String::from_utf8_lossy(key);
            let Some(rest) = key.strip_prefix(prefix) else {
                break;
            };
            if rest.contains(part) {
                found.push(key.into_owned());
            }
            if found.len() >= limit {
                break;
            }
        }
        found
    }

    fn list(&self, offset: u64) -> Vec<Occurrence> {
        let bytes = usize::try_from(offset)
            .ok()
            .and_then(|offset| self.places.get(offset..));
        let mut bytes = bytes.unwrap_or_default();
        let mut list = Vec::new();
        let mut ordinal = 0u32;
        for _ in 0..varint::take(&mut bytes).unwrap_or_default() {
            let next = varint::take(&mut bytes).zip(varint::take(&mut bytes));
            let Some(((step, start), length)) = next.zip(varint::take(&mut bytes)) else {
                break;
            };
            ordinal = ordinal.wrapping_add(step);
            list.push(Occurrence {
                ordinal,
                span: Span {
                    start,
                    end: start.wrapping_add(length),
                },
            });
        }
        list
    }
}

/// Collects the index.
#[derive(Debug, Default)]
pub(super) struct IdentifiersWriter {
    /// Every key once, with its number: few keys hold most places.
    keys: HashMap<String, u32>,
    found: Vec<(u32, Occurrence)>,
}

impl IdentifiersWriter {
    /// Adds the facts of an article.
    pub(super) fn add(&mut self, ordinal: u32, facts: &[corpus::article::Fact]) {
        for fact in facts {
            let place = Occurrence {
                ordinal,
                span: fact.span,
            };
            for key in keys(&fact.value) {
                let next = self.keys.len() as u32;
                self.found
                    .push((*self.keys.entry(key).or_insert(next), place));
            }
        }
    }

    /// Writes the index and opens it.
    pub(super) fn finish(mut self, place: &Place) -> Result<Identifiers, EngineError> {
        let failed = |error: fst::Error| EngineError::Retrieve(error.to_string());
        let mut sorted: Vec<(String, u32)> = std::mem::take(&mut self.keys).into_iter().collect();
        sorted.sort_unstable();
        let mut rank = vec![0u32; sorted.len()];
        for (place, (_, number)) in (0..).zip(&sorted) {
            rank[*number as usize] = place;
        }
        for (key, _) in &mut self.found {
            *key = rank[*key as usize];
        }
        self.found.sort_unstable();
        self.found.dedup();
        let mut builder = fst::MapBuilder::memory();
        let mut lists = Vec::new();
        for same in self.found.chunk_by(|a, b| a.0 == b.0) {
            builder
                .insert(&sorted[same[0].0 as usize].0, lists.len() as u64)
                .map_err(failed)?;
            varint::put(&mut lists, same.len() as u32);
            let mut previous = 0;
            for (_, place) in same {
                varint::put(&mut lists, place.ordinal - previous);
                varint::put(&mut lists, place.span.start);
                varint::put(&mut lists, place.span.len() as u32);
                previous = place.ordinal;
            }
        }
        let keys = place.write(FST, &builder.into_inner().map_err(failed)?)?;
        Ok(Identifiers {
            keys: Map::new(keys).map_err(failed)?,
            places: place.write(BIN, &lists)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_and_notations_meet() {
        let facts = |value: FactValue, start: u32| corpus::article::Fact {
            value,
            text: String::new(),
            span: Span {
                start,
                end: start + 4,
            },
            scope: Vec::new(),
        };
        let event = |provider: &str| FactValue::Event {
            provider: Some(provider.into()),
            channel: None,
            number: 1171,
        };
        let mut writer = IdentifiersWriter::default();
        writer.add(
            3,
            &[
                facts(event("MSExchangeDS"), 10),
                facts(event("MSExchange DS"), 50),
            ],
        );
        writer.add(
            9,
            &[facts(
                FactValue::ErrorCode {
                    value: 0x8004_010f,
                    symbol: None,
                },
                7,
            )],
        );
        let index = writer.finish(&Place::Memory).unwrap();
        assert_eq!(index.find(&event_key(1171, "msexchangeds")).len(), 2);
        assert_eq!(
            index.find("event/1171")[1].span,
            Span { start: 50, end: 54 }
        );
        assert_eq!(index.find("event/117"), []);
        assert_eq!(index.find(&error_key(0x8004_010f))[0].ordinal, 9);
        assert_eq!(
            index.keys_from("event/1171/", 9),
            ["event/1171/msexchangeds"]
        );
        assert_eq!(
            index.keys_with("event/", "exchange", 9),
            ["event/1171/msexchangeds"]
        );
    }

    #[test]
    fn registry_hives_have_one_form() {
        let long = registry_key(r"HKEY_LOCAL_MACHINE\System\Setup\");
        assert_eq!(long, registry_key(r"HKLM\SYSTEM\Setup"));
    }
}
