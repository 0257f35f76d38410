//! What terms begin with: most words of a text are told from those of a query by three letters.
//!
//! Stemming (Porter2) keeps the first two letters of a word, but for `dying`, `lying` and `tying`,
//! which become `die`, `lie` and `tie`: so `y` counts as `i`. The third it keeps too, or the stem
//! is cut before it, or an ending is replaced there: `cry` becomes `cri`, `using` becomes `use`. So
//! `e`, `i` and `y` count as one in the third place.

/// The first three letters of a set of terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginnings {
    /// By the first two letters, a bit for each third one; what is no letter has a place too.
    thirds: [[u32; NONE + 1]; NONE],
    /// A bit for each first character of ASCII: all that is kept of what is no plain word.
    firsts: u128,
}

/// The place behind those of the letters.
const NONE: usize = 26;

const E: u8 = 4;
const I: u8 = 8;
const Y: u8 = 24;

/// The place of a byte among the letters; every word of every passage is looked up here.
static LETTERS: [u8; 256] = {
    let mut letters = [NONE as u8; 256];
    let mut at = 0;
    while at < NONE {
        letters[at + b'a' as usize] = at as u8;
        letters[at + b'A' as usize] = at as u8;
        at += 1;
    }
    letters
};

/// The same for a second letter as it is stemmed.
static SECONDS: [u8; 256] = counted_as_i(LETTERS, Y, Y);

/// The same for a third letter as it is stemmed.
static THIRDS: [u8; 256] = counted_as_i(LETTERS, E, Y);

/// A table in which two letters count as `i`.
const fn counted_as_i(mut letters: [u8; 256], one: u8, other: u8) -> [u8; 256] {
    let mut at = 0;
    while at < letters.len() {
        if letters[at] == one || letters[at] == other {
            letters[at] = I;
        }
        at += 1;
    }
    letters
}

fn place(table: &[u8; 256], byte: u8) -> usize {
    usize::from(table[usize::from(byte)])
}

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            thirds: [[0; NONE + 1]; NONE],
            firsts: 0,
        }
    }
}

impl Beginnings {
    /// Adds a term.
    pub(crate) fn add(&mut self, term: &str) {
        let bytes = term.as_bytes();
        let Some(&byte) = bytes.first().filter(|first| first.is_ascii()) else {
            return;
        };
        self.firsts |= 1 << byte.to_ascii_lowercase();
        let Some(after) = self.thirds.get_mut(place(&LETTERS, byte)) else {
            return;
        };
        // A word with a digit or an apostrophe behind its first letter.
        after[NONE] = u32::MAX;
        match bytes[1..] {
            // "aing" is stemmed to "a": a single letter may have had any other behind it.
            [] => *after = [u32::MAX; NONE + 1],
            [second, ref rest @ ..] => {
                let third = rest.first().map(|&third| place(&THIRDS, third));
                let bits = match third {
                    Some(third) if third < NONE => 1 << third | 1 << NONE,
                    _ => u32::MAX,
                };
                after[place(&SECONDS, second)] |= bits;
            }
        }
    }

    /// False if no token written like this can give one of the terms.
    #[inline]
    pub(crate) fn admit(&self, token: &str) -> bool {
        let [first, second, ref rest @ ..] = *token.as_bytes() else {
            return true;
        };
        let Some(after) = self.thirds.get(place(&LETTERS, first)) else {
            // Other scripts have small letters that begin with other bytes.
            return !first.is_ascii() || self.firsts & 1 << first != 0;
        };
        let third = rest.first().map_or(NONE, |&third| place(&THIRDS, third));
        after[place(&SECONDS, second)] & 1 << third != 0
    }
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
