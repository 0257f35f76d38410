//! The opened text index.

use super::field::{FIELD_COUNT, Field};
use super::forward::Forward;
use super::meaning::MeaningIndex;
use super::vocabulary::Vocabulary;
use super::worths::{Bm25f, Worths, idf};
use crate::error::EngineError;
use crate::postings::Postings;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// Name of the folder that holds the postings.
pub(super) const POSTINGS: &str = "postings";

/// The opened text index of a generation.
#[derive(Debug)]
pub struct TextIndex {
    /// Terms and their statistics.
    pub vocabulary: Vocabulary,
    /// Articles as terms.
    pub forward: Forward,
    /// Terms as articles.
    pub postings: Postings,
    /// Articles as vectors.
    pub meaning: MeaningIndex,
    /// Length of every article per field, rounded to one of 256 steps.
    lengths: [Vec<u8>; FIELD_COUNT],
    /// What ranking asks of one article, together.
    articles: Vec<Kept>,
    /// By the constants of [`Bm25f::default`].
    worths: Worths,
}

/// What is kept of an article. Ranking reads it of some hundred that lie far apart, so that each
/// look into memory counts.
#[derive(Debug, Default)]
struct Kept {
    /// Length per field, as in [`TextIndex::length_codes`].
    lengths: [u8; FIELD_COUNT],
    /// Bits of what the title weighs; 0 until it is first asked for.
    title_weight: AtomicU32,
}

impl TextIndex {
    /// Opens the files written by [`super::TextIndexWriter`].
    ///
    /// # Errors
    /// [`EngineError::Damaged`], [`EngineError::Retrieve`] or [`EngineError::Io`].
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let vocabulary = Vocabulary::open(dir)?;
        let forward = Forward::open(dir)?;
        Ok(Self::of(
            vocabulary,
            forward,
            Postings::open(&dir.join(POSTINGS))?,
            MeaningIndex::open(dir)?,
        ))
    }

    pub(super) fn of(
        vocabulary: Vocabulary,
        forward: Forward,
        postings: Postings,
        meaning: MeaningIndex,
    ) -> Self {
        let mut lengths = [(); FIELD_COUNT].map(|()| vec![0; postings.articles()]);
        let mut articles = Vec::new();
        articles.resize_with(postings.articles(), Kept::default);
        // Of each field over the articles that have it.
        let mut mean_lengths = [1.0; FIELD_COUNT];
        for field in Field::ALL {
            let (mut total, mut holders) = (0u64, 0u64);
            let codes = &mut lengths[field as usize];
            postings.lengths(field, |ordinal, code| {
                let at = ordinal as usize;
                if let (Some(slot), Some(kept)) = (codes.get_mut(at), articles.get_mut(at)) {
                    *slot = code;
                    kept.lengths[field as usize] = code;
                }
                let length = Postings::length_of(code);
                total += u64::from(length);
                holders += u64::from(length > 0);
            });
            mean_lengths[field as usize] = total as f32 / holders.max(1) as f32;
        }
        Self {
            articles,
            worths: Worths::new(&mean_lengths, &Bm25f::default()),
            vocabulary,
            forward,
            postings,
            meaning,
            lengths,
        }
    }

    /// How many articles there are.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.postings.articles()
    }

    /// How telling a term is in this corpus.
    #[must_use]
    pub fn idf(&self, term: u32) -> f32 {
        let documents = self.vocabulary.info(term).documents;
        idf(documents as usize, self.articles())
    }

    /// The sum of what the terms of an article's title tell; `title` gives them when it is first
    /// asked for. Looking up each in a vocabulary of megabytes costs more than all else that
    /// ranking does with a title.
    pub fn title_weight(&self, ordinal: u32, title: impl Iterator<Item = u32>) -> f32 {
        let kept = self.articles.get(ordinal as usize);
        let kept = kept.map(|kept| &kept.title_weight);
        let known = kept.map_or(0, |kept| kept.load(Ordering::Relaxed));
        if known != 0 {
            return f32::from_bits(known);
        }
        let weight: f32 = title.map(|term| self.idf(term)).sum();
        if let Some(kept) = kept {
            kept.store(weight.to_bits(), Ordering::Relaxed);
        }
        weight
    }

    /// Lengths of a field for all articles, as codes of [`Postings::length_of`].
    #[must_use]
    pub fn length_codes(&self, field: Field) -> &[u8] {
        &self.lengths[field as usize]
    }

    /// Lengths of an article's fields, as such codes.
    #[must_use]
    pub fn length_codes_of(&self, ordinal: u32) -> [u8; FIELD_COUNT] {
        let kept = self.articles.get(ordinal as usize);
        kept.map(|kept| kept.lengths).unwrap_or_default()
    }

    /// What lengths of fields make of frequencies here.
    #[must_use]
    pub fn worths(&self) -> &Worths {
        &self.worths
    }
}
