//! `firstline eval --simulate-feedback`: what outcomes do to the ranking, and what a liar can.

use super::{Context, EvalArgs, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use engine::evaluate::{FeedbackOptions, QuerySet, simulate_feedback};

/// Simulates on two sets that tell of the same problems, line by line.
pub(super) fn run(
    args: &EvalArgs,
    sets: &[QuerySet],
    context: &Context,
) -> Result<Outcome, CliError> {
    let [told, asked] = sets else {
        return Err(CliError::usage("--simulate-feedback takes two sets")
            .hint("the first is what agents work on, the second tells of the same problems in other words, line by line"));
    };
    let knowledge = Knowledge::open(&context.settings)?;
    let options = FeedbackOptions {
        seed: args.seed,
        ..FeedbackOptions::default()
    };
    let report = simulate_feedback(&knowledge.engine, (told, asked), &options)?;
    context.print(&report, |report, width| {
        let mut page = text::feedback(report, width);
        knowledge.sign(&mut page);
        page
    })?;
    Ok(Outcome::Answered)
}
