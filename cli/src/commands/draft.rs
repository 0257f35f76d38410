//! `firstline draft`: a solved case as the draft of an article.

use super::{Context, Outcome, desk};
use crate::error::{CliError, Kind};
use crate::knowledge::Knowledge;
use crate::settings::DeskArgs;
use crate::terminal;
use clap::Args;
use engine::desk::draft::{DraftError, draft};
use engine::desk::{CaseId, DeskError};
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Draft an article from a solved case: what was reported, what was done, what is not known
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline draft --case 7FKQ-2M9X --out drafts/vpn-drops.md
  firstline lint drafts/vpn-drops.md --index kb

The draft is Markdown that `firstline index` reads. Its state is \"work in progress\": it is found
and labelled as such, and never goes before a finished article that is as likely.")]
pub(crate) struct DraftArgs {
    /// The case, such as 7FKQ-2M9X
    #[arg(long, value_name = "CASE")]
    case: CaseId,
    /// Write it to this file, which must not be there yet [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Writes a file that must not be there yet, as an author may have begun to work on it, in a folder
/// that is made if it is not there.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A draft, as told.
#[derive(Debug, Serialize)]
struct DraftView<'d> {
    schema: &'static str,
    case: String,
    id: &'d str,
    markdown: &'d str,
    gaps: &'d [String],
}

/// Drafts.
pub(crate) fn run(args: &DraftArgs, context: &Context) -> Result<Outcome, CliError> {
    let desk = desk::open(&args.desk, context)?;
    let case = args.case.clone();
    let file = desk.case(&case)?.ok_or(DeskError::UnknownCase { case })?;
    let knowledge = Knowledge::open(&context.settings)?;
    let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
    let made = draft(&knowledge.engine, &file, now).map_err(|error| match error {
        DraftError::Engine(error) => error.into(),
        _ => CliError::new(Kind::NotFound, format!("Case {} is not solved", args.case))
            .because(error)
            .hint(format!(
                "say so: firstline desk outcome {} fixed",
                args.case
            )),
    })?;
    if let Some(path) = &args.out {
        write_new(path, &made.markdown).map_err(|error| {
            let is_there = error.kind() == std::io::ErrorKind::AlreadyExists && path.is_file();
            let failed = CliError::failed(format!("{} cannot be written", path.display()));
            let failed = failed.because(error);
            if is_there {
                failed.hint("a file that is there is not written over")
            } else {
                failed
            }
        })?;
    }
    let view = DraftView {
        schema: "firstline.draft/1",
        case: args.case.to_string(),
        id: &made.id,
        markdown: &made.markdown,
        gaps: &made.gaps,
    };
    match &args.out {
        None if !context.json => terminal::print_bytes(made.markdown.as_bytes())?,
        _ => context.print(&view, |view, width| {
            let mut page = crate::output::text::Page::new(width);
            let path = args.out.as_deref().unwrap_or(Path::new("-"));
            page.title(&format!("Draft {} in {}", view.id, path.display()));
            page.heading("STILL TO BE WRITTEN", "nobody said it");
            for gap in view.gaps {
                page.item(2, "-", gap);
            }
            if view.gaps.is_empty() {
                page.paragraph(2, "Nothing is missing that can be told from the case.");
            }
            page
        })?,
    }
    Ok(Outcome::Answered)
}
