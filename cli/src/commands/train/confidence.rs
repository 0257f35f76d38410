//! `firstline train confidence`: fits the probability of the first answer.

use super::{Context, Outcome, write_model};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::Args;
use engine::classify::confidence::THRESHOLD;
use engine::classify::training::{self, Plan};
use engine::evaluate::{CalibratedCase, CalibrationReport, QuerySet};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ConfidenceArgs {
    /// Labelled query sets, answerable and not
    #[arg(required = true, value_name = "SET.jsonl")]
    sets: Vec<PathBuf>,
    /// A set of cases that name events or error codes; fitted on, but not part of the figures
    /// (repeatable)
    #[arg(long = "named", value_name = "SET.jsonl")]
    named: Vec<PathBuf>,
    /// A set that the ranking models of cross-validation are trained on besides (repeatable)
    #[arg(long = "ranking", value_name = "SET.jsonl")]
    ranking: Vec<PathBuf>,
    /// Folds of the cross-validation that the figures come from
    #[arg(long, value_name = "FOLDS", default_value_t = 10, value_parser = clap::value_parser!(u8).range(3..=50))]
    cv: u8,
    /// How much a case of a set without answers counts when probabilities are scaled
    #[arg(long, value_name = "WEIGHT", default_value_t = 0.75)]
    unanswerable: f32,
    /// Where to write the model (engine/data/confidence.json ships with the program)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &ConfidenceArgs, context: &Context) -> Result<Outcome, CliError> {
    let read = |paths: &[PathBuf]| -> Result<Vec<QuerySet>, CliError> {
        let sets = paths.iter().map(|path| QuerySet::read_cases(path));
        Ok(sets.collect::<Result<_, _>>()?)
    };
    let figured = read(&args.sets)?;
    let mut sets = figured.clone();
    sets.extend(read(&args.named)?);
    let ranking = read(&args.ranking)?;
    let knowledge = Knowledge::open(&context.settings)?;
    let plan = Plan {
        sets: &sets,
        ranking: &ranking,
        folds: usize::from(args.cv),
        unanswerable: args.unanswerable,
    };
    let (mut models, outcomes) = training::fit(&knowledge.engine, plan)?;
    if let Some(out) = &args.out {
        let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
        models.words.provenance = format!(
            "logistic regression on {} cases of {}; firstline {}",
            outcomes.len(),
            names.join(", "),
            env!("CARGO_PKG_VERSION")
        );
        write_model(out, &models)?;
    }
    let is_figured = |name: &str| figured.iter().any(|set| set.name == name);
    let cases: Vec<CalibratedCase> = outcomes
        .into_iter()
        .filter(|case| is_figured(&case.set))
        .map(|case| CalibratedCase {
            qid: String::new(),
            top: None,
            probability: case.judged.probability,
            abstained: case.judged.probability < THRESHOLD,
            set: case.set,
            right: case.judged.right,
        })
        .collect();
    let empty = super::super::eval::without_answers(&figured);
    let mut report = CalibrationReport::new(&cases, &empty, THRESHOLD);
    report.cross_validated = true;
    context.print(&report, text::calibration)?;
    Ok(Outcome::Answered)
}
