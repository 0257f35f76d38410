//! The few styles of a page, and making foreign text safe to print.

use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

/// Titles and headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is beside the point.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What must not be overlooked.
pub(crate) const CAUTION: Style = AnsiColor::Red.on_default().bold();
/// Words that match the query.
pub(crate) const MATCH: Style = AnsiColor::Green.on_default().bold();

/// Text of a document or of the user as it may go to a terminal: escape sequences, other control
/// characters and marks that turn the direction of writing become spaces, white space runs
/// become one. A document must not be able to drive the terminal of who reads it.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split(|character: char| character.is_whitespace() || is_unsafe(character)) {
        if !word.is_empty() {
            if !cleaned.is_empty() {
                cleaned.push(' ');
            }
            cleaned.push_str(word);
        }
    }
    cleaned
}

/// As [`clean`] for text whose lines and columns matter; a tab becomes four spaces.
pub(crate) fn clean_lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let kept = line
            .trim_end()
            .chars()
            .flat_map(|character| match character {
                '\t' => vec![' '; 4],
                unsafe_one if is_unsafe(unsafe_one) => vec![' '],
                other => vec![other],
            });
        kept.collect()
    };
    text.lines().map(line).collect()
}

fn is_unsafe(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cleaned text with the words that touch one of `ranges` (byte ranges of `text`) marked. Marked
/// word by word, so that a mark never spans a line break.
pub(crate) fn highlighted(text: &str, ranges: &[[usize; 2]]) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let (start, end) = (at, at + word.trim_end().len());
        at += word.len();
        let cleaned = clean(word);
        if cleaned.is_empty() {
            continue;
        }
        if !marked.is_empty() {
            marked.push(' ');
        }
        if ranges.iter().any(|[from, to]| *from < end && start < *to) {
            let _ = write!(marked, "{MATCH}{cleaned}{MATCH:#}");
        } else {
            marked.push_str(&cleaned);
        }
    }
    marked
}

/// A whole number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `one` or `many` after a number.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_document_cannot_drive_the_terminal() {
        let evil = "a\u{1b}[2Jb\u{7}\u{9b}31mc\u{202e}d\r\ne";
        assert_eq!(clean(evil), "a [2Jb 31mc d e");
        assert_eq!(clean_lines("x\ty\u{1b}\n z "), ["x    y ", " z"]);
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (56989, "56,989"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn words_that_touch_a_range_are_marked() {
        let marked = highlighted("the printer prints blanks", &[[4, 11], [19, 20]]);
        let expected = format!("the {MATCH}printer{MATCH:#} prints {MATCH}blanks{MATCH:#}");
        assert_eq!(marked, expected);
    }

    proptest! {
        #[test]
        fn any_text_and_ranges_can_be_marked(text in ".{0,60}", ranges in proptest::collection::vec([0usize..80, 0usize..80], 0..4)) {
            let marked = highlighted(&text, &ranges);
            let plain = anstream::adapter::strip_str(&marked).to_string();
            prop_assert_eq!(plain, clean(&text));
        }

        #[test]
        fn clean_text_has_no_control_characters(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(is_unsafe));
            prop_assert!(!clean_lines(&text).iter().any(|line| line.chars().any(is_unsafe)));
        }
    }
}
