//! What a desk says of itself: how much it holds, and whether it is sound.

use super::error::DeskError;
use super::read::Period;
use super::store::Desk;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Times that go back by less than this are two clocks that differ a little.
const STEP: SignedDuration = SignedDuration::from_hours(1);

/// What a look at the whole file found.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DeskCheck {
    /// True if nothing is wrong with the file.
    pub sound: bool,
    /// What is wrong.
    pub problems: Vec<String>,
    /// Bytes of the file and its log.
    pub bytes: u64,
    /// Cases.
    pub cases: u64,
    /// Outcomes that were said.
    pub outcomes: u64,
    /// Feedback that was given.
    pub feedback: u64,
    /// Changes that were noted.
    pub notes: u64,
    /// Time of the first record, by order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// Time of the last record, by order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// How often the clock was set back by more than an hour between two cases.
    pub clock_set_back: u64,
    /// Cases whose time still lies in the future.
    pub in_future: u64,
}

/// What is wrong, as it is found.
#[derive(Default)]
struct Found {
    problems: Vec<String>,
}

impl Found {
    /// The rows of a table; none, and a problem, if they cannot be read.
    fn rows<T>(&mut self, table: &str, rows: Result<Vec<T>, DeskError>) -> Vec<T> {
        rows.unwrap_or_else(|error| {
            let reason = match error {
                DeskError::Failed { reason, .. } => reason,
                error => error.to_string(),
            };
            let problem = format!("{table}: {reason}");
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
            Vec::new()
        })
    }
}

impl Desk {
    /// Reads everything and compares it with itself; what cannot be read is a problem, and no
    /// end of the check. `now` tells what lies in the future.
    #[must_use]
    pub fn check(&self, now: Timestamp) -> DeskCheck {
        let mut found = Found::default();
        let text = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
        let told = self.list("PRAGMA integrity_check(20)", [], text);
        let told = found.rows("integrity", told).into_iter();
        found.problems.extend(told.filter(|line| line != "ok"));
        let strays = self.list("PRAGMA foreign_key_check", [], text);
        for table in found.rows("integrity", strays) {
            let problem = format!("{table}: a row belongs to a case that is not there");
            found.problems.push(problem);
        }
        let times = self.list("SELECT time FROM cases ORDER BY seq", [], |row| {
            super::rows::time(row, 0)
        });
        let times = found.rows("cases", times);
        let counts = self.read_rows(&mut found);
        let set_back = times
            .windows(2)
            .filter(|pair| pair[0].duration_since(pair[1]) > STEP);
        let in_future = times.iter().filter(|time| time.duration_since(now) > STEP);
        DeskCheck {
            sound: found.problems.is_empty(),
            problems: found.problems,
            bytes: self.bytes(),
            cases: times.len() as u64,
            outcomes: counts[0],
            feedback: counts[1],
            notes: counts[2],
            first: times.first().copied(),
            last: times.last().copied(),
            clock_set_back: set_back.count() as u64,
            in_future: in_future.count() as u64,
        }
    }

    /// Reads every row as what it is. How many outcomes, feedback and notes there are.
    fn read_rows(&self, found: &mut Found) -> [u64; 3] {
        let all = Period::default();
        found.rows("cases", self.cases(all));
        found.rows("shown", self.shown(all));
        found.rows("article_states", self.article_states());
        let counts = [
            found.rows("outcomes", self.outcomes(all)).len(),
            found.rows("feedback", self.feedback(all)).len(),
            found.rows("notes", self.notes(all)).len(),
        ];
        let last = self.list(
            "SELECT max(coalesce((SELECT max(seq) FROM cases), 0), \
             coalesce((SELECT max(seq) FROM outcomes), 0), \
             coalesce((SELECT max(seq) FROM feedback), 0), \
             coalesce((SELECT max(seq) FROM notes), 0), \
             coalesce((SELECT max(seq) FROM article_states), 0))",
            [],
            |row| super::rows::seq(row, 0),
        );
        let last = found.rows("sequence", last).pop().unwrap_or(0);
        let given = self.last_seq().map(|given| vec![given]);
        if last > found.rows("sequence", given).pop().unwrap_or(u64::MAX) {
            let problem = "sequence: numbers will be given out twice";
            found.problems.push(problem.to_owned());
        }
        counts.map(|count| count as u64)
    }

    fn bytes(&self) -> u64 {
        let size = |suffix: &str| {
            let mut name = self.path().as_os_str().to_owned();
            name.push(suffix);
            std::fs::metadata(name).map_or(0, |data| data.len())
        };
        size("") + size("-wal")
    }
}
