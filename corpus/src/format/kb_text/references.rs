//! Pointers to other articles: `Q123456 Title` listings and numbers in running text.

use crate::article::{Reference, Span};
use crate::lines::{Page, push_words};
use std::ops::Range;

/// The words of a pointer are cut at this many bytes.
const LONGEST_WORDS: usize = 300;
/// An article points at no more others than this; a list of more is a catalogue.
const MOST_REFERENCES: usize = 5000;
/// A listed title wraps over at most this many lines.
const LONGEST_TITLE: usize = 4;

/// The references in `lines` to articles other than `own`, in document order.
pub(super) fn find(page: &Page<'_>, lines: Range<usize>, own: &str) -> Vec<Reference> {
    let mut references = Vec::new();
    let (start, end) = (page.start(lines.start), page.start(lines.end));
    let mut line = lines.start;
    for at in memchr::memchr_iter(b'Q', &page.text.as_bytes()[start..end]) {
        if references.len() >= MOST_REFERENCES {
            break;
        }
        let at = start + at;
        let Some(length) = number_at(page.text, at) else {
            continue;
        };
        while line + 1 < lines.end && page.lines[line].next <= at {
            line += 1;
        }
        let id = &page.text[at..at + length];
        if id == own {
            continue;
        }
        let opens = opens_entry(&page.text[page.lines[line].words.min(at)..at]);
        let title = opens
            .then(|| title_after(page, line, at + length, lines.end))
            .flatten();
        let words = title
            .or_else(|| cell_around(page, line, at))
            .unwrap_or_else(|| sentence_around(page, line, at, lines.clone()));
        references.push(Reference {
            target: id.to_owned(),
            words,
            span: Span::new(at, at + length),
            url: None,
        });
    }
    references
}

/// True if only a marker stands before a number in its line: `-`, `1.`, `ARTICLE-ID:`.
fn opens_entry(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '[', '(']);
    before.is_empty()
        || before == "ARTICLE-ID:"
        || before.len() <= 3
            && before
                .bytes()
                .all(|b| b.is_ascii_digit() || b".-*)".contains(&b))
}

/// The length of the article number that stands at `at`, if one does: `Q` and five or six
/// digits, nothing alphanumeric around it except a title glued behind it (`Q123456Title`).
fn number_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let glued =
        at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || b"\\/_".contains(&bytes[at - 1]));
    let digits = bytes[at + 1..]
        .iter()
        .take(7)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if glued || !(5..=6).contains(&digits) {
        return None;
    }
    // `Q123456.EXE` and `q123456i` are files.
    let after = bytes.get(at + 1 + digits).copied().unwrap_or(b' ');
    let then = bytes.get(at + 2 + digits).copied().unwrap_or(b' ');
    let file =
        after.is_ascii_lowercase() || after == b'_' || after == b'.' && then.is_ascii_alphabetic();
    (!file).then_some(digits + 1)
}

/// The title that follows a number at the start of a line, its wrapped lines included.
fn title_after(page: &Page<'_>, line: usize, from: usize, limit: usize) -> Option<String> {
    let end = page.lines[line]
        .end
        .min(near(page.text, from + LONGEST_WORDS));
    let rest = &page.text[from..end.max(from)];
    let in_row = page.words(line).starts_with('|');
    let first = rest[..rest.find('|').filter(|_| in_row).unwrap_or(rest.len())]
        .trim_end()
        .trim_start_matches([' ', '\t', ':', '-', ')', ']']);
    let mut next = line + 1;
    let mut title = String::new();
    if first.is_empty() {
        // The old form prints the title on a line of its own, behind its name.
        let words = page.words(next);
        let (name, value) = words.split_once(':')?;
        if next >= limit || !name.trim_end().eq_ignore_ascii_case("title") {
            return None;
        }
        push_words(&mut title, value.trim());
        next += 1;
    } else if first.starts_with(|first: char| first.is_ascii_lowercase() || ",.;)".contains(first))
    {
        return None;
    } else {
        push_words(&mut title, first);
    }
    let end = limit.min(next + LONGEST_TITLE);
    while next < end && !page.is_blank(next) {
        let words = page.words(next);
        let other = words.starts_with('Q') && number_at(words, 0).is_some();
        if other
            || page.indent(next) < page.indent(line)
            || words.starts_with("http")
            || words.starts_with("- ")
            || crate::format::blocks::stops_early(page, next - 1)
        {
            break;
        }
        push_words(&mut title, words);
        next += 1;
    }
    (title.len() > 3).then(|| clip(&title))
}

