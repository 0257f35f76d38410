//! What stands around an article: where it points, who points at it, and what its terms mean.

use super::guard::Viewer;
use crate::answer::{CitationAnswer, ReferenceAnswer, TermAnswer};
use crate::engine::Engine;
use crate::index::definitions::{Meaning, folded};
use corpus::article::{Block, Body, Reference};
use corpus::{Article, Document};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Articles named that point at one.
const MOST_CITATIONS: usize = 20;
/// Terms explained.
const MOST_TERMS: usize = 12;
/// Words of a term at most.
const LONGEST_TERM: usize = 5;
/// Words of an article that are looked at for terms.
const MOST_WORDS: usize = 20_000;

/// The shipped glossary: folded term to the term and its other name.
static SHIPPED: LazyLock<HashMap<String, (&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/glossary.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(term, meaning)| (folded(term), (term, meaning)))
        .collect()
});

/// The pointers of an article; of a chapter those of all its parts, each target once.
pub(crate) fn references(
    engine: &Engine,
    (document, article): (&Document, &Article),
    viewer: &Viewer,
) -> Vec<ReferenceAnswer> {
    let parts = document
        .articles
        .iter()
        .filter(|part| part.part_of.as_deref() == Some(article.id.as_str()));
    let mut seen = HashSet::new();
    let own = article.references.iter().map(|reference| (reference, None));
    let of_parts = parts.flat_map(|part| {
        let from = Some(part.id.clone());
        part.references
            .iter()
            .map(move |reference| (reference, from.clone()))
    });
    let own: Vec<_> = own.collect();
    let of_parts: Vec<_> = of_parts
        .filter(|(reference, _)| seen.insert(reference.target.clone()))
        .collect();
    own.into_iter()
        .chain(of_parts)
        .map(|(reference, from)| pointer(engine, (reference, from), viewer))
        .collect()
}

fn pointer(
    engine: &Engine,
    (reference, from): (&Reference, Option<String>),
    viewer: &Viewer,
) -> ReferenceAnswer {
    let articles = &engine.generation().articles;
    let target = articles.find(&reference.target);
    ReferenceAnswer {
        target: reference.target.clone(),
        words: reference.words.clone(),
        present: target.is_some(),
        title: target
            .and_then(|ordinal| articles.get(ordinal))
            .filter(|entry| viewer.sees(entry.audience))
            .map(|entry| entry.title),
        url: reference.url.clone(),
        is_web: reference.is_web(),
        from,
        span: reference.span,
    }
}

/// Who points at the article `ordinal`, those pointed at most first, and how many there are.
pub(crate) fn cited_by(
    engine: &Engine,
    ordinal: u32,
    viewer: &Viewer,
) -> (Vec<CitationAnswer>, u64) {
    let articles = &engine.generation().articles;
    let mut links = articles.links.at(ordinal);
    let is_seen = |from| {
        articles
            .get(from)
            .is_some_and(|entry| viewer.sees(entry.audience))
    };
    links.retain(|link| !articles.is_superseded(link.from) && is_seen(link.from));
    let count = links.len() as u64;
    links.sort_by_key(|link| std::cmp::Reverse(articles.standing(link.from).in_links));
    let cited = links.into_iter().take(MOST_CITATIONS).filter_map(|link| {
        let entry = articles.get(link.from)?;
        Some(CitationAnswer {
            id: entry.id,
            title: entry.title,
            words: link.words,
        })
    });
    (cited.collect(), count)
}

/// The terms of an article that are explained, in order of their places.
pub(crate) fn terms(engine: &Engine, ordinal: u32, article: &Article) -> Vec<TermAnswer> {
    let mut texts = Vec::new();
    for section in &article.sections {
        collect(&section.blocks, &mut texts);
    }
    let articles = &engine.generation().articles;
    let document = articles.get(ordinal).map(|entry| entry.document);
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    let mut left = MOST_WORDS;
    for text in texts {
        let words: Vec<&str> = text
            .split(|character: char| {
                character.is_whitespace() || "()\"“”,;:.!?".contains(character)
            })
            .filter(|word| !word.is_empty())
            .take(left)
            .collect();
        left -= words.len();
        let mut at = 0;
        while at < words.len() && terms.len() < MOST_TERMS {
            let longest = LONGEST_TERM.min(words.len() - at);
            let found = (1..=longest).rev().find_map(|length| {
                let phrase = words[at..at + length].join(" ");
                Some((length, explained(engine, &phrase, document)?))
            });
            let Some((length, term)) = found else {
                at += 1;
                continue;
            };
            at += length;
            if seen.insert(folded(&term.term)) {
                terms.push(term);
            }
        }
    }
    terms
}

/// What a phrase means: by the shipped glossary, by the document itself, or by several others.
fn explained(engine: &Engine, phrase: &str, document: Option<u32>) -> Option<TermAnswer> {
    let articles = &engine.generation().articles;
    let key = folded(phrase);
    let mined = articles.definitions.find(&key);
    let ours = |meaning: &&Meaning| {
        let from = articles.get(meaning.ordinal).map(|entry| entry.document);
        from.is_some() && from == document
    };
    // One article's word for a thing is that article's; what several say is a term.
    let agreed = |meaning: &&Meaning| {
        let named = phrase.contains(' ') || !phrase.contains(char::is_lowercase);
        named && phrase.len() > 1 && meaning.articles > 1
    };
    let meaning = mined.iter().find(ours);
    if meaning.is_none()
        && let Some((term, meaning)) = SHIPPED.get(&key)
    {
        return Some(TermAnswer {
            term: (*term).to_owned(),
            meaning: meaning.replace('|', ", "),
            scope: Vec::new(),
            article: None,
            span: None,
        });
    }
    let meaning = meaning.or_else(|| mined.iter().find(agreed))?;
    Some(TermAnswer {
        term: meaning.term.clone(),
        meaning: meaning.meaning.clone(),
        scope: meaning.scope.clone(),
        article: articles.get(meaning.ordinal).map(|entry| entry.id),
        span: Some(meaning.span),
    })
}

fn collect<'a>(blocks: &'a [Block], texts: &mut Vec<&'a str>) {
    for block in blocks {
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => texts.push(text),
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    texts.push(&item.text);
                    collect(&item.children, texts);
                }
            }
            _ => {}
        }
    }
}
