//! `GET /status`: what is indexed, what was asked, what stayed without an answer.

use super::chart::{self, Room};
use super::frame::{Frame, Page, Place};
use super::results::titled;
use super::search::count;
use crate::activity::Snapshot;
use crate::keys::{Caller, Role};
use crate::knowledge::Knowledge;
use crate::problem::Problem;
use crate::routes::report::may_read;
use crate::state::AppState;
use axum::extract::State;
use engine::answer::HoldingsAnswer;
use engine::desk::DeskHealth;
use engine::guide::clock;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bars of a chart.
const BARS: usize = 12;

/// Answers with the page.
pub(super) async fn show_status(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Page, Problem> {
    let knowledge = state.shelf.current();
    let holdings = state.holdings.of(&knowledge, &caller);
    let activity = state.activity.snapshot();
    let issues = titles(&activity, &knowledge, &caller);
    let frame = Frame::new(Place::Status, "Status", &caller, &knowledge);
    // Whoever may see what is public only does not see what callers said, masked or not.
    let is_staff = caller.role != Role::Reader;
    Ok(frame.page(html! {
        div.column.status {
            header.title { h1 { "Status" } }
            (indexed(&knowledge, holdings.as_deref()))
            (asked(&activity))
            (memory(state.memory.health().as_ref(), state.memory.notice()))
            @if state.config.desk.is_some() && may_read(&caller) {
                p.next { a href="/desk" { "Report of the desk: volume, what is more than usual, what to write" } }
            }
            @if is_staff { (known(&issues)) (unanswered(&activity)) }
        }
    }))
}

/// Known issues that were answered with, by the titles that the caller may see.
fn titles(
    activity: &Snapshot,
    knowledge: &Arc<Knowledge>,
    caller: &Caller,
) -> Vec<(String, String, u64)> {
    let (viewer, articles) = (caller.desk(), &knowledge.engine.generation().articles);
    let shown = activity.issues.iter().filter_map(|(id, times)| {
        let entry = articles.get(articles.find(id)?)?;
        viewer
            .sees(entry.audience)
            .then_some((entry.id, entry.title, *times))
    });
    shown.take(BARS).collect()
}

fn indexed(knowledge: &Knowledge, holdings: Option<&HoldingsAnswer>) -> Markup {
    let manifest = &knowledge.engine.generation().manifest;
    html! {
        section {
            h2 { "Indexed" }
            dl.figures {
                div { dt { "Articles" } dd { (count(manifest.articles)) } }
                div { dt { "Documents" } dd { (count(manifest.documents)) } }
                div { dt { "Could not be read" } dd { (count(manifest.skipped.len() as u64)) } }
                div { dt { "Dead references" } dd { (count(manifest.dead_references)) } }
                div { dt { "Generation" } dd { (knowledge.generation) } }
                @if manifest.created > 0 { div { dt { "Written" } dd { (clock::date(manifest.created)) } } }
            }
            @match holdings {
                Some(holdings) => {
                    div.charts {
                        figure {
                            figcaption {
                                "By product"
                                @if holdings.products.len() > BARS { span.count { "the first " (BARS) " of " (count(holdings.products.len() as u64)) } }
                            }
                            (chart::bars("Articles by product", &most(&holdings.products)))
                        }
                        @if !holdings.years.is_empty() { figure {
                            figcaption { "By year" @if holdings.undated > 0 { span.count { (count(holdings.undated)) " undated" } } }
                            (chart::columns("Articles by year", &years(holdings), Room::Half))
                        } }
                    }
                }
                None => p.note data-reload="2000" { "Products and years are being counted; this page shows them in a moment." },
            }
        }
    }
}

/// The most frequent.
fn most(counts: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let counts = counts.iter().map(|(name, times)| (name.clone(), *times));
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(BARS);
    counts
}

/// All years from the first to the last, empty ones included, so that distances are true.
fn years(holdings: &HoldingsAnswer) -> Vec<(String, u64)> {
    let (Some(first), Some(last)) = (holdings.years.keys().next(), holdings.years.keys().last())
    else {
        return Vec::new();
    };
    // A date far off is a slip of the document's; the axis is not stretched for it.
    let first = (*first).max(last.saturating_sub(39));
    let number = |year: &u16| holdings.years.get(year).copied().unwrap_or_default();
    (first..=*last)
        .map(|year| (year.to_string(), number(&year)))
        .collect()
}

fn asked(activity: &Snapshot) -> Markup {
    let hours: Vec<(String, u64)> = activity
        .hours
        .iter()
        .map(|hour| {
            (
                hour.label.clone(),
                hour.searches + hour.answered + hour.abstained,
            )
        })
        .collect();
    let sum = |of: fn(&crate::activity::Hour) -> u64| count(activity.hours.iter().map(of).sum());
    html! {
        section {
            h2 { "Asked" span.count { "the last 24 hours, or since this process began" } }
            dl.figures {
                div { dt { "Searches" } dd { (sum(|hour| hour.searches)) } }
                div { dt { "Cases answered" } dd { (sum(|hour| hour.answered)) } }
                div { dt { "Without an answer" } dd { (sum(|hour| hour.abstained)) } }
            }
            figure { figcaption { "Calls per hour (UTC)" } (chart::columns("Calls per hour", &hours, Room::Whole)) }
        }
    }
}

/// How the desk's memory does; a failure stands out.
fn memory(health: Option<&DeskHealth>, notice: Option<String>) -> Markup {
    html! {
        section {
            h2 { "The desk's memory" span.count { "since this process began" } }
            @if let Some(notice) = notice { p.caution role="alert" { strong { "Not kept " } (notice) } }
            @match health {
                None => p.none { "Switched off: nothing is remembered of cases." },
                Some(health) => dl.figures {
                    div { dt { "Entries kept" } dd { (count(health.recorded)) } }
                    div { dt { "Entries lost" } dd { (count(health.lost)) } }
                },
            }
        }
    }
}

fn known(issues: &[(String, String, u64)]) -> Markup {
    html! {
        section {
            h2 { "Known issues answered with" }
            @if issues.is_empty() { p.none { "None yet." } }
            ol.tally { @for (id, title, times) in issues { li { span.times { (times) } div { (titled(id, title)) } } } }
        }
    }
}

fn unanswered(activity: &Snapshot) -> Markup {
    html! {
        section {
            h2 { "Without an answer" }
            p.about { span { "The newest cases that no known issue fits; names, addresses and secrets are masked. Kept by this process alone, and gone when it ends." } }
            @if activity.unanswered.is_empty() { p.none { "None yet." } }
            ul.unanswered {
                @for case in &activity.unanswered {
                    li { span.when { (case.at) } span { (case.text) } }
                }
            }
        }
    }
}
