//! `firstline bundle`: knowledge bases as signed files, for places that no network reaches.

mod check;
mod create;
mod diff;
mod install;
mod key;

pub(crate) use check::{PackCheck, PackInfo};
pub(crate) use create::PackMade;
pub(crate) use diff::DeltaMade;
pub(crate) use install::PackInstalled;
pub(crate) use key::KeyMade;

use super::{Context, Outcome};
use crate::error::CliError;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Pack an index into one signed file, install it elsewhere, keep it up to date by deltas
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline bundle key --out desk                      desk.key stays here, desk.pub goes out
  firstline bundle create kb --key desk.key --out site.flb
  firstline bundle install site.flb --out kb --key desk.pub
  firstline bundle diff kb/gen-1 kb --key desk.key --out update.flb
  firstline bundle install update.flb --out kb")]
pub(crate) struct BundleArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Create(create::CreateArgs),
    Verify(check::VerifyArgs),
    Info(check::InfoArgs),
    #[command(visible_alias = "apply")]
    Install(install::InstallArgs),
    Diff(diff::DiffArgs),
    Key(key::KeyArgs),
}

/// Runs one of the commands.
pub(crate) fn run(args: &BundleArgs, context: &Context) -> Result<Outcome, CliError> {
    match &args.what {
        What::Create(args) => create::run(args, context),
        What::Verify(args) => check::verify(args, context),
        What::Info(args) => check::info(args, context),
        What::Install(args) => install::run(args, context),
        What::Diff(args) => diff::run(args, context),
        What::Key(args) => key::run(args, context),
    }
}

/// The index folder that is meant: as typed, or that of the settings.
fn index_folder(typed: Option<&PathBuf>, context: &Context) -> Result<PathBuf, CliError> {
    let settled = context.settings.index.as_ref();
    let folder = typed.or(settled.map(|index| &index.path));
    folder
        .cloned()
        .ok_or_else(|| CliError::usage("Which index is meant?").hint("name its folder, such as kb"))
}
