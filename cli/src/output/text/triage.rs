//! The page of a triage.

use super::Page;
use super::style::{BOLD, clean};
use engine::answer::{CautionAnswer, ChecklistItem, KnownIssue, Question, Remedy, Risk, Triage};
use engine::compose::guard::StopCard;

/// Steps shown before the reader is sent to the article.
const STEPS: usize = 6;

/// Sets a triage: the first known issue whole, the others by title; or why there is none.
pub(crate) fn triage(answer: &Triage, width: usize) -> Page {
    let mut page = Page::new(width);
    if let Some(card) = &answer.stop {
        stop(&mut page, card);
    }
    match answer.issues.split_first() {
        Some((first, others)) if !answer.abstained => {
            known_issue(&mut page, first);
            ask(&mut page, answer.question.as_ref());
            checklist(&mut page, &answer.checklist);
            escalate(&mut page, answer);
            others_too(&mut page, "OTHER KNOWN ISSUES", others);
        }
        _ => {
            abstention(&mut page, answer);
            ask(&mut page, answer.question.as_ref());
            checklist(&mut page, &answer.checklist);
            escalate(&mut page, answer);
        }
    }
    guides(&mut page, answer);
    understood(&mut page, answer);
    page
}

/// Playbooks that the case calls for, each with the command that walks it.
fn guides(page: &mut Page, answer: &Triage) {
    if !answer.guides.is_empty() {
        page.heading("GUIDE", "");
    }
    for guide in &answer.guides {
        let id = &guide.id;
        page.item(2, "-", &format!("firstline guide {id}: {}", guide.title));
    }
}

/// What has to stop comes before any procedure.
fn stop(page: &mut Page, card: &StopCard) {
    page.heading("STOP", "");
    page.caution(2, "!", &card.title);
    for step in &card.instead {
        page.item(2, "-", step);
    }
    page.paragraph(2, &format!("Say: {}", card.say));
    page.gap();
}

/// Advice of the pasted event itself that the article forbids.
fn overruled(page: &mut Page, issue: &KnownIssue) {
    for found in &issue.overruled {
        let text = format!(
            "The event says “{}”. Do not: {}",
            found.advice, found.caution.text
        );
        page.caution(2, "!", &text);
    }
}

fn known_issue(page: &mut Page, issue: &KnownIssue) {
    page.title(&issue.title);
    let mut line = format!("{} likely · {}", percent(issue.probability), issue.id);
    if let Some(fix) = &issue.fix {
        line.push_str(" · fix: ");
        line.push_str(fix);
    }
    page.dim(&line);
    overruled(page, issue);
    let Some((first, others)) = issue.remedies.split_first() else {
        page.heading("DO", "");
        let id = &issue.id;
        page.paragraph(
            2,
            &format!("No article states a remedy. Read it: firstline show {id}"),
        );
        evidence(page, issue);
        return;
    };
    remedy(page, first);
    page.heading("WHERE FROM", "");
    let from = format!("{} · {} · {}", first.article, first.document, first.section);
    page.paragraph(2, &from);
    for other in others {
        let from = format!(
            "{} · {} ({})",
            other.article,
            other.section,
            risk(other.risk)
        );
        page.item(2, "also", &from);
    }
    evidence(page, issue);
}

fn remedy(page: &mut Page, remedy: &Remedy) {
    page.heading("DO", risk(remedy.risk));
    let numbered = remedy.steps.len() > 1;
    for (at, step) in remedy.steps.iter().take(STEPS).enumerate() {
        if numbered {
            page.item(2, &format!("{}.", at + 1), &step.text);
        } else {
            page.paragraph(2, &step.text);
        }
    }
    let left = remedy.steps.len().saturating_sub(STEPS);
    if left > 0 {
        page.paragraph(
            2,
            &format!("… {left} more: firstline show {}", remedy.article),
        );
    }
    cautions(page, &remedy.cautions);
}

/// Every caution is shown, however many: a remedy must not appear without what limits it.
fn cautions(page: &mut Page, cautions: &[CautionAnswer]) {
    if !cautions.is_empty() {
        page.heading("DO NOT", "");
    }
    for caution in cautions {
        page.caution(2, "!", &caution.text);
    }
}

fn evidence(page: &mut Page, issue: &KnownIssue) {
    if let Some(first) = issue.evidence.first() {
        page.heading("BECAUSE", "");
        let quote = format!("“{}” ({})", clean(&first.text), clean(&first.article));
        page.wrap_short(2, &quote, 3);
    }
}

fn abstention(page: &mut Page, answer: &Triage) {
    page.title("No known issue fits");
    if !answer.reason.is_empty() {
        page.paragraph(0, &answer.reason);
    }
    others_too(page, "NEAREST", &answer.issues);
    let is_shown = |id: &str| {
        answer
            .issues
            .iter()
            .any(|issue| issue.articles.iter().any(|own| own == id))
    };
    let titles = answer
        .nearest_titles
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    let nearest: Vec<(&str, &str)> = answer
        .nearest
        .iter()
        .map(String::as_str)
        .zip(titles)
        .filter(|(id, _)| !is_shown(id))
        .collect();
    if !nearest.is_empty() {
        if answer.issues.is_empty() {
            page.heading("NEAREST", "not held to be the answer");
        }
        for (id, title) in nearest {
            page.item(2, "-", format!("{title} ({id})").trim_start());
        }
        page.dim_at(2, "read one: firstline show ID");
    }
}

fn others_too(page: &mut Page, heading: &str, issues: &[KnownIssue]) {
    if issues.is_empty() {
        return;
    }
    page.heading(heading, "");
    for issue in issues {
        let marker = format!("{:>4}", percent(issue.probability));
        page.item(2, &marker, &format!("{} ({})", issue.title, issue.id));
    }
}

fn ask(page: &mut Page, question: Option<&Question>) {
    let Some(question) = question else { return };
    page.heading("ASK", "");
    page.paragraph(2, &question.text);
    for choice in &question.choices {
        page.item(4, "-", choice);
    }
}

fn checklist(page: &mut Page, items: &[ChecklistItem]) {
    if items.is_empty() {
        return;
    }
    let have = items.iter().filter(|item| item.have).count();
    page.heading("CHECKLIST", &format!("{have} of {}", items.len()));
    for item in items {
        page.item(2, if item.have { "[x]" } else { "[ ]" }, &item.item);
    }
}

fn escalate(page: &mut Page, answer: &Triage) {
    if let Some(escalation) = &answer.escalation {
        page.gap();
        let to = clean(&escalation.to);
        page.wrap(
            "",
            "  ",
            &format!("{BOLD}ESCALATE{BOLD:#} to {to}; packet: --json, .escalation.packet"),
        );
    }
}

fn understood(page: &mut Page, answer: &Triage) {
    page.gap();
    for correction in &answer.corrections {
        page.dim(&format!(
            "“{}” was read as “{}”.",
            correction.from, correction.to
        ));
    }
    if !answer.understood.is_empty() {
        page.dim(&format!("Understood: {}", answer.understood.join(", ")));
    }
}

/// A probability in whole percent; never 100 or 0, which would claim certainty.
fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(1.0, 99.0))
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::ReadOnly => "only looks",
        Risk::Reversible => "can be taken back",
        Risk::Disruptive => "interrupts service",
        Risk::Destructive => "cannot be taken back",
        _ => "",
    }
}

#[cfg(test)]
#[path = "triage_tests.rs"]
mod tests;
