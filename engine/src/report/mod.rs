//! Reports of a help desk, from plain data: [`report()`] counts calls (`volume`), looks for what
//! is more than usual (`spikes`), groups what stayed without an answer (`topics`) and names
//! articles that need a look (`articles`). `pictures` draws it.
//!
//! Where calls are kept is not known here, and neither is the clock: both are given.

mod articles;
mod clock;
pub mod pictures;
mod spikes;
mod statistics;
mod topics;
mod volume;

#[cfg(test)]
mod tests;

pub use articles::ArticleKnown;
pub use clock::seconds_of;

use crate::answer::{DeskReport, NotedChange, REPORT_SCHEMA};
use crate::outcomes::Priors;
use clock::Clock;

/// A call, as it was recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Call {
    /// The case's id.
    pub id: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// Where it came in.
    pub channel: String,
    /// Who asked, if known.
    pub person: Option<String>,
    /// Support tier of who asked.
    pub tier: Option<u8>,
    /// The site it is about.
    pub site: Option<String>,
    /// The product it is about.
    pub product: Option<String>,
    /// What was reported, masked.
    pub text: String,
    /// The known issue it was answered with, or that was chosen of those shown: id and title.
    pub issue: Option<(String, String)>,
    /// Articles that were nearest where nothing answered.
    pub nearest: Vec<String>,
    /// How it ended, as it was last said.
    pub ended: Option<Ended>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Fixed, and it is understood why.
    Fixed,
    /// Fixed, and nobody knows why.
    FixedUnclear,
    /// Not fixed.
    NotFixed,
    /// Handed to the next tier.
    Escalated,
}

/// A change that people noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When, in seconds since 1970.
    pub at: u64,
    /// What, masked.
    pub text: String,
    /// The site it concerns; none means all.
    pub site: Option<String>,
}

/// What a report is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportRequest {
    /// From when on calls are counted, in seconds since 1970.
    pub since: u64,
    /// The moment of the report.
    pub now: u64,
    /// Seconds that the desk's clock is ahead of UTC.
    pub offset: i64,
    /// Only calls that mention this.
    pub about: Option<String>,
}

/// What a report is made of.
pub struct Sources<'r> {
    /// All calls on record, also those before the period: they say what is usual.
    pub calls: &'r [Call],
    /// Noted changes.
    pub changes: &'r [Change],
    /// What came of articles.
    pub priors: &'r Priors,
    /// What the knowledge base knows of an article, by id.
    pub article: &'r dyn Fn(&str) -> Option<ArticleKnown>,
    /// How telling a term is: 0 for one that says nothing, the higher the rarer.
    pub rarity: &'r dyn Fn(&str) -> f64,
}

impl std::fmt::Debug for Sources<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Sources")
            .field("calls", &self.calls.len())
            .finish_non_exhaustive()
    }
}

/// Makes a report.
#[must_use]
pub fn report(request: &ReportRequest, sources: &Sources<'_>) -> DeskReport {
    let clock = Clock::new(request.offset);
    let is_meant = |call: &&Call| is_about(call, request.about.as_deref());
    let mut known: Vec<&Call> = sources.calls.iter().filter(is_meant).collect();
    known.retain(|call| call.at <= request.now);
    known.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| one.id.cmp(&other.id)));
    let first = known.partition_point(|call| call.at < request.since);
    let calls = &known[first..];
    let all = sources.calls.iter();
    let all_calls = all.filter(|call| (request.since..=request.now).contains(&call.at));
    let mut report = DeskReport {
        schema: REPORT_SCHEMA.into(),
        since: clock.stamp(request.since),
        until: clock.stamp(request.now),
        about: request.about.clone(),
        all_calls: all_calls.count() as u64,
        ..DeskReport::default()
    };
    volume::count(&mut report, calls, (request, &clock));
    spikes::find(&mut report, &known, sources.changes, (request, &clock));
    topics::group(&mut report, calls, sources.rarity, &clock);
    report.articles = articles::look(calls, sources, request.now);
    let changes = sources.changes.iter();
    let mut changes: Vec<&Change> = changes
        .filter(|change| (request.since..=request.now).contains(&change.at))
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    report.changes = changes.into_iter().map(|one| noted(one, &clock)).collect();
    report
}

fn noted(change: &Change, clock: &Clock) -> NotedChange {
    NotedChange {
        at: clock.stamp(change.at),
        text: change.text.clone(),
    }
}

/// True if a call mentions all words of a subject: in what was said, in the title of its known
/// issue, in its product.
fn is_about(call: &Call, subject: Option<&str>) -> bool {
    let Some(subject) = subject else {
        return true;
    };
    let title = call.issue.as_ref().map_or("", |(_, title)| title.as_str());
    let product = call.product.as_deref().unwrap_or_default();
    let said = format!("{} {title} {product}", call.text).to_lowercase();
    let has = |wanted: &str| {
        said.split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == wanted)
    };
    subject
        .to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(has)
}
