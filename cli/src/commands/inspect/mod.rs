//! `firstline inspect`: how one document was read.

mod entries;
mod reading;

pub(crate) use entries::{Entry, name_of};
pub(crate) use reading::{ArticleReading, Reading};

use super::{Context, Outcome};
use crate::error::{self, CliError};
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::Args;
use corpus::error::SourceError;
use corpus::{ReadOptions, Refusal};
use engine::health::lint_document;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Show how one document is read: header, sections, tables, facts, gaps, oddities
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline inspect some-document.txt")]
pub(crate) struct InspectArgs {
    /// The document; `-` is standard input
    document: PathBuf,
    /// Refuse documents of more bytes [default: 8388608]
    #[arg(long, value_name = "N")]
    max_document_bytes: Option<u64>,
}

/// Reads the document and tells how.
pub(crate) fn run(args: &InspectArgs, context: &Context) -> Result<Outcome, CliError> {
    let mut options = ReadOptions::default();
    let limit = args
        .max_document_bytes
        .or(context.settings.max_document_bytes);
    options.max_document_bytes = limit.unwrap_or(options.max_document_bytes);
    let name = name(&args.document);
    let bytes = read_bytes(&args.document, options.max_document_bytes)?;
    let document =
        corpus::read(&name, bytes, &options).map_err(|refusal| error::refused(&name, &refusal))?;
    let beside = context.settings.index.is_some();
    let beside = beside.then(|| Knowledge::open(&context.settings));
    let beside = beside.transpose()?;
    let engine = beside.as_ref().map(|knowledge| &knowledge.engine);
    let mut reading = Reading::of(&document);
    reading.findings = lint_document(&document, engine).findings;
    context.print(&reading, text::reading)?;
    Ok(Outcome::Answered)
}

/// The document's name as it would be cited.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Reads at most one byte over the limit, so that a huge or endless file costs nothing.
fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, CliError> {
    let failed = |source: io::Error| -> CliError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => SourceError::NotFound { path }.into(),
            io::ErrorKind::IsADirectory => {
                CliError::usage(format!("{} is a folder", path.display()))
                    .hint("inspect reads one document; index reads folders")
            }
            _ => SourceError::Io { path, source }.into(),
        }
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        let mut input = io::stdin().lock().take(limit.saturating_add(1));
        input.read_to_end(&mut bytes).map_err(failed)?;
        return Ok(bytes);
    }
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > limit {
        let refusal = Refusal::TooLarge { size, limit };
        return Err(error::refused(&name(path), &refusal));
    }
    let mut file = file.take(limit.saturating_add(1));
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
