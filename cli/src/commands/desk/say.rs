//! `desk outcome`, `desk feedback` and `desk note`: what became of a case, what was wrong with
//! its answer, what changed outside.

use crate::commands::{Context, Outcome as Done};
use crate::error::CliError;
use crate::output::text::Page;
use clap::builder::PossibleValuesParser;
use clap::{Args, builder::TypedValueParser};
use engine::desk::record::{Channel, Chosen, Outcome, Reason};
use engine::desk::{
    CaseId, Desk, DeskError, Entry, NewFeedback, NewNote, NewOutcome, Receipt, masked_name,
    masked_note,
};
use jiff::Timestamp;
use serde::Serialize;

/// Say how a case ended; the last word counts
#[derive(Debug, Args)]
pub(super) struct OutcomeArgs {
    /// The case, such as 7FKQ-2M9X
    case: CaseId,
    /// How it ended: it works and it is known why, it works and nobody knows why, it does not
    /// work, or it was handed on
    #[arg(value_parser = outcomes())]
    outcome: Outcome,
    /// The known issue that it was [default: none said]
    #[arg(long, value_name = "ID")]
    issue: Option<String>,
    /// The article whose remedy was carried out
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// The section of that remedy, such as resolution
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// A remark; names and addresses in it are masked
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

/// Say what is wrong with an answer
#[derive(Debug, Args)]
pub(super) struct FeedbackArgs {
    /// The case, such as 7FKQ-2M9X
    case: CaseId,
    /// What is wrong: not true here, no longer true, cannot be followed, does damage
    #[arg(value_parser = reasons())]
    reason: Reason,
    /// The known issue meant [default: the answer as a whole]
    #[arg(long, value_name = "ID")]
    issue: Option<String>,
    /// The article meant
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// A remark; names and addresses in it are masked
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

/// Note a change, so that a rise in calls can be seen beside it
#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// What changed, such as "rollout wave 3"; names and addresses in it are masked
    text: String,
    /// When it was: a day, or a time such as 2026-05-04T14:00Z [default: now]
    #[arg(long, value_name = "WHEN", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// The site it concerns [default: all]
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
}

/// That something was kept.
#[derive(Debug, Serialize)]
struct Recorded {
    schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<CaseId>,
    seq: u64,
    #[serde(skip)]
    words: String,
}

/// Keeps how a case ended.
pub(super) fn outcome(
    args: &OutcomeArgs,
    desk: &mut Desk,
    context: &Context,
) -> Result<Done, CliError> {
    let words = format!("{} is {}", args.case, args.outcome.words());
    let entry = Entry::Outcome(NewOutcome {
        case: args.case.clone(),
        time: Timestamp::now(),
        channel: Channel::Cli,
        who: super::who(context),
        outcome: args.outcome,
        chosen: Chosen {
            issue: args.issue.clone(),
            article: args.article.clone(),
            section: args.section.clone(),
        },
        note: args.note.as_deref().and_then(masked_note),
    });
    keep(desk, (Some(&args.case), entry), words, context)
}

/// Keeps what is wrong with an answer.
pub(super) fn feedback(
    args: &FeedbackArgs,
    desk: &mut Desk,
    context: &Context,
) -> Result<Done, CliError> {
    let words = format!(
        "The answer to {} is noted as {}",
        args.case,
        args.reason.name()
    );
    let entry = Entry::Feedback(NewFeedback {
        case: args.case.clone(),
        time: Timestamp::now(),
        channel: Channel::Cli,
        who: super::who(context),
        reason: args.reason,
        issue: args.issue.clone(),
        article: args.article.clone(),
        note: args.note.as_deref().and_then(masked_note),
    });
    keep(desk, (Some(&args.case), entry), words, context)
}

/// Keeps a change.
pub(super) fn note(args: &NoteArgs, desk: &mut Desk, context: &Context) -> Result<Done, CliError> {
    let Some(text) = masked_note(&args.text) else {
        return Err(CliError::usage("The note says nothing"));
    };
    let time = args.at.unwrap_or_else(Timestamp::now);
    let words = format!("Noted at {}: {text}", time.strftime("%Y-%m-%d %H:%M UTC"));
    let entry = Entry::Note(NewNote {
        time,
        who: super::who(context),
        site: args.site.as_deref().map(masked_name),
        text,
    });
    keep(desk, (None, entry), words, context)
}

fn keep(
    desk: &mut Desk,
    (case, entry): (Option<&CaseId>, Entry),
    words: String,
    context: &Context,
) -> Result<Done, CliError> {
    let receipts = desk.record(std::slice::from_ref(&entry))?;
    let seq = match receipts.into_iter().next() {
        Some(Receipt::Recorded(seq)) => seq,
        Some(Receipt::UnknownCase(case)) => return Err(DeskError::UnknownCase { case }.into()),
        _ => 0,
    };
    let recorded = Recorded {
        schema: "firstline.recorded/1",
        case: case.cloned(),
        seq,
        words,
    };
    context.print(&recorded, |recorded, width| {
        let mut page = Page::new(width);
        page.paragraph(0, &recorded.words);
        page
    })?;
    Ok(Done::Answered)
}

fn outcomes() -> impl TypedValueParser<Value = Outcome> {
    PossibleValuesParser::new(Outcome::ALL.iter().map(|one| one.name()))
        .try_map(|name| Outcome::of_name(&name).ok_or("no outcome"))
}

fn reasons() -> impl TypedValueParser<Value = Reason> {
    PossibleValuesParser::new(Reason::ALL.iter().map(|one| one.name()))
        .try_map(|name| Reason::of_name(&name).ok_or("no reason"))
}

/// Reads a time, or a day, which is its first moment in UTC.
pub(super) fn parse_time(typed: &str) -> Result<Timestamp, String> {
    let day = || typed.parse::<jiff::civil::Date>().ok();
    let day = || day()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    // What names a time of day names its zone as well.
    if let Ok(time) = typed.parse::<Timestamp>() {
        return Ok(time);
    }
    match day() {
        Some(day) if !typed.contains(':') => Ok(day.timestamp()),
        _ => {
            Err("it has to be a day such as 2026-05-04, or a time such as 2026-05-04T14:00Z".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_in_utc() {
        for (typed, told) in [
            ("2026-05-04", Some("2026-05-04T00:00:00Z")),
            ("2026-05-04T14:00Z", Some("2026-05-04T14:00:00Z")),
            ("2026-05-04T14:00+02:00", Some("2026-05-04T12:00:00Z")),
            ("2026-05-04T14:00", None),
            ("yesterday", None),
            ("2026-13-01", None),
        ] {
            let time = parse_time(typed).ok().map(|time| time.to_string());
            assert_eq!(time.as_deref(), told, "{typed}");
        }
    }
}
