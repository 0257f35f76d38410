//! Short codes that name a session: spoken over a telephone, typed by a colleague.
//!
//! Three characters and a check character, `7F-KQ`; five and one where the short ones run out.
//! The alphabet leaves out what is taken for something else: 0 and O, 1, I and L, U, Z.
//! It has 29 characters, a prime, so that the check (a weighted sum) finds every single wrong
//! character and every swap of two neighbours. A code is a name, no secret.

use super::error::GuideError;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTVWXY";

/// A session code in its canonical form, without the hyphen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// Reads a code as typed: any case, with or without hyphen and blanks.
    ///
    /// # Errors
    /// [`GuideError::BadCode`] if it cannot be one.
    pub fn read(typed: &str) -> Result<Self, GuideError> {
        let bad = || GuideError::BadCode {
            code: typed.chars().take(20).collect(),
        };
        if typed.len() > 40 {
            return Err(bad());
        }
        let characters: String = typed
            .chars()
            .filter(|character| !matches!(character, '-' | ' ' | '\u{2013}'))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let values: Option<Vec<u32>> = characters.bytes().map(value).collect();
        let values = values.filter(|values| matches!(values.len(), 4 | 6));
        match values.as_deref().and_then(<[u32]>::split_last) {
            Some((last, rest)) if check(rest) == *last => Ok(Self(characters)),
            _ => Err(bad()),
        }
    }

    /// A random code; a long one on request.
    #[must_use]
    pub fn random(long: bool) -> Self {
        // The keys of the standard hasher are random; no more is needed for a name.
        let mut random = RandomState::new().build_hasher().finish();
        let mut values = Vec::with_capacity(6);
        for _ in 0..if long { 5 } else { 3 } {
            values.push((random % 29) as u32);
            random /= 29;
        }
        values.push(check(&values));
        let characters = values.iter().map(|&value| ALPHABET[value as usize] as char);
        Self(characters.collect())
    }

    /// Without the hyphen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.0.split_at(2);
        let (second, third) = rest.split_at(2);
        write!(formatter, "{first}-{second}")?;
        if !third.is_empty() {
            write!(formatter, "-{third}")?;
        }
        Ok(())
    }
}

fn value(byte: u8) -> Option<u32> {
    let at = ALPHABET.iter().position(|&known| known == byte)?;
    u32::try_from(at).ok()
}

/// Weights 2, 3, 4, …: they differ from each other and from the check's own, 28.
fn check(values: &[u32]) -> u32 {
    (2..)
        .zip(values)
        .map(|(weight, value)| weight * value)
        .sum::<u32>()
        % 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for long in [false, true] {
            let code = Code::random(long);
            let shown = code.to_string();
            let bare = shown.replace('-', "").to_lowercase();
            for typed in [shown.clone(), bare, shown.replace('-', " ")] {
                assert_eq!(Code::read(&typed).unwrap(), code, "{typed}");
            }
        }
    }

    #[test]
    fn a_wrong_character_and_a_swap_are_found() {
        for _ in 0..50 {
            let code = Code::random(false);
            let bytes = code.as_str().as_bytes();
            for at in 0..bytes.len() {
                for &other in ALPHABET {
                    let mut wrong = bytes.to_vec();
                    wrong[at] = other;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(
                        Code::read(&wrong).is_ok(),
                        wrong == code.as_str(),
                        "{wrong}"
                    );
                }
                if at > 0 && bytes[at] != bytes[at - 1] {
                    let mut swapped = bytes.to_vec();
                    swapped.swap(at, at - 1);
                    assert!(Code::read(&String::from_utf8(swapped).unwrap()).is_err());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(code) = Code::read(&text) {
                prop_assert_eq!(Code::read(&code.to_string()).unwrap(), code);
            }
        }
    }
}
