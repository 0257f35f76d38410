//! What can go wrong with playbooks and sessions.

use std::path::PathBuf;

/// Why a playbook or session could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GuideError {
    /// No playbook of that id.
    #[error("there is no playbook {id}")]
    Unknown {
        /// The id.
        id: String,
        /// Ids there are.
        known: Vec<String>,
    },
    /// No version holds on that day.
    #[error("no version of {id} holds on {on}")]
    NotYet {
        /// The id.
        id: String,
        /// The day, `YYYY-MM-DD`.
        on: String,
    },
    /// No version of that number, or for that change.
    #[error("{id} has no version for {wanted}")]
    NoVersion {
        /// The id.
        id: String,
        /// What was asked for.
        wanted: String,
        /// Versions and changes there are.
        known: Vec<String>,
    },
    /// The playbook is for a higher tier.
    #[error("{id} is for tier {needed} and above")]
    Tier {
        /// The id.
        id: String,
        /// The lowest tier that may walk it.
        needed: u8,
    },
    /// No code: the check character does not fit, or characters that no code has.
    #[error("{code} is no session code")]
    BadCode {
        /// As typed.
        code: String,
    },
    /// No session of that code.
    #[error("there is no session {code}")]
    NoSession {
        /// The code.
        code: String,
    },
    /// An answer that is none of the choices, or more than one.
    #[error("“{given}” is none of the choices, or several")]
    Answer {
        /// As typed.
        given: String,
        /// The choices.
        choices: Vec<String>,
    },
    /// The session has come to its outcome.
    #[error("session {code} has come to its end")]
    Finished {
        /// The code.
        code: String,
    },
    /// Nothing was answered yet.
    #[error("session {code} is at its start")]
    AtStart {
        /// The code.
        code: String,
    },
    /// Somebody else has gone on in the meantime.
    #[error("somebody else has gone on with session {code}")]
    Conflict {
        /// The code.
        code: String,
    },
    /// What was stored cannot be read.
    #[error("{path}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The path concerned.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The knowledge base could not be read.
    #[error(transparent)]
    Engine(#[from] crate::error::EngineError),
}
