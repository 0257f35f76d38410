//! What can go wrong in the engine, with the fields a caller needs to say so.

use crate::generation::manifest::SkippedRecord;
use std::path::PathBuf;

/// Why the engine could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// There is no index at this place.
    #[error("{path}: there is no index here")]
    NoIndex {
        /// The folder.
        path: PathBuf,
    },
    /// A pack where the folder of an index is wanted.
    #[error("{path}: this is a pack, which has to be installed before it answers")]
    Packed {
        /// The pack.
        path: PathBuf,
    },
    /// An index of a format this program does not read.
    #[error("{path}: index format {found}, this program reads {expected}")]
    FormatVersion {
        /// The folder.
        path: PathBuf,
        /// The version found.
        found: u32,
        /// The version read.
        expected: u32,
    },
    /// A file of the index that is missing or damaged.
    #[error("{path}: damaged index file: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process is writing this index.
    #[error("{path}: another process is writing this index")]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The path concerned.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An embedding model that cannot be loaded or run.
    #[error("{path}: embedding model: {reason}")]
    Model {
        /// The folder of the model.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A source that could not be opened at all.
    #[error(transparent)]
    Source(#[from] corpus::error::SourceError),
    /// The full-text store failed.
    #[error("full-text index: {0}")]
    Retrieve(String),
    /// No document could be read, so there is nothing to index.
    #[error("no document could be read from the sources")]
    NothingToIndex {
        /// The documents there were, and why each could not be read.
        skipped: Vec<SkippedRecord>,
    },
    /// A query set that is wrong.
    #[error("{path}, line {line}: {reason}")]
    QuerySet {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}
