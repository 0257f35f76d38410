//! Exact identifiers in a caller's words: events, error codes, ports, articles, registry keys,
//! files, addresses and versions, each with its place and the notation it was written in.
//!
//! Entry: [`find`]. Each kind is a file that proposes candidates; where two overlap, the kind that
//! explains more of the text wins (a version claims its number before an event can). Years, counts
//! and sizes are nobody's candidates. A number that can be read in several ways keeps all readings.

mod code;
mod event;
mod names;
mod network;
mod provider;
mod symbols;
mod version;

pub(super) use network::is_address;
pub use provider::is_known_source;

use super::pattern::compiled as pattern;
use corpus::Span;
use corpus::article::{FactValue, Protocol};
use regex::Regex;
use std::sync::LazyLock;

/// An exact identifier found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What it is.
    pub value: Value,
    /// How it was written.
    pub notation: Notation,
    /// The words as written.
    pub text: String,
    /// Where they stand: byte offsets into the text that was searched.
    pub span: Span,
    /// Every value the notation can mean, the likeliest first, if it can mean several.
    pub readings: Vec<Reading>,
}

/// The value of an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// An event log entry; identity is provider, channel and number together.
    Event {
        /// The event number.
        number: u32,
        /// The source as written, if it was named.
        provider: Option<String>,
        /// The log, if it was named.
        channel: Option<String>,
    },
    /// An error code.
    ErrorCode {
        /// Its 32-bit pattern; absent for a symbol that the table does not have.
        value: Option<u32>,
        /// Its symbolic name, if it was written so.
        symbol: Option<String>,
    },
    /// A TCP or UDP port.
    Port {
        /// The port number, from 1.
        number: u16,
        /// The protocol, if named.
        protocol: Option<Protocol>,
    },
    /// An article, by canonical id (`Q167128`).
    Article(String),
    /// A registry key, hive in its short form.
    RegistryKey(String),
    /// A file name or path, as written.
    File(String),
    /// An IP address, as written.
    Address(String),
    /// A version or service pack, with the product it stands beside.
    Version {
        /// The product word as written, if any (`exchange`).
        product: Option<String>,
        /// The version (`5.5`, `SP3`).
        version: String,
    },
    /// A bare number that is the whole text: its readings say what it can be.
    Number(u32),
}

/// How an identifier was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// `0x8004010F`.
    Hex,
    /// `8004010F`.
    BareHex,
    /// `8004010Fh`.
    HexSuffix,
    /// `2147746063`.
    Decimal,
    /// `-2147221233`.
    Signed,
    /// `MAPI_E_NOT_FOUND`.
    Symbol,
    /// A labelled field of a record ("Event ID: 316").
    Field,
    /// Words of a sentence ("event 316 from MSExchangeMTA").
    Phrase,
    /// The thing itself (a path, an address).
    Literal,
}

/// One meaning of an ambiguous notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The value under this reading.
    pub value: u32,
    /// What it is under this reading, for a person (`error 0x66D`).
    pub meaning: String,
}

impl Identifier {
    fn new(text: &str, range: std::ops::Range<usize>, value: Value, notation: Notation) -> Self {
        Self {
            value,
            notation,
            text: text.get(range.clone()).unwrap_or_default().to_owned(),
            span: Span::new(range.start, range.end),
            readings: Vec::new(),
        }
    }

    /// The identifier as a fact of the article model, to be compared with those of articles;
    /// addresses, bare numbers and unknown symbols have none.
    #[must_use]
    pub fn fact(&self) -> Option<FactValue> {
        match self.value.clone() {
            Value::Event {
                number,
                provider,
                channel,
            } => Some(FactValue::Event {
                provider,
                channel,
                number,
            }),
            Value::ErrorCode { value, symbol } => value.map(|value| FactValue::ErrorCode {
                value: u64::from(value),
                symbol,
            }),
            Value::Port { number, protocol } => Some(FactValue::Port { number, protocol }),
            Value::Article(id) => Some(FactValue::Kb { id }),
            Value::RegistryKey(key) => Some(FactValue::Registry {
                key,
                value: None,
                data: None,
            }),
            Value::File(name) => Some(FactValue::File { name }),
            Value::Version {
                product: Some(name),
                version,
            } => Some(FactValue::Product {
                name,
                version: Some(version),
            }),
            _ => None,
        }
    }

    /// Which kind wins where two overlap: lower first. Paths hold names, versions hold numbers.
    fn rank(&self) -> u8 {
        match self.value {
            Value::RegistryKey(_) => 0,
            Value::Article(_) => 1,
            Value::File(_) => 2,
            Value::Version { .. } => 3,
            Value::Port { .. } => 4,
            Value::Event { .. } => 5,
            Value::ErrorCode { .. } => 6,
            Value::Address(_) => 7,
            Value::Number(_) => 8,
        }
    }
}

/// Finds the identifiers of `text`, in order of their places, none overlapping another.
#[must_use]
pub fn find(text: &str) -> Vec<Identifier> {
    let mut found = Vec::new();
    names::find(text, &mut found);
    version::find(text, &mut found);
    network::find(text, &mut found);
    event::find(text, &mut found);
    code::find(text, &mut found);
    if found.is_empty() {
        found.extend(code::bare_number(text));
    }
    keep_strongest(found)
}

/// Drops what overlaps something stronger.
fn keep_strongest(mut found: Vec<Identifier>) -> Vec<Identifier> {
    found.sort_by_key(|one| (one.span.start, one.rank(), std::cmp::Reverse(one.span.end)));
    let mut kept: Vec<Identifier> = Vec::with_capacity(found.len());
    for one in found {
        let Some(last) = kept.last() else {
            kept.push(one);
            continue;
        };
        if one.span.start >= last.span.end {
            kept.push(one);
        } else if last.span == one.span && last.rank() == one.rank() && last.value != one.value {
            // The same words mean both ("TCP/UDP port 53").
            kept.push(one);
        } else if one.rank() < last.rank() {
            kept.pop();
            kept.push(one);
        }
    }
    kept
}

/// A lazily compiled pattern.
type Pattern = LazyLock<Option<Regex>>;

/// True if no word character touches the range from outside.
fn stands_alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = text.as_bytes();
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    !before.is_some_and(|&byte| is_word(byte))
        && !bytes.get(range.end).is_some_and(|&byte| is_word(byte))
}

/// Up to `length` bytes before `at`, cut at a character boundary.
fn before(text: &str, at: usize, length: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(length))..at]
}

/// Up to `length` bytes from `at` on, cut at a character boundary.
fn after(text: &str, at: usize, length: usize) -> &str {
    &text[at..text.floor_char_boundary(at.saturating_add(length).min(text.len()))]
}

/// True if what follows a number makes it a quantity, a time or a part of a longer number.
fn is_quantity(rest: &str) -> bool {
    static UNIT: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:[.:/-]\d|,\d{3}|\s*%|\s*(?:-|\s)?(?:[kmgt]i?b|[kmgt]bit|bytes?|bits?|hz|[kmg]hz|times?|days?|hours?|minutes?|mins?|seconds?|secs?|ms|weeks?|months?|years?|users?|clients?|computers?|machines?|pcs?|files?|folders?|records?|rows?|entries|messages?|mailboxes|servers?|people|dpi|pixels?|dollars|percent|events|errors)\b)",
        )
    });
    UNIT.as_ref().is_some_and(|unit| unit.is_match(rest))
}

#[cfg(test)]
mod tests;
