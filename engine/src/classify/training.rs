//! Fits the probability models on cases that have an answer and on cases that have none.
//!
//! A ranking model looks surer on queries it was trained on than it will ever be on others. So
//! every case is ranked by a model that has not seen it, and is then judged by probability models
//! that have not seen it either. Cases with the same text, or at the same place of their sets,
//! share a fold. Scaling (Platt) is fitted on what inner folds say of cases they have not seen.

use super::calibration::Judged;
use super::confidence::{Confidence, chance};
use super::logistic::{Example, Logistic};
use super::{named, signals};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::evaluate::QuerySet;
use crate::evaluate::candidates::{Candidates, collect};
use crate::rank::lambdamart::{Group, Parameters, train};
use crate::rank::{Ranked, features};
use rayon::prelude::*;

/// Pull of the weights towards zero.
const RIDGE: f64 = 20.0;

/// Pull in the model of named cases, most of which are right.
const RIDGE_NAMED: f64 = 4.0;

/// How much a case of another knowledge base counts: enough to learn what small corpora are like,
/// not so much that the figures of the first suffer.
const WORLD_WEIGHT: f32 = 0.4;

/// A set of fewer cases than this counts double: it stands for a world as large as the others'.
const SMALL_SET: usize = 100;

/// A case after it was judged by models that had not seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name of its set.
    pub set: String,
    /// Probability and truth.
    pub judged: Judged,
}

/// A case, ranked by a model that has not seen it.
#[derive(Debug, Clone)]
struct Case {
    number: usize,
    set: String,
    fold: usize,
    example: Example,
    /// How much it counts when probabilities are scaled.
    scaling: f32,
    /// Signals of the named model but for what the first model says; empty if it does not apply.
    named: Option<Vec<f32>>,
}

/// Another knowledge base with cases of its own. What a signal is worth differs between a corpus
/// of tens of articles and one of tens of thousands; a model fitted on one of them is too sure of
/// the other.
#[derive(Debug)]
pub struct World {
    /// The knowledge base.
    pub engine: Engine,
    /// Its cases, ranked by the shipped model, which was not trained on them.
    pub sets: Vec<QuerySet>,
}

/// What to fit on, and how.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'p> {
    /// Sets that the cases are taken from.
    pub sets: &'p [QuerySet],
    /// Sets that only the ranking models are trained on.
    pub ranking: &'p [QuerySet],
    /// Other knowledge bases whose cases are fitted on as well.
    pub worlds: &'p [World],
    /// How many folds.
    pub folds: usize,
    /// How much a case of a set without answers counts when probabilities are scaled. The labelled
    /// sets have as many of them as of others; a desk has fewer.
    pub unanswerable: f32,
}

/// Fits the models; gives them with what cross-validation says of every case.
///
/// # Errors
/// As [`Engine::search`].
pub fn fit(engine: &Engine, plan: Plan<'_>) -> Result<(Confidence, Vec<Outcome>), EngineError> {
    let folds = plan.folds.max(3);
    let collected = collect(engine, plan.sets)?;
    let more = collect(engine, plan.ranking)?;
    let mut cases: Vec<Case> = (0..folds)
        .into_par_iter()
        .flat_map(|fold| rank_fold(engine, &collected, &more, (fold, folds)))
        .collect();
    cases.sort_by_key(|case| case.number);
    for world in plan.worlds {
        let candidates = collect(&world.engine, &world.sets)?;
        cases.extend(candidates.iter().map(|one| {
            let right = one.relevant.first().copied().unwrap_or_default();
            let mut made = case_of(&world.engine, one, (&one.ranked, right), one.place % folds);
            made.example.weight = WORLD_WEIGHT;
            made
        }));
    }
    let of_worlds = plan.worlds.iter().flat_map(|world| &world.sets);
    let sets: Vec<&QuerySet> = plan.sets.iter().chain(of_worlds).collect();
    for case in &mut cases {
        let own = sets.iter().find(|other| other.name == case.set);
        let has_answers =
            own.is_some_and(|own| own.queries.iter().any(|query| !query.relevant.is_empty()));
        case.scaling = if has_answers { 1.0 } else { plan.unanswerable };
    }
    let mut probabilities = vec![0.0; cases.len()];
    for held in 0..folds {
        let seen: Vec<&Case> = cases.iter().filter(|case| case.fold != held).collect();
        let models = fit_models(&seen, folds);
        let fold = cases
            .iter()
            .enumerate()
            .filter(|(_, case)| case.fold == held);
        for (at, case) in fold {
            probabilities[at] = models.judge(case);
        }
    }
    let outcomes = cases.iter().zip(probabilities);
    let outcomes = outcomes.map(|(case, probability)| Outcome {
        set: case.set.clone(),
        judged: Judged {
            probability,
            right: case.example.label,
        },
    });
    let outcomes = outcomes.collect();
    let all: Vec<&Case> = cases.iter().collect();
    Ok((fit_models(&all, folds), outcomes))
}

impl Confidence {
    fn judge(&self, case: &Case) -> f64 {
        let odds = self.words.odds(&case.example.values);
        match &case.named {
            Some(values) => chance(self.named.odds(&with_odds(values, odds))),
            None => chance(odds),
        }
    }
}

