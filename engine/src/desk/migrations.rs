//! The tables, and how an older file becomes a current one. A step that was released is never
//! changed; a new one is added below it.

use rusqlite::{Connection, TransactionBehavior};

/// Why a file could not be brought to the present form.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is of a form that this program does not know yet.
    Newer,
    /// SQLite refused.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

const TABLES: &str = "
CREATE TABLE sequence (last INTEGER NOT NULL) STRICT;
INSERT INTO sequence VALUES (0);

CREATE TABLE cases (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    channel TEXT NOT NULL,
    who TEXT,
    tier INTEGER,
    site TEXT,
    product TEXT,
    text TEXT NOT NULL,
    terms TEXT NOT NULL,
    abstained INTEGER NOT NULL,
    probability REAL NOT NULL,
    generation TEXT NOT NULL,
    rounds INTEGER NOT NULL,
    nearest TEXT NOT NULL
) STRICT;
CREATE INDEX cases_by_time ON cases (time);

CREATE TABLE shown (
    case_seq INTEGER NOT NULL REFERENCES cases (seq) ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    issue TEXT NOT NULL,
    title TEXT NOT NULL,
    probability REAL NOT NULL,
    articles TEXT NOT NULL,
    products TEXT NOT NULL,
    remedies TEXT NOT NULL,
    PRIMARY KEY (case_seq, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
    seq INTEGER PRIMARY KEY,
    case_seq INTEGER NOT NULL REFERENCES cases (seq) ON DELETE CASCADE,
    time INTEGER NOT NULL,
    channel TEXT NOT NULL,
    who TEXT,
    tier INTEGER,
    outcome TEXT NOT NULL,
    issue TEXT,
    article TEXT,
    section TEXT,
    note TEXT
) STRICT;
CREATE INDEX outcomes_by_case ON outcomes (case_seq);

CREATE TABLE feedback (
    seq INTEGER PRIMARY KEY,
    case_seq INTEGER NOT NULL REFERENCES cases (seq) ON DELETE CASCADE,
    time INTEGER NOT NULL,
    channel TEXT NOT NULL,
    who TEXT,
    tier INTEGER,
    reason TEXT NOT NULL,
    issue TEXT,
    article TEXT,
    note TEXT
) STRICT;
CREATE INDEX feedback_by_case ON feedback (case_seq);

CREATE TABLE notes (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    who TEXT,
    tier INTEGER,
    site TEXT,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE article_states (
    seq INTEGER PRIMARY KEY,
    article TEXT NOT NULL,
    state TEXT NOT NULL,
    time INTEGER NOT NULL,
    who TEXT,
    tier INTEGER
) STRICT;
CREATE INDEX article_states_by_article ON article_states (article);

CREATE TABLE counts (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES ('pseudonym-key', lower(hex(randomblob(32))));
";

/// Every step, oldest first; `user_version` counts those that were taken.
const STEPS: &[&str] = &[TABLES];

/// Brings a file to the present form: all missing steps, or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Refused> {
    // Nearly every file is as it should be, and looking needs no lock.
    if steps_taken(connection)? == STEPS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have taken the steps before the lock was got.
    let missing = STEPS
        .get(steps_taken(&transaction)?..)
        .ok_or(Refused::Newer)?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len() as i64)?;
    Ok(transaction.commit()?)
}

fn steps_taken(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
