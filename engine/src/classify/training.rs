//! Fits the probability model on cases that have an answer and on cases that have none.
//!
//! A ranking model looks surer on queries it was trained on than it will ever be on others. So
//! every case is ranked by a model that has not seen it: cases with the same text, or at the same
//! place of their sets, share a fold.

use super::calibration::Judged;
use super::confidence::chance;
use super::signals::{names, signals};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::evaluate::QuerySet;
use crate::query::Query;
use crate::rank::forest::Forest;
use crate::rank::lambdamart::{Group, Parameters, train, train_binary};
use crate::rank::{Ranked, features};
use crate::understand::query_terms::QueryTerms;
use rayon::prelude::*;
use std::collections::HashMap;

/// A case with its candidates.
#[derive(Debug, Clone)]
pub struct Case {
    /// Name of its set.
    pub set: String,
    fold: usize,
    ranked: Vec<Ranked>,
    relevant: Vec<bool>,
    terms: QueryTerms,
}

/// A case after it was judged by models that had not seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name of its set.
    pub set: String,
    /// Probability and truth.
    pub judged: Judged,
}

/// Shape of the probability model: few shallow trees, since a thousand cases are few.
fn parameters() -> Parameters {
    Parameters {
        trees: 60,
        leaves: 4,
        rate: 0.08,
        min_hessian: 8.0,
        ridge: 4.0,
    }
}

/// Collects the cases of all sets; a set whose queries have no relevant id has no answers.
///
/// # Errors
/// As [`Engine::search`].
pub fn collect(engine: &Engine, sets: &[QuerySet], folds: usize) -> Result<Vec<Case>, EngineError> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for set in sets
        .iter()
        .filter(|set| set.queries.iter().any(|query| !query.relevant.is_empty()))
    {
        for (place, query) in set.queries.iter().enumerate() {
            places.insert(&query.text, place);
        }
    }
    let mut cases = Vec::new();
    for set in sets {
        let found: Result<Vec<Case>, EngineError> = set
            .queries
            .par_iter()
            .enumerate()
            .map(|(place, query)| {
                let asked = Query {
                    exclude: query.exclude.clone(),
                    ..Query::new(query.text.clone())
                };
                let found = engine.find(&asked)?;
                let articles = &engine.generation().articles;
                let right: Vec<u32> = query
                    .relevant
                    .iter()
                    .filter_map(|id| articles.find(id))
                    .collect();
                let place = places.get(query.text.as_str()).copied().unwrap_or(place);
                Ok(Case {
                    set: set.name.clone(),
                    fold: place % folds.max(2),
                    relevant: found
                        .ranked
                        .iter()
                        .map(|ranked| right.contains(&ranked.ordinal))
                        .collect(),
                    ranked: found.ranked,
                    terms: found.query.terms,
                })
            })
            .collect();
        cases.extend(found?);
    }
    Ok(cases)
}

/// Fits the model; gives it with what cross-validation says of every case.
#[must_use]
pub fn fit(cases: &[Case], folds: usize) -> (Forest, Vec<Outcome>) {
    let folds = folds.max(2);
    let mut examples: Vec<(usize, Vec<f32>, bool)> = (0..folds)
        .into_par_iter()
        .flat_map(|fold| rank_fold(cases, fold))
        .collect();
    examples.sort_by_key(|(case, _, _)| *case);
    let names = names();
    let learn = |keep: &dyn Fn(usize) -> bool| {
        let kept: Vec<&(usize, Vec<f32>, bool)> = examples
            .iter()
            .filter(|(case, _, _)| keep(cases[*case].fold))
            .collect();
        let values: Vec<Vec<f32>> = kept.iter().map(|(_, values, _)| values.clone()).collect();
        let labels: Vec<bool> = kept.iter().map(|(_, _, label)| *label).collect();
        let weights = vec![1.0; labels.len()];
        train_binary(&values, &labels, &weights, (&names, &parameters()))
    };
    let models: Vec<Forest> = (0..folds).map(|held| learn(&|fold| fold != held)).collect();
    let outcomes = examples
        .iter()
        .map(|(case, values, right)| Outcome {
            set: cases[*case].set.clone(),
            judged: Judged {
                probability: chance(models[cases[*case].fold].score(values)),
                right: *right,
            },
        })
        .collect();
    (learn(&|_| true), outcomes)
}

/// Ranks the cases of one fold by a model trained on the answerable cases of the others.
fn rank_fold(cases: &[Case], fold: usize) -> Vec<(usize, Vec<f32>, bool)> {
    let seen: Vec<Group> = cases
        .iter()
        .filter(|case| case.fold != fold && case.relevant.contains(&true))
        .map(|case| Group {
            values: case
                .ranked
                .iter()
                .map(|ranked| ranked.values.to_vec())
                .collect(),
            relevant: case.relevant.clone(),
            weight: 1.0,
        })
        .collect();
    let model = train(&seen, features::NAMES, &Parameters::default());
    let held = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| case.fold == fold);
    held.map(|(number, case)| {
        let mut ranked: Vec<(Ranked, bool)> = case
            .ranked
            .iter()
            .cloned()
            .zip(case.relevant.iter().copied())
            .collect();
        ranked
            .iter_mut()
            .for_each(|(article, _)| article.score = model.score(&article.values));
        ranked.sort_by(|a, b| {
            b.0.score
                .total_cmp(&a.0.score)
                .then(a.0.ordinal.cmp(&b.0.ordinal))
        });
        let right = ranked.first().is_some_and(|(_, right)| *right);
        let ranked: Vec<Ranked> = ranked.into_iter().map(|(article, _)| article).collect();
        (number, signals(&ranked, &case.terms), right)
    })
    .collect()
}
