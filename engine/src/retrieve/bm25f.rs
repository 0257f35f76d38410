//! BM25F proper: one saturation over weighted, length-normalised field frequencies.
//!
//! After Zaragoza, Craswell, Taylor, Saria and Robertson, "Microsoft Cambridge at TREC 13: Web and
//! HARD tracks" (2004), equations 5 to 7: the frequency of a term in a field is divided by
//! `1 - b + b * length / mean`, the fields are added up with their weights, and only this sum is
//! saturated. A sum of scores per field would instead pay a term twice for standing in two fields.

use crate::error::EngineError;
use crate::index::text::TextIndex;
use crate::index::text::field::{FIELD_COUNT, Field};
use crate::postings::Postings;
use std::cell::RefCell;

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

/// One thing that the query asks for: a term, or several terms of one meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// The terms with how much an occurrence of each counts; the asked one counts 1.
    pub terms: Vec<(String, f32)>,
    /// How much the concept matters in the query.
    pub weight: f32,
}

/// An article worth a closer look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Position in the article table.
    pub ordinal: u32,
    /// BM25F score.
    pub score: f32,
}

/// Buffers as long as the corpus, kept per thread so that a query allocates nothing large.
#[derive(Default)]
struct Scratch {
    scores: Vec<f32>,
    frequencies: Vec<f32>,
    scored: Vec<u32>,
    touched: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// What lengths of fields make of frequencies, by field and length code.
pub struct Worths {
    /// What one occurrence is worth: the weight of the field over the norm of its length.
    worths: [[f32; 256]; FIELD_COUNT],
    /// What a frequency is divided by: 1 for a field of mean length.
    norms: [[f32; 256]; FIELD_COUNT],
}

impl std::fmt::Debug for Worths {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Worths")
    }
}

impl Worths {
    /// Works the tables out for a corpus.
    #[must_use]
    pub fn new(index: &TextIndex, model: &Bm25f) -> Self {
        let mut table = Self {
            worths: [[0.0; 256]; FIELD_COUNT],
            norms: [[1.0; 256]; FIELD_COUNT],
        };
        for field in Field::ALL {
            let at = field as usize;
            let b = model.normalisation[at];
            let rows = table.worths[at].iter_mut().zip(&mut table.norms[at]);
            for ((worth, norm), code) in rows.zip(0..=255) {
                let length = Postings::length_of(code) as f32 / index.mean_length(field);
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

/// A concept in more than one article of this many is left out of the first pass, as long as the
/// others carry most of the query's weight: it costs the longest lists and moves no article far.
const COMMON_SHARE: usize = 8;

/// The share of the query's weight that the first pass must look at.
const TELLING_SHARE: f32 = 0.6;

/// The `limit` most promising articles for `concepts` by BM25F over the telling ones, best first.
/// `allowed` may rule articles out.
///
/// # Errors
/// [`EngineError::Retrieve`] if the postings cannot be read.
pub fn candidates(
    index: &TextIndex,
    model: &Bm25f,
    concepts: &[Concept],
    limit: usize,
    allowed: &dyn Fn(u32) -> bool,
) -> Result<Vec<Candidate>, EngineError> {
    let worths = Worths::new(index, model);
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.prepare(index.articles());
        for concept in telling(index, concepts) {
            scratch.gather(index, &worths, concept)?;
            scratch.settle(index.articles(), model, concept.weight);
        }
        Ok(scratch.best(limit, allowed))
    })
}

/// The concepts worth a first pass, the rarest first.
fn telling<'c>(index: &TextIndex, concepts: &'c [Concept]) -> Vec<&'c Concept> {
    let holders = |concept: &Concept| {
        let terms = concept
            .terms
            .iter()
            .filter_map(|(term, _)| index.vocabulary.get(term));
        terms
            .map(|info| info.documents as usize)
            .max()
            .unwrap_or_default()
    };
    let mut sized: Vec<(usize, &Concept)> = concepts
        .iter()
        .map(|concept| (holders(concept), concept))
        .filter(|(size, _)| *size > 0)
        .collect();
    sized.sort_by_key(|(size, _)| *size);
    let weight = |size: usize, concept: &Concept| concept.weight * idf(size, index.articles());
    let total: f32 = sized
        .iter()
        .map(|(size, concept)| weight(*size, concept))
        .sum();
    let mut carried = 0.0;
    let mut kept = Vec::with_capacity(sized.len());
    for (size, concept) in sized {
        if size * COMMON_SHARE > index.articles() && carried >= total * TELLING_SHARE {
            break;
        }
        carried += weight(size, concept);
        kept.push(concept);
    }
    kept
}