/// The cell in which a number stands, if its line is a row of a box.
fn cell_around(page: &Page<'_>, line: usize, at: usize) -> Option<String> {
    let words = page.words(line);
    let inside = at.checked_sub(page.lines[line].words)?;
    if !words.starts_with('|') {
        return None;
    }
    let floor = near(words, inside.saturating_sub(LONGEST_WORDS));
    let before = words.get(floor..inside)?;
    let start = floor + before.rfind('|').map_or(0, |bar| bar + 1);
    let rest = words.get(inside..near(words, inside + LONGEST_WORDS))?;
    let end = inside + rest.find('|').unwrap_or(rest.len());
    let mut cell = String::new();
    push_words(&mut cell, words[start..end].trim());
    Some(clip(&cell))
}

/// The sentence in which a number stands.
fn sentence_around(page: &Page<'_>, line: usize, at: usize, lines: Range<usize>) -> String {
    let mut first = line;
    while first > lines.start && line - first < 3 && !page.is_blank(first - 1) {
        first -= 1;
    }
    let mut last = line;
    while last + 1 < lines.end && last - line < 2 && !page.is_blank(last + 1) {
        last += 1;
    }
    let start = page.lines[first]
        .words
        .max(near(page.text, at.saturating_sub(LONGEST_WORDS)));
    let end = page.lines[last]
        .end
        .min(near(page.text, at + LONGEST_WORDS));
    let head = &page.text[start..at];
    let begin = [". ", ".\n", ".\r", ": ", "? "]
        .iter()
        .filter_map(|stop| Some(head.rfind(stop)? + stop.len()))
        .max()
        .unwrap_or(0);
    let tail = &page.text[at..end];
    let stop = [". ", ".\n", ".\r"]
        .iter()
        .filter_map(|stop| Some(tail.find(stop)? + 1))
        .min()
        .unwrap_or(tail.len());
    let mut words = String::new();
    for piece in page.text[start + begin..at + stop].lines() {
        if !piece.trim().is_empty() {
            push_words(&mut words, piece.trim());
        }
    }
    clip(&words)
}

/// The first character boundary at or behind an offset.
fn near(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

fn clip(words: &str) -> String {
    let mut end = words.len().min(LONGEST_WORDS);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words[..end].to_owned()
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn pointers_have_the_words_they_are_made_with() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            (
                "   Q123456 How to Light a Lamp",
                &[("Q123456", "How to Light a Lamp")],
            ),
            ("   Q123456: How to Light", &[("Q123456", "How to Light")]),
            ("   Q123456How to Light", &[("Q123456", "How to Light")]),
            (" - Q123456 How to Light", &[("Q123456", "How to Light")]),
            (
                "   Q123456 How to Light a Lamp That Was Lit Before and Went Out When\n   It Rained\n\nNext.",
                &[(
                    "Q123456",
                    "How to Light a Lamp That Was Lit Before and Went Out When It Rained",
                )],
            ),
            (
                "   ARTICLE-ID: Q12345\n   TITLE     : Lamps",
                &[("Q12345", "Lamps")],
            ),
            (
                "It rained. For lamps, see article\nQ123456 in this place. More.",
                &[("Q123456", "For lamps, see article Q123456 in this place.")],
            ),
            ("| Q123456 | About lamps |", &[("Q123456", "Q123456")]),
            (
                "See Q123456.EXE, aQ123456, Q1234567, Q1234 and q123456.",
                &[],
            ),
            ("The own number Q999999 is no pointer.", &[]),
        ];
        for (text, expected) in cases {
            let page = Page::new(text);
            let found = find(&page, 0..page.len(), "Q999999");
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.target.as_str(), one.words.as_str()))
                .collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }
}
