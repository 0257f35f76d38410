//! The commands, a file or folder each: what is typed after its name, and what it does.

pub(crate) mod bundle;
pub(crate) mod completions;
pub(crate) mod desk;
pub(crate) mod draft;
pub(crate) mod escalate;
pub(crate) mod eval;
pub(crate) mod guide;
pub(crate) mod index;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod lint;
pub(crate) mod lookup;
pub(crate) mod man;
pub(crate) mod mcp;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod train;
pub(crate) mod triage;

use crate::args::{Cli, Command, GlobalArgs};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::Page;
use crate::settings::Settings;
use crate::terminal;
use engine::generation::origin::Age;

/// What came of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is an answer.
    Answered,
    /// Nothing was found, or no answer is likely enough.
    Nothing,
    /// A question has to be answered first.
    NeedsInput,
    /// What was looked at is not sound.
    Unsound,
}

impl Outcome {
    /// The exit code of the process.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Answered => 0,
            Self::Unsound => 1,
            Self::Nothing => 3,
            Self::NeedsInput => 4,
        }
    }
}

/// What every command is given besides its own arguments.
pub(crate) struct Context {
    /// Flag, environment and file taken together.
    pub(crate) settings: Settings,
    json: bool,
}

impl Context {
    fn new(global: &GlobalArgs) -> Result<Self, CliError> {
        Ok(Self {
            settings: Settings::resolve(global)?,
            json: global.json,
        })
    }

    /// Prints what a knowledge base answers, signed by it: see [`Context::print`].
    fn print_signed<T: serde::Serialize>(
        &self,
        knowledge: &Knowledge,
        answer: &T,
        set: impl FnOnce(&T, usize) -> Page,
    ) -> Result<(), CliError> {
        let aged = Aged {
            answer,
            knowledge_base: knowledge.age(),
        };
        self.print(&aged, |aged, width| {
            let mut page = set(aged.answer, width);
            knowledge.sign(&mut page);
            page
        })
    }

    /// Prints an answer: the value as JSON, or the page that `set` makes of it.
    fn print<T: serde::Serialize>(
        &self,
        answer: &T,
        set: impl FnOnce(&T, usize) -> Page,
    ) -> Result<(), CliError> {
        if self.json {
            terminal::print_json(answer)
        } else {
            terminal::print(&set(answer, terminal::width()).finish())
        }
    }
}

/// An answer with the age of the knowledge base that gave it, where that has to be said.
#[derive(serde::Serialize)]
struct Aged<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    knowledge_base: Option<Age>,
}

/// Runs the command of a command line.
pub(crate) fn run(cli: Cli) -> Result<Outcome, CliError> {
    let context = || Context::new(&cli.global);
    match cli.command {
        Command::Bundle(args) => bundle::run(&args, &context()?),
        Command::Index(args) => index::run(&args, &context()?),
        Command::Search(args) => search::run(&args, &context()?),
        Command::Triage(args) => triage::run(&args, &context()?),
        Command::Guide(args) => guide::run(&args, &context()?),
        Command::Escalate(args) => escalate::run(&args, &context()?),
        Command::Show(args) => show::run(&args, &context()?),
        Command::Lookup(args) => lookup::run(&args, &context()?),
        Command::Desk(args) => desk::run(&args, &context()?),
        Command::Draft(args) => draft::run(&args, &context()?),
        Command::Serve(args) => serve::run(&args, &context()?),
        Command::Mcp(args) => mcp::run(&args, &context()?),
        Command::Key(args) => key::run(&args, &context()?),
        Command::Eval(args) => eval::run(&args, &context()?),
        Command::Train(args) => train::run(&args, &context()?),
        Command::Inspect(args) => inspect::run(&args, &context()?),
        Command::Lint(args) => lint::run(&args, &context()?),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}
