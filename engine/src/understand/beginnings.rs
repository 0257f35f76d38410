//! What terms begin with: most words of a text are told from those of a query by two letters.
//!
//! Stemming keeps the first two letters of a word, but for `dying`, `lying` and `tying`, which
//! become `die`, `lie` and `tie` (Porter2's exceptional forms): so `y` counts as `i`.

/// The first two letters of a set of terms.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beginnings {
    /// By first letter, a bit for each second one.
    seconds: [u32; 26],
}

impl Beginnings {
    /// Adds a term.
    pub(crate) fn add(&mut self, term: &str) {
        match *term.as_bytes() {
            [first, second, ..] => {
                if let (Some(first), Some(second)) = (letter(first), letter(second)) {
                    self.seconds[first] |= 1 << as_stemmed(second);
                }
            }
            // "aing" is stemmed to "a": a single letter may have had any other behind it.
            [only] => {
                if let Some(only) = letter(only) {
                    self.seconds[only] = u32::MAX;
                }
            }
            [] => {}
        }
    }

    /// False if no token written like this can give one of the terms.
    pub(crate) fn admit(&self, token: &str) -> bool {
        let [first, second, ..] = *token.as_bytes() else {
            return true;
        };
        match (letter(first), letter(second)) {
            (Some(first), Some(second)) => self.seconds[first] & 1 << as_stemmed(second) != 0,
            // Digits, apostrophes and other scripts.
            _ => true,
        }
    }
}

/// The place of an ASCII letter in the alphabet.
fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_alphabetic()
        .then(|| usize::from(byte.to_ascii_lowercase() - b'a'))
}

fn as_stemmed(second: usize) -> usize {
    const I: usize = 8;
    const Y: usize = 24;
    if second == Y { I } else { second }
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
        loses_none("dying lying tying skies idly ugly early aing aed ies ied eing yes by");
        loses_none("O'Brien's 5.5 0x8004010F ntoskrnl.exe NodeClockSkew \u{c4}rger K\u{212a}elvin");
    }

    #[test]
    fn other_words_are_not() {
        let mut beginnings = Beginnings::default();
        beginnings.add("printer");
        for (token, expected) in [
            ("Printing", true),
            ("prior", true),
            ("PING", false),
            ("spooler", false),
            ("42", true),
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
