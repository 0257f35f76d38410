//! `desk erase` and `desk retention`.

use super::say::parse_time;
use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::desk::{CaseId, Desk, Erased, Erasure, Retention};
use jiff::Timestamp;
use serde::Serialize;

/// Erase for good: a case, a person, or everything before a day
#[derive(Debug, Args)]
#[group(required = true, multiple = false, args = ["case", "before", "who"])]
pub(super) struct EraseArgs {
    /// A case, with all that was said of it
    #[arg(long, value_name = "ID")]
    case: Option<CaseId>,
    /// Everything with a time before this day or time
    #[arg(long, value_name = "WHEN", value_parser = parse_time)]
    before: Option<Timestamp>,
    /// Everything that this name asked or said
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

/// Tell how long cases are kept, and which are overdue
#[derive(Debug, Args)]
pub(super) struct RetentionArgs {
    /// Days that a case is kept [default: keep-days of the settings, else 400]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: Option<u32>,
    /// Forget the overdue ones now, whatever the clock did
    #[arg(long)]
    apply: bool,
}

/// What was erased, as told.
#[derive(Debug, Serialize)]
struct ErasedView {
    schema: &'static str,
    #[serde(flatten)]
    erased: Erased,
}

/// What is kept for how long, as told.
#[derive(Debug, Serialize)]
struct RetentionView {
    schema: &'static str,
    keep_days: Option<u32>,
    overdue: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<Erased>,
}

/// Erases.
pub(super) fn erase(
    args: &EraseArgs,
    desk: &mut Desk,
    context: &Context,
) -> Result<Outcome, CliError> {
    let what = match (&args.case, args.before, &args.who) {
        (Some(case), ..) => Erasure::Case(case.clone()),
        (None, Some(before), _) => Erasure::Before(before),
        (None, None, Some(who)) => Erasure::Who(who.clone()),
        (None, None, None) => return Err(CliError::usage("Nothing to erase was named")),
    };
    let view = ErasedView {
        schema: "firstline.erased/1",
        erased: desk.erase(&what)?,
    };
    context.print(&view, |view, width| text::erased(&view.erased, width))?;
    Ok(if view.erased.is_nothing() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}

/// Tells what is overdue, and forgets it if that is wanted.
pub(super) fn retention(
    args: &RetentionArgs,
    desk: &mut Desk,
    context: &Context,
) -> Result<Outcome, CliError> {
    let now = Timestamp::now();
    let keep_days = args.days.or(context.settings.keep_days());
    let overdue = keep_days.map(|days| desk.overdue(days, now)).transpose()?;
    let mut erased = None;
    if let Some(days) = keep_days.filter(|_| args.apply)
        && let Retention::Done(done) = desk.retain(days, now, true)?
    {
        erased = Some(done);
    }
    let view = RetentionView {
        schema: "firstline.retention/1",
        keep_days,
        overdue: overdue.unwrap_or(0),
        erased,
    };
    context.print(&view, |view, width| {
        text::retention(view.keep_days, view.overdue, view.erased.as_ref(), width)
    })?;
    Ok(Outcome::Answered)
}
