//! Vectors in one byte a number.
//!
//! File: the number of dimensions (`u32` little-endian), then the rows, each a scale (`f32`
//! little-endian) and signed bytes. A number is `scale * byte`; rows are of unit length before
//! rounding, so that the dot product is the cosine. Rows can be appended as they come.

use crate::error::EngineError;
use crate::mapped::{BATCH, Mapped, prefetch};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Bytes before the rows.
const HEADER: usize = 4;

/// Rows of a scan whose highest score is told.
pub(super) const STRETCH: usize = 16;

/// Bytes of a row's scale.
const SCALE: usize = 4;

/// Opened vectors.
#[derive(Debug, Clone)]
pub struct Quantised {
    bytes: Mapped,
    count: usize,
    dims: usize,
}

/// A vector rounded to bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rounded {
    /// What a byte is worth.
    pub scale: f32,
    /// The numbers.
    pub bytes: Vec<i8>,
}

impl Rounded {
    /// Rounds `vector` so that its largest number becomes 127.
    #[must_use]
    pub fn new(vector: &[f32]) -> Self {
        let largest = vector
            .iter()
            .fold(0.0f32, |largest, value| largest.max(value.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 0.0 };
        let round = |value: &f32| {
            if scale > 0.0 {
                (value / scale).round() as i8
            } else {
                0
            }
        };
        Self {
            scale,
            bytes: vector.iter().map(round).collect(),
        }
    }
}

impl Rounded {
    /// Dot product with another vector: the cosine, if both were of unit length.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        let products = self.bytes.iter().zip(&other.bytes);
        let sum: i32 = products.map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
        sum as f32 * self.scale * other.scale
    }

    /// Appends the vector as a row of a file.
    pub fn append_to(&self, file: &mut Vec<u8>) {
        self.append_start_to(self.bytes.len(), file);
    }

    /// Appends the first `dims` numbers as a row of a file of starts, see
    /// [`nearest`](super::nearest::nearest).
    pub fn append_start_to(&self, dims: usize, file: &mut Vec<u8>) {
        file.extend(self.scale.to_le_bytes());
        file.extend(self.bytes.iter().take(dims).map(|&byte| byte as u8));
    }

    /// Reads a row of a file; none if there is not even a scale.
    #[must_use]
    pub fn read(row: &[u8]) -> Option<Self> {
        let (scale, bytes) = row.split_first_chunk::<SCALE>()?;
        Some(Self {
            scale: f32::from_le_bytes(*scale),
            bytes: bytes.iter().map(|&byte| byte as i8).collect(),
        })
    }
}

impl Quantised {
    /// Opens a file.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if it is missing or its size is not what its header says.
    pub fn open(dir: &Path, name: &str) -> Result<Self, EngineError> {
        Self::new(Mapped::open(dir, name)?).ok_or_else(|| EngineError::Damaged {
            path: dir.join(name),
            reason: "size does not fit the header".into(),
        })
    }

    /// Reads the contents of a file; none if the size is not a whole number of rows.
    #[must_use]
    pub fn new(bytes: Mapped) -> Option<Self> {
        let dims = u32::from_le_bytes(bytes.get(..HEADER)?.try_into().ok()?) as usize;
        let rows = bytes.len() - HEADER;
        let row = dims.checked_add(SCALE)?;
        rows.is_multiple_of(row).then_some(Self {
            count: rows / row,
            bytes,
            dims,
        })
    }

