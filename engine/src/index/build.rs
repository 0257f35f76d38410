//! Builds a generation from sources: the one public way in.

use crate::error::EngineError;
use corpus::article::WarningKind;
use corpus::source::{Source, SourceOptions};
use std::collections::BTreeMap;
use std::path::Path;

/// Limits and choices of a build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Limits for reading sources.
    pub source: SourceOptions,
}

/// What a build tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildEvent {
    /// How far a stage has come.
    Progress {
        /// What is being done, in a word or two.
        stage: String,
        /// How much of it is done.
        done: u64,
        /// How much there is, if that is known.
        total: Option<u64>,
    },
}

/// A document that was not indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The document, or the source if it broke as a whole.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BuildReport {
    /// Articles in the new generation.
    pub articles: u64,
    /// Documents that were not there before.
    pub added: u64,
    /// Documents whose content changed.
    pub changed: u64,
    /// Documents that are no longer there.
    pub removed: u64,
    /// Documents taken over as they were.
    pub unchanged: u64,
    /// Documents that could not be read.
    pub skipped: Vec<Skipped>,
    /// Oddities by kind.
    pub warnings: BTreeMap<WarningKind, u64>,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Size of the new generation in bytes.
    pub bytes: u64,
}

/// Builds a new generation of the index in `out` beside the current one and switches to it.
///
/// # Errors
/// [`EngineError::Source`], [`EngineError::Locked`], [`EngineError::Io`],
/// [`EngineError::Retrieve`] or [`EngineError::NothingToIndex`]; the current generation stays.
pub fn build(
    _sources: &[Source],
    _out: &Path,
    _options: &BuildOptions,
    _report: &mut dyn FnMut(BuildEvent),
) -> Result<BuildReport, EngineError> {
    Err(EngineError::NothingToIndex)
}
