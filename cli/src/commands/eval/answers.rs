//! `firstline eval --answers`: whether the one answer to each question is right.

use super::{Context, EvalArgs, Outcome, write};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::{self, Page};
use engine::evaluate::{self, AnswerReport};
use std::path::Path;

/// Asks every question of a set, writes the answers if asked to, prints the figures.
pub(super) fn run(args: &EvalArgs, set: &Path, context: &Context) -> Result<Outcome, CliError> {
    let queries = evaluate::read_answers(set)?;
    let knowledge = Knowledge::open(&context.settings)?;
    let known = evaluate::other_documents(&knowledge.engine);
    let mut given = Vec::with_capacity(queries.len());
    for query in &queries {
        let asked = context
            .settings
            .query(query.text.clone(), &args.filters, &args.words);
        let answer = knowledge.engine.answer(&asked)?;
        let id = answer.result.as_ref().map(|result| result.id.as_str());
        let known_from = id
            .and_then(|id| known.get(id))
            .map_or(&[][..], Vec::as_slice);
        given.push(evaluate::score_answer(query, &answer, known_from));
    }
    if let Some(path) = &args.out {
        write(path, |out| evaluate::write_answers(&given, out))?;
    }
    let report = evaluate::report_answers(&queries, &given);
    context.print(&report, |report, width| {
        let mut page = page(report, width);
        knowledge.sign(&mut page);
        page
    })?;
    Ok(Outcome::Answered)
}

fn page(report: &AnswerReport, width: usize) -> Page {
    text::answers(report, width)
}
