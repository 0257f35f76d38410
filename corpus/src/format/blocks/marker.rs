//! List markers: `1.`, `2)`, `(3)`, `a.`, `iv.`, `-`, `*`, `o`.

use crate::lines::Page;

/// How a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// It does not; the character is its bullet.
    Bullet(char),
    /// 1, 2, 3.
    Number,
    /// a, b, c.
    Lower,
    /// A, B, C.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// The punctuation around a label; a list does not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A bullet.
    Bare,
    /// `1.`
    Dot,
    /// `1)`
    Paren,
    /// `(1)`
    Parens,
}

/// A marker at the start of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marker<'t> {
    /// The label without punctuation.
    pub(super) label: &'t str,
    /// The punctuation.
    pub(super) style: Style,
    /// The column of the marker.
    pub(super) indent: usize,
    /// The column of the text behind it.
    pub(super) content: usize,
    /// The offset of that text.
    pub(super) text_at: usize,
}

/// White space behind a marker is at most this wide; more is a table or a program.
const WIDEST_GAP: usize = 8;

impl<'t> Marker<'t> {
    /// Reads the marker of a line.
    pub(super) fn read(page: &Page<'t>, line: usize) -> Option<Self> {
        let words = page.words(line);
        let (label, style, width) = label(words)?;
        let gap = words[width..].len() - words[width..].trim_start_matches([' ', '\t']).len();
        if gap == 0 || gap > WIDEST_GAP {
            return None;
        }
        let indent = page.indent(line);
        Some(Self {
            label,
            style,
            indent,
            content: indent + words[..width].chars().count() + gap,
            text_at: page.lines[line].words + width + gap,
        })
    }

    /// How a list counts that begins with this marker, and from which number; `None` if no list
    /// begins so (`c.` is a letter and a full stop).
    pub(super) fn opens(&self) -> Option<(Counting, u32)> {
        if self.style == Style::Bare {
            let bullet = self.label.chars().next()?;
            return Some((Counting::Bullet(bullet), 0));
        }
        if let Ok(number) = self.label.parse::<u32>() {
            return (number <= 99).then_some((Counting::Number, number));
        }
        match self.label {
            "a" => Some((Counting::Lower, 1)),
            "A" => Some((Counting::Upper, 1)),
            "i" => Some((Counting::LowerRoman, 1)),
            "I" => Some((Counting::UpperRoman, 1)),
            _ => None,
        }
    }

    /// The marker's place in a list that counts so; `None` if it cannot stand in one.
    pub(super) fn place(&self, counting: Counting) -> Option<u32> {
        match counting {
            Counting::Bullet(bullet) => {
                (self.style == Style::Bare && self.label.starts_with(bullet)).then_some(0)
            }
            Counting::Number => self.label.parse().ok(),
            Counting::Lower => letter(self.label, b'a'),
            Counting::Upper => letter(self.label, b'A'),
            Counting::LowerRoman => roman(self.label),
            Counting::UpperRoman => {
                let upper = self.label.bytes().all(|byte| byte.is_ascii_uppercase());
                upper
                    .then(|| roman(&self.label.to_ascii_lowercase()))
                    .flatten()
            }
        }
    }
}

/// True if a list may open at `line` although no blank line precedes it, only `above`.
pub(super) fn opens_below(page: &Page<'_>, line: usize, above: &str) -> bool {
    let first = page.words(line).as_bytes().first().copied();
    if !first.is_some_and(|byte| matches!(byte, b'-' | b'*' | b'1' | b'a' | b'A' | b'(')) {
        return false;
    }
    let Some(marker) = Marker::read(page, line) else {
        return false;
    };
    match marker.opens() {
        Some((Counting::Bullet('-'), _)) => above.ends_with(':') || above.len() < 40,
        Some((Counting::Number | Counting::Lower | Counting::Upper, 1)) => above.ends_with(':'),
        Some((Counting::Bullet('*'), _)) => above.ends_with(':'),
        _ => false,
    }
}

fn label(words: &str) -> Option<(&str, Style, usize)> {
    let first = words.chars().next()?;
    match first {
        '-' | '*' | '+' | 'o' | '\u{b7}' | '\u{2022}' | '\u{a7}' | '\u{2013}' => {
            let width = first.len_utf8();
            // Prose does not begin with a lone `o`, but programs do assign to it.
            if first == 'o' && words[width..].trim_start().starts_with('=') {
                return letters(words);
            }
            if words[width..].starts_with([' ', '\t']) {
                return Some((&words[..width], Style::Bare, width));
            }
            letters(words)
        }
        '(' => {
            let close = words
                .as_bytes()
                .iter()
                .take(6)
                .position(|&byte| byte == b')')?;
            let label = &words[1..close];
            is_label(label).then_some((label, Style::Parens, close + 1))
        }
        _ => letters(words),
    }
}

fn letters(words: &str) -> Option<(&str, Style, usize)> {
    let stop = words
        .bytes()
        .take(5)
        .position(|byte| matches!(byte, b'.' | b')'))?;
    let label = &words[..stop];
    let style = if words.as_bytes()[stop] == b'.' {
        Style::Dot
    } else {
        Style::Paren
    };
    is_label(label).then_some((label, style, stop + 1))
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    match bytes {
        [] => false,
        [letter] if letter.is_ascii_alphabetic() => true,
        _ if bytes.iter().all(u8::is_ascii_digit) => bytes.len() <= 3,
        _ => roman(&label.to_ascii_lowercase()).is_some(),
    }
}

fn letter(label: &str, first: u8) -> Option<u32> {
    match label.as_bytes() {
        [letter] => letter
            .checked_sub(first)
            .filter(|&place| place < 26)
            .map(|place| u32::from(place) + 1),
        _ => None,
    }
}

fn roman(label: &str) -> Option<u32> {
    const NUMERALS: [&str; 15] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
        "xv",
    ];
    let place = NUMERALS.iter().position(|numeral| *numeral == label)?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_prose() {
        let cases = [
            ("1. Click", Some("1")),
            ("  12) Click", Some("12")),
            ("(b) Click", Some("b")),
            (" - item", Some("-")),
            ("iv. item", Some("iv")),
            ("o  item", Some("o")),
            ("o = new thing", None),
            ("3.51 is a version", None),
            ("-or-", None),
            ("-1 is a number", None),
            ("e.g. this", None),
            ("1996. A year", None),
            ("*.*", None),
            ("(see below) text", None),
        ];
        for (line, expected) in cases {
            let page = Page::new(line);
            let label = Marker::read(&page, 0).map(|marker| marker.label);
            assert_eq!(label, expected, "{line:?}");
        }
    }
}
