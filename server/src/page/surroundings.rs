//! What stands beside an article: its sections, products, terms, where it points and what points
//! at it.

use super::cite::{cite, escaped, to_article};
use super::results::heading_class;
use engine::answer::{ArticleAnswer, ReferenceAnswer, TermAnswer};
use maud::{Markup, html};

/// References that are shown before the rest folds.
const SHOWN: usize = 8;

/// The column beside the article.
pub(super) fn aside(article: &ArticleAnswer) -> Markup {
    html! {
        aside.beside aria-label="About this article" {
            (contents(article))
            @if !article.terms.is_empty() {
                section { h2 { "Terms" } dl.terms { @for term in &article.terms { (explained(term)) } } }
            }
            @if !article.references.is_empty() {
                section { h2 { "Points to" } (references(&article.references)) }
            }
            @if !article.cited_by.is_empty() {
                section {
                    h2 { "Pointed at by " span.count { (article.citations) } }
                    ul.links {
                        @for citation in article.cited_by.iter().take(SHOWN) {
                            li { a href=(to_article(&citation.id)) { (citation.title) } " " span.id { (citation.id) } }
                        }
                    }
                }
            }
            @if article.products.len() > 2 {
                section {
                    h2 { "Applies to" }
                    ul.plain { @for product in &article.products { li { (product) } } }
                }
            }
            section {
                h2 { "Read from" }
                p.document { (article.document) }
                @if !article.keywords.is_empty() { p.keywords { (article.keywords.join(" ")) } }
            }
        }
    }
}

fn contents(article: &ArticleAnswer) -> Markup {
    let mut before: Option<&String> = None;
    let mut headings = Vec::new();
    for (place, section) in article.sections.iter().enumerate() {
        let heading = section.heading.last();
        let is_new = heading != before && heading.is_some_and(|heading| *heading != article.title);
        if let Some(heading) = heading.filter(|_| is_new) {
            headings.push((place, heading));
        }
        before = heading;
    }
    html! {
        @if headings.len() > 2 {
            nav.contents aria-label="Sections" {
                h2 { "On this page" }
                ol { @for (place, heading) in headings { li { a href=(format!("#s{place}")) class=[heading_class(heading)] { (heading) } } } }
            }
        }
    }
}

fn explained(term: &TermAnswer) -> Markup {
    html! {
        div {
            dt { (term.term) }
            dd {
                (term.meaning)
                @if !term.scope.is_empty() { span.scope { " on " (term.scope.join(", ")) } }
                @if let (Some(article), Some(span)) = (&term.article, term.span) { " " (cite(article, span, "")) }
            }
        }
    }
}

fn references(references: &[ReferenceAnswer]) -> Markup {
    let entry = |reference: &ReferenceAnswer| {
        html! {
            li {
                @if reference.present {
                    a href=(to_article(&reference.target)) { (reference.title.as_deref().unwrap_or(&reference.words)) }
                    " " span.id { (reference.target) }
                } @else if let (true, Some(url)) = (reference.is_web, &reference.url) {
                    // An address is shown, never made a link: whoever wrote it is a stranger.
                    span { (reference.words) }
                    " " span.id { (url) }
                } @else {
                    span.dead { (reference.words) }
                    " " span.gone { "not in this knowledge base" }
                    " " a href=(format!("/?q={}", escaped(&reference.target))) { "search" }
                }
            }
        }
    };
    html! {
        ul.links { @for reference in references.iter().take(SHOWN) { (entry(reference)) } }
        @if references.len() > SHOWN {
            details {
                summary { (references.len() - SHOWN) " more" }
                ul.links { @for reference in references.iter().skip(SHOWN) { (entry(reference)) } }
            }
        }
    }
}
