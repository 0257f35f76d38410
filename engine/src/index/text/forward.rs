//! The forward index: for every article its terms with frequencies per field, and the title and
//! lead as term sequences. Ranking reads it for the few hundred candidates of a query, where
//! seeking in postings would cost far more.
//!
//! `forward.bin` holds the records one after the other, `forward.idx` their offsets (`u64`
//! little-endian, one more than there are articles). A record is, with lengths as LEB128 varints:
//! the number of terms; the term numbers, as distances from one to the next, in blocks of 32 that
//! are packed to the bits of the largest (Lemire and Boytsov, "Decoding billions of integers per
//! second through vectorization", 2015) behind a byte that says how many, and those that fill no
//! block as varints; a byte for each term with the fields that hold it; a byte of frequency for
//! each of those; then the title and the lead, each as a length and indices into the record's own
//! terms, in one byte each, or in two or four if there are too many terms for one.

use super::field::FIELD_COUNT;
use super::sighting::Sighting;
use crate::error::EngineError;
use crate::index::varint::{put, take};
use crate::mapped::{Mapped, prefetch};
use bitpacking::{BitPacker, BitPacker1x};
use std::path::Path;

/// Name of the file of records.
pub(super) const FORWARD_BIN: &str = "forward.bin";
/// Name of the file of offsets.
pub(super) const FORWARD_IDX: &str = "forward.idx";

/// Terms that are packed together.
const BLOCK: usize = BitPacker1x::BLOCK_LEN;

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
        record.decode(&mut self.record(ordinal));
    }

    /// Looks for the terms `wanted` (ascending, each once) in the record of an article, as
    /// [`Forward::read`] reads one.
    pub fn look(&self, ordinal: u32, wanted: &[u32], sighting: &mut Sighting) {
        sighting.clear();
        sighting.decode(&mut self.record(ordinal), wanted);
    }

    /// Prefetches the records of articles that are looked at next.
    pub fn prefetch(&self, ordinals: &[u32]) {
        prefetch(ordinals.iter().map(|&ordinal| self.record(ordinal)));
    }

    fn record(&self, ordinal: u32) -> &[u8] {
        let offset = |place| self.offset(ordinal as usize + place);
        let range = offset(0).zip(offset(1));
        let record = range.and_then(|(start, end)| self.records.get(start..end));
        record.unwrap_or_default()
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
        put_terms(out, &self.terms);
        let mask = |counts: &[u8; FIELD_COUNT]| {
            let held = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            held.fold(0, |mask, (field, _)| mask | 1 << field)
        };
        out.extend(self.counts.iter().map(mask));
        let counts = self.counts.iter().flatten();
        out.extend(counts.filter(|count| **count > 0));
        let width = Indices::width(self.terms.len());
        for sequence in [&self.title, &self.lead] {
            put(out, sequence.len() as u32);
            for index in sequence {
                out.extend(&index.to_le_bytes()[..width]);
            }
        }
    }

    fn decode(&mut self, bytes: &mut &[u8]) -> Option<()> {
        take_terms(bytes, &mut self.terms)?;
        let (masks, mut counts) = take_counts(bytes, self.terms.len())?;
        self.counts.reserve(masks.len());
        for &mask in masks {
            let (own, rest) = counts.split_at_checked(mask.count_ones() as usize)?;
            counts = rest;
            self.counts.push(spread(mask, own));
        }
        let terms = self.terms.len();
        for sequence in [&mut self.title, &mut self.lead] {
            let known = |index: &u32| (*index as usize) < terms;
            sequence.extend(Indices::take(bytes, terms)?.filter(known));
        }
        Some(())
    }
}

fn put_terms(out: &mut Vec<u8>, terms: &[u32]) {
    let packer = BitPacker1x::new();
    let (blocks, rest) = terms.as_chunks::<BLOCK>();
    let mut previous = 0;
    for block in blocks {
        let bits = packer.num_bits_sorted(previous, block);
        let mut packed = [0; BLOCK * 4];
        let size = packer.compress_sorted(previous, block, &mut packed, bits);
        out.push(bits);
        out.extend(&packed[..size]);
        previous = block[BLOCK - 1];
    }
    for &term in rest {
        put(out, term - previous);
        previous = term;
    }
}

