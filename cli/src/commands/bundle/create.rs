//! `firstline bundle create`: an index becomes one signed file.

use super::index_folder;
use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::bundle::{CreateOptions, SigningKey, create};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Pack the current state of an index into one signed file
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline bundle create kb --key desk.key --out site.flb")]
pub(crate) struct CreateArgs {
    /// Folder of the index [default: the index of --index or the settings]
    #[arg(value_name = "KB")]
    kb: Option<PathBuf>,
    /// The secret key to sign with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The pack to write
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Leave nothing out that installing could make again: larger, but installed by every version
    /// of the program that reads the index format
    #[arg(long)]
    plain: bool,
}

/// A pack that was made, as told.
#[derive(Debug, Serialize)]
pub(crate) struct PackMade {
    schema: &'static str,
    /// The pack.
    pub(crate) pack: PathBuf,
    /// Articles in it.
    pub(crate) articles: u64,
    /// Its size.
    pub(crate) bytes: u64,
    /// The size of the index.
    pub(crate) unpacked: u64,
    /// Files that installing makes instead of unpacking.
    pub(crate) derived: Vec<String>,
    /// Name of the key.
    pub(crate) key: String,
    /// Wall time.
    pub(crate) seconds: f64,
}

/// Packs.
pub(super) fn run(args: &CreateArgs, context: &Context) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let index = index_folder(args.kb.as_ref(), context)?;
    let key = SigningKey::read(&args.key)?;
    let options = CreateOptions { plain: args.plain };
    let created = create(&index, &args.out, &key, options)?;
    let made = PackMade {
        schema: "firstline.bundle-create/1",
        pack: args.out.clone(),
        articles: created.articles,
        bytes: created.bytes,
        unpacked: created.unpacked,
        derived: created.derived,
        key: created.key.to_string(),
        seconds: start.elapsed().as_secs_f64(),
    };
    context.print(&made, text::bundle::pack_made)?;
    Ok(Outcome::Answered)
}
