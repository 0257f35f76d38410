//! Running text: joined lines, and the labels that make notes and cautions of it.

use super::caution::{forbidding_at, forbids, sentence_end};
use crate::article::{Body, Span};
use crate::lines::{Page, push_words};
use std::ops::Range;

/// A line that would still be shorter than this with the next word was broken on purpose.
/// Authors wrapped at 70 to 81 columns.
const FULL_LINE: usize = 64;

/// Labels that make a paragraph a note.
const NOTE_LABELS: &[&str] = &["NOTE", "NOTES", "TIP"];
/// Labels that make a paragraph a caution.
const CAUTION_LABELS: &[&str] = &[
    "WARNING",
    "IMPORTANT",
    "CAUTION",
    "IMPORTANT NOTE",
    "DANGER",
];

/// The lines of a range as running text.
pub(super) fn joined(page: &Page<'_>, lines: Range<usize>) -> String {
    let size = page.words_span(lines.clone()).len();
    let mut text = String::with_capacity(size);
    for line in lines {
        push_words(&mut text, page.words(line));
    }
    text
}

/// The same, the first line only from `start` on; with the bytes it stands in.
pub(super) fn joined_from(page: &Page<'_>, lines: Range<usize>, start: usize) -> (String, Span) {
    let mut text = String::new();
    let first = page.lines[lines.start];
    let start = start.min(first.end);
    push_words(&mut text, &page.text[start..first.end]);
    let mut end = first.end;
    for line in lines.start + 1..lines.end {
        push_words(&mut text, page.words(line));
        end = page.lines[line].end;
    }
    (text, Span::new(start, end.max(start)))
}

/// True if the line ends although the first word of the next would still have fitted.
pub(crate) fn stops_early(page: &Page<'_>, line: usize) -> bool {
    let next = page.words(line + 1);
    let word = next
        .bytes()
        .position(|byte| byte == b' ')
        .unwrap_or(next.len());
    page.indent(line) + page.words(line).len() + 1 + word <= FULL_LINE
}

/// A line that only divides: dashes, stars, underscores, dots.
pub(super) fn is_divider(words: &str) -> bool {
    let bytes = words.as_bytes();
    let Some(&first) = bytes.first() else {
        return false;
    };
    bytes.len() >= 3
        && matches!(first, b'-' | b'=' | b'_' | b'*' | b'~' | b'.')
        && bytes.iter().all(|&byte| byte == first || byte == b' ')
}

/// `-or-`, `- and -`, `OR`: what stands between alternatives.
pub(super) fn is_conjunction(words: &str) -> bool {
    let core = words.trim_matches(['-', ' ', ':', ',']);
    core.eq_ignore_ascii_case("or") || core.eq_ignore_ascii_case("and")
}

/// True if a line begins with the label of a note or caution, colon included.
pub(super) fn starts_label(words: &str) -> bool {
    matches!(
        words.as_bytes().first(),
        Some(b'N' | b'W' | b'I' | b'C' | b'T' | b'D')
    ) && label(words).is_some_and(|(_, rest)| rest.len() < words.len())
}

/// A paragraph at the margin: note, caution or plain text.
pub(super) fn classify(text: String) -> Body {
    match label(&text) {
        Some((Label::Note, rest)) if !rest.is_empty() => {
            if forbids(rest) {
                return Body::Caution(text);
            }
            Body::Note(rest.to_owned())
        }
        Some((Label::Caution, rest)) if !rest.is_empty() => Body::Caution(text),
        _ if forbids(&text) => Body::Caution(text),
        _ => Body::Paragraph(text),
    }
}

