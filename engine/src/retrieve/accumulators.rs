//! Scores of articles while a query's concepts are gone through one by one.
//!
//! Buffers as long as the corpus, kept per thread, so that a query allocates nothing large and
//! touches only the slots of articles that its words stand in.

use super::bm25f::{Candidate, Concept, Held, Pass, split_best};
use crate::error::EngineError;
use crate::index::text::field::Field;
use std::cell::RefCell;
use std::collections::HashMap;

/// Scores by ordinal. An article that is not scored has 0, one that is has more.
#[derive(Default)]
pub(super) struct Accumulators {
    scores: Vec<f32>,
    /// Frequency of the concept at hand, 0 outside of it.
    frequencies: Vec<f32>,
    /// Articles with a score.
    scored: Vec<u32>,
    /// Articles that hold the concept at hand.
    touched: Vec<u32>,
    /// Verdicts of a filter that rules many out: it reads an entry for each.
    asked: HashMap<u32, bool>,
}

thread_local! {
    static SCRATCH: RefCell<Accumulators> = RefCell::default();
}

/// Runs `pass` with no article scored of so many.
pub(super) fn with_accumulators<T>(
    articles: usize,
    pass: impl FnOnce(&mut Accumulators) -> T,
) -> T {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.prepare(articles);
        pass(scratch)
    })
}

/// Looking an article up in a list costs as much as passing over this many of its entries.
const LOOKUP: usize = 4;

impl Accumulators {
    fn prepare(&mut self, articles: usize) {
        for &ordinal in &self.scored {
            if let Some(score) = self.scores.get_mut(ordinal as usize) {
                *score = 0.0;
            }
        }
        self.scored.clear();
        self.asked.clear();
        if self.scores.len() < articles {
            self.scores.resize(articles, 0.0);
            self.frequencies.resize(articles, 0.0);
        }
    }

    /// How many articles have a score.
    pub(super) fn len(&self) -> usize {
        self.scored.len()
    }

