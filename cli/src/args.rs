//! The command line as typed. What is meant by it is worked out in [`crate::settings`]; the
//! arguments of a command stand beside the command.

use crate::commands;
use crate::settings::Settings;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use corpus::article::{ArticleKind, Audience};
use engine::compose::guard::{Channel, Viewer};
use std::path::PathBuf;
use std::sync::OnceLock;

const EXAMPLES: &str = "\
Examples:
  firstline triage \"remote control times out the first time, then works\"
  firstline index articles.tar.xz --out kb
  firstline search \"printer prints blank pages\" --index kb
  firstline triage --index kb - < call-notes.txt
  firstline lookup event 1171 --source MSExchangeDS --index kb

Exit codes: 0 answered, 1 failed, 2 wrong usage, 3 abstained or nothing found,
4 more has to be known before there is an answer.";

/// The version, the commit it was built from, and the form of the indexes it reads.
fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        format!(
            "{} ({}, index format {})",
            env!("CARGO_PKG_VERSION"),
            env!("FIRSTLINE_COMMIT"),
            engine::generation::manifest::FORMAT_VERSION
        )
    })
}

/// Search and triage of a knowledge base for help desks: offline, exact, cited.
#[derive(Debug, Parser)]
#[command(name = "firstline", version = version(), about, after_help = EXAMPLES, max_term_width = 100)]
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
    /// Do without the embedding model that the index was built with; on `index`, build without one
    #[arg(long, global = true)]
    pub(crate) no_model: bool,
    /// Print JSON; errors become RFC 9457 problem documents on standard error
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(commands::index::IndexArgs),
    Bundle(commands::bundle::BundleArgs),
    Search(commands::search::SearchArgs),
    Triage(commands::triage::TriageArgs),
    Guide(commands::guide::GuideArgs),
    Escalate(commands::escalate::EscalateArgs),
    Show(commands::show::ShowArgs),
    Lookup(commands::lookup::LookupArgs),
    Desk(commands::desk::DeskCommandArgs),
    Draft(commands::draft::DraftArgs),
    Serve(commands::serve::ServeArgs),
    Mcp(commands::mcp::McpArgs),
    Key(commands::key::KeyArgs),
    Eval(commands::eval::EvalArgs),
    Inspect(commands::inspect::InspectArgs),
    Lint(commands::lint::LintArgs),
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
    /// Also articles that are kept for reference only
    #[arg(long)]
    pub(crate) archived: bool,
    #[command(flatten)]
    pub(crate) viewer: ViewerArgs,
}

/// Who sees the answer, and where.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Audience")]
pub(crate) struct ViewerArgs {
    /// Only what this audience may see [default: that of the tier, else everything]
    #[arg(long, value_enum)]
    pub(crate) audience: Option<AudienceArg>,
    /// Where the answer will be shown: what does not belong there is left out [default: desk]
    #[arg(long, value_enum)]
    pub(crate) channel: Option<ChannelArg>,
}

impl ViewerArgs {
    /// The viewer that these flags mean.
    pub(crate) fn viewer(&self, settings: &Settings) -> Viewer {
        let filters = FilterArgs {
            viewer: self.clone(),
            ..FilterArgs::default()
        };
        settings.filters(&filters).viewer()
    }
}

/// An audience, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AudienceArg {
    /// Anyone, callers included
    Public,
    /// Help desk staff
    Tier1,
    /// Second level
    Tier2,
    /// Third level
    Tier3,
}

impl From<AudienceArg> for Audience {
    fn from(audience: AudienceArg) -> Self {
        match audience {
            AudienceArg::Public => Self::Public,
            AudienceArg::Tier1 => Self::Tier1,
            AudienceArg::Tier2 => Self::Tier2,
            AudienceArg::Tier3 => Self::Tier3,
        }
    }
}

/// A channel, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChannelArg {
    /// To a member of staff alone
    Desk,
    /// In a closed channel of staff
    Private,
    /// Where anyone in the house may read along
    Public,
    /// Read out or sent to a caller
    Caller,
}

impl From<ChannelArg> for Channel {
    fn from(channel: ChannelArg) -> Self {
        match channel {
            ChannelArg::Desk => Self::Desk,
            ChannelArg::Private => Self::Private,
            ChannelArg::Public => Self::Public,
            ChannelArg::Caller => Self::Caller,
        }
    }
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
    /// Do not look for articles of near meaning; rank by words alone
    #[arg(long)]
    pub(crate) no_meaning: bool,
}

/// The names of all kinds of article.
fn kinds() -> PossibleValuesParser {
    use ArticleKind::{Bug, Download, HowTo, Information, Problem, Reference};
    PossibleValuesParser::new(
        [Problem, Bug, HowTo, Information, Download, Reference].map(ArticleKind::name),
    )
}

/// Reads a probability that was typed.
pub(crate) fn probability(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("it has to be a number between 0 and 1, such as 0.4".to_owned()),
    }
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
