//! Rows of the file as records, and lists as the JSON in which a column keeps them.

use super::case_id::CaseId;
use super::record::{
    ArticleState, CaseRecord, ChangeNote, Channel, Chosen, FeedbackRecord, KcsState, Outcome,
    OutcomeRecord, Reason, Shown, Who,
};
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Columns of [`case`], in its order.
pub(super) const CASE: &str = "c.seq, c.id, c.time, c.channel, c.who, c.tier, c.site, c.product, \
     c.text, c.terms, c.abstained, c.probability, c.generation, c.rounds, c.nearest";
/// Columns of [`shown`].
pub(super) const SHOWN: &str =
    "s.issue, s.title, s.probability, s.articles, s.products, s.remedies";
/// Columns of [`outcome`].
pub(super) const OUTCOME: &str = "o.seq, c.id, o.time, o.channel, o.who, o.tier, o.outcome, \
     o.issue, o.article, o.section, o.note";
/// Columns of [`feedback`].
pub(super) const FEEDBACK: &str =
    "f.seq, c.id, f.time, f.channel, f.who, f.tier, f.reason, f.issue, f.article, f.note";
/// Columns of [`note`].
pub(super) const NOTE: &str = "seq, time, who, tier, site, text";
/// Columns of [`state`].
pub(super) const STATE: &str = "seq, article, state, time, who, tier";

/// A list as it stands in a column.
pub(super) fn json<T: Serialize>(list: &[T]) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}

/// A case.
pub(super) fn case(row: &Row<'_>) -> rusqlite::Result<CaseRecord> {
    Ok(CaseRecord {
        seq: seq(row, 0)?,
        id: id(row, 1)?,
        time: time(row, 2)?,
        channel: named(row, 3, Channel::of_name)?,
        who: who(row, 4)?,
        site: row.get(6)?,
        product: row.get(7)?,
        text: row.get(8)?,
        terms: list(row, 9)?,
        abstained: row.get(10)?,
        probability: row.get(11)?,
        generation: row.get(12)?,
        rounds: row.get(13)?,
        nearest: list(row, 14)?,
    })
}

/// What was shown, from column `at` on.
pub(super) fn shown(row: &Row<'_>, at: usize) -> rusqlite::Result<Shown> {
    Ok(Shown {
        issue: row.get(at)?,
        title: row.get(at + 1)?,
        probability: row.get(at + 2)?,
        articles: list(row, at + 3)?,
        products: list(row, at + 4)?,
        remedies: list(row, at + 5)?,
    })
}

/// How a case ended.
pub(super) fn outcome(row: &Row<'_>) -> rusqlite::Result<OutcomeRecord> {
    Ok(OutcomeRecord {
        seq: seq(row, 0)?,
        case: id(row, 1)?,
        time: time(row, 2)?,
        channel: named(row, 3, Channel::of_name)?,
        who: who(row, 4)?,
        outcome: named(row, 6, Outcome::of_name)?,
        chosen: Chosen {
            issue: row.get(7)?,
            article: row.get(8)?,
            section: row.get(9)?,
        },
        note: row.get(10)?,
    })
}

/// What was found wrong.
pub(super) fn feedback(row: &Row<'_>) -> rusqlite::Result<FeedbackRecord> {
    Ok(FeedbackRecord {
        seq: seq(row, 0)?,
        case: id(row, 1)?,
        time: time(row, 2)?,
        channel: named(row, 3, Channel::of_name)?,
        who: who(row, 4)?,
        reason: named(row, 6, Reason::of_name)?,
        issue: row.get(7)?,
        article: row.get(8)?,
        note: row.get(9)?,
    })
}

/// A change outside.
pub(super) fn note(row: &Row<'_>) -> rusqlite::Result<ChangeNote> {
    Ok(ChangeNote {
        seq: seq(row, 0)?,
        time: time(row, 1)?,
        who: who(row, 2)?,
        site: row.get(4)?,
        text: row.get(5)?,
    })
}

/// The state of an article.
pub(super) fn state(row: &Row<'_>) -> rusqlite::Result<ArticleState> {
    Ok(ArticleState {
        seq: seq(row, 0)?,
        article: row.get(1)?,
        state: named(row, 2, KcsState::of_name)?,
        time: time(row, 3)?,
        who: who(row, 4)?,
    })
}

/// A sequence number.
pub(super) fn seq(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(at).map(i64::unsigned_abs)
}

/// The id of a case.
pub(super) fn id(row: &Row<'_>, at: usize) -> rusqlite::Result<CaseId> {
    let text: String = row.get(at)?;
    text.parse().map_err(|error| wrong(at, error))
}

/// A time.
pub(super) fn time(row: &Row<'_>, at: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(at)?).map_err(|error| wrong(at, error))
}

fn who(row: &Row<'_>, at: usize) -> rusqlite::Result<Who> {
    Ok(Who {
        name: row.get(at)?,
        tier: row.get(at + 1)?,
    })
}

fn named<T>(row: &Row<'_>, at: usize, of_name: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let name: String = row.get(at)?;
    of_name(&name).ok_or_else(|| wrong(at, format!("{name:?} is not known here")))
}

fn list<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<T>> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text).map_err(|error| wrong(at, error))
}

fn wrong(at: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into())
}
