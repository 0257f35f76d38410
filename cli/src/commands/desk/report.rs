//! `desk report`: what was asked, what is more than usual, what to write and what to look at.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::Args;
use engine::desk::Desk;
use engine::report::{ReportRequest, pictures, seconds_of};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// Report on calls: volume and nature, what is more than usual and since when, what to write next
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline desk report --index kb
  firstline desk report --since 7d --about ipsec
  firstline desk report --svg pictures --json > report.json")]
pub(super) struct ReportArgs {
    /// How far back: hours, days or weeks (12h, 30d, 8w)
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = since)]
    since: u64,
    /// Only calls that mention this
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// Draw the report as SVG pictures into this folder, too
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
}

fn since(typed: &str) -> Result<u64, String> {
    seconds_of(typed).ok_or_else(|| "it has to look like 12h, 30d or 8w".to_owned())
}

/// Reports.
pub(super) fn report(
    args: &ReportArgs,
    desk: &Desk,
    context: &Context,
) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let now = Timestamp::now();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let request = ReportRequest {
        since: seconds.saturating_sub(args.since),
        now: seconds,
        offset: TimeZone::system().to_offset(now).seconds().into(),
        about: args.about.clone(),
    };
    let report = desk.report(&knowledge.engine, &request)?;
    if let Some(folder) = &args.svg {
        draw(folder, &pictures::draw(&report))?;
    }
    context.print(&report, |report, width| {
        let mut page = text::report(report, width);
        if let Some(folder) = &args.svg {
            page.gap();
            page.dim(&format!("Pictures: {}", folder.display()));
        }
        page
    })?;
    Ok(if report.all_calls == 0 {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}

fn draw(folder: &Path, pictures: &[(&'static str, String)]) -> Result<(), CliError> {
    let refused =
        |error| CliError::failed(format!("{} cannot be written", folder.display())).because(error);
    std::fs::create_dir_all(folder).map_err(refused)?;
    for (name, picture) in pictures {
        std::fs::write(folder.join(name), picture).map_err(refused)?;
    }
    Ok(())
}