    /// Adds up the weighted, length-normalised frequencies of a concept's terms over all fields:
    /// of all articles, or of those only that have a score.
    pub(super) fn gather(
        &mut self,
        pass: &Pass<'_>,
        concept: &Concept,
        takes_in: bool,
    ) -> Result<(), EngineError> {
        self.touched.clear();
        let Self {
            scores,
            frequencies,
            scored,
            touched,
            ..
        } = self;
        for (term, share) in &concept.terms {
            let Some(info) = pass.index.vocabulary.get(term) else {
                continue;
            };
            for field in Field::ALL.into_iter().filter(|&field| info.is_in(field)) {
                let worths = pass.worths.worths[field as usize].map(|worth| worth * share);
                let codes = pass.index.length_codes(field);
                let mut add = |ordinal: u32, frequency: u32| {
                    let at = ordinal as usize;
                    let (Some(slot), Some(&code)) = (frequencies.get_mut(at), codes.get(at)) else {
                        return;
                    };
                    if *slot == 0.0 {
                        touched.push(ordinal);
                    }
                    *slot += worths[usize::from(code)] * frequency as f32;
                };
                for postings in pass.index.postings.term(field, term)? {
                    if takes_in {
                        postings.for_each(&mut add);
                    } else if scored.len() * LOOKUP < postings.len() {
                        if !scored.is_sorted() {
                            scored.sort_unstable();
                        }
                        postings.for_each_of(scored, &mut add);
                    } else {
                        let is_scored = |ordinal: u32| scores.get(ordinal as usize) > Some(&0.0);
                        postings.for_each(|ordinal, frequency| {
                            if is_scored(ordinal) {
                                add(ordinal, frequency);
                            }
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// Saturates once and adds to the scores. The document frequency is that of the concept as a
    /// whole where all articles were gathered: a rare word does not get cheaper because a common
    /// one may stand for it, and the other way round. Otherwise it is that of its most common term.
    pub(super) fn settle(&mut self, pass: &Pass<'_>, held: &Held<'_>, took_in: bool) {
        let holders = if took_in {
            self.touched.len()
        } else {
            held.holders
        };
        let gain = pass.gain(held.concept, holders);
        let Self {
            scores,
            frequencies,
            scored,
            touched,
            ..
        } = self;
        for &ordinal in touched.iter() {
            let at = ordinal as usize;
            let frequency = std::mem::take(&mut frequencies[at]);
            if scores[at] == 0.0 {
                scored.push(ordinal);
            }
            scores[at] += gain * frequency / (pass.worths.k1 + frequency);
        }
    }

    /// The score of the last of the best `limit`; none if there are fewer.
    pub(super) fn bar(&mut self, limit: usize, allowed: &dyn Fn(u32) -> bool) -> Option<f32> {
        let best = self.best(limit, allowed);
        let scores = best.iter().map(|candidate| candidate.score);
        (best.len() == limit).then(|| scores.reduce(f32::min))?
    }

    /// Drops the articles with a score below `least`.
    pub(super) fn drop_below(&mut self, least: f32) {
        let Self { scores, scored, .. } = self;
        scored.retain(|&ordinal| {
            let score = &mut scores[ordinal as usize];
            let stays = *score >= least;
            if !stays {
                *score = 0.0;
            }
            stays
        });
    }

    /// The best `limit`, in no order. A common word scores a good part of the corpus, so whether an
    /// article is allowed is asked of a few more than are wanted, and of others only if too few of
    /// them are.
    pub(super) fn best(&mut self, limit: usize, allowed: &dyn Fn(u32) -> bool) -> Vec<Candidate> {
        let some = limit.saturating_add(limit / 8);
        let mut best = self.best_of(some, &mut |_| true);
        let are_all = best.len() < some;
        best.retain(|candidate| allowed(candidate.ordinal));
        if best.len() < limit && !are_all {
            let mut asked = std::mem::take(&mut self.asked);
            let mut ask = |ordinal| *asked.entry(ordinal).or_insert_with(|| allowed(ordinal));
            best = self.best_of(limit, &mut ask);
            self.asked = asked;
        }
        split_best(&mut best, limit);
        best
    }

    /// The best `limit` of those allowed, in no order.
    fn best_of(&self, limit: usize, allowed: &mut dyn FnMut(u32) -> bool) -> Vec<Candidate> {
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
                split_best(&mut found, limit);
                least = found.last().map_or(least, |last| last.score);
            }
        }
        split_best(&mut found, limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ordinals(found: Vec<Candidate>) -> Vec<u32> {
        let mut ordinals: Vec<u32> = found.iter().map(|one| one.ordinal).collect();
        ordinals.sort_unstable();
        ordinals
    }

    fn scored(scores: &[u8]) -> Accumulators {
        Accumulators {
            scores: scores.iter().copied().map(f32::from).collect(),
            scored: (0..scores.len() as u32).collect(),
            ..Accumulators::default()
        }
    }

    proptest! {
        #[test]
        fn the_best_are_those_of_a_whole_sort(
            scores in prop::collection::vec(0u8..9, 0..60),
            limit in 0usize..9,
            barred in 0u32..7,
        ) {
            let allowed = |ordinal: u32| ordinal % 7 != barred;
            let mut whole: Vec<u32> = (0..scores.len() as u32).filter(|&at| allowed(at)).collect();
            whole.sort_by_key(|&at| (std::cmp::Reverse(scores[at as usize]), at));
            whole.truncate(limit);
            whole.sort_unstable();
            let mut some = scored(&scores);
            prop_assert_eq!(ordinals(some.best(limit, &allowed)), &whole[..]);
            prop_assert_eq!(ordinals(some.best(limit, &allowed)), whole);
        }

        #[test]
        fn what_cannot_come_among_the_best_can_be_dropped(
            scores in prop::collection::vec(1u8..99, 0..60),
            limit in 1usize..9,
        ) {
            let allowed = |ordinal: u32| ordinal % 3 != 1;
            let mut some = scored(&scores);
            let before = ordinals(some.best(limit, &allowed));
            if let Some(bar) = some.bar(limit, &allowed) {
                some.drop_below(bar);
                prop_assert!(some.len() >= limit);
            }
            prop_assert_eq!(ordinals(some.best(limit, &allowed)), before);
        }
    }
}
