//! `GET /desk`: the report of the desk as a page, for the second level and above.

use super::chart::{self, Room};
use super::cite::to_article;
use super::fields::Fields;
use super::frame::{Frame, Page, Place};
use super::results::titled;
use super::search::count;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::routes::report::{ReportParams, SINCE, make};
use crate::state::AppState;
use axum::extract::State;
use engine::answer::{ArticleHealth, CallCount, DeskReport, IssueCalls, Spike, Topic};
use maud::{Markup, html};

/// Periods that are offered.
const PERIODS: [(&str, &str); 4] = [
    ("1d", "Last day"),
    ("7d", "7 days"),
    ("30d", "30 days"),
    ("12w", "12 weeks"),
];
/// Bars of a chart and rows of a list.
const ROWS: usize = 12;

/// Answers with the page.
pub(super) async fn show_report(
    State(state): State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Result<Page, Problem> {
    let params = ReportParams {
        since: fields.text("since"),
        about: fields.text("about"),
    };
    let report = make(&state, &caller, &params).await?;
    let knowledge = state.shelf.current();
    let frame = Frame::new(Place::Status, "Desk report", &caller, &knowledge);
    Ok(frame.page(page(&report, &params)))
}

/// The page.
pub(super) fn page(report: &DeskReport, params: &ReportParams) -> Markup {
    html! {
        div.column.status {
            header.title {
                p.within { a href="/status" { "Status" } }
                h1 { "Desk report" }
            }
            (form(params))
            (volume(report))
            (spikes(report))
            (issues(&report.issues))
            section {
                h2 { "Where from" }
                div.charts.loose {
                    (counts("By product", &report.products))
                    (counts("By site", &report.sites))
                    (counts("By tier", &report.tiers))
                    (counts("By channel", &report.channels))
                }
            }
            (topics(report))
            (articles(&report.articles))
            @if !report.changes.is_empty() {
                section {
                    h2 { "Noted changes" }
                    ul.unanswered { @for change in report.changes.iter().take(ROWS) {
                        li { span.when { (plain(&change.at)) } span { (change.text) } }
                    } }
                }
            }
        }
    }
}

fn form(params: &ReportParams) -> Markup {
    let since = params.since.as_deref().unwrap_or(SINCE);
    html! {
        form.search action="/desk" method="get" {
            label.narrow { span.unseen { "Period" }
                select name="since" {
                    @if PERIODS.iter().all(|(value, _)| *value != since) { option value=(since) selected { (since) } }
                    @for (value, name) in PERIODS { option value=(value) selected[value == since] { (name) } }
                }
            }
            label.narrow { span.unseen { "Only calls that mention" }
                input name="about" value=(params.about.as_deref().unwrap_or_default())
                    placeholder="About anything" maxlength="200" autocomplete="off";
            }
            button { "Show" }
        }
    }
}

/// A time without its offset: the reader is where the desk is.
fn plain(stamp: &str) -> String {
    stamp.chars().take(16).collect::<String>().replace('T', " ")
}

fn volume(report: &DeskReport) -> Markup {
    let days: Vec<(String, u64)> = report
        .days
        .iter()
        .map(|day| {
            // The year is the same for nearly all of them.
            let name = day.day.get(5..).unwrap_or(&day.day).to_owned();
            (name, day.answered + day.unanswered)
        })
        .collect();
    html! {
        section {
            h2 { "Calls" span.count { (plain(&report.since)) " to " (plain(&report.until)) } }
            dl.figures {
                div { dt { "Calls" } dd { (count(report.calls)) } }
                div { dt { "Answered" } dd { (count(report.answered)) } }
                div { dt { "Without an answer" } dd { (count(report.calls - report.answered)) } }
                @for (how, calls) in report.endings.told() { div { dt { (how) } dd { (count(calls)) } } }
            }
            @if report.about.is_some() { p.note { "Of " (count(report.all_calls)) " calls in all." } }
            figure { figcaption { "Calls by day" } (chart::columns("Calls by day", &days, Room::Whole)) }
        }
    }
}

fn spikes(report: &DeskReport) -> Markup {
    html! {
        section {
            h2 { "More than usual" }
            @if report.history_days < 3 { p.none { "Not known yet: three days of calls are needed to say what is usual." } }
            @else if report.spikes.is_empty() { p.none { "Nothing, of " (count(report.tested)) " things looked at." } }
            @for spike in &report.spikes { (one_spike(spike)) }
        }
    }
}

fn one_spike(spike: &Spike) -> Markup {
    html! {
        p.caution {
            strong { (spike.words()) }
            @if let Some(change) = spike.change_words() { "; " (change) }
            @if let Some(title) = &spike.title { " " (titled(&spike.name, title)) }
        }
        p.about {
            span { "since " (plain(&spike.began)) }
            @if spike.kind != "site" { @for site in spike.sites.iter().take(4) { span { (site.name) " " (count(site.calls)) } } }
            @if !spike.also.is_empty() { span { "with it " (spike.also.join(", ")) } }
        }
    }
}

fn issues(issues: &[IssueCalls]) -> Markup {
    html! {
        section {
            h2 { "Known issues" }
            @if issues.is_empty() { p.none { "None yet." } }
            ol.tally { @for issue in issues.iter().take(ROWS) {
                li { span.times { (count(issue.calls)) }
                    div {
                        (titled(&issue.id, &issue.title))
                        @if issue.endings.total() > issue.endings.not_told {
                            span.count { (ended(issue)) }
                        }
                    }
                }
            } }
        }
    }
}

fn ended(issue: &IssueCalls) -> String {
    let told = issue.endings.told().into_iter();
    let told: Vec<String> = told.map(|(how, calls)| format!("{calls} {how}")).collect();
    told.join(", ")
}

fn counts(title: &str, counts: &[CallCount]) -> Markup {
    let bars = counts.iter().take(ROWS);
    let bars: Vec<_> = bars.map(|one| (one.name.clone(), one.calls)).collect();
    html! {
        @if !bars.is_empty() { figure { figcaption { (title) } (chart::bars(title, &bars)) } }
    }
}

fn topics(report: &DeskReport) -> Markup {
    html! {
        section {
            h2 { "To write" span.count { "questions that no article answers" } }
            @if report.topics.is_empty() { p.none { "Nothing." } }
            ol.tally { @for topic in report.topics.iter().take(ROWS) { (one_topic(topic)) } }
        }
    }
}

fn one_topic(topic: &Topic) -> Markup {
    html! {
        li {
            span.times { (count(topic.calls)) }
            div.topic {
                strong { (topic.terms.join(", ")) }
                blockquote.clamped { (topic.example) }
                p.about {
                    a.id href=(format!("/case/{}", topic.case)) { (topic.case) }
                    span { (plain(&topic.last)) }
                    @for id in &topic.nearest { span { "nearest " a href=(to_article(id)) { (id) } } }
                }
            }
        }
    }
}

fn articles(articles: &[ArticleHealth]) -> Markup {
    html! {
        section {
            h2 { "Articles to look at" }
            @if articles.is_empty() { p.none { "None." } }
            ul.tally { @for article in articles.iter().take(ROWS) {
                li {
                    span.times { (count(article.calls)) }
                    div {
                        (titled(&article.id, if article.title.is_empty() { &article.id } else { &article.title }))
                        p { (article.concerns.join("; ")) }
                        @if let Some(seen) = &article.outcomes { p.about { span { (seen.words()) } } }
                    }
                }
            } }
        }
    }
}
