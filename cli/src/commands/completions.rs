//! `firstline completions`: completions for a shell.

use super::Outcome;
use crate::args::Cli;
use crate::error::CliError;
use crate::terminal;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  firstline completions bash > ~/.local/share/bash-completion/completions/firstline")]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "firstline", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Outcome::Answered)
}
