//! Which articles a document refers to, if that is asked.

use super::pool::Pool;
use crate::answer::Passage;
use crate::understand::query_terms::QueryTerms;
use std::collections::HashSet;

/// Words that ask for references, and words for what is referred to. Both have to be said.
const REFER: &[&str] = &[
    "refer",
    "refers",
    "referred",
    "references",
    "referenced",
    "cite",
    "cites",
    "cited",
    "mention",
    "mentions",
    "mentioned",
    "point",
    "points",
];
const ARTICLES: &[&str] = &[
    "article",
    "articles",
    "kb",
    "documents",
    "document",
    "references",
    "pages",
];
/// References that are listed.
const MOST: usize = 60;

/// The references of the first document that competes, quoted in the source's order; with the
/// member of the pool in which the first one stands. None if references are not what is asked.
pub(super) fn cited(pool: &Pool, query: &QueryTerms) -> Option<(usize, Passage)> {
    let says = |words: &[&str]| {
        query
            .words
            .iter()
            .any(|word| words.contains(&word.as_str()))
    };
    if !says(REFER) || !says(ARTICLES) || !says(&["which", "what", "list", "all", "show"]) {
        return None;
    }
    let (document, _) = pool.members.first().map(|_| pool.open_member(0))?;
    let mut known = HashSet::new();
    let mut lines = Vec::new();
    let mut span = None;
    let mut first = None;
    for article in &document.articles {
        for reference in &article.references {
            if lines.len() >= MOST || !known.insert(reference.target.as_str()) {
                continue;
            }
            let quoted = document.text(reference.span);
            let quoted = quoted.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!("{}: {quoted}", reference.target));
            first.get_or_insert(article.id.as_str());
            span = Some(span.map_or(reference.span, |all: corpus::Span| all.join(reference.span)));
        }
    }
    let first = first?;
    let member = (0..pool.members.len()).find(|&member| pool.open_member(member).1.id == first)?;
    Some((
        member,
        Passage {
            text: lines.join("\n"),
            heading: vec!["References".to_owned()],
            span: span?,
            ..Passage::default()
        },
    ))
}
