//! The probability that a ranked article is the case's problem.
//!
//! A small boosted model over [`signals`](super::signals), fitted (`firstline train confidence`)
//! on cases that have an answer and on cases that have none, with rankings by models that had not
//! seen the case. An article that holds the very identifiers of the case is judged by those.

use super::signals::signals;
use crate::rank::Ranked;
use crate::rank::forest::Forest;
use crate::retrieve::exact::Exact;
use crate::understand::query_terms::QueryTerms;
use std::sync::OnceLock;

/// Below this probability nothing is shown as an answer.
pub const THRESHOLD: f64 = 0.3;

/// How many ranked articles get a probability.
const CANDIDATES: usize = 10;

/// Probability that one of the articles which hold the case's identifiers is right.
const EXACT: f64 = 0.93;

/// The model that ships with the program.
fn shipped_model() -> &'static Forest {
    static MODEL: OnceLock<Forest> = OnceLock::new();
    // A test reads the shipped file; without trees every probability would be one half.
    MODEL.get_or_init(|| {
        serde_json::from_str(include_str!("../../data/confidence.json")).unwrap_or_default()
    })
}

/// Probabilities of the first articles, in their order; they never rise along it.
#[must_use]
pub fn probability(ranked: &[Ranked], query: &QueryTerms, exact: &Exact) -> Vec<f64> {
    if ranked.is_empty() {
        return Vec::new();
    }
    let best = chance(shipped_model().score(&signals(ranked, query))) * known_share(query);
    let holders = ranked
        .iter()
        .filter(|article| exact.holds(article.ordinal))
        .count()
        .max(1);
    let top = f64::from(ranked[0].score);
    let mut seen = f64::INFINITY;
    let first = ranked.iter().take(CANDIDATES);
    first
        .map(|article| {
            // What the best leaves over goes to those close behind it.
            let fall = (f64::from(article.score) - top).min(0.0).exp();
            let by_words = best * fall;
            let by_name = if exact.holds(article.ordinal) {
                EXACT / (holders as f64).sqrt()
            } else {
                0.0
            };
            seen = seen.min(by_words.max(by_name));
            seen
        })
        .collect()
}

/// A case whose words the corpus mostly does not have is about something else, whatever comes near
/// it in meaning. The model learned this on a large corpus; in a small one the nearest article is
/// always far, so the belief falls with the share of the words that are known as they were said.
fn known_share(query: &QueryTerms) -> f64 {
    const ENOUGH: f32 = 0.4;
    let total: f32 = query.terms.iter().map(|term| term.idf).sum();
    let said = query
        .terms
        .iter()
        .filter(|term| !term.is_corrected && term.ids().next().is_some());
    let known: f32 = said.map(|term| term.idf).sum();
    f64::from((known / total.max(1e-6) / ENOUGH).min(1.0).abs())
}

/// From log-odds to a probability.
#[must_use]
pub fn chance(odds: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(odds)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_fits_the_signals() {
        assert!(!shipped_model().trees.is_empty());
        assert_eq!(shipped_model().features, super::super::signals::names());
    }
}
