//! Articles that speak of a name which is no fact there: "Netdiag must be installed first".
//!
//! The index of identifiers knows commands that can be run and services called so; what is merely
//! told about them is found by their words, and then in the text, exactly.

use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::index::identifiers::Occurrence;
use crate::query::Query;
use corpus::{Article, Document, Span};
use std::collections::HashSet;

/// Articles that are looked into.
const ARTICLES: usize = 16;

/// The first place of a name in each of the articles that rank for it, but for those `known`.
pub(super) fn find(
    engine: &Engine,
    name: &str,
    known: &HashSet<u32>,
) -> Result<Vec<Occurrence>, EngineError> {
    let found = engine.find(&Query::new(name))?;
    let mut places = Vec::new();
    for ranked in found.ranked.iter().take(ARTICLES) {
        if known.contains(&ranked.ordinal) {
            continue;
        }
        let (_, document, place) = engine.open_article(ranked.ordinal)?;
        let span = place_of(&document, article_of(&document, place)?, name);
        places.extend(span.map(|span| Occurrence {
            ordinal: ranked.ordinal,
            span,
        }));
    }
    Ok(places)
}

fn place_of(document: &Document, article: &Article, name: &str) -> Option<Span> {
    let mut sections = article.sections.iter();
    sections.find_map(|section| {
        let range = section.span.range();
        let start = range.start;
        let at = position(document.bytes.get(range)?, name.trim().as_bytes())?;
        Some(Span::new(start + at, start + at + name.trim().len()))
    })
}

/// Where a name first stands alone in a text, in whatever case.
fn position(text: &[u8], name: &[u8]) -> Option<usize> {
    let is_word =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut windows = text.windows(name.len().max(1)).enumerate();
    windows.find_map(|(at, window)| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let is_there = window.eq_ignore_ascii_case(name)
            && !is_word(before)
            && !is_word(text.get(at + name.len()));
        is_there.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_alone() {
        for (text, name, at) in [
            ("Use Loomd and loomd", "loomd", Some(4)),
            ("loomdiag is not it; loomd, however", "LOOMD", Some(20)),
            ("loomd_x", "loomd", None),
            ("", "loomd", None),
            ("anything", "", None),
        ] {
            let found = position(text.as_bytes(), name.as_bytes());
            assert_eq!(found, at, "{text}");
        }
    }
}
