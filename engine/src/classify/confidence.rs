//! The probability that a ranked article is the case's problem.
//!
//! Two small models, fitted by `firstline train confidence` on cases that have an answer and on
//! cases that have none, with rankings by models that had not seen the case: one over
//! [`signals`](super::signals) of words and meaning, and one for cases that name an event, an error
//! code or an article, which also knows what the first one says.

use super::logistic::Logistic;
use super::named::named;
use super::signals::signals;
use crate::index::issues::KnownIssues;
use crate::index::text::TextIndex;
use crate::rank::Ranked;
use crate::retrieve::exact::{Exact, Identifier};
use crate::understand::query_terms::QueryTerms;
use corpus::article::FactValue;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Below this probability nothing is shown as an answer, unless the settings say otherwise.
pub const THRESHOLD: f64 = 0.3;

/// How many ranked articles get a probability.
const CANDIDATES: usize = 10;

/// The models of the probability.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// For all cases.
    pub words: Logistic,
    /// For cases whose best article holds identifiers of the case.
    pub named: Logistic,
}

impl Confidence {
    /// The models that ship with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static MODELS: OnceLock<Confidence> = OnceLock::new();
        // A test reads the shipped file; without it every probability would be one half.
        MODELS.get_or_init(|| {
            serde_json::from_str(include_str!("../../data/confidence.json")).unwrap_or_default()
        })
    }

    /// Probability of the first article.
    #[must_use]
    pub fn of_best(
        &self,
        index: &TextIndex,
        ranked: &[Ranked],
        (query, exact): (&QueryTerms, &Exact),
    ) -> f64 {
        let odds = self.words.odds(&signals(index, ranked, query));
        match named(ranked, query, exact, odds) {
            Some(values) => chance(self.named.odds(&values)),
            None => chance(odds),
        }
    }
}

/// Probabilities of the first articles, in their order; they never rise along it.
#[must_use]
pub fn probability(
    index: &TextIndex,
    issues: &KnownIssues,
    ranked: &[Ranked],
    query: &QueryTerms,
    exact: &Exact,
) -> Vec<f64> {
    let Some(first) = ranked.first() else {
        return Vec::new();
    };
    let best = Confidence::shipped().of_best(index, ranked, (query, exact));
    let best = best * share_among_holders(issues, ranked, exact);
    let holds = exact.holds(first.ordinal);
    let mut seen = best;
    let candidates = ranked.iter().take(CANDIDATES);
    candidates
        .map(|article| {
            // What the best leaves over goes to those close behind it; what does not hold the
            // identifiers that the best holds is no answer beside it.
            let fall = (f64::from(article.score) - f64::from(first.score))
                .min(0.0)
                .exp();
            let beside = if holds && !exact.holds(article.ordinal) {
                0.1
            } else {
                1.0
            };
            seen = seen.min(best * fall * beside);
            seen
        })
        .collect()
}

/// How much of the probability the first known issue may keep where others record the same events
/// and error codes: that these are known is sure, which of their articles is the caller's is not. A
/// service that did not start logs one number whichever it is.
fn share_among_holders(issues: &KnownIssues, ranked: &[Ranked], exact: &Exact) -> f64 {
    /// The least that is kept, so that what is known of an identifier is never withheld.
    const LEAST: f64 = 0.5;
    let Some(first) = ranked.first() else {
        return 1.0;
    };
    let holds = |one: &Identifier, ordinal: u32| one.holders.binary_search(&ordinal).is_ok();
    let held = exact.identifiers.iter();
    let held: Vec<&Identifier> = held.filter(|one| holds(one, first.ordinal)).collect();
    let is_id = |one: &&Identifier| matches!(one.value, FactValue::Kb { .. });
    if held.is_empty() || held.iter().any(is_id) {
        return 1.0;
    }
    let issue = issues.first(first.ordinal);
    let (mut own, mut all) = (0.0, 0.0);
    let rivals = ranked.iter();
    for rival in rivals.filter(|rival| held.iter().all(|one| holds(one, rival.ordinal))) {
        let weight = f64::from(rival.score - first.score).min(0.0).exp();
        all += weight;
        if issues.first(rival.ordinal) == issue {
            own += weight;
        }
    }
    f64::max(own / all, LEAST)
}

/// From log-odds to a probability.
#[must_use]
pub fn chance(odds: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(odds)).exp())
}

#[cfg(test)]
mod tests {
    use super::super::{named, signals};
    use super::*;

    #[test]
    fn the_shipped_models_fit_the_signals() {
        let models = Confidence::shipped();
        let names = |model: &Logistic| -> Vec<String> {
            model
                .signals
                .iter()
                .map(|signal| signal.name.clone())
                .collect()
        };
        assert_eq!(names(&models.words), signals::NAMES);
        assert_eq!(names(&models.named), named::NAMES);
    }

    #[test]
    fn nothing_ranked_has_no_probability() {
        let index = crate::Engine::builtin().unwrap();
        let none = probability(
            &index.generation().text,
            &index.generation().issues,
            &[],
            &QueryTerms::default(),
            &Exact::default(),
        );
        assert!(none.is_empty());
    }
}
