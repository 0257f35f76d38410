//! Forgetting: what was asked to be erased, and what is older than is kept.
//!
//! SQLite overwrites what it deletes (`secure_delete`); an erasure also writes the file anew, as
//! copies of a row may be left where pages were split, and cuts the log off. Retention counts by
//! the order of records and not by their times alone, and does not believe a clock that leaps.

use super::case_id::CaseId;
use super::error::{DeskError, Trouble};
use super::store::Desk;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};
use serde::Serialize;

/// How far the clock may have gone since retention last looked before it is doubted.
const LEAP: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long the clock has to stand by a leap before it is believed.
const DOUBT: SignedDuration = SignedDuration::from_hours(24);
/// How far in the future a time may lie before it counts as wrong.
const SLACK: SignedDuration = SignedDuration::from_hours(24);
/// Keys of the settings under which retention keeps what the clock said.
const LOOKED: &str = "retention-looked";
const DOUBTED: &str = "retention-doubted";

/// What is to be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Erasure {
    /// One case, with all that was said of it.
    Case(CaseId),
    /// Everything with a time before this.
    Before(Timestamp),
    /// Everything that somebody asked or said.
    Who(String),
}

/// How much was forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Erased {
    /// Cases, with all that was said of them.
    pub cases: u64,
    /// Outcomes of cases that stay.
    pub outcomes: u64,
    /// Feedback on cases that stay.
    pub feedback: u64,
    /// Notes of changes.
    pub notes: u64,
}

impl Erased {
    /// True if there was nothing to forget.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What came of a look at what is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Retention {
    /// This was forgotten.
    Done(Erased),
    /// Nothing was: the clock says that more time passed than can be believed at once.
    Doubted {
        /// When retention looked before.
        before: Timestamp,
    },
}

impl Desk {
    /// Erases for good: when this returns, the bytes are in no file of the desk any more.
    ///
    /// # Errors
    /// [`DeskError::UnknownCase`]; [`DeskError::Failed`], with [`Trouble::Busy`] if it was
    /// deleted but another program held on to the log, so that the bytes may still be there.
    pub fn erase(&mut self, what: &Erasure) -> Result<Erased, DeskError> {
        let erased = self.delete(what).map_err(|error| self.failed(&error))?;
        if let (Erasure::Case(case), 0) = (what, erased.cases) {
            let case = case.clone();
            return Err(DeskError::UnknownCase { case });
        }
        self.connection
            .execute_batch("VACUUM")
            .map_err(|error| self.failed(&error))?;
        self.cut_log()?;
        Ok(erased)
    }

