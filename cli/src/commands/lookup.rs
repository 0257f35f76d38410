//! `firstline lookup`: everything known of an exact identifier.

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::{Args, Subcommand};
use engine::Lookup;

/// Look up an event, error code, port, article, registry key, command, file or service
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline lookup event 1171 --source MSExchangeDS
  firstline lookup error 0x8004010f
  firstline lookup port 2702")]
pub(crate) struct LookupArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// An event number
    Event {
        /// The event id
        number: u32,
        /// The event source
        #[arg(long)]
        source: Option<String>,
    },
    /// An error code in hex, decimal or signed decimal, or its symbol
    Error {
        /// The code
        #[arg(allow_hyphen_values = true)]
        code: String,
    },
    /// A TCP or UDP port
    Port {
        /// The port number
        number: u16,
    },
    /// An article id, and who points to it
    Kb {
        /// The id
        id: String,
    },
    /// A registry key or value
    Registry {
        /// The key, or a part of it
        #[arg(required = true)]
        key: Vec<String>,
    },
    /// A command or script
    Command {
        /// Its name
        #[arg(required = true)]
        name: Vec<String>,
    },
    /// A file
    File {
        /// Its name
        #[arg(required = true)]
        name: Vec<String>,
    },
    /// A service
    Service {
        /// Its name
        #[arg(required = true)]
        name: Vec<String>,
    },
}

impl What {
    fn lookup(&self) -> Lookup {
        match self {
            Self::Event { number, source } => Lookup::Event {
                number: *number,
                source: source.clone(),
            },
            Self::Error { code } => Lookup::Error(code.clone()),
            Self::Port { number } => Lookup::Port(*number),
            Self::Kb { id } => Lookup::Kb(id.clone()),
            Self::Registry { key } => Lookup::Registry(key.join(" ")),
            Self::Command { name } => Lookup::Command(name.join(" ")),
            Self::File { name } => Lookup::File(name.join(" ")),
            Self::Service { name } => Lookup::Service(name.join(" ")),
        }
    }
}

/// Runs the lookup.
pub(crate) fn run(args: &LookupArgs, context: &Context) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let answer = knowledge.engine.lookup(&args.what.lookup())?;
    context.print(&answer, |answer, width| {
        let mut page = text::lookup(answer, width);
        page.gap();
        knowledge.sign(&mut page);
        page
    })?;
    Ok(if answer.hits.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}
