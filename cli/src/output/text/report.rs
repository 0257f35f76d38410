//! The page of a desk report.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, CAUTION, DIM, clean, counted, grouped};
use engine::answer::{ArticleHealth, CallCount, DeskReport, Endings, IssueCalls, Spike, Topic};

/// Known issues, topics and articles that are shown; the rest stands in the JSON.
const ISSUES: usize = 12;
const TOPICS: usize = 10;
const ARTICLES: usize = 8;
/// Names of a line of counts.
const NAMES: usize = 6;
/// Columns of a number.
const NUMBER: usize = 6;

/// Sets a report.
pub(crate) fn report(report: &DeskReport, width: usize) -> Page {
    let mut page = Page::new(width);
    head(&mut page, report);
    spikes(&mut page, report);
    issues(&mut page, &report.issues);
    for (heading, counts) in [
        ("BY PRODUCT", &report.products),
        ("BY SITE", &report.sites),
        ("BY TIER", &report.tiers),
        ("BY CHANNEL", &report.channels),
    ] {
        line_of(&mut page, heading, counts);
    }
    topics(&mut page, report);
    articles(&mut page, &report.articles);
    changes(&mut page, report);
    page
}

/// A time without its offset: the reader is where the desk is.
fn plain(stamp: &str) -> String {
    clean(&stamp.chars().take(16).collect::<String>().replace('T', " "))
}

fn head(page: &mut Page, report: &DeskReport) {
    let (since, until) = (plain(&report.since), plain(&report.until));
    page.title(&format!("Desk report, {since} to {until}"));
    let open = report.calls - report.answered;
    let calls = counted(report.calls, "call", "calls");
    let of = report.about.as_ref().map(|about| {
        let all = grouped(report.all_calls);
        format!(" about “{about}” of {all}")
    });
    let share = 100.0 * open as f64 / report.calls.max(1) as f64;
    page.paragraph(
        0,
        &format!(
            "{calls}{}: {} answered, {} without an answer ({share:.0} %)",
            of.unwrap_or_default(),
            grouped(report.answered),
            grouped(open)
        ),
    );
    if report.calls > 0 {
        page.paragraph(0, &format!("Ended: {}", endings(&report.endings)));
    }
}

fn endings(endings: &Endings) -> String {
    let told = endings.told().into_iter();
    let told = told.map(|(how, calls)| format!("{} {how}", grouped(calls)));
    told.collect::<Vec<_>>().join(", ")
}

fn spikes(page: &mut Page, report: &DeskReport) {
    page.heading("MORE THAN USUAL", "");
    if report.history_days < 3 {
        let days = counted(report.history_days, "day", "days");
        page.paragraph(
            2,
            &format!("Not known yet: {days} on record, 3 are needed."),
        );
        return;
    }
    if report.spikes.is_empty() {
        let looked = counted(report.tested, "thing", "things");
        page.paragraph(2, &format!("Nothing, of {looked} looked at."));
    }
    for spike in &report.spikes {
        one_spike(page, spike);
    }
}

fn one_spike(page: &mut Page, spike: &Spike) {
    let mut words = format!("{CAUTION}{}{CAUTION:#}", clean(&spike.words()));
    if let Some(change) = spike.change_words() {
        words.push_str(&format!("; {}", clean(&change)));
    }
    page.wrap("  ! ", "    ", &words);
    if let Some(title) = &spike.title {
        page.dim_at(4, title);
    }
    let mut beside = vec![format!("since {}", plain(&spike.began))];
    if !spike.sites.is_empty() && spike.kind != "site" {
        beside.push(format!("at {}", names(&spike.sites)));
    }
    if !spike.also.is_empty() {
        beside.push(format!("with it {}", spike.also.join(", ")));
    }
    page.dim_at(4, &beside.join(" · "));
}

fn names(counts: &[CallCount]) -> String {
    let shown = counts.iter().take(NAMES);
    let mut names: Vec<String> = shown
        .map(|count| format!("{} {}", count.name, grouped(count.calls)))
        .collect();
    if counts.len() > NAMES {
        names.push(format!("{} more", counts.len() - NAMES));
    }
    names.join(", ")
}

