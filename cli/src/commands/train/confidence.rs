//! `firstline train confidence`: fits the probability of the first answer.

use super::{Context, Outcome, write_model};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::Args;
use engine::Engine;
use engine::classify::confidence::THRESHOLD;
use engine::classify::training::{self, Plan, World};
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
    /// Another knowledge base with cases to fit on: the folder of its index (`builtin` is the one
    /// that ships), an equals sign, and its sets, commas between (repeatable)
    #[arg(long = "world", value_name = "DIR=SET.jsonl,…", value_parser = parse_world)]
    worlds: Vec<(PathBuf, Vec<PathBuf>)>,
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
    let worlds = args.worlds.iter().map(|(folder, sets)| {
        let engine = match folder.to_str() {
            Some("builtin") => Engine::builtin()?,
            _ => Engine::open(folder)?,
        };
        Ok(World {
            engine,
            sets: read(sets)?,
        })
    });
    let worlds: Vec<World> = worlds.collect::<Result<_, CliError>>()?;
    let plan = Plan {
        worlds: &worlds,
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
    context.print(&report(&outcomes, &figured), text::calibration)?;
    for world in &worlds {
        context.print(&report(&outcomes, &world.sets), text::calibration)?;
    }
    Ok(Outcome::Answered)
}

/// What cross-validation says of some sets.
fn report(outcomes: &[training::Outcome], sets: &[QuerySet]) -> CalibrationReport {
    let is_figured = |name: &str| sets.iter().any(|set| set.name == name);
    let cases: Vec<CalibratedCase> = outcomes
        .iter()
        .filter(|case| is_figured(&case.set))
        .map(|case| CalibratedCase {
            qid: String::new(),
            top: None,
            probability: case.judged.probability,
            abstained: case.judged.probability < THRESHOLD,
            set: case.set.clone(),
            right: case.judged.right,
        })
        .collect();
    let empty = super::super::eval::without_answers(sets);
    let mut report = CalibrationReport::new(&cases, &empty, THRESHOLD);
    report.cross_validated = true;
    report
}

/// An index and its sets.
fn parse_world(typed: &str) -> Result<(PathBuf, Vec<PathBuf>), String> {
    let (folder, sets) = typed
        .split_once('=')
        .ok_or("give the folder, an equals sign, and the sets: kb=calls.jsonl,none.jsonl")?;
    Ok((folder.into(), sets.split(',').map(PathBuf::from).collect()))
}
