//! Pointers to other articles in running text: `Knowledge Base article 257225, "Title"` and
//! `300546 (http://…) Title`. The words of the pointer are kept.

use crate::article::{Reference, Span};

/// Bytes of a title that are kept.
const LONGEST: usize = 200;
/// Digits of an article's number.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=6;
/// Bytes behind a number in which its address and title stand.
const LOOK_AHEAD: usize = 500;
/// Bytes before a number in which its announcement stands.
const LOOK_BACK: usize = 40;

/// The articles that the text inside `span` points at, other than `own`.
pub(crate) fn find(text: &str, span: Span, own: &str) -> Vec<Reference> {
    let bytes = text.as_bytes();
    let mut references: Vec<Reference> = Vec::new();
    let mut at = span.start as usize;
    let end = (span.end as usize).min(text.len());
    while at < end {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..end]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (start, stop) = (at, at + length);
        at = stop;
        let target = format!("Q{}", &text[start..stop]);
        let inside_word = start > 0 && bytes[start - 1].is_ascii_alphanumeric();
        if !DIGITS.contains(&length) || inside_word || target == own {
            continue;
        }
        let before = text
            .ceil_char_boundary(start.saturating_sub(LOOK_BACK))
            .min(start);
        let announced = announces(&text[before..start]);
        let near = text.floor_char_boundary(end.min(stop + LOOK_AHEAD));
        let (url, behind) = address(&text[stop..near]);
        if !announced && url.is_none() {
            continue;
        }
        references.push(Reference {
            target,
            words: words(behind, url.is_some()),
            span: Span::new(start, stop),
            url,
        });
    }
    references
}

/// `Knowledge Base article `, `KB article `, `KB ` right before a number.
fn announces(before: &str) -> bool {
    let before = before.trim_end().to_ascii_lowercase();
    [
        "knowledge base article",
        "kb article",
        "kb",
        "article number",
        "knowledge base articles",
    ]
    .iter()
    .any(|words| before.ends_with(words))
}

/// An address in brackets behind a number, and what follows it.
fn address(rest: &str) -> (Option<String>, &str) {
    let open = rest.trim_start_matches(' ');
    let Some(inside) = open.strip_prefix('(') else {
        return (None, rest);
    };
    match inside.split_once(')') {
        Some((url, behind)) if url.starts_with("http") && !url.contains(char::is_whitespace) => {
            (Some(url.to_owned()), behind)
        }
        _ => (None, rest),
    }
}

/// The title behind a number: quoted, or the rest of the line behind an address.
fn words(behind: &str, listed: bool) -> String {
    let behind = behind.trim_start_matches([' ', ',', ':']);
    let quoted = behind.trim_start_matches(['"', '“', '”']);
    let end = if quoted.len() < behind.len() {
        quoted.find(['"', '”', '“', '\n'])
    } else if listed {
        quoted.find(['\n', '\r'])
    } else {
        Some(0)
    };
    let title = &quoted[..end.unwrap_or(quoted.len())];
    title[..title.floor_char_boundary(LONGEST.min(title.len()))]
        .trim()
        .to_owned()
}
