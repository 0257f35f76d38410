//! `firstline lookup`: everything known of an exact identifier.

use super::{Context, Outcome};
use crate::args::ViewerArgs;
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
  firstline lookup port 2702
  firstline lookup command \"show the assigned policy\" --on \"Windows XP SP2\"")]
pub(crate) struct LookupArgs {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    viewer: ViewerArgs,
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
    /// A command by its name or by what it is to do: syntax, effect, risk, rights and systems
    Command {
        /// Its name, with arguments or not, or what it is to do
        #[arg(required = true)]
        name: Vec<String>,
        /// The system it is for, such as "Windows XP SP2": what is valid there comes first
        #[arg(long, value_name = "SYSTEM")]
        on: Option<String>,
    },
    /// A script by its name: how it is called, effect, risk, rights and systems
    Script {
        /// Its name
        #[arg(required = true)]
        name: Vec<String>,
        /// The system it is for
        #[arg(long, value_name = "SYSTEM")]
        on: Option<String>,
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
            Self::Command { name, on } => Lookup::Command(with_system(name, on.as_deref())),
            Self::Script { name, on } => Lookup::Script(with_system(name, on.as_deref())),
            Self::File { name } => Lookup::File(name.join(" ")),
            Self::Service { name } => Lookup::Service(name.join(" ")),
        }
    }
}

/// The name with the system behind it, as a person would say it.
fn with_system(name: &[String], system: Option<&str>) -> String {
    let name = name.join(" ");
    system.map_or(name.clone(), |system| format!("{name} on {system}"))
}

/// Runs the lookup.
pub(crate) fn run(args: &LookupArgs, context: &Context) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let answer = knowledge
        .engine
        .lookup_for(&args.what.lookup(), &args.viewer.viewer(&context.settings))?;
    context.print_signed(&knowledge, &answer, |answer, width| {
        let mut page = text::lookup(answer, width);
        page.gap();
        page
    })?;
    Ok(if answer.hits.is_empty() && answer.cards.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}
