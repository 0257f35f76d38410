//! `firstline mcp`: the knowledge base as tools for an assistant, over standard input and output.

use super::{Context, Outcome};
use crate::error::CliError;
use crate::settings::DeskArgs;
use clap::{Args, ValueEnum};
use server::keys::Role;

/// Give an assistant the knowledge base as read-only tools (Model Context Protocol)
///
/// Speaks the protocol over standard input and output, for a program that starts it; `firstline
/// serve` has the same tools over HTTP at /mcp.
#[derive(Debug, Args)]
#[command(after_help = "\
Example, as a client is told to start it:
  {\"mcpServers\": {\"firstline\": {\"command\": \"firstline\", \"args\": [\"mcp\", \"--index\", \"/srv/kb\"]}}}")]
pub(crate) struct McpArgs {
    /// What the assistant may see [default: tier3, as whoever holds the index can read it all]
    #[arg(long, value_enum)]
    role: Option<RoleArg>,
}

/// A role, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    /// What is public
    Reader,
    /// And what is kept to help desk staff
    Tier1,
    /// And what is kept to the second level
    Tier2,
    /// Everything
    Tier3,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Reader => Self::Reader,
            RoleArg::Tier1 => Self::Tier1,
            RoleArg::Tier2 => Self::Tier2,
            RoleArg::Tier3 => Self::Tier3,
        }
    }
}

/// Serves until the input ends.
pub(crate) fn run(args: &McpArgs, context: &Context) -> Result<Outcome, CliError> {
    let mut config = context.settings.service()?;
    config.desk = context.settings.desk_if_named(&DeskArgs::default())?;
    // Neither keys nor chat platforms are asked by whoever holds the pipe.
    config.keys = None;
    config.listen = server::Config::default().listen;
    config.chat = server::chat::settings::ChatConfig::default();
    server::mcp::serve_stdio(config, args.role.unwrap_or(RoleArg::Tier3).into())?;
    Ok(Outcome::Answered)
}
