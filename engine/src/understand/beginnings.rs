//! What terms begin with: most words of a text are told from those of a query by three letters.
//!
//! Stemming (Porter2) keeps the first two letters of a word, but for `dying`, `lying` and `tying`,
//! which become `die`, `lie` and `tie`: so `y` counts as `i`. The third it keeps too, or the stem
//! is cut before it, or an ending is replaced there: `cry` becomes `cri`, `using` becomes `use`. So
//! `e`, `i` and `y` count as one in the third place.

/// The first three letters of a set of terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginnings {
    /// By the first two letters, a bit for each third one.
    thirds: [[u32; LETTERS]; LETTERS],
    /// A bit for each first character of ASCII: all that is kept of what is no plain word.
    firsts: u128,
}

const LETTERS: usize = 26;

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            thirds: [[0; LETTERS]; LETTERS],
            firsts: 0,
        }
    }
}

impl Beginnings {
    /// Adds a term.
    pub(crate) fn add(&mut self, term: &str) {
        let bytes = term.as_bytes();
        if let Some(first) = bytes.first().filter(|first| first.is_ascii()) {
            self.firsts |= 1 << first.to_ascii_lowercase();
        }
        let Some(first) = bytes.first().copied().and_then(letter) else {
            return;
        };
        match bytes[1..] {
            // "aing" is stemmed to "a": a single letter may have had any other behind it.
            [] => self.thirds[first] = [u32::MAX; LETTERS],
            [second, ref rest @ ..] => {
                if let Some(second) = letter(second) {
                    let third = rest.first().copied().and_then(letter);
                    let bits = third.map_or(u32::MAX, |third| 1 << third_as_stemmed(third));
                    self.thirds[first][second_as_stemmed(second)] |= bits;
                }
            }
        }
    }

    /// False if no token written like this can give one of the terms.
    pub(crate) fn admit(&self, token: &str) -> bool {
        let [byte, second, ref rest @ ..] = *token.as_bytes() else {
            return true;
        };
        let (Some(first), Some(second)) = (letter(byte), letter(second)) else {
            // Digits and apostrophes; other scripts have small letters of other lengths.
            return !byte.is_ascii() || self.firsts & 1 << byte.to_ascii_lowercase() != 0;
        };
        let thirds = self.thirds[first][second_as_stemmed(second)];
        match rest.first().map(|&third| letter(third)) {
            Some(Some(third)) => thirds & 1 << third_as_stemmed(third) != 0,
            _ => thirds != 0,
        }
    }
}

/// The place of an ASCII letter in the alphabet.
fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_alphabetic()
        .then(|| usize::from(byte.to_ascii_lowercase() - b'a'))
}

const E: usize = 4;
const I: usize = 8;
const Y: usize = 24;

fn second_as_stemmed(second: usize) -> usize {
    if second == Y { I } else { second }
}

fn third_as_stemmed(third: usize) -> usize {
    if matches!(third, E | Y) { I } else { third }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::words::{Analyzer, tokens};

    #[track_caller]
    fn loses_none(text: &str) {
        let mut analyzer = Analyzer::new();
        tokens(text, |token| {
            if let Some(term) = analyzer.term(token) {
                let mut beginnings = Beginnings::default();
                beginnings.add(term);
                assert!(beginnings.admit(token.text), "{token:?} gives {term}");
            }
        });
    }

    #[test]
    fn words_are_admitted_by_their_own_stems() {
        loses_none("using aged doing ageing cry cries eyed icy bees ebbing axing oxen agely");
        loses_none("dying lying tying skies idly ugly early aing aed ies ied eing yes by");
        loses_none("O'Brien's 5.5 0x8004010F ntoskrnl.exe NodeClockSkew \u{c4}rger K\u{212a}elvin");
    }

    #[test]
    fn other_words_are_not() {
        let mut beginnings = Beginnings::default();
        beginnings.add("printer");
        beginnings.add("5.0");
        for (token, expected) in [
            ("Printing", true),
            ("prior", true),
            ("problem", false),
            ("PING", false),
            ("spooler", false),
            ("42", false),
            ("5.5", true),
            ("p5-x", true),
            ("q5-x", false),
            ("\u{c4}rger", true),
        ] {
            assert_eq!(beginnings.admit(token), expected, "{token}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_token_is_admitted_by_its_own_term(text in "\\PC{0,40}|[a-yA-Y']{1,9}(ing|ed|ies|y|ly|s)?") {
            loses_none(&text);
        }
    }
}
