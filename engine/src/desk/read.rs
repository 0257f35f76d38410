//! Reading: what is remembered, in the order in which it was recorded.

use super::case_id::CaseId;
use super::error::DeskError;
use super::record::{
    ArticleState, CaseFile, CaseRecord, ChangeNote, FeedbackRecord, OutcomeRecord, Shown,
    ShownOutcome,
};
use super::rows::{self, CASE, FEEDBACK, NOTE, OUTCOME, SHOWN, STATE};
use super::store::Desk;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A stretch of time: from `since`, up to and without `until`; none is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first moment in it.
    pub since: Option<Timestamp>,
    /// The first moment after it.
    pub until: Option<Timestamp>,
}

impl Period {
    /// From `since` on.
    #[must_use]
    pub fn since(since: Timestamp) -> Self {
        Self {
            since: Some(since),
            until: None,
        }
    }

    fn bounds(self) -> (i64, i64) {
        let since = self.since.map_or(i64::MIN, Timestamp::as_millisecond);
        let until = self.until.map_or(i64::MAX, Timestamp::as_millisecond);
        (since, until)
    }
}

/// How often something was asked on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DayCount {
    /// The day, UTC, as `2004-11-23`.
    pub day: String,
    /// What (`search`).
    pub what: String,
    /// How often.
    pub count: u64,
}

