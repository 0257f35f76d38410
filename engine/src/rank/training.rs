//! Trains the ranking model on labelled query sets, and says what it is worth on queries it has
//! not seen.
//!
//! Folds are by the place of a query in its set: sets that tell of the same problems line by line
//! (a search and a caller's story) keep their twins in one fold.

use super::features;
use super::forest::Forest;
use super::lambdamart::{Group, Parameters, train};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::evaluate::{QuerySet, candidates};
use rayon::prelude::*;

/// A labelled query with its candidates.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// Name of its set.
    pub set: String,
    /// Place in its set.
    pub place: usize,
    /// Its candidates.
    pub group: Group,
}

/// What cross-validation found for one set.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldScore {
    /// Name of the set.
    pub set: String,
    /// Queries in it.
    pub queries: usize,
    /// Mean reciprocal rank in the first ten, each query ranked by a model that has not seen it.
    pub mrr: f64,
}

/// Collects the candidates of every query with their features. Every set weighs the same in
/// training, however many queries it has, up to a factor of two.
///
/// # Errors
/// As [`Engine::search`].
pub fn collect(engine: &Engine, sets: &[QuerySet]) -> Result<Vec<Labelled>, EngineError> {
    let smallest = sets
        .iter()
        .map(|set| set.queries.len())
        .min()
        .unwrap_or(1)
        .max(1);
    let weight_of = |name: &str| {
        let queries = sets.iter().find(|set| set.name == name);
        let queries = queries.map_or(1, |set| set.queries.len().max(1));
        (smallest as f32 / queries as f32).max(0.5)
    };
    let collected = candidates::collect(engine, sets)?;
    Ok(collected
        .into_iter()
        .map(|query| Labelled {
            group: Group {
                values: query
                    .ranked
                    .iter()
                    .map(|ranked| ranked.values.to_vec())
                    .collect(),
                relevant: query.relevant,
                weight: weight_of(&query.set),
            },
            set: query.set,
            place: query.place,
        })
        .collect())
}

/// Ranks every query by a model trained without its fold.
#[must_use]
pub fn cross_validate(
    labelled: &[Labelled],
    folds: usize,
    parameters: &Parameters,
) -> Vec<FoldScore> {
    let folds = folds.max(2);
    let reciprocal: Vec<(String, f64)> = (0..folds)
        .into_par_iter()
        .flat_map(|fold| {
            let is_held = |query: &&Labelled| query.place % folds == fold;
            let seen: Vec<Group> = labelled
                .iter()
                .filter(|query| !is_held(query))
                .map(|query| query.group.clone())
                .collect();
            let forest = train(&seen, features::NAMES, parameters);
            let held = labelled.iter().filter(is_held);
            held.map(|query| (query.set.clone(), reciprocal_rank(&forest, &query.group)))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut scores: Vec<FoldScore> = Vec::new();
    for query in labelled {
        if scores.iter().all(|score| score.set != query.set) {
            let own: Vec<f64> = reciprocal
                .iter()
                .filter(|(set, _)| *set == query.set)
                .map(|(_, value)| *value)
                .collect();
            let mrr = own.iter().sum::<f64>() / own.len().max(1) as f64;
            scores.push(FoldScore {
                set: query.set.clone(),
                queries: own.len(),
                mrr,
            });
        }
    }
    scores
}

/// The model trained on everything.
#[must_use]
pub fn train_all(labelled: &[Labelled], parameters: &Parameters) -> Forest {
    let groups: Vec<Group> = labelled.iter().map(|query| query.group.clone()).collect();
    train(&groups, features::NAMES, parameters)
}

fn reciprocal_rank(forest: &Forest, group: &Group) -> f64 {
    let mut order: Vec<(f32, bool)> = group
        .values
        .iter()
        .zip(&group.relevant)
        .map(|(values, &relevant)| (forest.score(values), relevant))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let place = order.iter().take(10).position(|(_, relevant)| *relevant);
    place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
}
