//! What is known about a case: what to stop, the known issues or an honest none, the next
//! question, what to have collected, where to go on.

use super::case_file;
use super::case_form::CaseForm;
use super::issue;
use super::results::titled;
use engine::answer::{Question, Triage};
use engine::compose::guard::StopCard;
use maud::{Markup, html};

/// The right side.
pub(super) fn verdict(form: &CaseForm, answer: &Triage) -> Markup {
    html! {
        @if let Some(stop) = &answer.stop { (stop_card(stop)) }
        @if answer.abstained { (abstained(answer)) }
        @else {
            p.reason { (answer.reason) }
        }
        // Without an answer the question is what leads on; with one it stands behind it.
        @if answer.abstained { (next_question(form, answer)) }
        @if !answer.issues.is_empty() {
            @if answer.issues.len() > 1 {
                p.note { "Each issue has its own probability; several may be likely at once." }
            }
            ol.issues {
                @for (place, known) in answer.issues.iter().enumerate() {
                    li { (issue::issue(known, place == 0)) }
                }
            }
        }
        @if !answer.abstained { (next_question(form, answer)) }
        (withheld(answer))
        (guides(answer))
        (hand_over(form, answer))
        (case_file::ask(answer))
    }
}

fn stop_card(stop: &StopCard) -> Markup {
    html! {
        section.stop role="alert" {
            h2 { (stop.title) }
            p.because { "The case says: " (stop.because.join(" … ")) }
            ol { @for step in &stop.instead { li { (step) } } }
            p.say { "Say: " q { (stop.say) } }
        }
    }
}

fn abstained(answer: &Triage) -> Markup {
    let titles = answer.nearest_titles.iter().map(String::as_str);
    let titles = titles.chain(std::iter::repeat(""));
    html! {
        section.abstained aria-label="No known issue" {
            p.eyebrow { "No known issue" }
            h2.verdict { "Nothing known fits this case well enough to act on." }
            p.why { (answer.reason) }
            @if !answer.nearest.is_empty() {
                h3 { "Nearest, and not an answer" }
                ul.links {
                    @for (id, title) in answer.nearest.iter().zip(titles) { li { (titled(id, title)) } }
                }
            }
        }
    }
}

fn next_question(form: &CaseForm, answer: &Triage) -> Markup {
    let Some(question) = &answer.question else {
        return html! {};
    };
    html! {
        section.question aria-label="Next question" {
            p.eyebrow { "Ask next" }
            h2 { (question.text) }
            form action="/triage#verdict" method="post" {
                (form.hidden())
                (choices(question))
            }
        }
    }
}

fn choices(question: &Question) -> Markup {
    let name = format!("answer.{}", question.what);
    html! {
        div.choices {
            @for choice in &question.choices {
                button name=(name) value=(choice) { (choice) }
            }
        }
        @if !question.what.is_empty() {
            div.other {
                input type="hidden" name="asked" value=(question.what);
                input name="said" maxlength="200" autocomplete="off" placeholder="Another answer" aria-label=(question.text);
                button { "Answer" }
            }
        }
    }
}

fn withheld(answer: &Triage) -> Markup {
    html! {
        @if !answer.withheld.is_empty() {
            p.note { (answer.withheld.len()) " places are withheld from this role; ask a supervisor." }
        }
    }
}

fn guides(answer: &Triage) -> Markup {
    html! {
        @if !answer.guides.is_empty() {
            section.offers {
                p.eyebrow { "Guides that fit" }
                @for guide in &answer.guides {
                    form.offer action=(format!("/guide/{}/begin", super::cite::escaped(&guide.id))) method="post" {
                        div { a href=(format!("/guide/{}", super::cite::escaped(&guide.id))) data-hit { (guide.title) } p { (guide.why) } }
                        button { "Begin" }
                    }
                }
            }
        }
    }
}

/// What to have collected, and the way to the next tier.
fn hand_over(form: &CaseForm, answer: &Triage) -> Markup {
    let missing = answer.checklist.iter().filter(|item| !item.have).count();
    html! {
        section.checklist aria-label="Before handing over" {
            p.eyebrow { @if answer.checklist.is_empty() { "Hand over" } @else { "Before handing over" } @if missing > 0 { span.count { (missing) " missing" } } }
            @if !answer.checklist.is_empty() {
                ul.checks {
                    @for item in &answer.checklist {
                        li.have[item.have] {
                            span.tick aria-hidden="true" { @if item.have { "✓" } @else { "○" } }
                            span.unseen { @if item.have { "There: " } @else { "Missing: " } }
                            (item.item)
                        }
                    }
                }
            }
            form action="/escalate" method="post" {
                (form.hidden())
                button {
                    "Write the hand-over"
                    @if let Some(escalation) = &answer.escalation { " to " (escalation.to) }
                }
            }
        }
    }
}
