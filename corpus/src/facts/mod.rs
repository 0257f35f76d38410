//! Facts: typed things found in running text, with spans.
//!
//! [`find`] reads any text, an article's or a caller's, so that both sides of a lookup are
//! understood by the same rules. Each kind of fact is a file.

mod error_code;
mod event;
mod kb_reference;
mod name;
mod network;
mod registry;
mod table;

use crate::article::{Article, Fact, FactValue, Span};

/// Finds all facts of a text, in order of their places. Spans are offsets into `text`.
#[must_use]
pub fn find(text: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    event::find(text, &mut facts);
    error_code::find(text, &mut facts);
    kb_reference::find(text, &mut facts);
    network::find(text, &mut facts);
    registry::find(text, &mut facts);
    name::find(text, &mut facts);
    facts.sort_by_key(|fact| (fact.span.start, fact.span.end));
    facts
}

/// Fills `article.facts` from the title and the sections of the article in `text`. Spans are text
/// offsets here, as everywhere before [`crate::read()`] ends.
pub(crate) fn extract(text: &str, article: &mut Article) {
    let sections = article.sections.iter().map(|section| section.span);
    let spans: Vec<Span> = std::iter::once(article.title_span)
        .chain(sections)
        .chain(query_words(text, article))
        .collect();
    for section in &article.sections {
        table::find(&section.blocks, &mut article.facts);
    }
    let own = article.id.clone();
    for span in spans {
        let Some(part) = text.get(span.range()) else {
            continue;
        };
        for mut fact in find(part) {
            fact.span = Span::new(
                fact.span.start as usize + span.start as usize,
                fact.span.end as usize + span.start as usize,
            );
            // What a table's columns say is said again by its text, with less.
            let is_known = article.facts.iter().any(|known| known.span == fact.span);
            let is_own = matches!(&fact.value, FactValue::Kb { id } if *id == own);
            if !is_own && !is_known {
                article.facts.push(fact);
            }
        }
    }
    article
        .facts
        .sort_by_key(|fact| (fact.span.start, fact.span.end));
}

/// The line of additional query words: it often has a code in notations the text leaves out.
fn query_words(text: &str, article: &Article) -> Option<Span> {
    const LABEL: &str = "Additional query words:";
    if article.meta.query_words.is_empty() {
        return None;
    }
    // Behind the sections, so that no byte is read twice.
    let from = article
        .sections
        .iter()
        .map(|section| section.span.end)
        .max()? as usize;
    let rest = text.get(from..article.span.end as usize)?;
    let start = from + rest.find(LABEL)? + LABEL.len();
    let words = text.get(start..article.span.end as usize)?;
    let end = words.find("\n\n").or_else(|| words.find("\n\r\n"));
    Some(Span::new(start, start + end.unwrap_or(words.len())))
}

/// A fact at `start..end` of `text`.
fn fact(text: &str, start: usize, end: usize, value: FactValue) -> Fact {
    Fact {
        value,
        text: text[start..end].to_owned(),
        span: Span::new(start, end),
        scope: Vec::new(),
    }
}

/// True if no word character touches the range from outside, so that it stands alone.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = text.as_bytes();
    let word_before = start > 0 && is_word(&bytes[start - 1]);
    let word_after = bytes.get(end).is_some_and(is_word);
    !word_before && !word_after
}
