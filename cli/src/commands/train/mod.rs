//! `firstline train`: fits the learned parts to labelled queries.

mod confidence;

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::Page;
use clap::{Args, Subcommand};
use engine::evaluate::QuerySet;
use engine::rank::lambdamart::Parameters;
use engine::rank::training::{FoldScore, collect, cross_validate, train_all};
use serde::Serialize;
use std::path::PathBuf;

/// Fit the ranking model and the probability model to labelled queries
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  firstline train ranker --index kb --cv 5 --out ranker.json search.jsonl caller.jsonl
  firstline train confidence --index kb --named events.jsonl --ranking references.jsonl \\
    search.jsonl caller.jsonl heldout.jsonl foreign.jsonl")]
pub(crate) struct TrainArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Train the model that orders candidates
    Ranker(RankerArgs),
    /// Fit the probability of the first answer; sets without relevant ids are cases to abstain on
    Confidence(confidence::ConfidenceArgs),
}

#[derive(Debug, Args)]
struct RankerArgs {
    /// Labelled query sets
    #[arg(required = true, value_name = "SET.jsonl")]
    sets: Vec<PathBuf>,
    /// Cross-validate over this many folds, queries of one place in one fold
    #[arg(long, value_name = "FOLDS", value_parser = clap::value_parser!(u8).range(2..=50))]
    cv: Option<u8>,
    /// Where to write the model (engine/data/ranker.json ships with the program)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What came of training.
#[derive(Debug, Serialize)]
struct TrainAnswer {
    schema: &'static str,
    queries: usize,
    cross_validated: Vec<SetScore>,
    out: Option<String>,
}

#[derive(Debug, Serialize)]
struct SetScore {
    set: String,
    queries: usize,
    mrr: f64,
}

/// Trains.
pub(crate) fn run(args: &TrainArgs, context: &Context) -> Result<Outcome, CliError> {
    match &args.what {
        What::Ranker(args) => ranker(args, context),
        What::Confidence(args) => confidence::run(args, context),
    }
}

fn write_model(out: &std::path::Path, model: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string(model).map_err(std::io::Error::from);
    let written = text.and_then(|text| std::fs::write(out, text + "\n"));
    Ok(written.map_err(|source| engine::EngineError::Io {
        path: out.to_owned(),
        source,
    })?)
}

fn ranker(args: &RankerArgs, context: &Context) -> Result<Outcome, CliError> {
    let sets: Vec<QuerySet> = args
        .sets
        .iter()
        .map(|path| QuerySet::read(path))
        .collect::<Result<_, _>>()?;
    let knowledge = Knowledge::open(&context.settings)?;
    let labelled = collect(&knowledge.engine, &sets)?;
    let parameters = Parameters::default();
    let scores = args
        .cv
        .map(|folds| cross_validate(&labelled, usize::from(folds), &parameters));
    if let Some(out) = &args.out {
        let mut forest = train_all(&labelled, &parameters);
        let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
        forest.provenance = format!(
            "LambdaMART, {} trees of {} leaves, on {} labelled queries of {}; firstline {}",
            parameters.trees,
            parameters.leaves,
            labelled.len(),
            names.join(", "),
            env!("CARGO_PKG_VERSION")
        );
        write_model(out, &forest)?;
    }
    let answer = TrainAnswer {
        schema: "firstline.train/1",
        queries: labelled.len(),
        cross_validated: scores.into_iter().flatten().map(SetScore::from).collect(),
        out: args.out.as_ref().map(|out| out.display().to_string()),
    };
    context.print(&answer, page)?;
    Ok(Outcome::Answered)
}

impl From<FoldScore> for SetScore {
    fn from(score: FoldScore) -> Self {
        Self {
            set: score.set,
            queries: score.queries,
            mrr: score.mrr,
        }
    }
}

fn page(answer: &TrainAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    for score in &answer.cross_validated {
        page.line(&format!(
            "{:<16} {:>5} queries  MRR@10 {:.3} cross-validated",
            score.set, score.queries, score.mrr
        ));
    }
    if let Some(out) = &answer.out {
        page.line(&format!(
            "model trained on {} queries: {out}",
            answer.queries
        ));
    }
    page
}
