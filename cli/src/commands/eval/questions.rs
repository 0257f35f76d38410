//! `firstline eval --questions`: what one answered question is worth.

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::{self, Page};
use engine::evaluate::{self, QUESTIONS_SCHEMA, QuerySet, QuestionReport};
use serde::Serialize;

/// The reports of all sets.
#[derive(Debug, Serialize)]
struct Reports {
    schema: &'static str,
    sets: Vec<QuestionReport>,
}

/// Asks a question about every case of the sets, answers it from the right article, and prints what
/// came of it.
pub(super) fn run(sets: &[QuerySet], context: &Context) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let reports = sets
        .iter()
        .map(|set| evaluate::ask_questions(&knowledge.engine, set));
    let reports = Reports {
        schema: QUESTIONS_SCHEMA,
        sets: reports.collect::<Result<_, _>>()?,
    };
    context.print(&reports, |reports, width| {
        let mut page = page(&reports.sets, width);
        knowledge.sign(&mut page);
        page
    })?;
    Ok(Outcome::Answered)
}

fn page(sets: &[QuestionReport], width: usize) -> Page {
    text::questions(sets, width)
}
