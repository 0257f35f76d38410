//! `GET /help`: keys, and how to ask.

use super::frame::{Frame, Page, Place, key_list};
use crate::keys::Caller;
use crate::state::AppState;
use axum::extract::State;
use maud::html;

const NOTATIONS: [(&str, &str); 6] = [
    (
        "event 4284",
        "an event number; a source before it narrows it down",
    ),
    (
        "0x8004010F",
        "an error code, in hexadecimal, decimal or by its name",
    ),
    ("Q235174, KB 235174", "an article by its number"),
    ("port 3389/tcp", "a port"),
    (
        "is port 500 needed for IPSec?",
        "a question; the passage that answers stands above the results",
    ),
    (
        "\"the words on the screen\"",
        "a message, as near to the letter as it was read out",
    ),
];

/// Answers with the page.
pub(super) async fn show_help(State(state): State<AppState>, caller: Caller) -> Page {
    let knowledge = state.shelf.current();
    Frame::new(Place::Help, "Help", &caller, &knowledge).page(html! {
        div.column {
            header.title { h1 { "Help" } }
            h2 { "Keys" }
            (key_list())
            h2 { "How to ask" }
            dl.notations {
                @for (written, what) in NOTATIONS { div { dt { code { (written) } } dd { (what) } } }
            }
            p { "Numbers, codes and names of services are taken exactly; spelling is forgiven in words only." }
            h2 { "How to read the answer" }
            dl.notations {
                div { dt { span.meter-word { "82 %" } } dd { "how often an answer this likely was right on labelled cases; below the threshold there is none" } }
                div { dt { span.risk.read-only { "Only looks" } } dd { "changes nothing" } }
                div { dt { span.risk.reversible { "Can be taken back" } } dd { "changes something that can be set back" } }
                div { dt { span.risk.disruptive { "Interrupts service" } } dd { "people notice: a restart, a service that stops" } }
                div { dt { span.risk.unknown { "Risk not known" } } dd { "no rule knows the step: read it whole before you do it" } }
                div { dt { span.risk.destructive { "Cannot be taken back" } } dd { "something is gone for good" } }
                div { dt { span.hole { "Hole" } } dd { "the source itself lost something here; nothing was made up in its place" } }
            }
            p { "Every quotation leads to its very words in the article. For programs there is the " a href="/openapi.json" { "HTTP interface" } "." }
        }
    })
}
