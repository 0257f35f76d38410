//! A hand-over packet: what is missing on the left, to be filled in; the packet as it goes into
//! the ticket on the right.

use super::case_form::CaseForm;
use super::issue::meter;
use super::markdown::rendered;
use crate::routes::escalation::EscalationRequest;
use engine::answer::{EscalationPacket, PacketItem};
use maud::{Markup, html};

/// The page.
pub(super) fn page(
    packet: &EscalationPacket,
    request: &EscalationRequest,
    form: &CaseForm,
) -> Markup {
    html! {
        div.handing {
            section.case aria-label="What is handed over" {
                header.title {
                    p.eyebrow { "Hand over to" }
                    h1 { (packet.to.to) }
                    p.about { span { (packet.to.because) } }
                    @for other in &packet.also { p.about { span { "Also: " (other.to) ", " (other.because) } } }
                }
                @if let Some(issue) = &packet.issue {
                    p.held { (issue.title) " " span.id { (issue.id) } (meter(issue.probability)) }
                } @else { p.note { (packet.reason) } }
                (collected(packet, request, form))
                @if !packet.limits.is_empty() {
                    h2 { "Not for this tier" }
                    ul.links { @for limit in &packet.limits { li { (limit.what) " " span.id { (limit.who) } } } }
                }
            }
            section.paper aria-label="The packet" {
                header {
                    p.eyebrow { "For the ticket" }
                    button.quiet type="button" hidden data-copy-near { "Copy Markdown" }
                }
                div.packet { (rendered(&packet.markdown)) }
                details open {
                    summary { "As Markdown" }
                    textarea.source readonly rows="14" aria-label="The packet as Markdown" data-copy-field { "\n" (packet.markdown) }
                }
            }
        }
    }
}

fn collected(packet: &EscalationPacket, request: &EscalationRequest, form: &CaseForm) -> Markup {
    let given = |item: &PacketItem| {
        let given = request
            .have
            .get(&item.name)
            .or_else(|| request.have.get(&item.number.to_string()));
        given.and_then(Option::as_deref).unwrap_or_default()
    };
    html! {
        @if !packet.items.is_empty() {
            form.collect action="/escalate" method="post" {
                (form.hidden())
                @if let Some(session) = &request.session { input type="hidden" name="session" value=(session); }
                h2 { "Collected" }
                p.about { span { (packet.completeness) } }
                ul.checks {
                    @for item in &packet.items {
                        li.have[item.have] {
                            span.tick aria-hidden="true" { @if item.have { "✓" } @else { "○" } }
                            label {
                                span { (item.item) }
                                @if item.have && given(item).is_empty() {
                                    span.value { (item.value.as_deref().unwrap_or("there")) }
                                } @else {
                                    input name=(format!("have.{}", item.name)) value=(given(item)) placeholder="Missing: fill in" autocomplete="off" maxlength="2000";
                                }
                            }
                        }
                    }
                }
                button { "Update the packet" }
            }
        }
    }
}
