//! Content that a source lost, found where the text still announces it.
//!
//! A flattened text keeps running text only. What stood between two stretches of it (a list, a
//! table, an image) left a line break behind; what was cut inside a stretch left a sentence
//! without an end, or a path without its value. Every finding says what announced the content
//! and why it is held to be missing.

mod blocks;
mod cut;
mod figure;

#[cfg(test)]
mod tests;

use crate::article::{Gap, GapKind, Span};
use crate::lines::Page;

pub(crate) use blocks::between_blocks;
pub(crate) use cut::{cut_ending, cut_sentences, cut_values};

/// Bytes of an announcement shown in a warning.
const SHOWN: usize = 60;
/// A caption has at most this many words.
const CAPTION_WORDS: usize = 16;

/// What was lost at the line breaks of a text that breaks lines nowhere else.
pub(crate) fn at_breaks(page: &Page<'_>) -> Vec<Gap> {
    let mut gaps = figure::missing(page);
    let lines: Vec<usize> = (0..page.len())
        .filter(|&line| !page.is_blank(line))
        .collect();
    for pair in lines.windows(2) {
        let (line, next) = (pair[0], pair[1]);
        let words = page.words(line);
        let span = last_sentence(page, line);
        if figure::is_image(page.words(next)) {
            continue;
        }
        let (kind, reason) = if ends_in_caption(words) {
            (GapKind::Table, "a caption without its table")
        } else if words.ends_with(':') {
            (GapKind::List, "announced and absent")
        } else {
            (
                GapKind::List,
                "the text breaks off here and goes on elsewhere",
            )
        };
        gaps.push(gap(page.text, kind, span, reason));
    }
    gaps
}

/// A gap behind `span`.
fn gap(text: &str, kind: GapKind, span: Span, reason: &str) -> Gap {
    Gap {
        kind,
        span,
        announced: text.get(span.range()).unwrap_or_default().to_owned(),
        reason: reason.to_owned(),
    }
}

/// The end of an announcement, short enough for a message.
pub(crate) fn tail(announced: &str) -> &str {
    let start = announced.ceil_char_boundary(announced.len().saturating_sub(SHOWN));
    announced[start..].trim()
}

/// The last sentence of a line.
fn last_sentence(page: &Page<'_>, line: usize) -> Span {
    let line = &page.lines[line];
    sentence_before(page.text, line.words, line.end)
}

/// The sentence that ends at `end`, not before `from`.
fn sentence_before(text: &str, from: usize, end: usize) -> Span {
    let words = &text[from..end];
    let inside = words.trim_end_matches(['.', ':', '!', '?', '"', '”', ')']);
    let start = [". ", "? ", "! ", ".” ", ".\" ", ".) "]
        .iter()
        .filter_map(|stop| Some(inside.rfind(stop)? + stop.len()))
        .max()
        .unwrap_or(0);
    Span::new(from + start, end)
}

/// `… Table 7.1 Title of the Table` at the end of a line.
fn ends_in_caption(words: &str) -> bool {
    let Some(at) = words.rfind("Table ") else {
        return false;
    };
    let mut caption = words[at..].split_ascii_whitespace().skip(1);
    let numbered = caption.next().is_some_and(|number| {
        number.starts_with(|first: char| first.is_ascii_digit())
            && number
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b".-:".contains(&byte))
    });
    let title = caption.count();
    numbered && (1..=CAPTION_WORDS).contains(&title) && !words.ends_with(['.', '!', '?'])
}
