//! The probability that a ranked article is the case's problem.
//!
//! A logistic model over what separates right answers from near ones: how well the best article
//! covers the case's telling words, how close it is in meaning, how far it stands above the next,
//! and how many of the case's words the corpus does not know at all. Its weights were fitted on
//! cases with an answer and cases without one.

use crate::rank::Ranked;
use crate::rank::features::NAMES;
use crate::retrieve::exact::Exact;
use crate::understand::query_terms::QueryTerms;

/// Below this probability nothing is shown as an answer.
pub const THRESHOLD: f64 = 0.3;

/// How many ranked articles get a probability.
const CANDIDATES: usize = 10;

/// Probability when an article holds the very identifiers of the case.
const EXACT: f64 = 0.93;

/// Probabilities of the first articles, in their order.
#[must_use]
pub fn probability(ranked: &[Ranked], query: &QueryTerms, exact: &Exact) -> Vec<f64> {
    let signals = signals(ranked, query);
    let best = logistic(&signals);
    let holders = ranked
        .iter()
        .filter(|article| exact.holds(article.ordinal))
        .count()
        .max(1);
    // A share of the belief for each candidate, by how far its score lies below the best.
    let scores: Vec<f64> = ranked
        .iter()
        .take(CANDIDATES)
        .map(|article| f64::from(article.score))
        .collect();
    let top = scores.first().copied().unwrap_or_default();
    let mut seen = f64::INFINITY;
    ranked
        .iter()
        .take(CANDIDATES)
        .zip(scores)
        .enumerate()
        .map(|(place, (article, score))| {
            let fall = (score - top).min(0.0).exp() / (1.0 + place as f64 * 0.5);
            let by_words = best * fall;
            let by_name = if exact.holds(article.ordinal) {
                EXACT / (holders as f64).sqrt()
            } else {
                0.0
            };
            // The order is the ranking's; a probability never rises along it.
            seen = seen.min(by_words.max(by_name));
            seen
        })
        .collect()
}

/// What the probability rests on.
#[must_use]
pub fn signals(ranked: &[Ranked], query: &QueryTerms) -> [f64; 6] {
    let value = |article: &Ranked, name: &str| {
        let at = NAMES.iter().position(|known| *known == name);
        at.map_or(0.0, |at| f64::from(article.values[at]))
    };
    let Some(first) = ranked.first() else {
        return [0.0; 6];
    };
    let margin = ranked
        .get(1)
        .map_or(1.0, |second| f64::from(first.score - second.score));
    let total: f32 = query.terms.iter().map(|term| term.idf).sum();
    let unknown: f32 = query
        .terms
        .iter()
        .filter(|term| term.id.is_none())
        .map(|term| term.idf)
        .sum();
    [
        value(first, "coverage"),
        value(first, "bm25f"),
        value(first, "words_most"),
        value(first, "corpus_article"),
        margin.clamp(0.0, 3.0),
        f64::from(unknown / total.max(1e-6)),
    ]
}

/// Weights of [`signals`], the constant last.
const WEIGHTS: [f64; 7] = [2.5, 1.0, 3.0, 2.0, 0.8, -3.0, -5.0];

fn logistic(signals: &[f64; 6]) -> f64 {
    let sum: f64 = signals
        .iter()
        .zip(WEIGHTS)
        .map(|(signal, weight)| signal * weight)
        .sum();
    1.0 / (1.0 + (-(sum + WEIGHTS[6])).exp())
}
