//! The searchable text of a generation: analysis of articles, and what retrieval and ranking read.
//!
//! [`analyze`] is pure and runs on all cores. [`TextIndexWriter`] takes the analysed articles in
//! the order of their ordinals (0, 1, 2, …: positions in the article table) and writes its files
//! into the generation's folder; [`TextIndex`] opens them.

use crate::error::EngineError;
use corpus::{Article, Document};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// An article as terms; can be spooled to disk between analysis and writing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnalyzedArticle {}

/// Turns an article into terms per field.
#[must_use]
pub fn analyze(_document: &Document, _article: &Article) -> AnalyzedArticle {
    AnalyzedArticle {}
}

/// Writes the text index of a generation.
#[derive(Debug)]
pub struct TextIndexWriter {}

impl TextIndexWriter {
    /// Starts writing into `dir`, which exists.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Io`].
    pub fn create(_dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {})
    }

    /// Adds the article with the next ordinal.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn add(&mut self, _article: AnalyzedArticle) -> Result<(), EngineError> {
        Ok(())
    }

    /// Writes everything, learns what is learned from the corpus, and syncs. `report` is told
    /// (stage, done, total) now and then.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn finish(self, _report: &mut dyn FnMut(&str, u64, u64)) -> Result<(), EngineError> {
        Ok(())
    }
}

/// The opened text index of a generation.
#[derive(Debug)]
pub struct TextIndex {}

impl TextIndex {
    /// Opens the files written by [`TextIndexWriter`].
    ///
    /// # Errors
    /// [`EngineError::Damaged`], [`EngineError::Retrieve`] or [`EngineError::Io`].
    pub fn open(_dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {})
    }
}
