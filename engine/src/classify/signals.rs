//! What the probability of an answer rests on.

use crate::rank::Ranked;
use crate::rank::features::{self, COUNT};
use crate::understand::query_terms::QueryTerms;

/// Features of the best article that are taken over as they are.
const OF_BEST: &[&str] = &[
    "bm25f",
    "title_score",
    "symptoms_score",
    "coverage",
    "coverage_title",
    "coverage_front",
    "coverage_lead",
    "title_precision",
    "lead_pairs",
    "missing_most",
    "product_conflict",
    "identifiers",
    "words_article",
    "words_title",
    "words_lead",
    "words_most",
    "corpus_article",
];

/// Names of the signals, in order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let more = [
        "score",
        "score_margin",
        "score_margin_5",
        "score_margin_20",
        "bm25f_margin",
        "words_margin",
        "places_agree",
        "unknown_weight",
        "unknown_most",
        "corrected_weight",
        "telling_missing",
        "score_mean_10",
        "words_to_tenth",
        "terms",
        "weight",
    ];
    OF_BEST.iter().copied().chain(more).collect()
}

/// The signals of a ranking, in the order of [`names`].
#[must_use]
pub fn signals(ranked: &[Ranked], query: &QueryTerms) -> Vec<f32> {
    let place = |name: &str| features::NAMES.iter().position(|known| *known == name);
    let value = |values: &[f32; COUNT], name: &str| place(name).map_or(0.0, |at| values[at]);
    let empty = [0.0; COUNT];
    let best = ranked.first().map_or(&empty, |best| &best.values);
    let score = |at: usize| {
        ranked
            .get(at)
            .or(ranked.last())
            .map_or(0.0, |article| article.score)
    };
    let mut signals: Vec<f32> = OF_BEST.iter().map(|name| value(best, name)).collect();
    let next = ranked.get(1).map_or(&empty, |second| &second.values);
    let total: f32 = query
        .terms
        .iter()
        .map(|term| term.idf)
        .sum::<f32>()
        .max(1e-6);
    let unknown = || {
        query
            .terms
            .iter()
            .filter(|term| term.ids().next().is_none())
    };
    // A misspelling is not a foreign word, but a word that no article has, and for which nothing
    // stands in, must be rare in the corpus's world.
    let unknown_weight: f32 = unknown().map(|term| term.idf).sum();
    let unknown_most = unknown().map(|term| term.idf).fold(0.0, f32::max);
    let agree = [value(best, "bm25f_rank"), value(best, "words_rank")]
        .iter()
        .sum::<f32>();
    // A foreign word that was read as a known one is still foreign.
    let corrected: f32 = query
        .terms
        .iter()
        .filter(|term| term.is_corrected)
        .map(|term| term.idf)
        .sum();
    // What no candidate near the top can give the query, in weight.
    let missing = 1.0
        - ranked
            .iter()
            .take(5)
            .map(|near| value(&near.values, "coverage"))
            .fold(0.0, f32::max);
    let ten = ranked.iter().take(10).map(|near| near.score);
    let mean = ten.clone().sum::<f32>() / ten.count().max(1) as f32;
    let tenth = ranked.get(9).map_or(&empty, |near| &near.values);
    signals.extend([
        score(0),
        score(0) - score(1),
        score(0) - score(4),
        score(0) - score(19),
        value(best, "bm25f") - value(next, "bm25f"),
        value(best, "words_most") - value(next, "words_most"),
        agree,
        unknown_weight / total,
        unknown_most,
        corrected / total,
        missing,
        mean,
        value(best, "words_most") - value(tenth, "words_most"),
        query.terms.len() as f32,
        total / query.terms.len().max(1) as f32,
    ]);
    signals
}
