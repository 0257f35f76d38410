//! `firstline index`: documents in, an index out.
//!
//! The engine writes a new generation beside the old one and switches at the very end, so that a
//! build stopped at any moment, by Ctrl-C or worse, leaves the old index answering.

mod check;
mod progress;
mod summary;

pub(crate) use check::IndexCheck;
#[cfg(test)]
pub(crate) use summary::SkippedDocument;
pub(crate) use summary::{Conflict, IndexSummary};

use super::{Context, Outcome};
use crate::error::{CliError, Kind};
use crate::output::text;
use clap::Args;
use corpus::source::{Source, SourceOptions};
use engine::index::build::{BuildOptions, ModelChoice, build};
use progress::Progress;
use std::path::{Path, PathBuf};

/// Build an index from folders, files and archives
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline index articles.tar.xz --out kb
  firstline index old-articles/ runbooks/ --out kb     later sources win where an id repeats
  firstline index --verify --out kb                    compare every byte with what was written")]
pub(crate) struct IndexArgs {
    /// Folders, files, archives (.tar, .tar.gz, .tar.xz, .tar.zst, .zip); `-` is standard input
    #[arg(required_unless_present = "verify", value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Folder to write the index to [default: the index of --index or the settings]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fail if any document had to be skipped; the others are indexed all the same
    #[arg(long)]
    strict: bool,
    /// Build nothing; check that every byte of the index is as it was written
    #[arg(long, conflicts_with_all = ["sources", "strict"])]
    verify: bool,
    /// Also make vectors with the embedding model in this folder (a sentence-transformers folder);
    /// remembered when the index is built again
    #[arg(long, value_name = "DIR", conflicts_with_all = ["verify", "no_model"])]
    model: Option<PathBuf>,
    /// Skip single documents of more bytes [default: 8388608]
    #[arg(long, value_name = "N")]
    max_document_bytes: Option<u64>,
}

/// Runs the build.
pub(crate) fn run(args: &IndexArgs, context: &Context) -> Result<Outcome, CliError> {
    let out = out_folder(args, context)?;
    if args.verify {
        return check::run(&out, context);
    }
    let sources: Vec<Source> = args.sources.iter().map(|path| source(path)).collect();
    let progress = Progress::new();
    let report = build(&sources, &out, &options(args, context), &mut |event| {
        progress.show(&event);
    });
    progress.finish();
    let summary = IndexSummary::from(report?);
    context.print(&summary, |summary, width| text::built(summary, &out, width))?;
    if args.strict && !summary.skipped.is_empty() {
        let count = text::style::counted(
            summary.skipped.len() as u64,
            "document was",
            "documents were",
        );
        return Err(CliError::new(Kind::Strict, format!("{count} skipped"))
            .hint("the index is complete but for those; without --strict this is no failure"));
    }
    Ok(Outcome::Answered)
}

fn out_folder(args: &IndexArgs, context: &Context) -> Result<PathBuf, CliError> {
    let settled = context.settings.index.as_ref();
    let out = args.out.clone().or_else(|| Some(settled?.path.clone()));
    out.ok_or_else(|| {
        CliError::usage("Where is the index to be written?").hint("name a folder: --out DIR")
    })
}

fn source(path: &Path) -> Source {
    if path == Path::new("-") {
        Source::Stdin
    } else {
        Source::Path(path.to_owned())
    }
}

fn options(args: &IndexArgs, context: &Context) -> BuildOptions {
    let mut source = SourceOptions::default();
    let limit = args
        .max_document_bytes
        .or(context.settings.max_document_bytes);
    source.max_document_bytes = limit.unwrap_or(source.max_document_bytes);
    let model = match &args.model {
        Some(folder) => ModelChoice::Folder(folder.clone()),
        None if context.settings.no_model => ModelChoice::None,
        None => ModelChoice::Remembered,
    };
    BuildOptions { source, model }
}
