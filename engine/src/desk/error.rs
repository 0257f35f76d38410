//! Why the desk's memory could not be read or written.

use super::case_id::CaseId;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why the desk's memory could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// There is no such file.
    #[error("{path}: there is no desk here")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error("{path}: written by a newer program")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// There is no such case, or it was erased.
    #[error("there is no case {case}")]
    UnknownCase {
        /// The case.
        case: CaseId,
    },
    /// The file could not be read or written.
    #[error("{path}: {trouble}: {reason}")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What kind of failure it is.
        trouble: Trouble,
        /// What SQLite said.
        reason: String,
    },
    /// More is waiting to be written than is kept in memory.
    #[error("the desk's memory cannot keep up")]
    Behind,
    /// The writer has ended.
    #[error("the desk's memory is closed")]
    Closed,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// No space is left.
    Full,
    /// The file or its folder may not be written.
    ReadOnly,
    /// Somebody else held it for too long.
    Busy,
    /// It is no such file, or its content is broken.
    Damaged,
    /// The system refused to read or write.
    System,
    /// Anything else.
    Other,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Full => "no space is left",
            Self::ReadOnly => "it may not be written",
            Self::Busy => "another program holds it",
            Self::Damaged => "damaged",
            Self::System => "the system refused",
            Self::Other => "failed",
        })
    }
}

impl Trouble {
    fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::ReadOnly
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::SystemIoFailure => Self::System,
            _ => Self::Other,
        }
    }
}

impl DeskError {
    /// What SQLite said, with the file it was about.
    pub(super) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let trouble = match error {
            // Rows that cannot be what they are said to be were not written by this program.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => Trouble::Damaged,
            error => error
                .sqlite_error_code()
                .map_or(Trouble::Other, Trouble::of),
        };
        Self::Failed {
            path: path.to_owned(),
            trouble,
            reason: error.to_string(),
        }
    }

    /// What kind of failure it is, if the file failed.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Failed { trouble, .. } => Some(*trouble),
            _ => None,
        }
    }
}