fn with_odds(values: &[f32], odds: f32) -> Vec<f32> {
    values.iter().copied().chain([odds]).collect()
}

/// Fits both models to cases.
fn fit_models(cases: &[&Case], folds: usize) -> Confidence {
    // Cases that name nothing are what the first model is for.
    let plain: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| case.named.is_none())
        .collect();
    let words = fit_scaled(&plain, folds);
    let examples: Vec<Example> = cases
        .iter()
        .filter_map(|case| {
            let values = case.named.as_ref()?;
            Some(Example {
                values: with_odds(values, words.odds(&case.example.values)),
                ..case.example.clone()
            })
        })
        .collect();
    let examples: Vec<&Example> = examples.iter().collect();
    let named = Logistic::fit(&examples, named::NAMES, RIDGE_NAMED);
    Confidence { words, named }
}

/// Fits the model over words, scaled by what inner folds say of cases they have not seen.
fn fit_scaled(cases: &[&Case], folds: usize) -> Logistic {
    let examples = |keep: &dyn Fn(&Case) -> bool| -> Vec<&Example> {
        let kept = cases.iter().filter(|case| keep(case));
        kept.map(|case| &case.example).collect()
    };
    let mut unseen: Vec<Example> = Vec::with_capacity(cases.len());
    for held in 0..folds {
        let inner = Logistic::fit(&examples(&|case| case.fold != held), signals::NAMES, RIDGE);
        let fold = cases.iter().filter(|case| case.fold == held);
        unseen.extend(fold.map(|case| Example {
            values: vec![inner.odds(&case.example.values)],
            label: case.example.label,
            weight: case.example.weight * case.scaling,
        }));
    }
    let unseen: Vec<&Example> = unseen.iter().collect();
    let platt = Logistic::fit(&unseen, &["odds"], 0.1);
    let (none, one) = (platt.odds(&[0.0]), platt.odds(&[1.0]));
    Logistic::fit(&examples(&|_| true), signals::NAMES, RIDGE).scaled(none, one - none)
}

/// Ranks the cases of one fold by a model trained on the answerable cases of the others.
fn rank_fold(
    engine: &Engine,
    collected: &[Candidates],
    more: &[Candidates],
    (fold, folds): (usize, usize),
) -> Vec<Case> {
    let fold_of = |case: &Candidates| case.place % folds;
    let group = |case: &Candidates, weight: f32| Group {
        values: case
            .ranked
            .iter()
            .map(|ranked| ranked.values.to_vec())
            .collect(),
        relevant: case.relevant.clone(),
        weight,
    };
    let seen = collected.iter().filter(|case| fold_of(case) != fold);
    let seen = seen.filter(|case| case.relevant.contains(&true));
    // As in training the ranking model, what is only ranked counts half.
    let groups: Vec<Group> = seen
        .map(|case| group(case, 1.0))
        .chain(more.iter().map(|case| group(case, 0.5)))
        .collect();
    let model = train(&groups, features::NAMES, &Parameters::default());
    let held = collected
        .iter()
        .enumerate()
        .filter(|(_, case)| fold_of(case) == fold);
    held.map(|(number, case)| {
        let (ranked, right) = ranked_by(&model, case);
        let set = collected
            .iter()
            .filter(|other| other.set == case.set)
            .count();
        let mut made = case_of(engine, case, (&ranked, right), fold);
        made.number = number;
        made.example.weight = if set < SMALL_SET { 2.0 } else { 1.0 };
        made
    })
    .collect()
}

/// A case with its signals.
fn case_of(
    engine: &Engine,
    case: &Candidates,
    (ranked, right): (&[Ranked], bool),
    fold: usize,
) -> Case {
    let named = named::named(ranked, &case.terms, &case.exact, 0.0).map(|mut values| {
        values.pop();
        values
    });
    Case {
        number: usize::MAX,
        set: case.set.clone(),
        fold,
        scaling: 1.0,
        example: Example {
            values: signals::signals(&engine.generation().text, ranked, &case.terms),
            label: right,
            weight: 1.0,
        },
        named,
    }
}

/// The candidates in the order of `model`, those that hold the case's identifiers first as they
/// were, and whether the first is right.
fn ranked_by(model: &crate::rank::forest::Forest, case: &Candidates) -> (Vec<Ranked>, bool) {
    let mut ranked: Vec<(Ranked, bool)> = case
        .ranked
        .iter()
        .cloned()
        .zip(case.relevant.iter().copied())
        .collect();
    for (article, _) in &mut ranked {
        article.score = model.score(&article.values);
    }
    let by_name = ranked
        .iter()
        .position(|(article, _)| !case.exact.holds(article.ordinal))
        .unwrap_or(ranked.len());
    ranked[by_name..].sort_by(|a, b| {
        let by_score = b.0.score.total_cmp(&a.0.score);
        by_score.then(a.0.ordinal.cmp(&b.0.ordinal))
    });
    let right = ranked.first().is_some_and(|(_, right)| *right);
    (
        ranked.into_iter().map(|(article, _)| article).collect(),
        right,
    )
}
