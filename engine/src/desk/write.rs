//! Writing: a batch of entries is one transaction, all of it or nothing.

use super::case_id::CaseId;
use super::error::DeskError;
use super::record::{Channel, Chosen, KcsState, NewCase, Outcome, Reason, Who};
use super::rows::json;
use super::store::Desk;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// Something to remember.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Entry {
    /// A case, or a further round of one.
    Case(Box<NewCase>),
    /// How a case ended.
    Outcome(NewOutcome),
    /// What was wrong with what was shown.
    Feedback(NewFeedback),
    /// A change outside.
    Note(NewNote),
    /// The state of an article.
    State(NewState),
    /// Something of which only the number is kept, such as `search`.
    Count {
        /// When.
        time: Timestamp,
        /// What.
        what: &'static str,
    },
}

/// How a case ended, as it is handed in. Its note has to be masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutcome {
    /// The case.
    pub case: CaseId,
    /// When.
    pub time: Timestamp,
    /// Where it was said.
    pub channel: Channel,
    /// Who said so.
    pub who: Who,
    /// How it ended.
    pub outcome: Outcome,
    /// What was taken of what was shown.
    pub chosen: Chosen,
    /// A remark.
    pub note: Option<String>,
}

/// What was wrong with what was shown, as it is handed in. Its note has to be masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeedback {
    /// The case.
    pub case: CaseId,
    /// When.
    pub time: Timestamp,
    /// Where it was said.
    pub channel: Channel,
    /// Who said so.
    pub who: Who,
    /// What is wrong.
    pub reason: Reason,
    /// The known issue meant; none means the answer as a whole.
    pub issue: Option<String>,
    /// The article meant.
    pub article: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A change outside, as it is handed in. Its text has to be masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNote {
    /// When the change was.
    pub time: Timestamp,
    /// Who noted it.
    pub who: Who,
    /// The site it concerns; none means all.
    pub site: Option<String>,
    /// What changed.
    pub text: String,
}

/// The state of an article, as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewState {
    /// The article.
    pub article: String,
    /// Its state.
    pub state: KcsState,
    /// Since when.
    pub time: Timestamp,
    /// Who said so.
    pub who: Who,
}

/// What became of an entry that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Receipt {
    /// The case stands under this id: the one it continues, or a new one.
    Case(CaseId),
    /// It stands under this number.
    Recorded(u64),
    /// It is about a case that is not there; nothing was written.
    UnknownCase(CaseId),
    /// It was counted.
    Counted,
}

impl Entry {
    /// True if whoever said it is told that it was kept, and has to be able to rely on that even
    /// if the power fails.
    fn is_promise(&self) -> bool {
        !matches!(self, Self::Case(_) | Self::Count { .. })
    }
}

impl Desk {
    /// Writes a batch in one transaction. What was said of a case's end, of an answer or of a
    /// change is on the disk when this returns; cases alone survive the end of the process at
    /// any moment, but the last of them may be lost with the power.
    ///
    /// # Errors
    /// [`DeskError::Failed`]; then nothing of the batch was written.
    pub fn record(&mut self, entries: &[Entry]) -> Result<Vec<Receipt>, DeskError> {
        let promise = entries.iter().any(Entry::is_promise);
        let durable = if promise { "full" } else { "normal" };
        self.write(durable, entries)
            .map_err(|error| self.failed(&error))
    }

    fn write(&mut self, durable: &str, entries: &[Entry]) -> rusqlite::Result<Vec<Receipt>> {
        self.connection
            .pragma_update(None, "synchronous", durable)?;
        // The lock is taken at once: a reader that becomes a writer cannot wait for its turn.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut batch = Batch::begin(&transaction)?;
        let receipts = entries
            .iter()
            .map(|entry| batch.write(entry))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        batch.end()?;
        transaction.commit()?;
        Ok(receipts)
    }
}

/// A transaction and the last number given out in it.
struct Batch<'a> {
    transaction: &'a Transaction<'a>,
    last: i64,
}

impl<'a> Batch<'a> {
    fn begin(transaction: &'a Transaction<'a>) -> rusqlite::Result<Self> {
        let last = transaction
            .prepare_cached("SELECT last FROM sequence")?
            .query_row([], |row| row.get(0))?;
        Ok(Self { transaction, last })
    }

    fn end(&self) -> rusqlite::Result<()> {
        let mut update = self
            .transaction
            .prepare_cached("UPDATE sequence SET last = ?1")?;
        update.execute([self.last]).map(drop)
    }

    fn next(&mut self) -> i64 {
        self.last += 1;
        self.last
    }

    fn write(&mut self, entry: &Entry) -> rusqlite::Result<Receipt> {
        match entry {
            Entry::Case(case) => self.write_case(case),
            Entry::Outcome(outcome) => self.write_outcome(outcome),
            Entry::Feedback(feedback) => self.write_feedback(feedback),
            Entry::Note(note) => self.write_note(note),
            Entry::State(state) => self.write_state(state),
            Entry::Count { time, what } => self.count(*time, what),
        }
    }

