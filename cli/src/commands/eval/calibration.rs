//! `firstline eval --calibration`: whether shown probabilities can be believed, and what a threshold
//! would do.

use super::{Context, EvalArgs, Outcome, write};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::Args;
use engine::classify::confidence::THRESHOLD;
use engine::evaluate::{self, CalibrationReport, QuerySet};
use std::path::PathBuf;

/// What only the calibration takes.
#[derive(Debug, Args)]
pub(super) struct CalibrationArgs {
    /// Triage every query, and say how far the shown probabilities can be believed; sets without
    /// relevant ids are cases to abstain on
    #[arg(
        long,
        group = "answered",
        conflicts_with_all = ["answers", "run", "qrels", "gate", "mode"]
    )]
    pub(super) calibration: bool,
    /// Draw the reliability diagram as SVG
    #[arg(long, value_name = "FILE.svg", requires = "calibration")]
    plot: Option<PathBuf>,
    /// Try this threshold: answers below it are withheld [default: that of the settings]
    #[arg(long, value_name = "PROBABILITY", requires = "calibration", value_parser = crate::args::probability)]
    threshold: Option<f64>,
    /// Keep the threshold in the settings file after its effect was shown
    #[arg(long, requires = "threshold")]
    save: bool,
}

/// Triages the sets, writes what was asked for, prints the figures, saves the threshold last.
pub(super) fn run(args: &EvalArgs, context: &Context) -> Result<Outcome, CliError> {
    let sets = args.sets.iter().map(|path| QuerySet::read_cases(path));
    let sets: Vec<QuerySet> = sets.collect::<Result<_, _>>()?;
    let knowledge = Knowledge::open(&context.settings)?;
    let options = &args.calibration;
    let threshold = options.threshold.or(context.settings.threshold());
    let cases = evaluate::calibrate(&knowledge.engine, &sets, threshold)?;
    let empty = super::without_answers(&sets);
    let report = CalibrationReport::new(&cases, &empty, threshold.unwrap_or(THRESHOLD));
    if let Some(path) = &args.out {
        write(path, |out| evaluate::write_calibrated(&cases, out))?;
    }
    if let Some(path) = &options.plot {
        write(path, |out| {
            out.write_all(evaluate::plot(&report).as_bytes())
        })?;
    }
    context.print(&report, |report, width| {
        let mut page = text::calibration(report, width);
        knowledge.sign(&mut page);
        page
    })?;
    if let (true, Some(threshold)) = (options.save, options.threshold) {
        context.settings.save_threshold(threshold)?;
    }
    Ok(Outcome::Answered)
}
