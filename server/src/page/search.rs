//! `GET /`: search, with the answer above the results and facets beside them.

use super::fields::Fields;
use super::frame::{Frame, Page, Place, field};
use super::results::{self, Found};
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::Switch;
use crate::routes::search::SearchParams;
use crate::state::AppState;
use axum::extract::State;
use engine::guide::clock;
use maud::{Markup, html};

/// Answers with results, or with nothing but the field.
pub(super) async fn show_search(
    State(state): State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Result<Page, Problem> {
    let knowledge = state.shelf.current();
    let Some(words) = fields.text("q") else {
        let manifest = &knowledge.engine.generation().manifest;
        let frame = Frame::new(Place::Search, "Search", &caller, &knowledge).with_query(None);
        return Ok(frame.page(landing(manifest.articles, manifest.created)));
    };
    let params = SearchParams {
        q: words.clone(),
        product: fields.text("product"),
        kind: fields.text("kind"),
        tier: fields.number("tier"),
        cursor: fields.text("cursor"),
        facets: Some(Switch::On),
        ..SearchParams::default()
    };
    let prepared = params.prepare(&state)?;
    let page = prepared.find(&state, knowledge.clone(), &caller).await?;
    let frame = Frame::new(Place::Search, &words, &caller, &knowledge).with_query(None);
    Ok(frame.page(results::results(&Found { params, page })))
}

fn landing(articles: u64, created: u64) -> Markup {
    html! {
        section.landing {
            h1 { "What does the caller see?" }
            form.big role="search" action="/" method="get" {
                (field("", "Search the knowledge base"))
                button { "Search" }
            }
            p.facts {
                (count(articles)) " articles"
                @if created > 0 { " · indexed " (clock::date(created)) }
            }
            ul.ways {
                li { a href="/triage" { strong { "Triage a case" } span { "Paste the caller's words and events; get known issues, safe remedies and the next question." } } }
                li { a href="/guides" { strong { "Walk a guide" } span { "One question at a time, with a code to hand the session on." } } }
                li { a href="/help" { strong { "Keys and notations" } span { "Event ids, error codes, ports and KB numbers are taken exactly." } } }
            }
        }
    }
}

/// A number with its thousands parted.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
