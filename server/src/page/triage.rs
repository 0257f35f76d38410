//! `/triage`: the case on the left, what is known about it on the right.

use super::case_form::{self, CaseForm};
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::upload::CaseFields;
use super::verdict;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::triage;
use crate::state::AppState;
use axum::extract::State;
use engine::answer::Triage;
use engine::desk::record::Channel;
use maud::{Markup, html};

/// Answers with the empty form, or one that a link filled in.
pub(super) async fn show_form(
    State(state): State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Page {
    let knowledge = state.shelf.current();
    let case = CaseForm::read(&fields);
    Frame::new(Place::Triage, "Triage", &caller, &knowledge).page(page(&case, None))
}

/// Answers a case.
pub(super) async fn show_triage(
    State(state): State<AppState>,
    caller: Caller,
    CaseFields(fields): CaseFields,
) -> Result<Page, Problem> {
    let mut form = CaseForm::read(&fields);
    let knowledge = state.shelf.current();
    let frame = Frame::new(Place::Triage, "Triage", &caller, &knowledge);
    if form.request.text.is_empty() {
        return Ok(frame.page(page(&form, None)));
    }
    let origin = form.request.origin(&caller, Channel::Web)?;
    let answer = triage::answer(&state, &knowledge, (&caller, origin), &form.request).await?;
    // Whatever is answered next is a further round of this case.
    form.request.case.clone_from(&answer.case);
    Ok(frame.page(page(&form, Some(&answer))))
}

/// The page, with an answer if there is one.
pub(super) fn page(form: &CaseForm, answer: Option<&Triage>) -> Markup {
    html! {
        h1.unseen { "Triage a case" }
        div.triage.asked[answer.is_some()] {
            (case_form::case(form, answer))
            section.verdict #verdict aria-label="What is known" {
                @match answer {
                    Some(answer) => (verdict::verdict(form, answer)),
                    None => (invitation()),
                }
            }
        }
    }
}

fn invitation() -> Markup {
    html! {
        div.invitation {
            h2 { "Say it as the caller says it" }
            p { "Words, pasted events and log lines go into one field. The answer names known issues with how likely each is, what to do about them, the safest first, and what to ask next." }
            p { "If nothing known fits, it says so, and shows what was nearest." }
        }
    }
}
