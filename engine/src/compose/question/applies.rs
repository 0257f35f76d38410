//! Which products an article applies to, if that is asked.

use super::pool::Pool;
use crate::answer::Passage;
use crate::understand::query_terms::QueryTerms;
use corpus::article::Role;
use corpus::{Article, Document, Span};

/// Words that ask what something applies to, and words for what is asked about. Both have to be
/// said: `which flowchart applies` asks for no product.
const APPLY: &[&str] = &["apply", "applies", "applicable"];
const ABOUT: &[&str] = &[
    "article", "articles", "kb", "product", "products", "version", "versions", "edition",
    "editions",
];

/// The products that the first article which competes says it applies to, as printed; with its
/// place in the pool. None if that is not asked, or the article does not say.
pub(super) fn applies_to(pool: &Pool, query: &QueryTerms) -> Option<(usize, Passage)> {
    let (document, article) = pool.members.first().map(|_| pool.open_member(0))?;
    Some((0, told_by(document, article, query)?))
}

/// The same, told by one article.
pub(super) fn told_by(
    document: &Document,
    article: &Article,
    query: &QueryTerms,
) -> Option<Passage> {
    let says = |words: &[&str]| {
        query
            .words
            .iter()
            .any(|word| words.contains(&word.as_str()))
    };
    if !says(APPLY) || !says(ABOUT) {
        return None;
    }
    let mut sections = article.sections.iter();
    let section = sections.find(|section| section.role == Role::AppliesTo)?;
    let span = section
        .blocks
        .iter()
        .map(|block| block.span)
        .reduce(Span::join)?;
    Some(Passage {
        text: document.text(span).trim().to_owned(),
        heading: section.heading.clone(),
        span,
        ..Passage::default()
    })
}
