//! `/escalate`: the packet with which a case is handed over, to fill in and to copy.

use super::case_form::CaseForm;
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::packet;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::escalation::EscalationRequest;
use crate::state::AppState;
use axum::extract::State;
use maud::html;

/// Answers with the form, or with the packet of a session that a link names.
pub(super) async fn show_form(
    state: State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Result<Page, Problem> {
    if fields.get("session").is_some() {
        return show_packet(state, caller, fields).await;
    }
    let knowledge = state.shelf.current();
    let frame = Frame::new(Place::Triage, "Hand over", &caller, &knowledge);
    Ok(frame.page(html! {
        div.column {
            header.title { h1 { "Hand a case over" } p.lead { "The packet says what was reported, what was ruled out, and what is still missing. Names and addresses are masked." } }
            form.entry action="/escalate" method="post" {
                label for="text" { "What is reported" }
                textarea #text name="text" rows="8" required data-submit {}
                button.primary { "Write the hand-over" }
            }
        }
    }))
}

/// Answers with the packet.
pub(super) async fn show_packet(
    State(state): State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Result<Page, Problem> {
    let form = CaseForm::read(&fields);
    let have = fields
        .below("have.")
        .map(|(item, value)| (item.to_owned(), Some(value.to_owned())));
    let request = EscalationRequest {
        text: form.request.text.clone(),
        answers: form.request.answers.clone(),
        have: have.collect(),
        session: fields.text("session"),
        tier: Some(
            caller
                .role
                .tier()
                .min(fields.number("tier").unwrap_or(1))
                .max(1),
        ),
    };
    let knowledge = state.shelf.current();
    let packet = request
        .clone()
        .write(&state, knowledge.clone(), &caller)
        .await?;
    let frame = Frame::new(Place::Triage, "Hand over", &caller, &knowledge);
    Ok(frame.page(packet::page(&packet, &request, &form)))
}
