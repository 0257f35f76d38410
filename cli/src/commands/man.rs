//! `firstline man`: the manual pages.

use super::Outcome;
use crate::args::Cli;
use crate::error::CliError;
use crate::terminal;
use clap::{Args, CommandFactory};
use clap_mangen::Man;
use std::path::PathBuf;

/// Print the manual page, or write the pages of all commands
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline man | man -l -")]
pub(crate) struct ManArgs {
    /// Write the pages of firstline and all its commands into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints or writes the pages.
pub(crate) fn run(args: &ManArgs) -> Result<Outcome, CliError> {
    let command = Cli::command();
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        let rendered = Man::new(command).render(&mut page);
        rendered.map_err(|error| CliError::failed("The page could not be set").because(error))?;
        terminal::print_bytes(&page)?;
        return Ok(Outcome::Answered);
    };
    let written =
        std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        let heading = format!("The pages could not be written to {}", folder.display());
        CliError::failed(heading).because(error)
    })?;
    Ok(Outcome::Answered)
}