fn issues(page: &mut Page, issues: &[IssueCalls]) {
    if issues.is_empty() {
        return;
    }
    page.heading("CALLS BY KNOWN ISSUE", "");
    for issue in issues.iter().take(ISSUES) {
        let id = clean(&issue.id);
        let room = page.width().saturating_sub(NUMBER + 4 + id.chars().count());
        let title = shortened(&issue.title, room);
        let calls = grouped(issue.calls);
        page.line(&format!("{calls:>NUMBER$}  {BOLD}{id}{BOLD:#}  {title}"));
        let told: u64 = issue.endings.total() - issue.endings.not_told;
        if told > 0 {
            page.dim_at(NUMBER + 2, &endings(&issue.endings));
        }
    }
    if issues.len() > ISSUES {
        page.dim_at(2, &format!("… and {} more", issues.len() - ISSUES));
    }
}

fn line_of(page: &mut Page, heading: &str, counts: &[CallCount]) {
    if !counts.is_empty() {
        page.heading(heading, "");
        page.paragraph(2, &names(counts));
    }
}

fn topics(page: &mut Page, report: &DeskReport) {
    if report.topics.is_empty() {
        return;
    }
    page.heading("TO WRITE", "questions that no article answers");
    for topic in report.topics.iter().take(TOPICS) {
        one_topic(page, topic);
    }
    let hidden = report.topics.iter().skip(TOPICS).map(|topic| topic.calls);
    let hidden = hidden.sum::<u64>() + report.further_unanswered;
    if hidden > 0 {
        page.dim_at(
            2,
            &format!("… and {} more", counted(hidden, "call", "calls")),
        );
    }
}

fn one_topic(page: &mut Page, topic: &Topic) {
    let calls = grouped(topic.calls);
    let terms = clean(&topic.terms.join(", "));
    page.wrap(
        &format!("{calls:>NUMBER$}  "),
        &" ".repeat(NUMBER + 2),
        &format!("{BOLD}{terms}{BOLD:#}"),
    );
    let room = page.width().saturating_sub(NUMBER + 4);
    let example = format!("“{}”", shortened(&topic.example, room.saturating_sub(2)));
    page.paragraph(NUMBER + 2, &example);
    let mut about = format!("case {}, {}", topic.case, plain(&topic.last));
    if !topic.nearest.is_empty() {
        about.push_str(&format!(" · nearest {}", topic.nearest.join(", ")));
    }
    page.dim_at(NUMBER + 2, &about);
}

fn articles(page: &mut Page, articles: &[ArticleHealth]) {
    if articles.is_empty() {
        return;
    }
    page.heading("ARTICLES TO LOOK AT", "");
    for article in articles.iter().take(ARTICLES) {
        let id = clean(&article.id);
        let room = page.width().saturating_sub(4 + id.chars().count());
        let title = shortened(&article.title, room);
        page.line(&format!("  {BOLD}{id}{BOLD:#}  {title}"));
        page.paragraph(4, &article.concerns.join("; "));
        let calls = counted(article.calls, "call", "calls");
        let seen = article
            .outcomes
            .as_ref()
            .map(|seen| format!(" · {}", seen.words()));
        page.dim_at(4, &format!("{calls}{}", seen.unwrap_or_default()));
    }
    if articles.len() > ARTICLES {
        page.dim_at(2, &format!("… and {} more", articles.len() - ARTICLES));
    }
}

fn changes(page: &mut Page, report: &DeskReport) {
    if report.changes.is_empty() {
        return;
    }
    page.heading("NOTED CHANGES", "");
    for change in report.changes.iter().take(NAMES) {
        let (at, text) = (plain(&change.at), clean(&change.text));
        page.wrap("  ", "    ", &format!("{DIM}{at}{DIM:#}  {text}"));
    }
}

#[cfg(test)]
mod tests;
