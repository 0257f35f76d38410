//! `/guides`: playbooks to walk.

use super::blocks::{Beside, blocks};
use super::cite::escaped;
use super::frame::{Frame, Page, Place};
use crate::extract::Path;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::check_short;
use crate::routes::guides::now;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use engine::answer::{GuideAnswer, GuideNode, GuideSummary, GuidesAnswer};
use engine::guide::{Choice, clock};
use maud::{Markup, html};

fn today() -> Choice {
    Choice {
        on: clock::date(now()),
        change: None,
        version: None,
    }
}

/// Lists playbooks.
pub(super) async fn show_guides(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Page, Problem> {
    let knowledge = state.shelf.current();
    let answer = state
        .ask_of(knowledge.clone(), &caller, |knowledge, viewer| {
            Ok(knowledge.engine.guides_for(&today().on, viewer))
        })
        .await?;
    let frame = Frame::new(Place::Guides, "Guides", &caller, &knowledge);
    Ok(frame.page(list(&answer)))
}

/// Shows a playbook as a whole.
pub(super) async fn show_guide(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Page, Problem> {
    check_short("id", [&id])?;
    let knowledge = state.shelf.current();
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            Ok(knowledge.engine.guide_for(&id, &today(), viewer)?)
        })
        .await?;
    let frame = Frame::new(Place::Guides, &answer.summary.title, &caller, &knowledge);
    Ok(frame.page(whole(&answer)))
}

/// Begins a session and leads to it.
pub(super) async fn begin_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    check_short("id", [&id])?;
    let (tier, shared) = (caller.role.tier(), state.clone());
    let session = state
        .ask(&caller, move |knowledge, viewer| {
            let (engine, choice) = (&knowledge.engine, today());
            engine.guide_for(&id, &choice, viewer)?;
            let store = shared.sessions.as_ref();
            Ok(engine.begin_guide(store, (&id, &choice), Some(tier), now())?)
        })
        .await?;
    Ok(Redirect::to(&format!(
        "/session/{}",
        escaped(&session.code)
    )))
}

fn begin(id: &str) -> Markup {
    html! {
        form action=(format!("/guide/{}/begin", escaped(id))) method="post" {
            button.primary { "Begin" }
        }
    }
}

fn list(answer: &GuidesAnswer) -> Markup {
    html! {
        div.column {
            header.title {
                h1 { "Guides" }
                p.lead { "One question at a time. Every session has a code, by which anyone at the desk can take it over." }
            }
            form.resume action="/session" method="get" {
                label for="code" { "Go on with a session" }
                input #code name="code" placeholder="Code, such as 7F-KQ" maxlength="40" autocomplete="off" spellcheck="false";
                button { "Open" }
            }
            @if answer.guides.is_empty() { p.note { "There are no guides in this knowledge base." } }
            ul.cards {
                @for guide in &answer.guides { (card(guide)) }
            }
        }
    }
}

fn card(guide: &GuideSummary) -> Markup {
    html! {
        li.card {
            h2 { a href=(format!("/guide/{}", escaped(&guide.id))) data-hit { (guide.title) } }
            p.about { (facts(guide)) }
            @if !guide.applies_when.is_empty() {
                p.calls { (guide.applies_when.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(" · ")) }
            }
        }
    }
}

fn facts(guide: &GuideSummary) -> Markup {
    html! {
        span { "Tier " (guide.tier) "+" }
        span { (guide.length) " steps" }
        span { "Version " (guide.version) }
        @if !guide.owner.is_empty() { span { (guide.owner) } }
    }
}

fn whole(answer: &GuideAnswer) -> Markup {
    html! {
        div.column {
            header.title {
                p.within { a href="/guides" { "Guides" } }
                h1 { (answer.summary.title) }
                p.about { (facts(&answer.summary)) }
            }
            (blocks(&answer.introduction, Beside::default()))
            (begin(&answer.summary.id))
            @if !answer.summary.applies_when.is_empty() {
                h2 { "Called for by" }
                ul.chips { @for words in &answer.summary.applies_when { li { (words) } } }
            }
            h2 { "All of it" }
            ol.nodes { @for node in &answer.nodes { (one_node(node)) } }
        }
    }
}

fn one_node(node: &GuideNode) -> Markup {
    html! {
        li.node id=(format!("n-{}", node.id)) {
            h3 { (node.title) span.kind { (node.kind) } }
            @if node.kind == "link" { p { a href=(super::cite::to_article(&node.text)) { (node.text) } } }
            @else { p { (node.text) } }
            (blocks(&node.blocks, Beside::default()))
            @if !node.edges.is_empty() {
                ul.edges {
                    @for edge in &node.edges {
                        li { (edge.answer) " → " a href=(format!("#n-{}", edge.target)) { (edge.target) } }
                    }
                }
            }
        }
    }
}
