//! `/guides`: playbooks to walk.

use super::blocks::{Beside, blocks};
use super::cite::{escaped, to_article};
use super::frame::{Frame, Page, Place};
use crate::extract::Path;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::check_short;
use crate::routes::guides::now;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use engine::Engine;
use engine::answer::{GuideAnswer, GuideNode, GuideSummary, GuidesAnswer};
use engine::compose::guard::Viewer;
use engine::guide::{Choice, clock};
use maud::{Markup, html};
use std::collections::HashMap;

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
    let (answer, links) = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            let answer = knowledge.engine.guide_for(&id, &today(), viewer)?;
            let links = links(&answer, &knowledge.engine, viewer);
            Ok((answer, links))
        })
        .await?;
    let frame = Frame::new(Place::Guides, &answer.summary.title, &caller, &knowledge);
    Ok(frame.page(whole(&answer, &links)))
}

/// Address and title of each guide and article that a guide sends to, by id.
type Links = HashMap<String, (String, String)>;

/// What the links of a guide lead to, as far as the viewer may see it.
fn links(guide: &GuideAnswer, engine: &Engine, viewer: &Viewer) -> Links {
    let guides = engine.guides_for(&today().on, viewer).guides;
    let articles = &engine.generation().articles;
    let targets = guide.nodes.iter().filter(|node| node.kind == "link");
    let found = targets.filter_map(|node| {
        let id = &node.text;
        if let Some(other) = guides.iter().find(|other| other.id == *id) {
            let place = format!("/guide/{}", escaped(id));
            return Some((id.clone(), (place, other.title.clone())));
        }
        let entry = articles.get(articles.find(id)?)?;
        let place = to_article(id);
        viewer
            .sees(entry.audience)
            .then(|| (id.clone(), (place, entry.title)))
    });
    found.collect()
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

fn whole(answer: &GuideAnswer, links: &Links) -> Markup {
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
            ol.nodes { @for node in &answer.nodes { (one_node(node, answer, links)) } }
            @if !answer.sources.is_empty() {
                section.origin {
                    h2 { "Written from" }
                    ul.plain { @for source in &answer.sources { li { (source) } } }
                }
            }
        }
    }
}

/// What a node is called in the links that lead to it.
fn title_of<'g>(guide: &'g GuideAnswer, id: &'g str) -> &'g str {
    let node = guide.nodes.iter().find(|node| node.id == id);
    node.map_or(id, |node| {
        if node.title.is_empty() {
            &node.text
        } else {
            &node.title
        }
    })
}

fn one_node(node: &GuideNode, guide: &GuideAnswer, links: &Links) -> Markup {
    html! {
        li.node id=(format!("n-{}", node.id)) {
            h3 { (node.title) " " span.kind { (node.kind) } }
            @match links.get(&node.text).filter(|_| node.kind == "link") {
                Some((place, title)) => p { a href=(place) { (title) } },
                None if node.kind == "link" => p { (node.text) " " span.gone { "not in this knowledge base" } },
                None => p { (node.text) },
            }
            (blocks(&node.blocks, Beside::default()))
            @if !node.edges.is_empty() {
                ul.edges {
                    @for edge in &node.edges {
                        li { (edge.answer) " → " a href=(format!("#n-{}", edge.target)) { (title_of(guide, &edge.target)) } }
                    }
                }
            }
        }
    }
}
