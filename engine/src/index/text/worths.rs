//! What an occurrence of a term is worth in an article: the constants of BM25F and what they make of
//! the lengths of fields, worked out once for a corpus.

use super::field::{FIELD_COUNT, Field};
use crate::postings::Postings;

/// Weights and constants of the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Bm25f {
    /// Weight of each field.
    pub weights: [f32; FIELD_COUNT],
    /// Length normalisation of each field, 0 (none) to 1 (full).
    pub normalisation: [f32; FIELD_COUNT],
    /// Saturation: the weighted frequency at which half of a term's weight is earned.
    pub k1: f32,
}

impl Default for Bm25f {
    fn default() -> Self {
        // Title, symptoms, summary, cause, resolution, body, product, query words.
        Self {
            weights: [4.0, 2.0, 2.0, 0.7, 0.7, 0.5, 1.0, 1.5],
            normalisation: [0.3, 0.5, 0.5, 0.5, 0.5, 0.6, 0.1, 0.1],
            k1: 2.5,
        }
    }
}

/// What lengths of fields make of frequencies, by field and length code.
pub struct Worths {
    /// Saturation, see [`Bm25f::k1`].
    pub k1: f32,
    /// What one occurrence is worth: the weight of the field over the norm of its length.
    pub(crate) worths: [[f32; 256]; FIELD_COUNT],
    /// What a frequency is divided by: 1 for a field of mean length.
    norms: [[f32; 256]; FIELD_COUNT],
}

impl std::fmt::Debug for Worths {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Worths")
    }
}

impl Worths {
    /// Works the tables out for a corpus, whose fields have these mean lengths.
    #[must_use]
    pub fn new(mean_lengths: &[f32; FIELD_COUNT], model: &Bm25f) -> Self {
        let mut table = Self {
            k1: model.k1,
            worths: [[0.0; 256]; FIELD_COUNT],
            norms: [[1.0; 256]; FIELD_COUNT],
        };
        for field in Field::ALL {
            let at = field as usize;
            let b = model.normalisation[at];
            let rows = table.worths[at].iter_mut().zip(&mut table.norms[at]);
            for ((worth, norm), code) in rows.zip(0..=255) {
                let length = Postings::length_of(code) as f32 / mean_lengths[at].max(1.0);
                *norm = 1.0 - b + b * length;
                *worth = model.weights[at] / *norm;
            }
        }
        table
    }

    /// The weighted, length-normalised frequency of a term in an article whose fields have lengths
    /// of these codes.
    #[must_use]
    pub fn frequency(&self, lengths: &[u8; FIELD_COUNT], counts: &[u8; FIELD_COUNT]) -> f32 {
        let fields = self.worths.iter().zip(lengths).zip(counts);
        fields
            .filter(|(_, count)| **count > 0)
            .map(|((worths, length), count)| worths[usize::from(*length)] * f32::from(*count))
            .sum()
    }

    /// What a frequency in a field is divided by.
    #[must_use]
    pub fn norm(&self, lengths: &[u8; FIELD_COUNT], field: Field) -> f32 {
        self.norms[field as usize][usize::from(lengths[field as usize])]
    }
}

/// How telling a term is: the logarithm of how few articles hold it, never negative.
#[must_use]
pub fn idf(holders: usize, articles: usize) -> f32 {
    let (holders, articles) = (holders as f32, articles as f32);
    (1.0 + (articles - holders + 0.5).max(0.0) / (holders + 0.5)).ln()
}
