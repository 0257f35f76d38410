//! The case: what was reported, what was answered since, and how it was read.

use super::fields::Fields;
use super::upload::FILE;
use crate::routes::triage::TriageRequest;
use engine::answer::{EventAnswer, EventsAnswer, Triage};
use maud::{Markup, html};

/// Events that are shown of many.
const EVENTS: usize = 6;

/// A case as a form holds it.
#[derive(Debug, Clone, Default)]
pub(super) struct CaseForm {
    pub(super) request: TriageRequest,
}

/// Fields that say what is known besides the words.
const KNOWN: [(&str, &str, &str); 4] = [
    ("product", "Product", "Exchange Server"),
    ("version", "Version", "5.5 SP3"),
    ("os", "Operating system", "Windows 2000"),
    ("scope", "Who is affected", "one site, 40 people"),
];

impl CaseForm {
    /// Reads the fields of a form or an address.
    pub(super) fn read(fields: &Fields) -> Self {
        let answers = fields.below("answer.");
        let answers = answers
            // An answer that was taken back stays in the hidden fields of the form.
            .filter(|(what, _)| fields.get("forget") != Some(what))
            .map(|(what, value)| (what.to_owned(), value.to_owned()));
        let mut answers: std::collections::BTreeMap<String, String> = answers.collect();
        if let (Some(what), Some(said)) = (fields.get("asked"), fields.text("said")) {
            answers.insert(what.to_owned(), said);
        }
        Self {
            request: TriageRequest {
                text: fields.text("text").unwrap_or_default(),
                product: fields.text("product"),
                version: fields.text("version"),
                os: fields.text("os"),
                scope: fields.text("scope"),
                tier: fields.number("tier"),
                case: fields.text("case"),
                answers,
                ..TriageRequest::default()
            },
        }
    }

    fn known(&self, name: &str) -> &str {
        let request = &self.request;
        let value = match name {
            "product" => &request.product,
            "version" => &request.version,
            "os" => &request.os,
            "scope" => &request.scope,
            _ => &None,
        };
        value.as_deref().unwrap_or_default()
    }

    /// Everything of the case as hidden fields, for the buttons that go on with it.
    pub(super) fn hidden(&self) -> Markup {
        let request = &self.request;
        html! {
            textarea name="text" hidden aria-hidden="true" tabindex="-1" { (newline_safe(&request.text)) }
            @for (name, _, _) in KNOWN {
                @if !self.known(name).is_empty() { input type="hidden" name=(name) value=(self.known(name)); }
            }
            @if let Some(tier) = request.tier { input type="hidden" name="tier" value=(tier); }
            @if let Some(case) = &request.case { input type="hidden" name="case" value=(case); }
            @for (what, said) in &request.answers {
                input type="hidden" name=(format!("answer.{what}")) value=(said);
            }
        }
    }
}

/// A browser drops the first line break in a text area.
fn newline_safe(text: &str) -> String {
    format!("\n{text}")
}

/// The beginning of what is reported, for a line.
fn said(text: &str) -> String {
    const LETTERS: usize = 160;
    let words: Vec<&str> = text.split_whitespace().take(LETTERS / 2).collect();
    words.join(" ").chars().take(LETTERS).collect()
}

/// The left side.
pub(super) fn case(form: &CaseForm, answer: Option<&Triage>) -> Markup {
    html! {
        section.case aria-label="The case" {
            // Where the window is narrow an answered case is a line, so that the answer comes first.
            details.reported open[answer.is_none()] {
                summary { span.eyebrow { "Case" } span.said { (said(&form.request.text)) } span.change { "Change" } }
                (entry(form))
            }
            @if !form.request.answers.is_empty() { (answered(form)) }
            @if let Some(answer) = answer { (reading(answer)) }
        }
    }
}

fn entry(form: &CaseForm) -> Markup {
    let is_known = KNOWN
        .iter()
        .any(|(name, _, _)| !form.known(name).is_empty());
    html! {
        form.entry action="/triage#verdict" method="post" enctype="multipart/form-data" {
            label for="text" { "What is reported" }
            textarea #text name="text" rows="9" spellcheck="false" data-submit
                placeholder="The caller's words. Paste events and log lines as they are." {
                (newline_safe(&form.request.text))
            }
            label.attach {
                span { "With an event log or export" }
                input type="file" name=(FILE) accept=".evtx,.xml,.csv,.log,.txt";
            }
            details.known open[is_known || form.request.tier.is_some()] {
                summary { "What else is known" }
                div.grid {
                    @for (name, label, example) in KNOWN {
                        label { span { (label) }
                            input name=(name) value=(form.known(name)) placeholder=(example) maxlength="200" autocomplete="off"; }
                    }
                    label { span { "To be done by" }
                        select name="tier" {
                            option value="" { "Any tier" }
                            @for tier in 1..=3u8 {
                                option value=(tier) selected[form.request.tier == Some(tier)] { "Tier " (tier) }
                            }
                        }
                    }
                }
            }
            @for (what, said) in &form.request.answers {
                input type="hidden" name=(format!("answer.{what}")) value=(said);
            }
            button.primary { "Triage" kbd aria-hidden="true" { "Ctrl ↵" } }
        }
    }
}

fn answered(form: &CaseForm) -> Markup {
    html! {
        form.answered action="/triage#verdict" method="post" {
            (form.hidden())
            h2 { "Answered so far" }
            ul.chips {
                @for (what, said) in &form.request.answers {
                    li {
                        span.what { (what) } (said)
                        button.quiet name="forget" value=(what) aria-label=(format!("Take back {what}: {said}")) { "×" }
                    }
                }
            }
        }
    }
}

/// How the case was read: priority, events, words, numbers.
fn reading(answer: &Triage) -> Markup {
    html! {
        section.reading-of {
            h2 { "How it was read" }
            @if let Some(priority) = &answer.priority {
                p.priority.(priority.level.to_lowercase()) {
                    strong { (priority.level) } " " (priority.reason.trim_start_matches(&priority.level).trim_start_matches(':').trim())
                }
                @if let Some(ask) = &priority.ask { p.ask { (ask) } }
            }
            @for read in &answer.corrections {
                p.read { "Read " del { (read.from) } " as " strong { (read.to) } "." }
            }
            @for number in &answer.readings {
                p.read { strong { (number.text) } " can be " (number.readings.join(" or ")) "." }
            }
            @if let Some(events) = &answer.events { (events_read(events)) }
            @if !answer.masked.is_empty() {
                details {
                    summary { "Words it went by, and the text as it may be stored" }
                    ul.chips { @for word in &answer.understood { li { (word) } } }
                    p.masked { (answer.masked) }
                }
            }
        }
    }
}

fn events_read(events: &EventsAnswer) -> Markup {
    let one = |event: &EventAnswer| {
        html! {
            li.used[event.used] {
                strong { (event.provider.as_deref().unwrap_or("event")) @if let Some(number) = event.number { " " (number) } }
                @if event.count > 1 { span.times { "×" (event.count) } }
                @if let Some(level) = &event.level { span.level { (level) } }
                @if event.used { span.by { "the answer goes by this" } }
            }
        }
    };
    html! {
        ul.events { @for event in events.records.iter().take(EVENTS) { (one(event)) } }
        @if events.different > EVENTS { p.read { (events.different - EVENTS) " more different events." } }
        @if events.skipped > 0 { p.read { (events.skipped) " records could not be read." } }
    }
}