impl Scratch {
    fn prepare(&mut self, articles: usize) {
        for &ordinal in &self.scored {
            if let Some(score) = self.scores.get_mut(ordinal as usize) {
                *score = 0.0;
            }
        }
        self.scored.clear();
        if self.scores.len() < articles {
            self.scores.resize(articles, 0.0);
            self.frequencies.resize(articles, 0.0);
        }
    }

    /// Adds up the weighted, length-normalised frequencies of a concept's terms over all fields.
    fn gather(
        &mut self,
        index: &TextIndex,
        worths: &Worths,
        concept: &Concept,
    ) -> Result<(), EngineError> {
        self.touched.clear();
        for (term, share) in &concept.terms {
            let Some(info) = index.vocabulary.get(term) else {
                continue;
            };
            for field in Field::ALL.into_iter().filter(|&field| info.is_in(field)) {
                let worths = worths.worths[field as usize].map(|worth| worth * share);
                let codes = index.length_codes(field);
                for postings in index.postings.term(field, term)? {
                    let Self {
                        frequencies,
                        touched,
                        ..
                    } = self;
                    postings.for_each(|ordinal, frequency| {
                        let at = ordinal as usize;
                        let (Some(slot), Some(&code)) = (frequencies.get_mut(at), codes.get(at))
                        else {
                            return;
                        };
                        if *slot == 0.0 {
                            touched.push(ordinal);
                        }
                        *slot += worths[usize::from(code)] * frequency as f32;
                    });
                }
            }
        }
        Ok(())
    }

    /// Saturates once and adds to the scores. The document frequency is that of the concept as a
    /// whole: a rare word does not get cheaper because a common one may stand for it, and the
    /// other way round.
    fn settle(&mut self, articles: usize, model: &Bm25f, weight: f32) {
        let gain = weight * idf(self.touched.len(), articles) * (model.k1 + 1.0);
        let Self {
            scores,
            frequencies,
            scored,
            touched,
        } = self;
        for &ordinal in touched.iter() {
            let at = ordinal as usize;
            let frequency = std::mem::take(&mut frequencies[at]);
            if scores[at] == 0.0 {
                scored.push(ordinal);
            }
            scores[at] += gain * frequency / (model.k1 + frequency);
        }
    }

    /// The best `limit`. Whether an article is allowed is asked only of those that may be among
    /// them: a common word scores a good part of the corpus.
    fn best(&self, limit: usize, allowed: &dyn Fn(u32) -> bool) -> Vec<Candidate> {
        let order = |a: &Candidate, b: &Candidate| {
            b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal))
        };
        let room = limit.saturating_mul(2).min(self.scored.len() + 1);
        let mut found: Vec<Candidate> = Vec::with_capacity(room);
        let mut least = f32::NEG_INFINITY;
        for &ordinal in &self.scored {
            let score = self.scores[ordinal as usize];
            if score < least || !allowed(ordinal) {
                continue;
            }
            found.push(Candidate { ordinal, score });
            if found.len() == limit.saturating_mul(2) && limit > 0 {
                let (_, last, _) = found.select_nth_unstable_by(limit - 1, order);
                least = last.score;
                found.truncate(limit);
            }
        }
        found.sort_unstable_by(order);
        found.truncate(limit);
        found
    }
}

/// How telling a term is: the logarithm of how few articles hold it, never negative.
#[must_use]
pub fn idf(holders: usize, articles: usize) -> f32 {
    let (holders, articles) = (holders as f32, articles as f32);
    (1.0 + (articles - holders + 0.5).max(0.0) / (holders + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_best_are_those_of_a_whole_sort(
            scores in prop::collection::vec(0u8..9, 0..60),
            limit in 0usize..9,
            barred in 0u32..7,
        ) {
            let scratch = Scratch {
                scores: scores.iter().copied().map(f32::from).collect(),
                scored: (0..scores.len() as u32).collect(),
                ..Scratch::default()
            };
            let allowed = |ordinal: u32| ordinal % 7 != barred;
            let mut whole: Vec<u32> = (0..scores.len() as u32).filter(|&at| allowed(at)).collect();
            whole.sort_by_key(|&at| (std::cmp::Reverse(scores[at as usize]), at));
            whole.truncate(limit);
            let found = scratch.best(limit, &allowed);
            prop_assert_eq!(found.iter().map(|one| one.ordinal).collect::<Vec<_>>(), whole);
        }
    }
}
