//! What was learned from the corpus, carried over to a generation that changes little.
//!
//! Learning anew takes seconds and turns all vectors, although a handful of changed articles tell
//! nothing new about words. So the vectors of the terms stay, those of unchanged articles with
//! them, and changed articles are placed among them by their own terms ("folding in", as in
//! Deerwester et al. 1990). What changed since the last learning is counted; past a share of the
//! corpus it is learned anew.

use super::forward::{Forward, ForwardRecord};
use super::meaning::{idfs_of, weighted_row, write_row};
use super::renumber::numbers;
use super::vocabulary::Vocabulary;
use crate::error::EngineError;
use crate::generation::Generation;
use crate::generation::manifest::Learned;
use crate::index::articles::Articles;
use crate::index::spool::Spool;
use crate::index::vectors::quantised::{Quantised, Rounded, normalise};

/// One in this many articles may change before the vectors are learned anew.
const SHARE: u64 = 50;

/// Contents of the learned files of the terms, and what is to be noted of them.
pub(super) struct CarriedOver {
    /// As `meaning::learn` gives them.
    pub(super) contents: [Vec<u8>; 2],
    /// For the manifest.
    pub(super) learned: Learned,
}

/// Carries over what `previous` learned to the articles of a new generation, whose vectors go into
/// `rows`; none, and nothing written, if too much changed since it was learned.
pub(super) fn carry_over(
    previous: &Generation,
    articles: &Articles,
    (vocabulary, forward): (&Vocabulary, &Forward),
    rows: &mut Spool,
) -> Result<Option<CarriedOver>, EngineError> {
    let before = &previous.text;
    let renumbered = numbers(before.vocabulary.dictionary(), vocabulary.dictionary());
    let known = known_articles(previous, articles, (forward, &renumbered));
    let kept = known.iter().flatten().count() as u64;
    let gone = (before.forward.len() as u64).saturating_sub(kept);
    // A changed article is missing on both sides.
    let fresh = (known.len() as u64 - kept).max(gone);
    let changed = previous.manifest.learned.changed + fresh;
    if changed * SHARE > known.len() as u64 {
        return Ok(None);
    }
    let terms = &before.meaning.corpus_terms;
    let dims = terms.dims();
    let (mut learned, mut term_rows) = (Vec::new(), Vec::new());
    for (row, &old) in before.meaning.learned.iter().enumerate() {
        let new = renumbered.get(old as usize).copied().flatten();
        if let Some((new, rounded)) = new.zip(terms.rounded(row)) {
            learned.push(new);
            term_rows.push(rounded);
        }
    }
    let terms = Quantised::encode(&term_rows, dims);
    let idfs = idfs_of(&learned, vocabulary, forward.len());
    let placed = |ordinal: u32| {
        let mut record = ForwardRecord::default();
        forward.read(ordinal, &mut record);
        let mut sum = vec![0.0; dims];
        for (row, value) in weighted_row(&record, &learned, &idfs) {
            if let Some(term) = term_rows.get(row as usize) {
                add(&mut sum, term, value);
            }
        }
        normalise(&mut sum);
        Rounded::new(&sum)
    };
    rows.write(&Quantised::header(dims))?;
    for (ordinal, old) in (0..).zip(&known) {
        let old = old.and_then(|old| before.meaning.corpus.rounded(old as usize));
        write_row(rows, &old.unwrap_or_else(|| placed(ordinal)))?;
    }
    let numbers = learned.iter().flat_map(|id| id.to_le_bytes()).collect();
    Ok(Some(CarriedOver {
        contents: [terms, numbers],
        learned: Learned {
            from: previous.manifest.learned_from(),
            changed,
        },
    }))
}

/// For every article the ordinal that it had before, if all its terms are the same.
fn known_articles(
    previous: &Generation,
    articles: &Articles,
    (forward, renumbered): (&Forward, &[Option<u32>]),
) -> Vec<Option<u32>> {
    let (mut record, mut before) = (ForwardRecord::default(), ForwardRecord::default());
    let mut known = Vec::with_capacity(forward.len());
    for ordinal in 0..forward.len() as u32 {
        let entry = articles.get(ordinal);
        let old = entry.and_then(|entry| previous.articles.find(&entry.id));
        let same = old.filter(|&old| {
            forward.read(ordinal, &mut record);
            previous.text.forward.read(old, &mut before);
            let number = |term: u32| renumbered.get(term as usize).copied().flatten();
            before.counts == record.counts
                && before.terms.len() == record.terms.len()
                && before
                    .terms
                    .iter()
                    .zip(&record.terms)
                    .all(|(&old, &new)| number(old) == Some(new))
        });
        known.push(same);
    }
    known
}

fn add(sum: &mut [f32], term: &Rounded, weight: f32) {
    let weight = weight * term.scale;
    for (sum, &byte) in sum.iter_mut().zip(&term.bytes) {
        *sum += weight * f32::from(byte);
    }
}
