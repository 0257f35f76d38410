//! `GET /article/{id}`: an article to read, with cited words highlighted where they stand.

use super::blocks::{self, Beside};
use super::cite::{span_of, to_article};
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::results::{heading_class, products, state};
use super::surroundings;
use crate::extract::Path;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::article::unknown_article;
use crate::routes::check_short;
use crate::state::AppState;
use axum::extract::State;
use corpus::Span;
use engine::answer::{ArticleAnswer, SectionAnswer};
use engine::compose::marks::Mark;
use maud::{Markup, html};

/// Answers with an article.
pub(super) async fn show_article(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Page, Problem> {
    check_short("id", [&id])?;
    let at = fields.get("at").and_then(span_of);
    let knowledge = state.shelf.current();
    let unknown = unknown_article(&id);
    let found = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            // Without a citation nothing lies within the bytes, and nothing is marked.
            let at = at.unwrap_or(Span { start: 0, end: 0 });
            Ok(knowledge.engine.article_at(&id, at, viewer)?)
        })
        .await?;
    let (article, marks) = found.ok_or(unknown)?;
    let frame = Frame::new(Place::Search, &article.title, &caller, &knowledge);
    let cited = at.map(|_| marks.as_slice());
    Ok(frame.page(page(&article, cited)))
}

/// The page; `cited` are the words of a citation, if one led here.
pub(super) fn page(article: &ArticleAnswer, cited: Option<&[Mark]>) -> Markup {
    let marks = cited.unwrap_or_default();
    html! {
        div.reading {
            article.article {
                (head(article))
                @if cited.is_some_and(<[Mark]>::is_empty) {
                    p.note #at { "The words that were cited are not in what can be shown here." }
                }
                @if !article.gaps.is_empty() {
                    p.gaps { (article.gaps.len()) @if article.gaps.len() == 1 { " place" } @else { " places" } " where the source lost something; each is marked below." }
                }
                @for (place, section) in article.sections.iter().enumerate() {
                    (one_section(article, (place, section), marks))
                }
            }
            (surroundings::aside(article))
        }
    }
}

fn head(article: &ArticleAnswer) -> Markup {
    html! {
        header.title {
            @if let Some(whole) = &article.part_of {
                p.within { "Part of " a href=(to_article(whole)) { (whole) } }
            }
            h1 { (article.title) }
            p.about {
                span.id data-copy-text=(article.id) { (article.id) }
                (state(article.state.as_ref()))
                @if !article.kind.is_empty() { span { (article.kind) } }
                @if let Some(date) = &article.date { span { (date) } }
                (products(&article.products))
            }
            p.actions {
                button.quiet type="button" hidden data-copy-steps { "Copy steps" kbd aria-hidden="true" { "c" } }
                a.quiet href=(format!("/v1/articles/{}?raw", super::cite::escaped(&article.id))) { "Source" }
            }
        }
    }
}

fn one_section(
    article: &ArticleAnswer,
    (place, section): (usize, &SectionAnswer),
    marks: &[Mark],
) -> Markup {
    let is_cited = marks.iter().any(|mark| section.span.contains(mark.holder));
    let before = place
        .checked_sub(1)
        .and_then(|place| article.sections.get(place));
    let heading = section.heading.last();
    let is_new = before.and_then(|before| before.heading.last()) != heading;
    let beside = Beside {
        gaps: &article.gaps,
        marks,
    };
    let shown = heading.filter(|heading| is_new && **heading != article.title);
    let class = section_class(&section.role);
    html! {
        @match shown {
            // What an article applies to stands in its head, and can be a screen long.
            Some(heading) if section.role == "applies_to" => details class=(class) open[is_cited] {
                summary id=(format!("s{place}")) { (heading) }
                (blocks::section(section, beside))
            },
            _ => section class=(class) {
                @if let Some(heading) = shown {
                    h2 id=(format!("s{place}")) class=[heading_class(heading)] { (heading) }
                }
                (blocks::section(section, beside))
            },
        }
    }
}

/// Sections that say what to do stand out; names of roles come from the program, not from
/// documents.
fn section_class(role: &str) -> &'static str {
    match role {
        "resolution" | "workaround" => "section does",
        _ => "section",
    }
}