    /// No vectors at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            bytes: Mapped::from_vec(Vec::new()),
            count: 0,
            dims: 0,
        }
    }

    /// The start of a file of vectors with `dims` numbers.
    #[must_use]
    pub fn header(dims: usize) -> [u8; 4] {
        (dims as u32).to_le_bytes()
    }

    /// Bytes of a row of `dims` numbers.
    #[must_use]
    pub fn row_size(dims: usize) -> usize {
        SCALE + dims
    }

    /// Row `at`; none for a row that does not exist.
    #[must_use]
    pub fn rounded(&self, at: usize) -> Option<Rounded> {
        let start = HEADER + at * (self.dims + SCALE);
        Rounded::read(self.bytes.get(start..start + SCALE + self.dims)?)
    }

    /// Writes vectors into the form of a file. All rows have `dims` numbers.
    #[must_use]
    pub fn encode(rows: &[Rounded], dims: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + rows.len() * (dims + SCALE));
        bytes.extend(Self::header(dims));
        rows.iter().for_each(|row| row.append_to(&mut bytes));
        bytes
    }

    /// How many vectors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Numbers to a vector.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// Scale and bytes (as unsigned) of row `at`; nothing for a row that does not exist.
    #[inline(always)]
    fn row(&self, at: usize) -> (f32, &[u8]) {
        let start = HEADER + at * (self.dims + SCALE);
        let row = self
            .bytes
            .get(start..start + SCALE + self.dims)
            .unwrap_or_default();
        match row.split_first_chunk::<SCALE>() {
            Some((scale, bytes)) => (f32::from_le_bytes(*scale), bytes),
            None => (0.0, &[]),
        }
    }

    /// Adds `weight` times row `at` to `sum`.
    pub fn add_to(&self, at: usize, weight: f32, sum: &mut [f32]) {
        let (scale, row) = self.row(at);
        let weight = weight * scale;
        for (sum, &byte) in sum.iter_mut().zip(row) {
            *sum += weight * f32::from(byte as i8);
        }
    }

    /// Dot product of row `at` with `query`, or with the start of it that is as long as the row.
    #[must_use]
    #[inline(always)]
    pub fn similarity(&self, at: usize, query: &Rounded) -> f32 {
        let (scale, row) = self.row(at);
        let start = query.bytes.get(..row.len()).unwrap_or(&query.bytes);
        dot(row, start) as f32 * scale * query.scale
    }

    /// Dot product of two rows.
    #[must_use]
    pub fn between(&self, one: usize, other: usize) -> f32 {
        let ((scale, row), (other_scale, other)) = (self.row(one), self.row(other));
        let products = row.iter().zip(other);
        let sum: i32 = products
            .map(|(&a, &b)| i32::from(a as i8) * i32::from(b as i8))
            .sum();
        sum as f32 * scale * other_scale
    }

    /// Dot products of rows with `query`, in the order of the rows named.
    #[must_use]
    pub fn similarities(&self, rows: &[u32], query: &Rounded) -> Vec<f32> {
        arch().dispatch(Compare {
            vectors: self,
            rows,
            query,
        })
    }

    /// Puts the dot product of the start of `query` with every row into `scores`, up to a common
    /// factor, and the highest of every [`STRETCH`] of them into `peaks`.
    pub(super) fn scan(&self, query: &Rounded, scores: &mut Vec<f32>, peaks: &mut Vec<f32>) {
        scores.resize(self.count, 0.0);
        peaks.resize(self.count.div_ceil(STRETCH), 0.0);
        arch().dispatch(Scan {
            vectors: self,
            query: query.bytes.get(..self.dims).unwrap_or(&query.bytes),
            scores,
            peaks,
        });
    }
}

// Not closures: the compiler need not inline those, and what is not inlined is compiled for the
// oldest processor.

/// Work for [`Quantised::similarities`].
struct Compare<'v> {
    vectors: &'v Quantised,
    rows: &'v [u32],
    query: &'v Rounded,
}

impl pulp::NullaryFnOnce for Compare<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn call(self) -> Vec<f32> {
        let mut similarities = vec![0.0; self.rows.len()];
        let batches = similarities.chunks_mut(BATCH).zip(self.rows.chunks(BATCH));
        for (similarities, rows) in batches {
            prefetch(rows.iter().map(|&at| self.vectors.row(at as usize).1));
            for (similarity, &at) in similarities.iter_mut().zip(rows) {
                *similarity = self.vectors.similarity(at as usize, self.query);
            }
        }
        similarities
    }
}

