//! `/case/…`: how a case ended, what was wrong with its answer, and what is remembered of it.
//!
//! Buttons under an answer post here; they are plain forms and need no script.

use super::cite::escaped;
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::results::titled;
use crate::extract::Path;
use crate::keys::{Caller, Role};
use crate::problem::{Kind, Problem};
use crate::routes::cases::{FeedbackRequest, OutcomeRequest, Said, find};
use crate::state::AppState;
use axum::extract::State;
use engine::answer::Triage;
use engine::desk::record::{CaseFile, Channel, Outcome, Reason};
use maud::{Markup, html};

/// Buttons for how a case ended.
const OUTCOMES: [(Outcome, &str); 4] = [
    (Outcome::Fixed, "Fixed"),
    (Outcome::FixedUnclear, "Fixed, but unclear"),
    (Outcome::NotFixed, "Not fixed"),
    (Outcome::Escalated, "Escalated"),
];
/// Buttons for what is wrong.
const REASONS: [(Reason, &str); 4] = [
    (Reason::Wrong, "Wrong"),
    (Reason::Outdated, "Outdated"),
    (Reason::Unclear, "Unclear"),
    (Reason::Unsafe, "Unsafe"),
];

/// Under an answer: how did it end, and is anything wrong with it; nothing where no memory is
/// kept.
pub(super) fn ask(answer: &Triage) -> Markup {
    let Some(case) = &answer.case else {
        return html! {};
    };
    let place = format!("/case/{}", escaped(case));
    html! {
        section.question.ended aria-label="How it ended" {
            p.eyebrow { "Case " span.id { (case) } }
            h2 { "How did it end?" }
            form action=(format!("{place}/outcome")) method="post" {
                (which(answer))
                div.choices {
                    @for (outcome, words) in OUTCOMES {
                        button name="outcome" value=(outcome.name()) { (words) }
                    }
                }
            }
            details.further {
                summary { "Something in this answer is wrong" }
                form action=(format!("{place}/feedback")) method="post" {
                    (which(answer))
                    div.other { input name="note" maxlength="2000" autocomplete="off" placeholder="What, in a few words" aria-label="What is wrong, in a few words"; }
                    div.choices {
                        @for (reason, words) in REASONS {
                            button name="reason" value=(reason.name()) { (words) }
                        }
                    }
                }
            }
        }
    }
}

/// Which of several known issues is meant; the first if nothing is said.
fn which(answer: &Triage) -> Markup {
    html! {
        @match answer.issues.as_slice() {
            [] => {},
            [only] => input type="hidden" name="issue" value=(only.id);,
            several => label.which { span.unseen { "Which known issue it was" }
                select name="issue" {
                    @for known in several { option value=(known.id) { (known.title) } }
                }
            },
        }
    }
}

/// Takes down how a case ended.
pub(super) async fn take_outcome(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Page, Problem> {
    let outcome = fields.get("outcome").and_then(Outcome::of_name);
    let request = OutcomeRequest {
        outcome: outcome.ok_or_else(|| not_said("outcome"))?,
        issue: fields.text("issue"),
        article: None,
        section: None,
        note: fields.text("note"),
    };
    let recorded = said(&caller).outcome(&state, &id, request.clone()).await?;
    let words = format!("{} is {}.", recorded.case, request.outcome.words());
    Ok(kept(&state, &caller, &recorded.case, &words))
}

/// Takes down what was wrong with an answer.
pub(super) async fn take_feedback(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Page, Problem> {
    let reason = fields.get("reason").and_then(Reason::of_name);
    let request = FeedbackRequest {
        reason: reason.ok_or_else(|| not_said("reason"))?,
        issue: fields.text("issue"),
        article: None,
        note: fields.text("note"),
    };
    let recorded = said(&caller).feedback(&state, &id, request.clone()).await?;
    let reason = request.reason.name();
    let words = format!("The answer to {} is noted as {reason}.", recorded.case);
    Ok(kept(&state, &caller, &recorded.case, &words))
}

fn said(caller: &Caller) -> Said<'_> {
    Said {
        caller,
        channel: Channel::Web,
    }
}

fn not_said(field: &str) -> Problem {
    Problem::new(Kind::InvalidField)
        .detail(format!("`{field}` is missing, or none that there is."))
        .field(field)
}

/// The page after a button.
fn kept(state: &AppState, caller: &Caller, case: &str, words: &str) -> Page {
    let frame = Frame::new(Place::Triage, "Kept", caller, &state.shelf.current());
    frame.page(html! {
        div.column {
            header.title { h1 { "Kept" } p.lead { (words) } }
            p {
                a.button href="/triage" { "Next case" } " "
                @if caller.role != Role::Reader { a href=(format!("/case/{}", escaped(case))) { "What is remembered of it" } }
            }
            p.note { "If that was the wrong button, say it again: the last word counts." }
        }
    })
}

/// Shows what is remembered of a case.
pub(super) async fn show_case(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Page, Problem> {
    let file = find(&state, &caller, &id).await?;
    let knowledge = state.shelf.current();
    let title = format!("Case {}", file.case.id);
    let frame = Frame::new(Place::Triage, &title, &caller, &knowledge);
    Ok(frame.page(page(&file)))
}

fn page(file: &CaseFile) -> Markup {
    let case = &file.case;
    html! {
        div.column {
            header.title { h1 { "Case " (case.id) }
                p.lead { @match file.outcome() {
                    Some(said) => { (said.outcome.words()) },
                    None => { "Nobody has said how it ended." },
                } }
            }
            section {
                h2 { "Reported" }
                p.about { span { (case.time.strftime("%Y-%m-%d %H:%M")) " UTC" } span { (case.channel.name()) }
                    @if let Some(name) = &case.who.name { span { (name) } }
                    @if let Some(site) = &case.site { span { (site) } }
                    @if case.rounds > 1 { span { (case.rounds) " rounds" } }
                }
                p.masked { (case.text) }
            }
            section {
                h2 { "Shown" }
                @if case.abstained { p.none { "Nothing known fitted well enough." } }
                ul.links { @for shown in &file.shown { li { (titled(&shown.issue, &shown.title)) } } }
            }
            @if !file.outcomes.is_empty() || !file.feedback.is_empty() { (said_since(file)) }
        }
    }
}

fn said_since(file: &CaseFile) -> Markup {
    html! {
        section {
            h2 { "Said since" }
            ul.unanswered {
                @for said in &file.outcomes {
                    li { span.when { (said.time.strftime("%Y-%m-%d %H:%M")) } span { (said.outcome.words())
                        @if let Some(name) = &said.who.name { ", " (name) }
                        @if let Some(note) = &said.note { ": " (note) } } }
                }
                @for said in &file.feedback {
                    li { span.when { (said.time.strftime("%Y-%m-%d %H:%M")) } span { "the answer is " (said.reason.name())
                        @if let Some(name) = &said.who.name { ", " (name) }
                        @if let Some(note) = &said.note { ": " (note) } } }
                }
            }
        }
    }
}
