//! The command line as typed. What is meant by it is worked out in [`crate::settings`]; the
//! arguments of a command stand beside the command.

use crate::commands;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use corpus::article::ArticleKind;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  firstline triage \"remote control times out the first time, then works\"
  firstline index articles.tar.xz --out kb
  firstline search \"printer prints blank pages\" --index kb
  firstline triage --index kb - < call-notes.txt
  firstline lookup event 1171 --source MSExchangeDS --index kb

Exit codes: 0 answered, 1 failed, 2 wrong usage, 3 abstained or nothing found,
4 more has to be known before there is an answer.";

/// Search and triage of a knowledge base for help desks: offline, exact, cited.
#[derive(Debug, Parser)]
#[command(name = "firstline", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct GlobalArgs {
    /// Folder of the index to ask [env: FIRSTLINE_INDEX] [default: the built-in knowledge base]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// Settings file [env: FIRSTLINE_CONFIG] [default: firstline.toml here, or in the
    /// configuration folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON; errors become RFC 9457 problem documents on standard error
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(commands::index::IndexArgs),
    Search(commands::search::SearchArgs),
    Triage(commands::triage::TriageArgs),
    Guide(commands::guide::GuideArgs),
    Escalate(commands::escalate::EscalateArgs),
    Show(commands::show::ShowArgs),
    Lookup(commands::lookup::LookupArgs),
    Serve(commands::serve::ServeArgs),
    Key(commands::key::KeyArgs),
    Eval(commands::eval::EvalArgs),
    Inspect(commands::inspect::InspectArgs),
    Train(commands::train::TrainArgs),
    Completions(commands::completions::CompletionsArgs),
    Man(commands::man::ManArgs),
}

/// Which articles may appear.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// Only articles whose product line has these words
    #[arg(long, value_name = "WORDS")]
    pub(crate) product: Option<String>,
    /// Only articles for this operating system
    #[arg(long, value_name = "WORDS")]
    pub(crate) os: Option<String>,
    /// Only articles of this kind
    #[arg(long, value_parser = kinds())]
    pub(crate) kind: Option<String>,
    /// Only what this tier may carry out
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) tier: Option<u8>,
}

/// How the words of a query are taken.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Words")]
pub(crate) struct WordArgs {
    /// Do not add words of the same meaning
    #[arg(long)]
    pub(crate) no_synonyms: bool,
    /// Do not correct misspelt words
    #[arg(long)]
    pub(crate) no_spelling: bool,
}

/// The names of all kinds of article.
fn kinds() -> PossibleValuesParser {
    use ArticleKind::{Bug, Download, HowTo, Information, Problem, Reference};
    PossibleValuesParser::new(
        [Problem, Bug, HowTo, Information, Download, Reference].map(ArticleKind::name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_flag_has_help() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(
                    arg.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    arg.get_id()
                );
            }
        }
    }
}
