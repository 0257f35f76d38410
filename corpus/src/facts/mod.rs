//! Facts: typed things found in running text, with spans.
//!
//! [`find`] reads any text, an article's or a caller's, so that both sides of a lookup are
//! understood by the same rules. Each kind of fact is a file.

mod command;
mod error_code;
mod event;
mod kb_reference;
mod name;
mod network;
mod product;
mod registry;
mod scope;
mod table;

use crate::article::{Article, Fact, FactValue, Span};
use product::Mention;
use std::collections::HashSet;

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
    command::find(text, &mut facts);
    facts.sort_by_key(|fact| (fact.span.start, fact.span.end));
    facts
}

/// The systems and products that a text names, with versions (`Windows XP SP2 and later`).
#[must_use]
pub fn systems(text: &str) -> Vec<String> {
    scope::of_heading(text)
}

/// Fills `article.facts` from the title and the sections of the article in `text`. Spans are text
/// offsets here, as everywhere before [`crate::read()`] ends.
pub(crate) fn extract(text: &str, article: &mut Article) {
    let title = (article.title_span, Vec::new());
    let sections = article.sections.iter().map(|section| {
        let own = section.heading.last().map(String::as_str);
        (section.span, scope::of_heading(own.unwrap_or_default()))
    });
    let query_words = query_words(text, article).map(|span| (span, Vec::new()));
    let pieces: Vec<(Span, Vec<String>)> = std::iter::once(title)
        .chain(sections)
        .chain(query_words)
        .collect();
    for section in &article.sections {
        table::find(&section.blocks, &mut article.facts);
    }
    // What a table's columns say is said again by its text, with less.
    let mut taken: HashSet<Span> = article.facts.iter().map(|fact| fact.span).collect();
    let mut products = HashSet::new();
    for (span, heading) in pieces {
        let Some(part) = text.get(span.range()) else {
            continue;
        };
        let mentions = product::mentions(part);
        let mut facts = find(part);
        scope::fill(part, &mut facts, &mentions, &heading);
        facts.extend(named_products(part, &mentions, &mut products));
        for mut fact in facts {
            fact.span = Span::new(
                fact.span.start as usize + span.start as usize,
                fact.span.end as usize + span.start as usize,
            );
            let is_own = matches!(&fact.value, FactValue::Kb { id } if *id == article.id);
            if !is_own && taken.insert(fact.span) {
                article.facts.push(fact);
            }
        }
    }
    article
        .facts
        .sort_by_key(|fact| (fact.span.start, fact.span.end));
}

/// The products that an article names, each in each version once.
fn named_products<'m>(
    text: &'m str,
    mentions: &'m [Mention],
    known: &mut HashSet<String>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for mention in mentions {
        if known.insert(mention.told()) {
            let value = FactValue::Product {
                name: mention.name.clone(),
                version: mention.version.clone(),
            };
            facts.push(fact(text, mention.start, mention.end, value));
        }
    }
    facts
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
