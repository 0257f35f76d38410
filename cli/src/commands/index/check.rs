//! `firstline index --verify`: whether an index is still what was written.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use engine::generation::verify;
use serde::Serialize;
use std::path::Path;

/// Schema name and version of [`IndexCheck`].
const CHECK_SCHEMA: &str = "firstline.index-check/1";

/// What a sound index holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct IndexCheck {
    pub(crate) schema: &'static str,
    /// Name of the generation that answers.
    pub(crate) generation: String,
    pub(crate) format_version: u32,
    pub(crate) articles: u64,
    pub(crate) documents: u64,
    /// Files compared.
    pub(crate) files: u64,
    /// Their size.
    pub(crate) bytes: u64,
}

/// Checks the index in `out`. What is damaged is an error that names the file.
pub(super) fn run(out: &Path, context: &Context) -> Result<Outcome, CliError> {
    let generation = verify(out)?;
    let manifest = &generation.manifest;
    let name = generation.folder.file_name().unwrap_or_default();
    let check = IndexCheck {
        schema: CHECK_SCHEMA,
        generation: name.to_string_lossy().into_owned(),
        format_version: manifest.format_version,
        articles: manifest.articles,
        documents: manifest.documents,
        files: manifest.files.len() as u64,
        bytes: manifest.files.values().map(|file| file.size).sum(),
    };
    context.print(&check, |check, width| text::checked(check, out, width))?;
    Ok(Outcome::Answered)
}
