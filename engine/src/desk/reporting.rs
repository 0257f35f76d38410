//! A report of what the desk remembers.

use super::record::{CaseRecord, Outcome, OutcomeRecord, Shown};
use super::{CaseId, Desk, DeskError, Period};
use crate::Engine;
use crate::answer::DeskReport;
use crate::engine::article_of;
use crate::index::text::worths::idf;
use crate::outcomes::{Priors, Rules};
use crate::report::{ArticleKnown, Call, Change, Ended, ReportRequest, Sources, report};
use jiff::Timestamp;
use std::collections::HashMap;

/// Seconds before the period of which calls say what is usual.
const BEFORE: u64 = 9 * 7 * 86_400;
/// Terms that more than one article in this many has do not tell questions apart.
const COMMON: usize = 12;

/// What is known of cases beside their records.
#[derive(Default)]
struct Beside {
    shown: Vec<Shown>,
    ended: Option<OutcomeRecord>,
}

impl Desk {
    /// Reports on a period, with what `engine` knows of the articles.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn report(
        &self,
        engine: &Engine,
        request: &ReportRequest,
    ) -> Result<DeskReport, DeskError> {
        let period = Period {
            since: timestamp(request.since.min(request.now).saturating_sub(BEFORE)),
            until: timestamp(request.now.saturating_add(1)),
        };
        let mut beside: HashMap<CaseId, Beside> = HashMap::new();
        for one in self.shown(period)? {
            beside.entry(one.case).or_default().shown.push(one.shown);
        }
        for one in self.outcomes(Period::default())? {
            let case = one.case.clone();
            beside.entry(case).or_default().ended = Some(one);
        }
        let cases = self.cases(period)?.into_iter();
        let calls = cases.map(|case| {
            let beside = beside.remove(&case.id).unwrap_or_default();
            call(case, beside)
        });
        let calls: Vec<Call> = calls.collect();
        let notes = self.notes(period)?.into_iter();
        let changes: Vec<Change> = notes
            .map(|note| Change {
                at: seconds(note.time),
                text: note.text,
                site: note.site,
            })
            .collect();
        let priors: Priors = self.priors(&Rules::default(), request.now)?;
        let sources = Sources {
            calls: &calls,
            changes: &changes,
            priors: &priors,
            article: &|id| known(engine, id),
            rarity: &|term| rarity(engine, term),
        };
        Ok(report(request, &sources))
    }
}

fn timestamp(seconds: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

fn seconds(time: Timestamp) -> u64 {
    u64::try_from(time.as_second()).unwrap_or_default()
}

fn call(case: CaseRecord, beside: Beside) -> Call {
    let chosen = beside
        .ended
        .as_ref()
        .and_then(|one| one.chosen.issue.as_ref());
    let chosen = chosen.and_then(|id| beside.shown.iter().find(|shown| shown.issue == *id));
    let first = beside.shown.first().filter(|_| !case.abstained);
    let issue = chosen.or(first);
    let product = case.product.clone();
    Call {
        id: case.id.to_string(),
        at: seconds(case.time),
        channel: case.channel.name().to_owned(),
        person: case.who.name,
        tier: case.who.tier,
        site: case.site,
        product: product.or_else(|| issue?.products.first().cloned()),
        text: case.text,
        issue: issue.map(|shown| (shown.issue.clone(), shown.title.clone())),
        nearest: case.nearest,
        ended: beside.ended.map(|one| match one.outcome {
            Outcome::Fixed => Ended::Fixed,
            Outcome::FixedUnclear => Ended::FixedUnclear,
            Outcome::NotFixed => Ended::NotFixed,
            Outcome::Escalated => Ended::Escalated,
        }),
    }
}

fn known(engine: &Engine, id: &str) -> Option<ArticleKnown> {
    let ordinal = engine.generation().articles.find(id)?;
    let (entry, document, place) = engine.open_article(ordinal).ok()?;
    let article = article_of(&document, place).ok()?;
    Some(ArticleKnown {
        id: entry.id,
        title: entry.title,
        date: article.meta.date.clone(),
        gaps: article.gaps.len(),
        state: entry.state.told(),
    })
}

/// How telling a term is in the knowledge base; a term that it does not know is as telling as one
/// that a single article has.
fn rarity(engine: &Engine, term: &str) -> f64 {
    let text = &engine.generation().text;
    let articles = text.articles().max(1);
    let holders = text
        .vocabulary
        .get(term)
        .map_or(1, |info| info.documents as usize);
    let common = f64::from(idf(articles.div_ceil(COMMON), articles));
    (f64::from(idf(holders.max(1), articles)) - common).max(0.0)
}
