//! `firstline bundle install`: a pack or a delta becomes the current state of an index.

use super::index_folder;
use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::bundle::{InstallOptions, Installed, Trust, VerifyingKey, install};
use engine::guide::clock::date;
use serde::Serialize;
use std::path::PathBuf;

/// Install a pack, or bring an installed one up to date by a delta
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline bundle install site.flb --out kb --key desk.pub    the first time: the key is remembered
  firstline bundle install update.flb --out kb                 from then on
Whoever asks meanwhile is answered by what was there before.")]
pub(crate) struct InstallArgs {
    /// The pack or delta
    #[arg(value_name = "FILE")]
    pack: PathBuf,
    /// Folder of the index [default: the index of --index or the settings]
    #[arg(long, short, value_name = "KB")]
    out: Option<PathBuf>,
    /// The public key to trust, as a file or as it is read out [default: the one trusted before]
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Install a pack that is older than what is there
    #[arg(long)]
    allow_older: bool,
}

/// An installation, as told.
#[derive(Debug, Serialize)]
pub(crate) struct PackInstalled {
    schema: &'static str,
    /// Folder of the index.
    pub(crate) index: PathBuf,
    /// Name of the generation that answers.
    pub(crate) generation: String,
    /// False if it was there already.
    pub(crate) is_new: bool,
    /// Articles that can be found.
    pub(crate) articles: u64,
    /// The day the knowledge base was built.
    pub(crate) built: String,
    /// Name of the key.
    pub(crate) key: String,
    /// What a delta did, in words: `2 added, 1 changed, 1 withdrawn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<String>,
    /// Ids of articles that came.
    pub(crate) added: Vec<String>,
    /// Ids of articles that changed.
    pub(crate) changed: Vec<String>,
    /// Ids of articles that went.
    pub(crate) withdrawn: Vec<String>,
    /// Wall time.
    pub(crate) seconds: f64,
}

impl PackInstalled {
    fn of(installed: Installed, index: PathBuf) -> Self {
        let told = installed.changes.as_ref().map(ToString::to_string);
        let changes = installed.changes.unwrap_or_default();
        Self {
            schema: "firstline.bundle-install/1",
            index,
            generation: installed.generation,
            is_new: installed.is_new,
            articles: installed.articles,
            built: date(installed.created),
            key: installed.key.to_string(),
            changes: told,
            added: changes.added,
            changed: changes.changed,
            withdrawn: changes.withdrawn,
            seconds: installed.seconds,
        }
    }
}

/// Installs.
pub(super) fn run(args: &InstallArgs, context: &Context) -> Result<Outcome, CliError> {
    let index = index_folder(args.out.as_ref(), context)?;
    let trust = match &args.key {
        Some(named) => Trust::Key(VerifyingKey::read(named)?),
        None => Trust::Remembered,
    };
    let options = InstallOptions {
        trust,
        allow_older: args.allow_older,
    };
    let installed = install(&args.pack, &index, &options)?;
    context.print(
        &PackInstalled::of(installed, index),
        text::bundle::installed,
    )?;
    Ok(Outcome::Answered)
}
