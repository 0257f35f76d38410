//! `firstline bundle diff`: what leads from one state of an index to the next.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::bundle::{DiffOptions, SigningKey, diff};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Write the small file that leads from one state of a knowledge base to the next
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline bundle diff kb/gen-1 kb --key desk.key --out update.flb
  firstline bundle diff last-week.flb kb --key desk.key --out update.flb
A state is an index folder (what it answers from now), a generation in one, or a pack.")]
pub(crate) struct DiffArgs {
    /// The state that is installed out there
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The state that it is to become
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The secret key to sign with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The delta to write
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// A delta that was made, as told.
#[derive(Debug, Serialize)]
pub(crate) struct DeltaMade {
    schema: &'static str,
    /// The delta.
    pub(crate) delta: PathBuf,
    /// What it does, in words: `2 added, 1 changed, 1 withdrawn`.
    pub(crate) changes: String,
    /// Ids of articles that come.
    pub(crate) added: Vec<String>,
    /// Ids of articles that change.
    pub(crate) changed: Vec<String>,
    /// Ids of articles that go.
    pub(crate) withdrawn: Vec<String>,
    /// Its size.
    pub(crate) bytes: u64,
    /// What takes most of it: file and bytes.
    pub(crate) largest: Vec<(String, u64)>,
    /// True if vectors learned from the corpus were learned anew in between.
    pub(crate) learned_anew: bool,
    /// Wall time.
    pub(crate) seconds: f64,
}

/// Compares and writes.
pub(super) fn run(args: &DiffArgs, context: &Context) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let key = SigningKey::read(&args.key)?;
    let states = DiffOptions {
        old: &args.old,
        new: &args.new,
    };
    let diffed = diff(states, &args.out, &key)?;
    let made = DeltaMade {
        schema: "firstline.bundle-diff/1",
        delta: args.out.clone(),
        changes: diffed.changes.to_string(),
        added: diffed.changes.added,
        changed: diffed.changes.changed,
        withdrawn: diffed.changes.withdrawn,
        bytes: diffed.bytes,
        largest: diffed.largest,
        learned_anew: diffed.learned_anew,
        seconds: start.elapsed().as_secs_f64(),
    };
    context.print(&made, text::bundle::delta_made)?;
    Ok(Outcome::Answered)
}