    /// Forgets what is older than `days` at `now`. `is_sure` believes the clock in any case.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn retain(
        &mut self,
        days: u32,
        now: Timestamp,
        is_sure: bool,
    ) -> Result<Retention, DeskError> {
        if let Some(before) = self.doubt(now)?.filter(|_| !is_sure) {
            return Ok(Retention::Doubted { before });
        }
        let kept = SignedDuration::from_hours(24 * i64::from(days));
        let cutoff = now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
        let erased = self
            .delete_older(cutoff, now)
            .map_err(|error| self.failed(&error))?;
        self.set_setting(LOOKED, &now.to_string())?;
        self.set_setting(DOUBTED, "")?;
        if !erased.is_nothing() {
            self.cut_log()?;
        }
        Ok(Retention::Done(erased))
    }

    /// How many cases are older than `days` at `now`, by which [`Desk::retain`] would forget.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn overdue(&self, days: u32, now: Timestamp) -> Result<u64, DeskError> {
        let kept = SignedDuration::from_hours(24 * i64::from(days));
        let cutoff = now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
        first_kept(&self.connection, "cases", cutoff, now)
            .and_then(|first| {
                self.connection.query_row(
                    "SELECT count(*) FROM cases WHERE seq < ?1",
                    [first],
                    |row| row.get(0),
                )
            })
            .map(i64::unsigned_abs)
            .map_err(|error| self.failed(&error))
    }

    /// When retention looked before, if the clock has leapt since and not stood by it for a day.
    fn doubt(&mut self, now: Timestamp) -> Result<Option<Timestamp>, DeskError> {
        let time = |text: Option<String>| text.and_then(|text| text.parse::<Timestamp>().ok());
        let Some(before) = time(self.setting(LOOKED)?) else {
            return Ok(None);
        };
        if now.duration_since(before) <= LEAP {
            return Ok(None);
        }
        let doubted = time(self.setting(DOUBTED)?);
        match doubted.map(|since| now.duration_since(since)) {
            Some(stood) if (DOUBT..LEAP).contains(&stood) => Ok(None),
            Some(stood) if (SignedDuration::ZERO..DOUBT).contains(&stood) => Ok(Some(before)),
            _ => {
                self.set_setting(DOUBTED, &now.to_string())?;
                Ok(Some(before))
            }
        }
    }

    fn delete(&mut self, what: &Erasure) -> rusqlite::Result<Erased> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let run = |sql: &str, value: &dyn rusqlite::ToSql| {
            transaction.execute(sql, [value]).map(|count| count as u64)
        };
        let erased = match what {
            Erasure::Case(case) => Erased {
                cases: run("DELETE FROM cases WHERE id = ?1", &case.as_str())?,
                ..Erased::default()
            },
            Erasure::Before(time) => {
                let time = time.as_millisecond();
                Erased {
                    cases: run("DELETE FROM cases WHERE time < ?1", &time)?,
                    outcomes: run("DELETE FROM outcomes WHERE time < ?1", &time)?,
                    feedback: run("DELETE FROM feedback WHERE time < ?1", &time)?,
                    notes: run("DELETE FROM notes WHERE time < ?1", &time)?,
                }
            }
            Erasure::Who(name) => {
                run("UPDATE article_states SET who = NULL WHERE who = ?1", name)?;
                Erased {
                    cases: run("DELETE FROM cases WHERE who = ?1", name)?,
                    outcomes: run("DELETE FROM outcomes WHERE who = ?1", name)?,
                    feedback: run("DELETE FROM feedback WHERE who = ?1", name)?,
                    notes: run("DELETE FROM notes WHERE who = ?1", name)?,
                }
            }
        };
        transaction.commit()?;
        Ok(erased)
    }

    fn delete_older(&mut self, cutoff: Timestamp, now: Timestamp) -> rusqlite::Result<Erased> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut counts = [0; 2];
        for (table, count) in ["cases", "notes"].into_iter().zip(&mut counts) {
            let first = first_kept(&transaction, table, cutoff, now)?;
            let sql = format!("DELETE FROM {table} WHERE seq < ?1");
            *count = transaction.execute(&sql, [first])? as u64;
        }
        transaction.commit()?;
        let [cases, notes] = counts;
        Ok(Erased {
            cases,
            notes,
            ..Erased::default()
        })
    }

    /// Folds the log into the file and cuts it off.
    fn cut_log(&self) -> Result<(), DeskError> {
        // The first column tells whether somebody kept it from being done.
        let busy: i64 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| self.failed(&error))?;
        if busy == 0 {
            return Ok(());
        }
        Err(DeskError::Failed {
            path: self.path().to_owned(),
            trouble: Trouble::Busy,
            reason: "the log could not be cut off".to_owned(),
        })
    }
}

/// The number of the first record that is recent enough: what was recorded before it is older,
/// whatever its own time says. Times in the future are no times; where no record is recent, the
/// old ones go and those of the future stay.
fn first_kept(
    connection: &Connection,
    table: &str,
    cutoff: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<i64> {
    let latest = now.saturating_add(SLACK).unwrap_or(Timestamp::MAX);
    connection.query_row(
        &format!(
            "SELECT coalesce(\
             (SELECT min(seq) FROM {table} WHERE time >= ?1 AND time <= ?2), \
             (SELECT max(seq) + 1 FROM {table} WHERE time < ?1), 0)"
        ),
        params![cutoff.as_millisecond(), latest.as_millisecond()],
        |row| row.get(0),
    )
}
