//! Values, sentences and endings that were cut off.

use super::{gap, sentence_before};
use crate::article::{Gap, GapKind, Span};
use crate::lines::Page;

/// Bytes looked back over for the start of a cut sentence.
const LOOK_BACK: usize = 2000;
/// A command or value behind a colon has at most this many words.
const COMMAND_WORDS: usize = 8;

/// Registry paths that stop at a separator: the key or value behind it is gone.
pub(crate) fn cut_values(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, _) in text.match_indices('\\') {
        let rest = &text[at + 1..];
        if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            continue;
        }
        let from = text.ceil_char_boundary(at.saturating_sub(300));
        let start = text[from..at]
            .rfind(char::is_whitespace)
            .map_or(from, |space| text.ceil_char_boundary(from + space + 1));
        let path = &text[start..=at];
        if path.starts_with("HK") && path.matches('\\').count() > 1 {
            let span = Span::new(start, at + 1);
            gaps.push(gap(
                text,
                GapKind::Value,
                span,
                "a path that stops at a separator",
            ));
        }
    }
    gaps
}

/// Sentences that the next heading interrupts. `starts` are the offsets of the headings.
pub(crate) fn cut_sentences(text: &str, starts: &[usize]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for &start in starts {
        let from = text.ceil_char_boundary(start.saturating_sub(LOOK_BACK));
        let line = text[from..start]
            .rfind('\n')
            .map_or(from, |at| from + at + 1);
        let before = text[line..start].trim_end();
        if before.is_empty() || finished(before) || is_command(before) {
            continue;
        }
        let span = sentence_before(text, line, line + before.len());
        gaps.push(gap(
            text,
            GapKind::Sentence,
            span,
            "a sentence without its end",
        ));
    }
    gaps
}

/// The end of a text that stops in the middle of a sentence.
pub(crate) fn cut_ending(page: &Page<'_>) -> Option<Gap> {
    let last = (0..page.len()).rfind(|&line| !page.is_blank(line))?;
    let line = &page.lines[last];
    let words = page.words(last);
    if finished(words) || words.split_ascii_whitespace().count() < 4 {
        return None;
    }
    let span = sentence_before(page.text, line.words, line.end);
    Some(gap(
        page.text,
        GapKind::Ending,
        span,
        "the document stops in the middle of a sentence",
    ))
}

fn finished(words: &str) -> bool {
    words
        .trim_end_matches(['"', '”', '’', '\'', ')', ']', '*'])
        .ends_with(['.', '!', '?', ':', ';'])
        || words.ends_with([')', ']'])
}

/// True if what stands behind the last colon is short: a command or a value needs no full stop.
fn is_command(before: &str) -> bool {
    let Some(at) = before.rfind(": ") else {
        return false;
    };
    let tail = &before[at + 2..];
    !tail.contains(". ") && tail.split_ascii_whitespace().count() <= COMMAND_WORDS
}
