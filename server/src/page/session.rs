//! `/session/{code}`: where a session of a playbook stands, with answers as buttons and a way
//! back.

use super::blocks::{self, Beside, blocks};
use super::cite::{escaped, to_article, to_words};
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::markdown::rendered;
use crate::extract::Path;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::guides::now;
use crate::routes::{check_short, check_text};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use engine::answer::{LinkedArticle, SessionAnswer, SessionNode};
use engine::guide::Reply;
use maud::{Markup, html};

/// Leads from a code that was typed to its session.
pub(super) async fn find_session(fields: Fields) -> Redirect {
    match fields.get("code") {
        Some(code) => Redirect::to(&format!("/session/{}", escaped(code))),
        None => Redirect::to("/guides"),
    }
}

/// Shows where a session stands.
pub(super) async fn show_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Page, Problem> {
    check_short("code", [&code])?;
    let (knowledge, shared) = (state.shelf.current(), state.clone());
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            let engine = &knowledge.engine;
            let session = engine.guide_session(shared.sessions.as_ref(), &code)?;
            Ok(engine.session_for(session, viewer))
        })
        .await?;
    let frame = Frame::new(Place::Guides, &answer.guide.title, &caller, &knowledge);
    Ok(frame.page(page(&answer)))
}

/// Answers where it stands, and leads back to it.
pub(super) async fn answer_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Redirect, Problem> {
    check_short("code", [&code])?;
    let text = fields.text("answer").unwrap_or_default();
    check_text("answer", &text, state.config.limits.query_bytes)?;
    let reply = Reply {
        text,
        revision: fields.number("revision"),
    };
    let (shared, place) = (state.clone(), place_of(&code));
    let answered = state.ask(&caller, move |knowledge, _| {
        let store = shared.sessions.as_ref();
        Ok(knowledge.engine.answer_guide(store, &code, &reply, now())?)
    });
    answered.await?;
    Ok(Redirect::to(&place))
}

/// Takes the last answer back, and leads to the session.
pub(super) async fn step_back(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Redirect, Problem> {
    check_short("code", [&code])?;
    let (shared, place) = (state.clone(), place_of(&code));
    let back = state.ask(&caller, move |knowledge, _| {
        let store = shared.sessions.as_ref();
        Ok(knowledge.engine.step_back_guide(store, &code, now())?)
    });
    back.await?;
    Ok(Redirect::to(&place))
}

fn place_of(code: &str) -> String {
    format!("/session/{}", escaped(code))
}

/// The page.
pub(super) fn page(session: &SessionAnswer) -> Markup {
    let place = place_of(&session.code);
    html! {
        div.walk {
            section.column {
                header.title {
                    p.within {
                        a href=(format!("/guide/{}", escaped(&session.guide.id))) { (session.guide.title) }
                        @for title in session.node.within.iter().skip(1) { " › " (title) }
                    }
                    p.code {
                        span.label { "Session" } strong data-copy-text=(session.code) { (session.code) }
                    }
                }
                (blocks(&session.introduction, Beside::default()))
                (node(session, &place))
                @if !session.trail.is_empty() {
                    form.back action=(format!("{place}/back")) method="post" {
                        button.quiet { "← Take the last answer back" }
                    }
                }
            }
            (trail(session))
        }
    }
}

fn node(session: &SessionAnswer, place: &str) -> Markup {
    let node = &session.node;
    html! {
        section class=(format!("standing {}", if node.outcome.is_some() { "outcome" } else { "open" })) {
            p.eyebrow { (kind_words(&node.kind)) }
            h1 { (if node.kind == "link" { &node.title } else { &node.text }) }
            (blocks(&node.blocks, Beside::default()))
            @if let Some(linked) = &node.article { (article(linked)) }
            (outcome(node, &session.code, session.finished))
            @if !node.choices.is_empty() {
                @if let Some(back) = &node.back_in { p.note { "Goes back to: " (back) } }
                form.choices action=(format!("{place}/answer")) method="post" {
                    input type="hidden" name="revision" value=(session.revision);
                    @for choice in &node.choices {
                        button name="answer" value=(choice.number) data-hit {
                            (choice.answer)
                            @if let Some(left) = choice.left { span.left { (left) " left" } }
                        }
                    }
                }
            }
        }
    }
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "question" => "Ask",
        "action" => "Do",
        "link" => "Read",
        "outcome" => "Outcome",
        _ => "Step",
    }
}

fn outcome(node: &SessionNode, code: &str, finished: bool) -> Markup {
    let Some(outcome) = &node.outcome else {
        return html! {};
    };
    html! {
        p.status { strong { (outcome.status) } }
        @if let Some(to) = &outcome.hand_to { p { "Hand to: " strong { (to) } } }
        @if !outcome.collect.is_empty() {
            h2 { "Collect first" }
            ul.checks { @for item in &outcome.collect { li { span.tick aria-hidden="true" { "○" } (item) } } }
        }
        @if finished {
            p.next { a.button href=(format!("/escalate?session={}", escaped(code))) { "Write the hand-over" } }
        }
    }
}

fn article(linked: &LinkedArticle) -> Markup {
    html! {
        div.linked {
            h2 { a href=(to_article(&linked.id)) { (if linked.title.is_empty() { &linked.id } else { &linked.title }) } }
            @for caution in &linked.cautions {
                p.caution { strong { "Caution " } a.step href=(to_words(&linked.id, caution.span)) { (caution.text) } }
            }
            @for section in &linked.sections {
                @if let Some(heading) = section.heading.last() { h3 { (heading) } }
                (blocks::section(section, Beside::default()))
            }
        }
    }
}

fn trail(session: &SessionAnswer) -> Markup {
    html! {
        aside.beside aria-label="So far" {
            h2 { "So far" }
            @if session.trail.is_empty() { p.none { "Nothing answered yet." } }
            ol.trail {
                @for step in &session.trail {
                    li { span.asked { (step.text) } strong { (step.answer) } }
                }
            }
            @if !session.note.is_empty() {
                details {
                    summary { "Ticket note" }
                    div.note-text { (rendered(&session.note)) }
                    textarea.source readonly rows="6" aria-label="Ticket note as Markdown" data-copy-field { "\n" (session.note) }
                    button.quiet type="button" hidden data-copy-near { "Copy note" }
                }
            }
        }
    }
}
