//! The forward index: for every article its terms with frequencies per field, and the title and
//! lead as term sequences. Ranking reads it for the few hundred candidates of a query, where
//! seeking in postings would cost far more.
//!
//! `forward.bin` holds the records one after the other, `forward.idx` their offsets (`u64`
//! little-endian, one more than there are articles). A record is, in LEB128 varints: the number
//! of terms; per term the distance to the previous term number, a byte with the fields that hold
//! it, and a byte of frequency for each of those; then the title and the lead, each as a length
//! and indices into the record's own terms.

use super::field::FIELD_COUNT;
use crate::error::EngineError;
use crate::index::varint::{put, take};
use crate::mapped::Mapped;
use std::path::Path;

/// Name of the file of records.
pub(super) const FORWARD_BIN: &str = "forward.bin";
/// Name of the file of offsets.
pub(super) const FORWARD_IDX: &str = "forward.idx";

/// The opened forward index.
#[derive(Debug)]
pub struct Forward {
    records: Mapped,
    offsets: Mapped,
}

/// One article's record, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForwardRecord {
    /// Term numbers, ascending.
    pub terms: Vec<u32>,
    /// Frequencies per field, parallel to `terms`.
    pub counts: Vec<[u8; FIELD_COUNT]>,
    /// The title as indices into `terms`.
    pub title: Vec<u32>,
    /// The lead as indices into `terms`.
    pub lead: Vec<u32>,
}

impl Forward {
    /// Opens the files in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if one is missing.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self::new(
            Mapped::open(dir, FORWARD_BIN)?,
            Mapped::open(dir, FORWARD_IDX)?,
        ))
    }

    /// A forward index of the contents of the two files.
    #[must_use]
    pub fn new(records: Mapped, offsets: Mapped) -> Self {
        Self { records, offsets }
    }

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.offsets.len() / 8).saturating_sub(1)
    }

    /// True if there is no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Decodes the record of an article into `record`, whose buffers are used again. An ordinal
    /// that does not exist, or a damaged record, gives an empty or shortened one.
    pub fn read(&self, ordinal: u32, record: &mut ForwardRecord) {
        record.clear();
        let (Some(start), Some(end)) = (
            self.offset(ordinal as usize),
            self.offset(ordinal as usize + 1),
        ) else {
            return;
        };
        let mut bytes = self.records.get(start..end).unwrap_or_default();
        record.decode(&mut bytes);
    }

    fn offset(&self, place: usize) -> Option<usize> {
        let bytes = self.offsets.get(place * 8..place * 8 + 8)?;
        usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
    }
}

impl ForwardRecord {
    fn clear(&mut self) {
        self.terms.clear();
        self.counts.clear();
        self.title.clear();
        self.lead.clear();
    }

    /// Where a term stands in `terms`.
    #[must_use]
    pub fn find(&self, term: u32) -> Option<usize> {
        self.terms.binary_search(&term).ok()
    }

    /// Appends the record's bytes to `out`.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        put(out, self.terms.len() as u32);
        let mut previous = 0;
        for (&term, counts) in self.terms.iter().zip(&self.counts) {
            put(out, term - previous);
            previous = term;
            let mask = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            out.push(mask.fold(0, |mask, (field, _)| mask | 1 << field));
            out.extend(counts.iter().filter(|count| **count > 0));
        }
        for sequence in [&self.title, &self.lead] {
            put(out, sequence.len() as u32);
            sequence.iter().for_each(|&index| put(out, index));
        }
    }

    fn decode(&mut self, bytes: &mut &[u8]) -> Option<()> {
        let length = take(bytes)?;
        // A damaged length must not set memory aside that the record cannot fill.
        let room = (length as usize).min(bytes.len());
        self.terms.reserve(room);
        self.counts.reserve(room);
        let mut term = 0u32;
        for _ in 0..length {
            term = term.wrapping_add(take(bytes)?);
            let (&mask, rest) = bytes.split_first()?;
            *bytes = rest;
            let mut counts = [0; FIELD_COUNT];
            let mut left = mask;
            while left != 0 {
                let (&count, rest) = bytes.split_first()?;
                *bytes = rest;
                counts[left.trailing_zeros() as usize] = count;
                left &= left - 1;
            }
            self.terms.push(term);
            self.counts.push(counts);
        }
        let terms = self.terms.len() as u32;
        for sequence in [&mut self.title, &mut self.lead] {
            for _ in 0..take(bytes)? {
                let index = take(bytes)?;
                if index < terms {
                    sequence.push(index);
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_survives_the_round_trip(
            terms in proptest::collection::btree_map(0u32..5_000_000, prop::array::uniform8(0u8..), 0..50),
            picks in proptest::collection::vec(0usize..50, 0..20),
        ) {
            let sequence: Vec<u32> =
                picks.iter().filter(|&&pick| pick < terms.len()).map(|&pick| pick as u32).collect();
            let record = ForwardRecord {
                terms: terms.keys().copied().collect(),
                counts: terms.values().copied().collect(),
                title: sequence.clone(),
                lead: sequence,
            };
            let mut bytes = Vec::new();
            record.encode(&mut bytes);
            let offsets = [0u64, bytes.len() as u64].iter().flat_map(|at| at.to_le_bytes()).collect();
            let forward = Forward::new(Mapped::from_vec(bytes), Mapped::from_vec(offsets));
            let mut read = ForwardRecord::default();
            forward.read(0, &mut read);
            prop_assert_eq!(read, record);
        }

        #[test]
        fn damaged_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let offsets = [0u64, bytes.len() as u64].iter().flat_map(|at| at.to_le_bytes()).collect();
            let forward = Forward::new(Mapped::from_vec(bytes), Mapped::from_vec(offsets));
            forward.read(0, &mut ForwardRecord::default());
            forward.read(7, &mut ForwardRecord::default());
        }
    }
}
