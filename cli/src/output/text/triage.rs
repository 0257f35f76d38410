//! The page of a triage.

use super::style::{BOLD, clean};
use super::{Page, case, known_issue as issue_page, learning};
use engine::answer::{CautionAnswer, ChecklistItem, KnownIssue, Question, Remedy, Triage};
use engine::compose::guard::StopCard;

/// Steps shown before the reader is sent to the article, and the least that is shown of them.
const STEPS: usize = 6;
const FEWEST_STEPS: usize = 2;

/// Lines of a screen on which title, what to say, what to do and what not to do have to fit.
const SCREEN: usize = 24;

/// Sets a triage: the first known issue whole, the others by title; or why there is none. With
/// `explain` everything that was read from the case follows.
pub(crate) fn triage(answer: &Triage, explain: bool, width: usize) -> Page {
    let mut page = Page::new(width);
    if let Some(card) = &answer.stop {
        stop(&mut page, card);
    }
    match answer.issues.split_first() {
        Some((first, others)) if !answer.abstained => {
            known_issue(&mut page, first, answer);
            ask(&mut page, answer.question.as_ref());
            others_too(&mut page, ("OTHER KNOWN ISSUES", OWN), others);
            checklist(&mut page, &answer.checklist);
            escalate(&mut page, answer);
        }
        _ => {
            abstention(&mut page, answer);
            checklist(&mut page, &answer.checklist);
            escalate(&mut page, answer);
        }
    }
    guides(&mut page, answer);
    case::read(&mut page, answer, explain);
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
pub(super) fn stop(page: &mut Page, card: &StopCard) {
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
            "The event says “{}”, and the article says not to: “{}”",
            found.advice, found.caution.text
        );
        page.caution(2, "!", &text);
    }
}

fn known_issue(page: &mut Page, issue: &KnownIssue, answer: &Triage) {
    page.title(&issue.title);
    let mut line = format!("{} likely · {}", percent(issue.probability), issue.id);
    line.push_str(&issue_page::fix(issue.fix.as_deref()));
    let state = learning::state(issue.state.as_ref());
    if !state.is_empty() {
        line.push_str(&format!(" · {state}"));
    }
    page.dim(&line);
    if !answer.reason.is_empty() {
        page.dim(&answer.reason);
    }
    seen(page, issue);
    issue_page::says(page, issue);
    case::priority(page, answer.priority.as_ref());
    overruled(page, issue);
    say(page, issue);
    let Some((first, others)) = issue.remedies.split_first() else {
        page.heading("DO", "");
        let id = &issue.id;
        let open = format!("No article states a remedy. Read it: firstline show {id}");
        page.paragraph(2, &open);
        issue_page::members(page, issue);
        return;
    };
    let named: Vec<&Remedy> = others.iter().filter(|other| way(other).is_some()).collect();
    remedy(page, first, others.len().min(named.len() + 1));
    for other in &named {
        let way = way(other).unwrap_or_default();
        page.item(
            2,
            "or",
            &format!("{way} ({})", other.risk.told(other.risk_unknown)),
        );
    }
    let further = others.len() - named.len();
    if further > 0 {
        let more = format!("{further} more: firstline show {}", first.article);
        page.item(2, "or", &more);
    }
    issue_page::members(page, issue);
}

/// What came of it at this desk; a warning by colleagues is not to be overlooked.
fn seen(page: &mut Page, issue: &KnownIssue) {
    if let Some(seen) = &issue.outcomes {
        let words = format!("At this desk: {}", seen.words());
        if seen.unsafe_people > 0 {
            page.caution(0, "!", &words);
        } else {
            page.dim(&words);
        }
    }
}

/// How another remedy is called, if it has a heading that says more than its section.
fn way(remedy: &Remedy) -> Option<&str> {
    let heading = remedy.heading.last()?;
    let plain = heading.to_lowercase().replace(' ', "_");
    (plain.trim_end_matches(':') != remedy.section).then_some(heading.as_str())
}

/// What the caller can be told: the words by which the article knows the problem.
fn say(page: &mut Page, issue: &KnownIssue) {
    const LINES: usize = 3;
    if let Some(first) = issue.evidence.first() {
        page.heading("SAY", "what the article says of it");
        page.wrap_short(2, &format!("“{}”", clean(&first.text)), LINES);
    }
}