impl Desk {
    /// Cases first asked in a period.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn cases(&self, period: Period) -> Result<Vec<CaseRecord>, DeskError> {
        let (since, until) = period.bounds();
        self.list(
            &format!(
                "SELECT {CASE} FROM cases c WHERE c.time >= ?1 AND c.time < ?2 ORDER BY c.seq"
            ),
            [since, until],
            rows::case,
        )
    }

    /// The last cases recorded, newest first.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn last_cases(&self, most: u32) -> Result<Vec<CaseRecord>, DeskError> {
        self.list(
            &format!("SELECT {CASE} FROM cases c ORDER BY c.seq DESC LIMIT ?1"),
            [most],
            rows::case,
        )
    }

    /// Cases of a period that had no answer and that nobody has called fixed since.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn unanswered(&self, period: Period) -> Result<Vec<CaseRecord>, DeskError> {
        let (since, until) = period.bounds();
        self.list(
            &format!(
                "SELECT {CASE} FROM cases c WHERE c.abstained AND c.time >= ?1 AND c.time < ?2 \
                 AND NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.case_seq = c.seq \
                 AND o.outcome IN ('fixed', 'fixed-unclear')) ORDER BY c.seq"
            ),
            [since, until],
            rows::case,
        )
    }

    /// A case with everything that is known of it; none if it is not there, or was erased.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn case(&self, id: &CaseId) -> Result<Option<CaseFile>, DeskError> {
        let case = self.one(
            &format!("SELECT {CASE} FROM cases c WHERE c.id = ?1"),
            [id.as_str()],
            rows::case,
        )?;
        let Some(case) = case else {
            return Ok(None);
        };
        let seq = case.seq.cast_signed();
        Ok(Some(CaseFile {
            case,
            shown: self.list(
                &format!("SELECT {SHOWN} FROM shown s WHERE s.case_seq = ?1 ORDER BY s.rank"),
                [seq],
                |row| rows::shown(row, 0),
            )?,
            outcomes: self.list(
                &format!(
                    "SELECT {OUTCOME} FROM outcomes o JOIN cases c ON c.seq = o.case_seq \
                     WHERE o.case_seq = ?1 ORDER BY o.seq"
                ),
                [seq],
                rows::outcome,
            )?,
            feedback: self.list(
                &format!(
                    "SELECT {FEEDBACK} FROM feedback f JOIN cases c ON c.seq = f.case_seq \
                     WHERE f.case_seq = ?1 ORDER BY f.seq"
                ),
                [seq],
                rows::feedback,
            )?,
        }))
    }

    /// Every known issue that was shown for a case of a period, with what is known of that
    /// case's end; one entry for each place of each answer.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn shown(&self, period: Period) -> Result<Vec<ShownOutcome>, DeskError> {
        let (since, until) = period.bounds();
        let mut ended: HashMap<CaseId, Vec<OutcomeRecord>> = HashMap::new();
        for outcome in self.outcomes(Period::default())? {
            ended.entry(outcome.case.clone()).or_default().push(outcome);
        }
        let mut shown = self.list(
            &format!(
                "SELECT c.seq, c.id, c.time, s.rank, {SHOWN} FROM shown s \
                 JOIN cases c ON c.seq = s.case_seq \
                 WHERE c.time >= ?1 AND c.time < ?2 ORDER BY c.seq, s.rank"
            ),
            [since, until],
            |row| {
                Ok(ShownOutcome {
                    seq: rows::seq(row, 0)?,
                    case: rows::id(row, 1)?,
                    time: rows::time(row, 2)?,
                    rank: row.get(3)?,
                    shown: rows::shown(row, 4)?,
                    outcomes: Vec::new(),
                })
            },
        )?;
        for one in &mut shown {
            one.outcomes = ended.get(&one.case).cloned().unwrap_or_default();
        }
        Ok(shown)
    }

    /// What a case was shown, in the order of ranks.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn shown_for(&self, id: &CaseId) -> Result<Vec<Shown>, DeskError> {
        self.list(
            &format!(
                "SELECT {SHOWN} FROM shown s JOIN cases c ON c.seq = s.case_seq \
                 WHERE c.id = ?1 ORDER BY s.rank"
            ),
            [id.as_str()],
            |row| rows::shown(row, 0),
        )
    }

    /// Everything that was said of cases' ends in a period.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn outcomes(&self, period: Period) -> Result<Vec<OutcomeRecord>, DeskError> {
        let (since, until) = period.bounds();
        self.list(
            &format!(
                "SELECT {OUTCOME} FROM outcomes o JOIN cases c ON c.seq = o.case_seq \
                 WHERE o.time >= ?1 AND o.time < ?2 ORDER BY o.seq"
            ),
            [since, until],
            rows::outcome,
        )
    }

    /// Everything that was found wrong in a period.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn feedback(&self, period: Period) -> Result<Vec<FeedbackRecord>, DeskError> {
        let (since, until) = period.bounds();
        self.list(
            &format!(
                "SELECT {FEEDBACK} FROM feedback f JOIN cases c ON c.seq = f.case_seq \
                 WHERE f.time >= ?1 AND f.time < ?2 ORDER BY f.seq"
            ),
            [since, until],
            rows::feedback,
        )
    }

    /// Changes of a period, in the order of their times.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn notes(&self, period: Period) -> Result<Vec<ChangeNote>, DeskError> {
        let (since, until) = period.bounds();
        self.list(
            &format!("SELECT {NOTE} FROM notes WHERE time >= ?1 AND time < ?2 ORDER BY time, seq"),
            [since, until],
            rows::note,
        )
    }

    /// The state that each article was last given, by article.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn article_states(&self) -> Result<Vec<ArticleState>, DeskError> {
        self.list(
            &format!(
                "SELECT {STATE} FROM article_states WHERE seq IN \
                 (SELECT max(seq) FROM article_states GROUP BY article) ORDER BY article"
            ),
            [],
            rows::state,
        )
    }

    /// What is only counted, by day.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn day_counts(&self) -> Result<Vec<DayCount>, DeskError> {
        self.list(
            "SELECT day, what, count FROM counts ORDER BY day, what",
            [],
            |row| {
                Ok(DayCount {
                    day: row.get(0)?,
                    what: row.get(1)?,
                    count: rows::seq(row, 2)?,
                })
            },
        )
    }

    /// The number of the last record; 0 if nothing was recorded yet. It never goes back.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn last_seq(&self) -> Result<u64, DeskError> {
        let last = self.one("SELECT last FROM sequence", [], |row| rows::seq(row, 0))?;
        Ok(last.unwrap_or(0))
    }

    /// A value kept with the desk, under a key.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn setting(&self, key: &str) -> Result<Option<String>, DeskError> {
        self.one("SELECT value FROM settings WHERE key = ?1", [key], |row| {
            row.get(0)
        })
    }

    /// Keeps a value under a key, in the place of the one before.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), DeskError> {
        self.connection
            .execute(
                "INSERT INTO settings (key, value) VALUES (?1, ?2) \
                 ON CONFLICT (key) DO UPDATE SET value = ?2",
                params![key, value],
            )
            .map(drop)
            .map_err(|error| self.failed(&error))
    }

    pub(super) fn list<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, DeskError> {
        let read = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_map(params, row)?.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, DeskError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_row(params, row).optional()
        };
        read().map_err(|error| self.failed(&error))
    }
}
