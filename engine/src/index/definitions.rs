//! Terms that articles explain, by term.
//!
//! `definitions.fst` maps a folded term to an offset into `definitions.bin`, where a postcard list
//! of what it means stands, those that most articles say first.

use super::dictionary;
use super::spool::Place;
use crate::error::EngineError;
use crate::mapped::Mapped;
use corpus::{Article, Span, glossary};
use fst::Map;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const FST: &str = "definitions.fst";
const BIN: &str = "definitions.bin";

/// Meanings kept of a term.
const MOST: usize = 4;

/// What a term means, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The term as written.
    pub term: String,
    /// Its other name.
    pub meaning: String,
    /// Systems on which it is called so.
    pub scope: Vec<String>,
    /// The first article that says so.
    pub ordinal: u32,
    /// Where it says so.
    pub span: Span,
    /// How many articles say so.
    pub articles: u32,
}

/// The opened terms.
#[derive(Debug)]
pub struct Definitions {
    terms: Map<Mapped>,
    lists: Mapped,
}

/// A term as it is compared: its words in lower case. An abbreviation is compared as written,
/// for "IT" is not "it".
#[must_use]
pub fn folded(term: &str) -> String {
    let words: Vec<&str> = term.split_whitespace().collect();
    let joined = words.join(" ");
    let is_short =
        joined.len() <= 8 && !joined.contains(' ') && !joined.contains(char::is_lowercase);
    if is_short {
        joined
    } else {
        joined.to_lowercase()
    }
}

impl Definitions {
    /// Opens the terms in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing or broken.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            terms: dictionary::open(dir, FST)?,
            lists: Mapped::open(dir, BIN)?,
        })
    }

    /// What a folded term means, most said first.
    #[must_use]
    pub fn find(&self, folded: &str) -> Vec<Meaning> {
        let at = self
            .terms
            .get(folded)
            .and_then(|at| usize::try_from(at).ok());
        let list = at.and_then(|at| self.lists.get(at..));
        list.and_then(|list| postcard::take_from_bytes(list).ok())
            .map(|(meanings, _)| meanings)
            .unwrap_or_default()
    }
}

/// Collects definitions.
#[derive(Debug, Default)]
pub(super) struct DefinitionsWriter {
    terms: BTreeMap<String, Vec<Meaning>>,
}

impl DefinitionsWriter {
    /// Adds what an article explains.
    pub(super) fn add(&mut self, ordinal: u32, article: &Article) {
        for found in glossary::mine(article) {
            let meanings = self.terms.entry(folded(&found.term)).or_default();
            let same = meanings
                .iter()
                .position(|known| known.meaning.eq_ignore_ascii_case(&found.meaning));
            if let Some(known) = same.and_then(|at| meanings.get_mut(at)) {
                known.articles += 1;
            } else if meanings.len() < MOST * 4 {
                // What few say of a term that many explain is left out, so lists stay short.
                meanings.push(Meaning {
                    term: found.term,
                    meaning: found.meaning,
                    scope: found.scope,
                    ordinal,
                    span: found.span,
                    articles: 1,
                });
            }
        }
    }

    /// Writes the terms and opens them.
    pub(super) fn finish(self, place: &Place) -> Result<Definitions, EngineError> {
        let failed = |error: &dyn std::fmt::Display| EngineError::Retrieve(error.to_string());
        let mut builder = fst::MapBuilder::memory();
        let mut lists = Vec::new();
        for (term, mut meanings) in self.terms {
            meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.articles));
            meanings.truncate(MOST);
            builder
                .insert(&term, lists.len() as u64)
                .map_err(|error| failed(&error))?;
            let list = postcard::to_stdvec(&meanings).map_err(|error| failed(&error))?;
            lists.extend_from_slice(&list);
        }
        let terms = builder.into_inner().map_err(|error| failed(&error))?;
        Ok(Definitions {
            terms: Map::new(place.write(FST, &terms)?).map_err(|error| failed(&error))?,
            lists: place.write(BIN, &lists)?,
        })
    }
}