    fn write_case(&mut self, case: &NewCase) -> rusqlite::Result<Receipt> {
        if let Some(before) = &case.continues
            && let Some(seq) = self.continue_case(before, case)?
        {
            self.write_shown(seq, case)?;
            return Ok(Receipt::Case(before.clone()));
        }
        let seq = self.next();
        let mut id = case.id.clone();
        // Two cases of one name are rare, and the name was not given out yet.
        while self.find(&id)?.is_some() {
            id = CaseId::random();
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO cases (seq, id, time, channel, who, tier, site, product, text, \
                 terms, abstained, probability, generation, rounds, nearest) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1, ?14)",
            )?
            .execute(params![
                seq,
                id.as_str(),
                case.time.as_millisecond(),
                case.channel.name(),
                case.who.name,
                case.who.tier,
                case.site,
                case.product,
                case.text,
                json(&case.terms),
                case.abstained,
                case.probability,
                case.generation,
                json(&case.nearest),
            ])?;
        self.write_shown(seq, case)?;
        Ok(Receipt::Case(id))
    }

    /// Puts a further round in the place of the one before, if that is there and whoever asks is
    /// the same; the case keeps its time and its number.
    fn continue_case(&mut self, id: &CaseId, case: &NewCase) -> rusqlite::Result<Option<i64>> {
        let seq: Option<i64> = self
            .transaction
            .prepare_cached(
                "UPDATE cases SET text = ?3, terms = ?4, abstained = ?5, probability = ?6, \
                 generation = ?7, nearest = ?8, rounds = rounds + 1, \
                 site = coalesce(?9, site), product = coalesce(?10, product) \
                 WHERE id = ?1 AND who IS ?2 RETURNING seq",
            )?
            .query_row(
                params![
                    id.as_str(),
                    case.who.name,
                    case.text,
                    json(&case.terms),
                    case.abstained,
                    case.probability,
                    case.generation,
                    json(&case.nearest),
                    case.site,
                    case.product,
                ],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(seq) = seq {
            self.transaction
                .prepare_cached("DELETE FROM shown WHERE case_seq = ?1")?
                .execute([seq])?;
        }
        Ok(seq)
    }

    fn write_shown(&self, seq: i64, case: &NewCase) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO shown (case_seq, rank, issue, title, probability, articles, products, \
             remedies) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (rank, shown) in (1_i64..).zip(&case.shown) {
            insert.execute(params![
                seq,
                rank,
                shown.issue,
                shown.title,
                shown.probability,
                json(&shown.articles),
                json(&shown.products),
                json(&shown.remedies),
            ])?;
        }
        Ok(())
    }

    fn write_outcome(&mut self, outcome: &NewOutcome) -> rusqlite::Result<Receipt> {
        let Some(case) = self.find(&outcome.case)? else {
            return Ok(Receipt::UnknownCase(outcome.case.clone()));
        };
        let seq = self.next();
        let chosen = &outcome.chosen;
        self.transaction
            .prepare_cached(
                "INSERT INTO outcomes (seq, case_seq, time, channel, who, tier, outcome, issue, \
                 article, section, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                seq,
                case,
                outcome.time.as_millisecond(),
                outcome.channel.name(),
                outcome.who.name,
                outcome.who.tier,
                outcome.outcome.name(),
                chosen.issue,
                chosen.article,
                chosen.section,
                outcome.note,
            ])?;
        Ok(recorded(seq))
    }

    fn write_feedback(&mut self, feedback: &NewFeedback) -> rusqlite::Result<Receipt> {
        let Some(case) = self.find(&feedback.case)? else {
            return Ok(Receipt::UnknownCase(feedback.case.clone()));
        };
        let seq = self.next();
        self.transaction
            .prepare_cached(
                "INSERT INTO feedback (seq, case_seq, time, channel, who, tier, reason, issue, \
                 article, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                seq,
                case,
                feedback.time.as_millisecond(),
                feedback.channel.name(),
                feedback.who.name,
                feedback.who.tier,
                feedback.reason.name(),
                feedback.issue,
                feedback.article,
                feedback.note,
            ])?;
        Ok(recorded(seq))
    }

    fn write_note(&mut self, note: &NewNote) -> rusqlite::Result<Receipt> {
        let seq = self.next();
        self.transaction
            .prepare_cached(
                "INSERT INTO notes (seq, time, who, tier, site, text) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                seq,
                note.time.as_millisecond(),
                note.who.name,
                note.who.tier,
                note.site,
                note.text,
            ])?;
        Ok(recorded(seq))
    }

    fn write_state(&mut self, state: &NewState) -> rusqlite::Result<Receipt> {
        let seq = self.next();
        self.transaction
            .prepare_cached(
                "INSERT INTO article_states (seq, article, state, time, who, tier) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                seq,
                state.article,
                state.state.name(),
                state.time.as_millisecond(),
                state.who.name,
                state.who.tier,
            ])?;
        Ok(recorded(seq))
    }

    fn count(&self, time: Timestamp, what: &str) -> rusqlite::Result<Receipt> {
        let day = time.strftime("%Y-%m-%d").to_string();
        self.transaction
            .prepare_cached(
                "INSERT INTO counts (day, what, count) VALUES (?1, ?2, 1) \
                 ON CONFLICT (day, what) DO UPDATE SET count = count + 1",
            )?
            .execute(params![day, what])?;
        Ok(Receipt::Counted)
    }

    fn find(&self, id: &CaseId) -> rusqlite::Result<Option<i64>> {
        self.transaction
            .prepare_cached("SELECT seq FROM cases WHERE id = ?1")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()
    }
}

fn recorded(seq: i64) -> Receipt {
    Receipt::Recorded(seq.unsigned_abs())
}
