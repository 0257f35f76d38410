//! The engine: one opened knowledge base that answers.

use crate::answer::{ArticleAnswer, LookupAnswer, SearchAnswer, Triage};
use crate::error::EngineError;
use crate::query::{Case, Lookup, Query};
use std::path::Path;

/// An opened knowledge base. Cheap to share between threads; holds its generation until dropped.
#[derive(Debug)]
pub struct Engine {}

impl Engine {
    /// Opens the current generation of the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::NoIndex`], [`EngineError::FormatVersion`], [`EngineError::Damaged`] or
    /// [`EngineError::Io`].
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Err(EngineError::NoIndex {
            path: dir.to_owned(),
        })
    }

    /// Opens the built-in knowledge base, indexed in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the full-text store fails.
    pub fn builtin() -> Result<Self, EngineError> {
        Ok(Self {})
    }

    /// Ranks articles for a query.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Damaged`] if the index cannot be read.
    pub fn search(&self, _query: &Query) -> Result<SearchAnswer, EngineError> {
        Err(EngineError::NothingToIndex)
    }

    /// Answers a case.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn triage(&self, _case: &Case) -> Result<Triage, EngineError> {
        Err(EngineError::NothingToIndex)
    }

    /// Finds an article by any notation of its id; none if it is not in this knowledge base.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn article(&self, _id: &str) -> Result<Option<ArticleAnswer>, EngineError> {
        Err(EngineError::NothingToIndex)
    }

    /// The stored bytes of the document an article was read from.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn raw_document(&self, _id: &str) -> Result<Option<Vec<u8>>, EngineError> {
        Err(EngineError::NothingToIndex)
    }

    /// Looks up an exact identifier.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn lookup(&self, _lookup: &Lookup) -> Result<LookupAnswer, EngineError> {
        Err(EngineError::NothingToIndex)
    }
}
