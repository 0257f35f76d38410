//! `desk check` and `desk export`.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use crate::terminal;
use clap::Args;
use engine::desk::{Desk, DeskCheck, Period};
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;

/// Check that the file is sound, and tell what it holds
#[derive(Debug, Args)]
pub(super) struct CheckArgs {}

/// Write everything as JSON lines, one record a line
#[derive(Debug, Args)]
pub(super) struct ExportArgs {}

/// What a check found, as told.
#[derive(Debug, Serialize)]
struct CheckView<'a> {
    schema: &'static str,
    desk: &'a Path,
    #[serde(flatten)]
    check: DeskCheck,
}

/// A line of an export.
#[derive(Debug, Serialize)]
struct Line<T> {
    record: &'static str,
    #[serde(flatten)]
    value: T,
}

/// Checks the file.
pub(super) fn check(desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let view = CheckView {
        schema: "firstline.desk-check/1",
        desk: desk.path(),
        check: desk.check(Timestamp::now()),
    };
    context.print(&view, |view, width| {
        text::desk_check(view.desk, &view.check, width)
    })?;
    Ok(if view.check.sound {
        Outcome::Answered
    } else {
        Outcome::Unsound
    })
}

/// Writes all records; a case comes with what was shown and said.
pub(super) fn export(desk: &Desk) -> Result<Outcome, CliError> {
    for case in desk.cases(Period::default())? {
        if let Some(file) = desk.case(&case.id)? {
            line("case", file)?;
        }
    }
    for note in desk.notes(Period::default())? {
        line("note", note)?;
    }
    for state in desk.article_states()? {
        line("article-state", state)?;
    }
    for count in desk.day_counts()? {
        line("count", count)?;
    }
    Ok(Outcome::Answered)
}

fn line(record: &'static str, value: impl Serialize) -> Result<(), CliError> {
    let failed = |error| CliError::failed("A record cannot be written as JSON").because(error);
    let mut text = serde_json::to_string(&Line { record, value }).map_err(failed)?;
    text.push('\n');
    terminal::print_bytes(text.as_bytes())
}
