//! BM25F proper: one saturation over weighted, length-normalised field frequencies.
//!
//! After Zaragoza, Craswell, Taylor, Saria and Robertson, "Microsoft Cambridge at TREC 13: Web and
//! HARD tracks" (2004), equations 5 to 7: the frequency of a term in a field is divided by
//! `1 - b + b * length / mean`, the fields are added up with their weights, and only this sum is
//! saturated. A sum of scores per field would instead pay a term twice for standing in two fields.

use super::accumulators::with_accumulators;
use crate::error::EngineError;
use crate::index::text::TextIndex;
use crate::index::text::worths::{Worths, idf};

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

/// Keeps the `limit` best, the last of them last and the others in no order; gives the rest.
pub fn split_best(candidates: &mut Vec<Candidate>, limit: usize) -> Vec<Candidate> {
    if limit > 0 && limit < candidates.len() {
        candidates.select_nth_unstable_by(limit - 1, |a, b| {
            b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal))
        });
    }
    candidates.split_off(limit.min(candidates.len()))
}

/// A concept in more than one article of this many is left out of the first pass, as long as the
/// others carry most of the query's weight: it costs the longest lists and moves no article far.
const COMMON_SHARE: usize = 8;

/// The share of the query's weight that the first pass must look at.
const TELLING_SHARE: f32 = 0.6;

/// A concept that would bring more articles than this together is left to move those that are
/// scored already: whoever holds none of the rarer words is not among the best. A corpus of half as
/// many articles is never cut short.
const MOST: usize = 1 << 17;

/// A concept in no more articles than this is gone through without asking whether it has to be: the
/// question costs a look at all that are scored.
const SHORT: usize = 1 << 13;

/// As long as fewer articles than this many times those wanted are scored, there is too little to
/// choose from.
const CHOICE: usize = 8;

/// The `limit` most promising articles for `concepts` by BM25F over the telling ones, in no order.
/// `allowed` may rule articles out.
///
/// Term at a time, the rarest concept first. Once no other article can come among the best, or
/// there are enough to choose from, no more are taken in ("continue" of Moffat and Zobel,
/// "Self-indexing inverted files for fast text retrieval", 1996), and those that what is left cannot
/// lift among the best are dropped.
///
/// # Errors
/// [`EngineError::Retrieve`] if the postings cannot be read.
pub fn candidates(
    index: &TextIndex,
    concepts: &[Concept],
    limit: usize,
    allowed: &dyn Fn(u32) -> bool,
) -> Result<Vec<Candidate>, EngineError> {
    let pass = Pass {
        index,
        worths: index.worths(),
    };
    let telling = telling(index, concepts);
    let mut left: f32 = telling.iter().map(|held| pass.most(held)).sum();
    with_accumulators(index.articles(), |scores| {
        let (mut takes_in, mut most) = (true, MOST);
        for held in &telling {
            let is_worth_asking = held.holders > SHORT && scores.len() >= limit;
            // Where a filter leaves less than a full list, the rest has to come from further down.
            let bar = is_worth_asking.then(|| scores.bar(limit, allowed));
            let would_be = scores.len() + held.holders;
            let is_enough = scores.len() >= limit.saturating_mul(CHOICE) && would_be > most;
            match bar.flatten() {
                Some(bar) if !takes_in || bar >= left || is_enough => {
                    takes_in = false;
                    scores.drop_below(bar - left);
                }
                _ if is_enough => most = would_be * 2,
                _ => {}
            }
            scores.gather(&pass, held.concept, takes_in)?;
            scores.settle(&pass, held, takes_in);
            left -= pass.most(held);
        }
        Ok(scores.best(limit, allowed))
    })
}

/// A concept, and how many articles hold its most common term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'c> {
    pub(super) concept: &'c Concept,
    pub(super) holders: usize,
}

/// What a pass over postings needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass<'p> {
    pub(super) index: &'p TextIndex,
    pub(super) worths: &'p Worths,
}

impl Pass<'_> {
    /// What a concept earns that `holders` articles hold, were it never to saturate.
    pub(super) fn gain(&self, concept: &Concept, holders: usize) -> f32 {
        concept.weight * idf(holders, self.index.articles()) * (self.worths.k1 + 1.0)
    }

    /// The most that a concept can add to an article's score.
    fn most(&self, held: &Held<'_>) -> f32 {
        self.gain(held.concept, held.holders)
    }
}

/// The concepts worth a first pass, the rarest first.
fn telling<'c>(index: &TextIndex, concepts: &'c [Concept]) -> Vec<Held<'c>> {
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
    let mut sized: Vec<Held<'_>> = concepts
        .iter()
        .map(|concept| Held {
            concept,
            holders: holders(concept),
        })
        .filter(|held| held.holders > 0)
        .collect();
    sized.sort_by_key(|held| held.holders);
    let weight = |held: &Held<'_>| held.concept.weight * idf(held.holders, index.articles());
    let total: f32 = sized.iter().map(weight).sum();
    let mut carried = 0.0;
    let mut kept = Vec::with_capacity(sized.len());
    for held in sized {
        if held.holders * COMMON_SHARE > index.articles() && carried >= total * TELLING_SHARE {
            break;
        }
        carried += weight(&held);
        kept.push(held);
    }
    kept
}