/// Work for [`Quantised::scan`].
struct Scan<'v> {
    vectors: &'v Quantised,
    query: &'v [i8],
    scores: &'v mut [f32],
    peaks: &'v mut [f32],
}

impl pulp::NullaryFnOnce for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Quantised { bytes, dims, .. } = self.vectors;
        let rows = bytes.get(HEADER..).unwrap_or_default();
        let stretches = self.scores.chunks_mut(STRETCH);
        let stretches = stretches.zip(rows.chunks(STRETCH * (dims + SCALE)));
        for ((scores, rows), peak) in stretches.zip(self.peaks) {
            let mut highest = f32::NEG_INFINITY;
            for (score, row) in scores.iter_mut().zip(rows.chunks_exact(dims + SCALE)) {
                if let Some((scale, row)) = row.split_first_chunk::<SCALE>() {
                    *score = dot(row, self.query) as f32 * f32::from_le_bytes(*scale);
                    // Quicker than `max`, which asks what is no number.
                    highest = if *score > highest { *score } else { highest };
                }
            }
            *peak = highest;
        }
    }
}

/// What the processor can do. Work given to its `dispatch` is compiled for several instruction
/// sets, and the best that there is is taken.
pub(crate) fn arch() -> pulp::Arch {
    static ARCH: std::sync::OnceLock<pulp::Arch> = std::sync::OnceLock::new();
    *ARCH.get_or_init(pulp::Arch::new)
}

/// Dot product of two rows of signed bytes. The shape (blocks of fixed length, widened before they
/// are multiplied) is what the compiler turns into packed multiply-adds.
#[inline(always)]
fn dot(row: &[u8], query: &[i8]) -> i32 {
    const BLOCK: usize = 32;
    let (row_blocks, row_rest) = row.as_chunks::<BLOCK>();
    let (query_blocks, query_rest) = query.as_chunks::<BLOCK>();
    let mut sum = 0i32;
    for (row, query) in row_blocks.iter().zip(query_blocks) {
        let mut block = 0i32;
        for at in 0..BLOCK {
            block += i32::from(row[at] as i8) * i32::from(query[at]);
        }
        sum += block;
    }
    let rest = row_rest.iter().zip(query_rest);
    sum + rest
        .map(|(&row, &query)| i32::from(row as i8) * i32::from(query))
        .sum::<i32>()
}

/// Scales a vector to unit length; one of nothing stays as it is.
pub fn normalise(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 1e-9 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantised(rows: &[Vec<f32>], dims: usize) -> Quantised {
        let rows: Vec<Rounded> = rows.iter().map(|row| Rounded::new(row)).collect();
        Quantised::new(Mapped::from_vec(Quantised::encode(&rows, dims))).unwrap()
    }

    #[test]
    fn a_wrong_size_is_refused() {
        assert!(Quantised::new(Mapped::from_vec(vec![4, 0, 0, 0, 9, 0, 0, 0, 1])).is_none());
        assert!(Quantised::new(Mapped::from_vec(vec![255; 11])).is_none());
        assert!(Quantised::new(Mapped::from_vec(vec![1])).is_none());
    }

    proptest! {
        #[test]
        fn rounding_keeps_the_cosine(row in prop::collection::vec(-1.0f32..1.0, 48), query in prop::collection::vec(-1.0f32..1.0, 48)) {
            let (mut row, mut query) = (row, query);
            normalise(&mut row);
            normalise(&mut query);
            let exact: f32 = row.iter().zip(&query).map(|(a, b)| a * b).sum();
            let vectors = quantised(&[row], 48);
            prop_assert!((vectors.similarity(0, &Rounded::new(&query)) - exact).abs() < 0.03);
        }
    }
}
