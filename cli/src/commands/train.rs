//! `firstline train`: fits the learned parts to labelled queries.

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::Page;
use clap::{Args, Subcommand};
use engine::classify::calibration::{Decile, Judged, auroc, coverage_at, deciles, expected_error};
use engine::classify::training;
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
  firstline train confidence --index kb search.jsonl caller.jsonl heldout.jsonl foreign.jsonl")]
pub(crate) struct TrainArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Train the model that orders candidates
    Ranker(RankerArgs),
    /// Fit the probability of the first answer; sets without relevant ids are cases to abstain on
    Confidence(ConfidenceArgs),
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

#[derive(Debug, Args)]
struct ConfidenceArgs {
    /// Labelled query sets, answerable and not
    #[arg(required = true, value_name = "SET.jsonl")]
    sets: Vec<PathBuf>,
    /// Folds of the cross-validation that the figures come from
    #[arg(long, value_name = "FOLDS", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50))]
    cv: u8,
    /// Where to write the model (engine/data/confidence.json ships with the program)
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
        What::Confidence(args) => confidence(args, context),
    }
}

/// How far apart right answers and cases without an answer are.
#[derive(Debug, Serialize)]
struct ConfidenceAnswer {
    schema: &'static str,
    cases: usize,
    expected_calibration_error: f64,
    /// Per set without answers: how well right answers elsewhere are told from it.
    auroc: Vec<(String, f64)>,
    coverage_at_90: f64,
    precision_at_80: f64,
    share_at_80: f64,
    deciles: Vec<Decile>,
    out: Option<String>,
}

fn confidence(args: &ConfidenceArgs, context: &Context) -> Result<Outcome, CliError> {
    let sets: Vec<QuerySet> = args
        .sets
        .iter()
        .map(|path| QuerySet::read_cases(path))
        .collect::<Result<_, _>>()?;
    let knowledge = Knowledge::open(&context.settings)?;
    let folds = usize::from(args.cv);
    let cases = training::collect(&knowledge.engine, &sets, folds)?;
    let (mut forest, outcomes) = training::fit(&cases, folds);
    if let Some(out) = &args.out {
        let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
        forest.provenance = format!(
            "boosted log-odds on {} cases of {}; firstline {}",
            cases.len(),
            names.join(", "),
            env!("CARGO_PKG_VERSION")
        );
        write_model(out, &forest)?;
    }
    let unanswerable = |set: &&QuerySet| set.queries.iter().all(|query| query.relevant.is_empty());
    let judged: Vec<Judged> = outcomes.iter().map(|case| case.judged).collect();
    let empty: Vec<&str> = sets
        .iter()
        .filter(unanswerable)
        .map(|set| set.name.as_str())
        .collect();
    let answerable: Vec<Judged> = outcomes
        .iter()
        .filter(|case| !empty.contains(&case.set.as_str()))
        .map(|case| case.judged)
        .collect();
    let shown: Vec<&Judged> = answerable
        .iter()
        .filter(|case| case.probability >= 0.8)
        .collect();
    let answer = ConfidenceAnswer {
        schema: "firstline.confidence/1",
        cases: cases.len(),
        expected_calibration_error: expected_error(&judged),
        auroc: separation(&sets, &empty, &outcomes),
        coverage_at_90: coverage_at(&judged, 0.9),
        precision_at_80: shown.iter().filter(|case| case.right).count() as f64
            / shown.len().max(1) as f64,
        share_at_80: shown.len() as f64 / answerable.len().max(1) as f64,
        deciles: deciles(&judged),
        out: args.out.as_ref().map(|out| out.display().to_string()),
    };
    context.print(&answer, confidence_page)?;
    Ok(Outcome::Answered)
}

/// For each answerable set and each without answers: how well the right answers of the one are told
/// from the other.
fn separation(
    sets: &[QuerySet],
    empty: &[&str],
    outcomes: &[training::Outcome],
) -> Vec<(String, f64)> {
    let of = |name: &str, only_right: bool| -> Vec<f64> {
        let own = outcomes
            .iter()
            .filter(|case| case.set == name && (case.judged.right || !only_right));
        own.map(|case| case.judged.probability).collect()
    };
    let answerable = sets
        .iter()
        .map(|set| set.name.as_str())
        .filter(|name| !empty.contains(name));
    answerable
        .flat_map(|set| empty.iter().map(move |other| (set, *other)))
        .map(|(set, other)| {
            (
                format!("{set} against {other}"),
                auroc(&of(set, true), &of(other, false)),
            )
        })
        .collect()
}

fn confidence_page(answer: &ConfidenceAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    page.line(&format!(
        "{} cases, each judged by models that had not seen it",
        answer.cases
    ));
    page.line(&format!(
        "expected calibration error  {:.3}",
        answer.expected_calibration_error
    ));
    for (set, auroc) in &answer.auroc {
        page.line(&format!("AUROC  {set:<30} {auroc:.3}"));
    }
    page.line(&format!(
        "coverage at 90 % precision  {:.1} %",
        answer.coverage_at_90 * 100.0
    ));
    page.line(&format!(
        "shown at 0.8 or more        {:.1} % of answerable cases, {:.1} % of them right",
        answer.share_at_80 * 100.0,
        answer.precision_at_80 * 100.0
    ));
    page.line("");
    page.line("probability   cases   mean   right");
    for (bin, decile) in (0..).zip(&answer.deciles) {
        let low: f64 = f64::from(bin) / 10.0;
        page.line(&format!(
            "{low:.1} to {:.1}    {:>5}   {:.2}   {:.2}",
            low + 0.1,
            decile.cases,
            decile.probability,
            decile.right
        ));
    }
    page
}

fn write_model(
    out: &std::path::Path,
    forest: &engine::rank::forest::Forest,
) -> Result<(), CliError> {
    let text = serde_json::to_string(forest).map_err(std::io::Error::from);
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