/// An indented paragraph quotes a message or a file, which may well say "do not remove the
/// disk"; only the author's own labels count there.
pub(super) fn quoted(text: String) -> Body {
    match label(&text) {
        Some((Label::Note, rest)) if !rest.is_empty() && text.starts_with('N') => {
            Body::Note(rest.to_owned())
        }
        Some((Label::Caution, rest))
            if !rest.is_empty() && text.starts_with(['I', 'C']) && text.len() > 40 =>
        {
            Body::Caution(text)
        }
        _ => Body::Paragraph(text),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Note,
    Caution,
}

/// The label that opens a text (`NOTE:`, `Warning -`, `IMPORTANT NOTE #2:`) and what follows it.
fn label(text: &str) -> Option<(Label, &str)> {
    let bytes = text.as_bytes();
    if !matches!(bytes.first()?, b'N' | b'W' | b'I' | b'C' | b'T' | b'D') {
        return None;
    }
    let find = |labels: &[&str]| {
        labels
            .iter()
            .filter(|label| starts_with_word(text, label))
            .map(|label| label.len())
            .max()
    };
    let (kind, width) = match (find(CAUTION_LABELS), find(NOTE_LABELS)) {
        (Some(width), _) => (Label::Caution, width),
        (None, Some(width)) => (Label::Note, width),
        (None, None) => return None,
    };
    let mut rest = text[width..].trim_start();
    let numbered = rest.trim_start_matches(['#', ' ']);
    let digits = numbered.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        rest = numbered[digits..].trim_start();
    }
    let after = rest.strip_prefix(':').or_else(|| {
        // Without a colon a label is in capitals before a dash, or stands before a whole
        // sentence ("Note You must …"): "Note that" is a sentence itself.
        let shouted = text[..width].bytes().all(|byte| !byte.is_ascii_lowercase());
        rest.strip_prefix("- ")
            .or_else(|| rest.strip_prefix("-- "))
            .filter(|_| shouted)
            .or_else(|| Some(rest).filter(|rest| digits == 0 && opens_sentence(rest)))
    })?;
    Some((kind, after.trim_start()))
}

/// True for a text that begins as a sentence does, with a capital.
fn opens_sentence(text: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "If ", "You ", "The ", "This ", "When ", "To ", "For ", "In ", "Do ", "A ", "An ", "It ",
        "Make ", "Before ", "After ", "All ", "There ", "These ", "Because ", "Use ", "Using ",
        "Be ", "By ", "Your ", "Some ", "On ",
    ];
    OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// `label` in capitals or with one capital, as a whole word.
fn starts_with_word(text: &str, label: &str) -> bool {
    let Some(head) = text.get(..label.len()) else {
        return false;
    };
    let shouted = head == label;
    let spoken = head.eq_ignore_ascii_case(label)
        && head.bytes().skip(1).all(|byte| !byte.is_ascii_uppercase());
    let whole = text[label.len()..]
        .bytes()
        .next()
        .is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (shouted || spoken) && whole
}

/// The part of an entry's text that is a caution: all of it behind a label, else the first
/// sentence that forbids.
pub(super) fn caution_in(text: &str) -> Option<Range<usize>> {
    match label(text) {
        Some((Label::Caution, rest)) if !rest.is_empty() => Some(0..text.len()),
        _ => {
            let from = forbidding_at(text)?;
            Some(from..sentence_end(text, from))
        }
    }
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn labels_make_notes_and_cautions() {
        let cases = [
            ("NOTE: One.", Body::Note("One.".into())),
            ("Note: One.", Body::Note("One.".into())),
            ("NOTE 2: One.", Body::Note("One.".into())),
            ("Note You can.", Body::Note("You can.".into())),
            ("Note that one.", Body::Paragraph("Note that one.".into())),
            ("NOTES:", Body::Paragraph("NOTES:".into())),
            ("WARNING: One.", Body::Caution("WARNING: One.".into())),
            (
                "IMPORTANT NOTE: One.",
                Body::Caution("IMPORTANT NOTE: One.".into()),
            ),
            ("Caution - One.", Body::Paragraph("Caution - One.".into())),
        ];
        for (text, expected) in cases {
            assert_eq!(classify(text.to_owned()), expected);
        }
    }
}
