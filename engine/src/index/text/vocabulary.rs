//! The terms of a corpus: their numbers, how many articles hold each, and in which fields.
//!
//! Two files: `terms.fst`, a finite state transducer from term to number in byte order, and
//! `terms.bin`, nine bytes per term (articles that hold it and articles that hold it in their product
//! line, each as `u32` little-endian, then the field mask).

use super::field::Field;
use crate::error::EngineError;
use crate::index::dictionary;
use crate::mapped::Mapped;
use fst::Map;
use std::path::Path;

/// Name of the dictionary file.
pub(super) const TERMS_FST: &str = "terms.fst";
/// Name of the statistics file.
pub(super) const TERMS_BIN: &str = "terms.bin";
/// Bytes per term in the statistics file.
const RECORD: usize = 9;

/// What is known of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermInfo {
    /// Its number: its place among all terms in byte order.
    pub id: u32,
    /// How many articles hold it in any field.
    pub documents: u32,
    /// How many articles hold it in their product line; against `documents`, this tells names of
    /// products from other words.
    pub in_product: u32,
    /// Which fields hold it anywhere: bit `Field as u8`.
    pub fields: u8,
}

impl TermInfo {
    /// True if some article has the term in `field`.
    #[must_use]
    pub fn is_in(self, field: Field) -> bool {
        self.fields & (1 << field as u8) != 0
    }
}

/// The opened vocabulary.
#[derive(Debug)]
pub struct Vocabulary {
    terms: Map<Mapped>,
    statistics: Mapped,
}

impl Vocabulary {
    /// Opens the files in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if one is missing or broken.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            terms: dictionary::open(dir, TERMS_FST)?,
            statistics: Mapped::open(dir, TERMS_BIN)?,
        })
    }

    /// A vocabulary of the contents of the two files.
    ///
    /// # Errors
    /// If the dictionary is broken.
    pub fn new(fst: Mapped, statistics: Mapped) -> Result<Self, fst::Error> {
        Ok(Self {
            terms: Map::new(fst)?,
            statistics,
        })
    }

    /// How many terms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statistics.len() / RECORD
    }

    /// True if there is no term.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Finds a term.
    #[must_use]
    pub fn get(&self, term: &str) -> Option<TermInfo> {
        let id = u32::try_from(self.terms.get(term)?).ok()?;
        Some(self.info(id))
    }

    /// The term with this number.
    #[must_use]
    pub fn term(&self, id: u32) -> Option<String> {
        let key = self.terms.as_fst().get_key(u64::from(id))?;
        String::from_utf8(key).ok()
    }

    /// What is known of the term with this number; no article holds it if the number is unknown.
    #[must_use]
    pub fn info(&self, id: u32) -> TermInfo {
        let at = id as usize * RECORD;
        let number = |at: usize| -> Option<u32> {
            Some(u32::from_le_bytes(
                self.statistics.get(at..at + 4)?.try_into().ok()?,
            ))
        };
        TermInfo {
            id,
            documents: number(at).unwrap_or_default(),
            in_product: number(at + 4).unwrap_or_default(),
            fields: self.statistics.get(at + 8).copied().unwrap_or_default(),
        }
    }

    /// The dictionary, for searches by automaton (spelling, completion).
    #[must_use]
    pub fn dictionary(&self) -> &Map<Mapped> {
        &self.terms
    }
}

/// Appends one term's line of the statistics file.
pub(super) fn put_statistics(out: &mut Vec<u8>, statistics: TermStatistics) {
    out.extend(statistics.documents.to_le_bytes());
    out.extend(statistics.in_product.to_le_bytes());
    out.push(statistics.fields);
}

/// Statistics of a term while they are being counted; as in [`TermInfo`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TermStatistics {
    pub(super) documents: u32,
    pub(super) in_product: u32,
    pub(super) fields: u8,
}
