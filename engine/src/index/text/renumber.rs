//! The forward index of one generation with its terms numbered as in another.
//!
//! Terms are numbered in byte order, so that a single new word moves the numbers of all words
//! behind it and touches every article. What is left of the difference between two generations
//! after this is what really changed.

use super::forward::{FORWARD_BIN, Forward, ForwardRecord};
use super::vocabulary::TERMS_FST;
use crate::error::EngineError;
use crate::index::dictionary;
use crate::mapped::Mapped;
use fst::{Map, Streamer};
use std::path::Path;

/// Name of the file that this is about.
pub(crate) const FORWARD: &str = FORWARD_BIN;

/// Name of the dictionary that numbers the terms.
pub(crate) const TERMS: &str = TERMS_FST;

/// The forward records of the generation in `old`, one after the other, with the term numbers of
/// the one in `new`. Records with a term that `new` does not know stay as they are.
///
/// # Errors
/// [`EngineError::Damaged`] if a file is missing or broken.
pub(crate) fn renumbered(old: &Path, new: &Path) -> Result<Vec<u8>, EngineError> {
    let numbers = numbers(
        &dictionary::open(old, TERMS_FST)?,
        &dictionary::open(new, TERMS_FST)?,
    );
    let forward = Forward::open(old)?;
    let mut record = ForwardRecord::default();
    let mut out = Vec::new();
    for ordinal in 0..forward.len() as u32 {
        forward.read(ordinal, &mut record);
        let known: Option<Vec<u32>> = record
            .terms
            .iter()
            .map(|&term| numbers.get(term as usize).copied().flatten())
            .collect();
        if let Some(known) = known {
            record.terms = known;
        }
        record.encode(&mut out);
    }
    Ok(out)
}

/// The new number of every old one; both dictionaries are in byte order.
pub(super) fn numbers(old: &Map<Mapped>, new: &Map<Mapped>) -> Vec<Option<u32>> {
    let mut numbers = Vec::with_capacity(old.len());
    let (mut old, mut new) = (old.stream(), new.stream());
    let mut ahead = new.next().map(|(term, number)| (term.to_vec(), number));
    while let Some((term, _)) = old.next() {
        while ahead
            .as_ref()
            .is_some_and(|(other, _)| other.as_slice() < term)
        {
            ahead = new.next().map(|(term, number)| (term.to_vec(), number));
        }
        let same = ahead.as_ref().filter(|(other, _)| other.as_slice() == term);
        numbers.push(same.and_then(|(_, number)| u32::try_from(*number).ok()));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(terms: &[&str]) -> Map<Mapped> {
        let numbered = terms.iter().zip(0..);
        let bytes = Map::from_iter(numbered).unwrap().into_fst().into_inner();
        Map::new(Mapped::from_vec(bytes)).unwrap()
    }

    #[test]
    fn terms_keep_their_names_when_their_numbers_move() {
        let old = map(&["beam", "loom", "oil", "warp"]);
        for (new, expected) in [
            (
                map(&["beam", "loom", "oil", "warp"]),
                [Some(0), Some(1), Some(2), Some(3)],
            ),
            (
                map(&["axle", "beam", "loom", "nut", "oil", "warp"]),
                [Some(1), Some(2), Some(4), Some(5)],
            ),
            (map(&["beam", "warp"]), [Some(0), None, None, Some(1)]),
        ] {
            assert_eq!(numbers(&old, &new), expected);
        }
    }
}