/// Takes the number of terms and the terms.
pub(super) fn take_terms(bytes: &mut &[u8], terms: &mut Vec<u32>) -> Option<()> {
    let length = take(bytes)? as usize;
    let packer = BitPacker1x::new();
    let (blocks, rest) = (length / BLOCK, length % BLOCK);
    // A damaged length must not set memory aside that the record cannot fill.
    terms.reserve(length.min(bytes.len() * BLOCK));
    let mut previous = 0;
    for _ in 0..blocks {
        let (&bits, packed) = bytes.split_first().filter(|(bits, _)| **bits <= 32)?;
        let (packed, after) = packed.split_at_checked(BLOCK * usize::from(bits) / 8)?;
        *bytes = after;
        let mut block = [0; BLOCK];
        packer.decompress_sorted(previous, packed, &mut block, bits);
        previous = block[BLOCK - 1];
        terms.extend_from_slice(&block);
    }
    for _ in 0..rest {
        previous = previous.wrapping_add(take(bytes)?);
        terms.push(previous);
    }
    Some(())
}

/// Takes the fields of each term, and the frequencies of all.
pub(super) fn take_counts<'b>(bytes: &mut &'b [u8], terms: usize) -> Option<(&'b [u8], &'b [u8])> {
    let (masks, rest) = bytes.split_at_checked(terms)?;
    let (counts, rest) = rest.split_at_checked(held(masks))?;
    *bytes = rest;
    Some((masks, counts))
}

/// How many fields these masks hold in all.
pub(super) fn held(masks: &[u8]) -> usize {
    let (eights, rest) = masks.as_chunks::<8>();
    let ones = |eight: &[u8; 8]| u64::from_le_bytes(*eight).count_ones() as usize;
    let rest = rest.iter().map(|mask| mask.count_ones() as usize);
    eights.iter().map(ones).sum::<usize>() + rest.sum::<usize>()
}

/// A sequence of indices into the terms of a record.
pub(super) struct Indices;

impl Indices {
    /// Bytes of an index into so many terms.
    fn width(terms: usize) -> usize {
        match terms {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 4,
        }
    }

    /// Takes a sequence.
    pub(super) fn take<'b>(
        bytes: &mut &'b [u8],
        terms: usize,
    ) -> Option<impl Iterator<Item = u32> + use<'b>> {
        let width = Self::width(terms);
        let length = (take(bytes)? as usize).checked_mul(width)?;
        let (own, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        let index = |own: &[u8]| {
            let low_first = own.iter().rev();
            low_first.fold(0, |index, &byte| index << 8 | u32::from(byte))
        };
        Some(own.chunks_exact(width).map(index))
    }
}

/// Frequencies per field, from those of the fields in `mask` alone.
pub(super) fn spread(mask: u8, counts: &[u8]) -> [u8; FIELD_COUNT] {
    let mut spread = [0; FIELD_COUNT];
    let mut left = mask;
    for &count in counts {
        spread[left.trailing_zeros() as usize % FIELD_COUNT] = count;
        left &= left.wrapping_sub(1);
    }
    spread
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The forward index of one article.
    pub(in crate::index::text) fn of_record(bytes: Vec<u8>) -> Forward {
        let offsets = [0, bytes.len() as u64].map(u64::to_le_bytes).concat();
        Forward::new(Mapped::from_vec(bytes), Mapped::from_vec(offsets))
    }

    /// Records with terms below `most`.
    pub(in crate::index::text) fn records(most: u32) -> impl Strategy<Value = ForwardRecord> {
        let counts = prop::array::uniform8(0u8..);
        let terms = prop::collection::btree_map(0..most, counts, 0..400);
        let picks = prop::collection::vec(0u32..400, 0..20);
        (terms, picks).prop_map(|(terms, picks)| {
            let known = |pick: &u32| (*pick as usize) < terms.len();
            let sequence: Vec<u32> = picks.into_iter().filter(known).collect();
            ForwardRecord {
                counts: terms.values().copied().collect(),
                terms: terms.into_keys().collect(),
                title: sequence.clone(),
                lead: sequence,
            }
        })
    }

    proptest! {
        #[test]
        fn a_record_survives_the_round_trip(record in records(5_000_000)) {
            let mut bytes = Vec::new();
            record.encode(&mut bytes);
            let mut read = ForwardRecord::default();
            of_record(bytes).read(0, &mut read);
            prop_assert_eq!(read, record);
        }

        #[test]
        fn damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let forward = of_record(bytes);
            forward.read(0, &mut ForwardRecord::default());
            forward.read(7, &mut ForwardRecord::default());
        }
    }
}