/// A remedy with as many of its steps as fit the first screen beside its cautions.
fn remedy(page: &mut Page, remedy: &Remedy, others: usize) {
    let mut tail = Page::new(page.width());
    cautions(&mut tail, &remedy.cautions);
    tail.gap();
    let source = [&remedy.article, &remedy.document, &remedy.section];
    let source = source.map(|part| clean(part)).join(" · ");
    tail.wrap("", "  ", &format!("{BOLD}WHERE FROM{BOLD:#} {source}"));
    let tail = tail.finish();
    page.heading("DO", remedy.risk.told(remedy.risk_unknown));
    let taken = page.height() + tail.lines().count() + others + 1;
    let mut left = SCREEN.saturating_sub(taken);
    let numbered = remedy.steps.len() > 1;
    let mut shown = 0;
    for (at, step) in remedy.steps.iter().take(STEPS).enumerate() {
        let mut set = Page::new(page.width());
        let marker = if numbered {
            format!("{}.", at + 1)
        } else {
            String::new()
        };
        set_step(&mut set, &marker, &step.text);
        let set = set.finish();
        let lines = set.lines().count();
        if lines > left && at >= FEWEST_STEPS {
            break;
        }
        left = left.saturating_sub(lines);
        page.set(&set);
        shown += 1;
    }
    let further = remedy.steps.len() - shown;
    if further > 0 {
        let more = format!("… {further} more: firstline show {}", remedy.article);
        page.paragraph(2, &more);
    }
    page.gap();
    page.set(&tail);
}

/// A step behind its marker; the paragraphs that belong to it stand below it.
pub(super) fn set_step(page: &mut Page, marker: &str, text: &str) {
    let mut paragraphs = text.lines().filter(|line| !line.trim().is_empty());
    let first = paragraphs.next().unwrap_or_default();
    let indent = if marker.is_empty() {
        page.paragraph(2, first);
        2
    } else {
        page.item(2, marker, first);
        2 + marker.len() + 1
    };
    for paragraph in paragraphs {
        page.paragraph(indent, paragraph);
    }
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

fn abstention(page: &mut Page, answer: &Triage) {
    page.title("No known issue fits");
    if !answer.reason.is_empty() {
        page.paragraph(0, &answer.reason);
    }
    case::priority(page, answer.priority.as_ref());
    ask(page, answer.question.as_ref());
    others_too(page, ("NEAREST", OWN), &answer.issues);
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

/// What the probabilities of several issues are: they do not add up to one.
const OWN: &str = "each with its own probability";

fn others_too(page: &mut Page, (heading, note): (&str, &str), issues: &[KnownIssue]) {
    if issues.is_empty() {
        return;
    }
    page.heading(heading, note);
    for issue in issues {
        let marker = format!("{:>4}", percent(issue.probability));
        page.item(2, &marker, &format!("{} ({})", issue.title, issue.id));
    }
}

fn ask(page: &mut Page, question: Option<&Question>) {
    let Some(question) = question else { return };
    choices(page, question);
    let first = question.choices.first().map_or("…", String::as_str);
    page.dim_at(
        2,
        &format!(
            "then: --answer \"{}={first}\", or ask with -i",
            question.what
        ),
    );
}

fn choices(page: &mut Page, question: &Question) {
    page.heading("ASK", "");
    page.paragraph(2, &question.text);
    for (at, choice) in question.choices.iter().enumerate() {
        page.item(4, &format!("{}.", at + 1), choice);
    }
}

/// Sets a question that is answered at the terminal: by the number of a choice, or in words.
pub(crate) fn question(question: &Question, width: usize) -> Page {
    let mut page = Page::new(width);
    choices(&mut page, question);
    page.dim_at(
        2,
        "number or words; an empty line shows the answer as it stands",
    );
    page
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

/// A probability in whole percent; never 100 or 0, which would claim certainty.
pub(super) fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(1.0, 99.0))
}

#[cfg(test)]
#[path = "triage_tests.rs"]
mod tests;
