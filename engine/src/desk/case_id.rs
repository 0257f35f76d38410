//! The name of a case: eight characters that can be read out over a telephone, `7FKQ-2M9X`.
//!
//! The alphabet of the session codes, which leaves out what is taken for something else; the last
//! character is a check, so that a slip is told from a case that is gone. A name, no secret.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::str::FromStr;

/// 29 characters, a prime: a weighted sum finds every wrong character and every swap.
const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTVWXY";
/// Characters before the check.
const LENGTH: usize = 7;

/// The id of a case, in its canonical form.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct CaseId(String);

/// A text that is no id of a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no case; one looks like 7FKQ-2M9X")]
pub struct BadCaseId(String);

impl CaseId {
    /// A new id, drawn at random.
    #[must_use]
    pub fn random() -> Self {
        let mut random = RandomState::new().build_hasher().finish();
        let mut values = Vec::with_capacity(LENGTH + 1);
        for _ in 0..LENGTH {
            values.push((random % 29) as u32);
            random /= 29;
        }
        values.push(check(&values));
        let mut text: String = values
            .iter()
            .map(|&value| char::from(ALPHABET[value as usize]))
            .collect();
        text.insert(4, '-');
        Self(text)
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CaseId {
    type Err = BadCaseId;

    /// Reads an id as typed: any case, with or without hyphen and blanks.
    fn from_str(typed: &str) -> Result<Self, BadCaseId> {
        let bad = || BadCaseId(typed.chars().take(20).collect());
        if typed.len() > 40 {
            return Err(bad());
        }
        let mut text: String = typed
            .chars()
            .filter(|character| !matches!(character, '-' | ' ' | '\u{2013}'))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let values: Option<Vec<u32>> = text.bytes().map(value).collect();
        let values = values.filter(|values| values.len() == LENGTH + 1);
        match values.as_deref().and_then(<[u32]>::split_last) {
            Some((last, rest)) if check(rest) == *last => {
                text.insert(4, '-');
                Ok(Self(text))
            }
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl TryFrom<String> for CaseId {
    type Error = BadCaseId;

    fn try_from(text: String) -> Result<Self, BadCaseId> {
        text.parse()
    }
}

impl From<CaseId> for String {
    fn from(id: CaseId) -> Self {
        id.0
    }
}

fn value(byte: u8) -> Option<u32> {
    let at = ALPHABET.iter().position(|&known| known == byte)?;
    u32::try_from(at).ok()
}

/// Weights 2, 3, 4, …: they differ from each other and from the check's own, 28.
fn check(values: &[u32]) -> u32 {
    let weighted = (2..).zip(values).map(|(weight, value)| weight * value);
    weighted.sum::<u32>() % 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_spoken_and_a_slip_is_seen() {
        let id = CaseId::random();
        let text = id.to_string();
        assert_eq!(text.len(), 9, "{text}");
        for typed in [text.clone(), text.to_lowercase(), text.replace('-', " ")] {
            assert_eq!(typed.parse::<CaseId>().as_ref(), Ok(&id), "{typed}");
        }
        let other = if text.starts_with('2') { "3" } else { "2" };
        let slip = format!("{other}{}", &text[1..]);
        for bad in [slip.as_str(), "", "7FKQ", "é7FKQ-2M9", &"2".repeat(41)] {
            assert!(bad.parse::<CaseId>().is_err(), "{bad}");
        }
        assert_ne!(CaseId::random(), CaseId::random());
    }
}
