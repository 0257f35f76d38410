//! A known issue: how likely it is, what speaks for it, what to do, safest first.

use super::cite::{cite, to_article, to_words};
use super::quoted::{self, is_name};
use super::results::{heading_class, products, seen, state};
use engine::answer::{Evidence, KnownIssue, Remedy, Risk};
use maud::{Markup, html};

/// Quotations shown before the rest folds.
const SHOWN: usize = 2;

/// A known issue, unfolded or folded to its title.
pub(super) fn issue(known: &KnownIssue, is_open: bool) -> Markup {
    html! {
        details.issue open[is_open] {
            summary data-hit {
                h2 { (known.title) }
                (meter(known.probability))
            }
            div.body {
                p.about {
                    a.id href=(to_article(&known.id)) { (known.id) }
                    " "
                    @if let Some(fix) = &known.fix { span class=(format!("fix {}", fix_class(fix))) { (fix_words(fix)) } " " }
                    (state(known.state.as_ref())) " "
                    @if known.articles.len() > 1 { span { (known.articles.len()) " articles" } " " }
                    @if let Some(member) = known.members.first() { (products(&member.products)) }
                }
                (seen(known.outcomes.as_ref()))
                (evidence(&known.evidence))
                @for overruled in &known.overruled {
                    p.overruled {
                        strong { "Do not follow the event's own advice: " } del { (overruled.advice) } " "
                        q { (overruled.caution.text) } " "
                        (cite(&known.id, overruled.caution.span, ""))
                    }
                }
                @if let Some(says) = &known.fix_says { (quoted::evidence(says)) }
                @if known.remedies.is_empty() {
                    p.note { "The articles say what it is, not what to do about it." }
                }
                @for (place, remedy) in known.remedies.iter().enumerate() { (one_remedy(remedy, place == 0)) }
                (members(known))
            }
        }
    }
}

/// A probability as a quiet meter and a number.
pub(super) fn meter(probability: f64) -> Markup {
    let percent = (probability.clamp(0.0, 1.0) * 100.0).round();
    html! {
        span.meter title="Calibrated on labelled cases" {
            svg viewBox="0 0 60 6" preserveAspectRatio="none" aria-hidden="true" {
                rect.track width="60" height="6" rx="3" {}
                rect.level width=(percent * 0.6) height="6" rx="3" {}
            }
            span.percent { (percent) " %" }
            span.unseen { " likely" }
        }
    }
}

fn evidence(evidence: &[Evidence]) -> Markup {
    let (names, sentences): (Vec<&Evidence>, Vec<&Evidence>) =
        evidence.iter().partition(|one| is_name(one));
    html! {
        @for one in sentences.iter().take(SHOWN) { (quoted::evidence(one)) }
        (quoted::named(&names))
        @if sentences.len() > SHOWN {
            details.further {
                summary { (sentences.len() - SHOWN) " more that speak for it" }
                @for one in sentences.iter().skip(SHOWN) { (quoted::evidence(one)) }
            }
        }
    }
}

fn one_remedy(remedy: &Remedy, is_first: bool) -> Markup {
    let name = remedy.heading.last().unwrap_or(&remedy.section);
    html! {
        section.remedy {
            header {
                h3 class=[heading_class(name)] { (name) }
                span class=(format!("risk {}", risk_class(remedy))) { (risk_words(remedy)) }
                @if !remedy.risk_reason.is_empty() { span.why { (remedy.risk_reason) } }
            }
            // What limits a remedy is read before it is begun.
            @for caution in &remedy.cautions {
                p.caution {
                    strong { "Caution " } (caution.text) " "
                    (cite(&remedy.article, caution.span, ""))
                }
            }
            ol.steps data-steps[is_first] {
                @for step in &remedy.steps {
                    li { a.step href=(to_words(&remedy.article, step.span)) { (step.text) } }
                }
            }
            p.source {
                (cite(&remedy.article, remedy.steps.first().map(|step| step.span).unwrap_or_default(), &remedy.section))
                @if is_first { button.quiet type="button" hidden data-copy-steps { "Copy steps" kbd aria-hidden="true" { "c" } } }
            }
        }
    }
}

fn members(known: &KnownIssue) -> Markup {
    html! {
        @if known.members.len() > 1 {
            details.further {
                summary { "The same problem in " (known.articles.len()) " articles" }
                ul.links {
                    @for member in &known.members {
                        li { a href=(to_article(&member.id)) { (member.title) } " " span.id { (member.id) } " " (products(&member.products)) }
                    }
                }
            }
        }
    }
}

fn risk_class(remedy: &Remedy) -> &'static str {
    match remedy.risk {
        _ if remedy.risk_unknown => "unknown",
        Risk::ReadOnly => "read-only",
        Risk::Reversible => "reversible",
        Risk::Disruptive => "disruptive",
        _ => "destructive",
    }
}

/// What no rule knows is not called harmless.
fn risk_words(remedy: &Remedy) -> &'static str {
    match remedy.risk {
        _ if remedy.risk_unknown => "Risk not known",
        Risk::ReadOnly => "Only looks",
        Risk::Reversible => "Can be taken back",
        Risk::Disruptive => "Interrupts service",
        _ => "Cannot be taken back",
    }
}

fn fix_class(fix: &str) -> &'static str {
    if fix == "fixed" { "done" } else { "open" }
}

fn fix_words(fix: &str) -> &str {
    match fix {
        "confirmed" => "Confirmed as a problem",
        "fixed" => "Fixed in a later version",
        "pending" => "Known, not fixed yet",
        "no-fix" => "No fix by the vendor",
        other => other,
    }
}
