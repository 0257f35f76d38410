//! `firstline eval`: how well a knowledge base ranks labelled queries, and how fast.

mod answers;
mod calibration;
mod compare;
mod feedback;
mod gate;
mod golden;
mod questions;

use super::{Context, Outcome};
use crate::args::{FilterArgs, WordArgs};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::{Args, ValueEnum};
use engine::evaluate::{self, EvalReport, Evaluated, Golden, Mode, QuerySet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Score the ranking of labelled queries and time it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline eval --index kb calls.jsonl --run calls.run --qrels calls.qrels\n  firstline eval --index kb --calibration --threshold 0.4 calls.jsonl foreign.jsonl"
)]
pub(crate) struct EvalArgs {
    /// Query sets: JSONL with qid, text, relevant and perhaps exclude
    #[arg(required_unless_present = "answers", value_name = "SET")]
    sets: Vec<PathBuf>,
    /// Score the one answer to each question of this set instead: JSONL with qid, text, must,
    /// must_not, kind and document
    #[arg(
        long,
        value_name = "SET",
        group = "answered",
        conflicts_with_all = ["sets", "run", "qrels", "gate", "mode"]
    )]
    answers: Option<PathBuf>,
    /// Measure instead how often one answered question brings the right article to the top: the
    /// best question, and one picked at random
    #[arg(long, conflicts_with_all = ["answers", "run", "qrels", "gate", "mode"])]
    questions: bool,
    /// Simulate instead what outcomes do to the ranking: agents work on the first set and say what
    /// came of it, some of them wrongly; the second tells of the same problems, line by line
    #[arg(long, conflicts_with_all = ["answers", "questions", "run", "qrels", "gate", "mode"])]
    simulate_feedback: bool,
    /// Another seed gives other agents and errors to --simulate-feedback
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write what was answered, a JSON object a line; with --calibration `qid`, `top` (the best
    /// article, shown or not), `probability` and `abstained`
    #[arg(long, value_name = "FILE", requires = "answered")]
    out: Option<PathBuf>,
    #[command(flatten)]
    calibration: calibration::CalibrationArgs,
    /// What to score, whether or not it would have been withheld
    #[arg(long, value_enum, default_value_t = ModeArg::Search)]
    mode: ModeArg,
    /// Write the first 100 of every query as a TREC run
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Write the labels as TREC qrels
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Fail unless every set reaches the minima of this TOML or JSON file
    #[arg(long, value_name = "FILE")]
    gate: Option<PathBuf>,
    /// Fail if a figure fell below those of this file by more than --tolerance, naming the queries
    #[arg(long, value_name = "FILE")]
    golden: Option<PathBuf>,
    /// Write the figures and the rank of every query for --golden
    #[arg(long, value_name = "FILE")]
    write_golden: Option<PathBuf>,
    /// How much a figure may fall
    #[arg(long, value_name = "SHARE", default_value_t = 0.01)]
    tolerance: f64,
    /// Rank nothing; compare two runs written with --run on these sets
    #[arg(long, num_args = 2, value_names = ["A.run", "B.run"],
          conflicts_with_all = ["answers", "run", "qrels", "gate", "mode", "golden", "write_golden"])]
    compare: Option<Vec<PathBuf>>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    words: WordArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ModeArg {
    /// The results of a search
    Search,
    /// A triage's known issues, then the search results
    Triage,
}

/// Reads everything that can be wrong first, then runs the sets one after another.
pub(crate) fn run(args: &EvalArgs, context: &Context) -> Result<Outcome, CliError> {
    if args.calibration.calibration {
        return calibration::run(args, context);
    }
    if let Some(set) = &args.answers {
        return answers::run(args, set, context);
    }
    if let Some([a, b]) = args.compare.as_deref() {
        return compare::run(args, (a, b), context);
    }
    let sets = args.sets.iter().map(|path| QuerySet::read(path));
    let sets: Vec<QuerySet> = sets.collect::<Result<_, _>>()?;
    let golden = args.golden.as_deref().map(golden::read).transpose()?;
    if args.simulate_feedback {
        return feedback::run(args, &sets, context);
    }
    if args.questions {
        return questions::run(&sets, context);
    }
    let gate = args.gate.as_deref().map(gate::read).transpose()?;
    let knowledge = Knowledge::open(&context.settings)?;
    let evaluated = evaluate_all(args, context, &knowledge, &sets)?;
    if let Some(path) = &args.qrels {
        write(path, |out| {
            sets.iter()
                .try_for_each(|set| evaluate::write_qrels(set, out))
        })?;
    }
    if let Some(path) = &args.run {
        write(path, |out| {
            let mut runs = evaluated.iter();
            runs.try_for_each(|set| evaluate::write_run(&set.rankings, out))
        })?;
    }
    let rows = evaluated.iter().map(|set| set.report.clone()).collect();
    let report = EvalReport::new(args.mode.into(), rows);
    let figures = Golden::of(&report, &evaluated, &sets);
    if let Some(path) = &args.write_golden {
        golden::write(path, &figures)?;
    }
    context.print(&report, |report, width| {
        let mut page = text::evaluation(report, width);
        knowledge.sign(&mut page);
        page
    })?;
    gate.map_or(Ok(()), |gate| gate::hold(&gate, &report))?;
    golden.map_or(Ok(()), |golden| {
        golden::hold(&golden, &figures, args.tolerance)
    })?;
    Ok(Outcome::Answered)
}

/// Names of the sets in which no query has a relevant id.
pub(crate) fn without_answers(sets: &[QuerySet]) -> Vec<&str> {
    let has_none = |set: &&QuerySet| set.queries.iter().all(|query| query.relevant.is_empty());
    let sets = sets.iter().filter(has_none);
    sets.map(|set| set.name.as_str()).collect()
}

fn evaluate_all(
    args: &EvalArgs,
    context: &Context,
    knowledge: &Knowledge,
    sets: &[QuerySet],
) -> Result<Vec<Evaluated>, CliError> {
    let base = context
        .settings
        .query(String::new(), &args.filters, &args.words);
    let mode = args.mode.into();
    let mut ask = |query: &evaluate::EvalQuery, depth| {
        evaluate::rank(&knowledge.engine, mode, &base, query, depth)
    };
    let evaluated = sets.iter().map(|set| evaluate::evaluate(set, &mut ask));
    Ok(evaluated.collect::<Result<_, _>>()?)
}

fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        out.flush()
    });
    written.map_err(|error| {
        CliError::failed(format!("{} could not be written", path.display())).because(error)
    })
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Search => Self::Search,
            ModeArg::Triage => Self::Triage,
        }
    }
}
