//! The opened vectors of an embedding model.

use crate::error::EngineError;
use crate::index::vectors::nearest::nearest;
use crate::index::vectors::quantised::{Quantised, Rounded};
use std::path::Path;

/// Vectors of titles, by ordinal.
pub(super) const TITLES: &str = "model-title.vec";
/// Vectors of title and first words, by ordinal.
pub(super) const ARTICLES: &str = "model-article.vec";

/// The vectors of a generation by an embedding model.
#[derive(Debug)]
pub struct ModelVectors {
    titles: Quantised,
    articles: Quantised,
}

/// How close an article is to a query by an embedding model, each -1 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ModelCloseness {
    /// Its title.
    pub title: f32,
    /// Its title and first words.
    pub article: f32,
}

impl ModelVectors {
    /// Opens the vectors of the generation in `folder`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing or its size is wrong.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            titles: Quantised::open(folder, TITLES)?,
            articles: Quantised::open(folder, ARTICLES)?,
        })
    }

    /// How close articles are to a query, in the order of the ordinals.
    #[must_use]
    pub fn closeness(&self, ordinals: &[u32], query: &Rounded) -> Vec<ModelCloseness> {
        let titles = self.titles.similarities(ordinals, query);
        let articles = self.articles.similarities(ordinals, query);
        let rows = titles.into_iter().zip(articles);
        rows.map(|(title, article)| ModelCloseness { title, article })
            .collect()
    }

    /// The nearest articles, best first. All are scanned: the numbers of these vectors are in no
    /// order that would let a start of them stand for the whole.
    #[must_use]
    pub fn nearest(&self, query: &Rounded, limit: usize) -> Vec<(u32, f32)> {
        if query.bytes.len() != self.articles.dims() {
            return Vec::new();
        }
        nearest(&self.articles, &[&self.articles], query, limit)
    }
}
