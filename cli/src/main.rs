//! `firstline`, the one binary: reads the command line, runs a command, and turns what came of
//! it into an exit code. No ranking and no text rules live here; those are the engine's.

mod args;
mod commands;
mod error;
mod knowledge;
mod output;
mod settings;
mod terminal;

use clap::Parser;
use error::CliError;
use std::process::ExitCode;

/// The runtime of embedding models asks for megabytes and frees them at once; the system's allocator
/// gives such pages back each time, which took a third of the time of encoding. Without a model it
/// stays: it keeps less memory.
#[cfg(feature = "model")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(refused) => return refuse(&refused),
    };
    let json = cli.global.json;
    match commands::run(cli) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            error.print(json);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Answers a command line that clap did not take: help and version are answers, the rest is
/// wrong usage. `--json` has to be looked for by hand, as nothing was parsed.
fn refuse(refused: &clap::Error) -> ExitCode {
    if !refused.use_stderr() {
        // Help into a closed pipe is no failure.
        let _ = refused.print();
        return ExitCode::SUCCESS;
    }
    if std::env::args_os().any(|arg| arg == "--json") {
        let text = refused.render().to_string();
        let (heading, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let error = CliError::usage(heading.trim_start_matches("error: "));
        error.detail(rest).print(true);
    } else {
        let _ = refused.print();
    }
    ExitCode::from(error::USAGE)
}
