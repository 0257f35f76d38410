//! `desk list` and `desk show`.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::desk::record::{CaseFile, CaseRecord};
use engine::desk::{CASE_SCHEMA, CaseId, Desk, DeskError};
use serde::Serialize;

/// List the last cases, newest first
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Only cases that had no answer and that nobody has called fixed
    #[arg(long)]
    unanswered: bool,
}

/// Show a case with all that was said of it
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The case, such as 7FKQ-2M9X
    case: CaseId,
}

/// Cases, as told.
#[derive(Debug, Serialize)]
struct CasesView {
    schema: &'static str,
    cases: Vec<CaseRecord>,
}

/// A case, as told.
#[derive(Debug, Serialize)]
struct CaseView {
    schema: &'static str,
    #[serde(flatten)]
    file: CaseFile,
}

/// Lists cases.
pub(super) fn list(args: &ListArgs, desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let mut cases = if args.unanswered {
        let mut open = desk.unanswered(engine::desk::Period::default())?;
        open.reverse();
        open
    } else {
        desk.last_cases(args.limit)?
    };
    cases.truncate(args.limit as usize);
    let view = CasesView {
        schema: "firstline.cases/1",
        cases,
    };
    context.print(&view, |view, width| text::cases(&view.cases, width))?;
    Ok(if view.cases.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}

/// Shows one case.
pub(super) fn show(args: &ShowArgs, desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let case = args.case.clone();
    let file = desk.case(&case)?.ok_or(DeskError::UnknownCase { case })?;
    let view = CaseView {
        schema: CASE_SCHEMA,
        file,
    };
    context.print(&view, |view, width| text::case_file(&view.file, width))?;
    Ok(Outcome::Answered)
}
