//! Which products an article applies to, if that is asked.

use super::pool::Pool;
use crate::answer::Passage;
use crate::understand::query_terms::QueryTerms;
use corpus::Span;
use corpus::article::Role;

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
    let says = |words: &[&str]| {
        query
            .words
            .iter()
            .any(|word| words.contains(&word.as_str()))
    };
    if !says(APPLY) || !says(ABOUT) || pool.members.is_empty() {
        return None;
    }
    let (document, article) = pool.open_member(0);
    let mut sections = article.sections.iter();
    let section = sections.find(|section| section.role == Role::AppliesTo)?;
    let span = section
        .blocks
        .iter()
        .map(|block| block.span)
        .reduce(Span::join)?;
    let passage = Passage {
        text: document.text(span).trim().to_owned(),
        heading: section.heading.clone(),
        span,
        ..Passage::default()
    };
    Some((0, passage))
}
