//! `firstline eval --compare A B`: two runs side by side.

use super::EvalArgs;
use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use engine::evaluate::{
    COMPARE_SCHEMA, CompareReport, Comparison, QuerySet, compare, deciding_words, read_run,
};
use std::path::Path;

/// Compares the runs in two files on the sets of the command line.
pub(super) fn run(
    args: &EvalArgs,
    runs: (&Path, &Path),
    context: &Context,
) -> Result<Outcome, CliError> {
    let sets = args.sets.iter().map(|path| QuerySet::read(path));
    let sets: Vec<QuerySet> = sets.collect::<Result<_, _>>()?;
    let (a, b) = (read_run(runs.0)?, read_run(runs.1)?);
    let knowledge = Knowledge::open(&context.settings)?;
    let compared = sets.iter().map(|set| {
        let mut found = compare(set, &a, &b);
        explain(&mut found, &knowledge);
        found
    });
    let report = CompareReport {
        schema: COMPARE_SCHEMA.to_owned(),
        a: runs.0.display().to_string(),
        b: runs.1.display().to_string(),
        sets: compared.collect(),
    };
    context.print(&report, text::comparison)?;
    Ok(Outcome::Answered)
}

/// Names the words that decided, where the knowledge base holds both articles.
fn explain(found: &mut Comparison, knowledge: &Knowledge) {
    for moved in &mut found.moved {
        moved.words = moved.instead.as_ref().and_then(|instead| {
            deciding_words(&knowledge.engine, &moved.text, &moved.right, instead)
        });
    }
}
