//! `firstline guide`: lists playbooks, walks one, goes on with a session, lints.

mod lint;
mod walk;

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::terminal;
use clap::Args;
use engine::guide::{Choice, FolderStore, clock};
pub(crate) use lint::LintReport;
use std::path::PathBuf;
use walk::Walker;

/// Walk a playbook step by step, go on with a session, or list and lint playbooks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline guide --list
  firstline guide cannot-reach-a-target
  firstline guide 7F-KQ                              go on where a colleague stopped
  firstline guide 7F-KQ --note                       the ticket note so far
  firstline guide cannot-reach-a-target --answer 1 --answer no --json
  firstline guide --lint playbooks/*.md

While walking: a number or words of an answer; b takes the last answer back, note shows the
ticket note, q stops. The session is kept: its code goes on with it later, by anyone who shares
the folder of --state.")]
pub(crate) struct GuideArgs {
    /// Id of a playbook, or code of a session; none lists the playbooks
    #[arg(value_name = "ID|CODE")]
    what: Option<String>,
    /// List the playbooks
    #[arg(long, conflicts_with_all = ["what", "lint"])]
    list: bool,
    /// An answer: its number or words of it (repeatable); does not ask for more
    #[arg(long = "answer", value_name = "ANSWER", requires = "what")]
    answers: Vec<String>,
    /// Take the last answer of the session back first
    #[arg(long, requires = "what")]
    back: bool,
    /// Print the ticket note of the session
    #[arg(long, requires = "what")]
    note: bool,
    /// The version that holds on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    on: Option<String>,
    /// The version for a named change, such as "rollout wave 3"
    #[arg(long, value_name = "NAME")]
    change: Option<String>,
    /// Only playbooks that this tier may walk
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    tier: Option<u8>,
    /// Folder of the sessions [env: FIRSTLINE_STATE] [default: firstline/sessions in the data
    /// folder]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Check playbooks instead: every fault with file, line and rule. `firstline lint` finds the
    /// same faults in playbooks among other documents
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with_all = ["what"])]
    lint: Vec<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &GuideArgs, context: &Context) -> Result<Outcome, CliError> {
    if !args.lint.is_empty() {
        return lint::run(&args.lint, context);
    }
    let knowledge = Knowledge::open(&context.settings)?;
    let choice = Choice {
        on: args
            .on
            .clone()
            .unwrap_or_else(|| clock::date(terminal::now())),
        change: args.change.clone(),
        version: None,
    };
    let tier = context.settings.tier(args.tier);
    let Some(what) = &args.what else {
        return list(&knowledge, &choice, tier, context);
    };
    let store = store(args.state.as_ref(), context)?;
    let walker = Walker {
        engine: &knowledge.engine,
        store: &store,
        context,
    };
    let is_guide = knowledge
        .engine
        .library()
        .ids()
        .any(|id| id == what.to_lowercase());
    let is_code = !is_guide && (engine::guide::Code::read(what).is_ok() || looks_like_code(what));
    let mut session = if is_code {
        walker.resume(what)?
    } else {
        walker.rehearse((what, &choice), tier, &args.answers)?;
        walker.begin((what, &choice), tier)?
    };
    if args.back {
        session = walker.step_back(&session)?;
    }
    for answer in &args.answers {
        session = walker.answer(&session, answer)?;
    }
    if args.note {
        return walker.print_note(&session);
    }
    let asks = args.answers.is_empty() && !args.back;
    walker.run(session, asks)
}

/// True for `XX-XX` and `XX-XX-XX`: a code with a slip in it should be told as one.
fn looks_like_code(typed: &str) -> bool {
    let parts: Vec<&str> = typed.split('-').collect();
    matches!(parts.len(), 2 | 3) && parts.iter().all(|part| part.chars().count() == 2)
}

/// The folder that keeps sessions: the flag, the environment, or the data folder.
pub(crate) fn store(flag: Option<&PathBuf>, context: &Context) -> Result<FolderStore, CliError> {
    let folder = flag.or(context.settings.state.as_ref());
    let folder = folder.ok_or_else(|| {
        CliError::usage("There is no folder to keep sessions in")
            .hint("name one: --state DIR, or set FIRSTLINE_STATE")
    })?;
    Ok(FolderStore::new(folder))
}

fn list(
    knowledge: &Knowledge,
    choice: &Choice,
    tier: Option<u8>,
    context: &Context,
) -> Result<Outcome, CliError> {
    let mut answer = knowledge.engine.guides(&choice.on);
    answer
        .guides
        .retain(|guide| tier.is_none_or(|tier| tier >= guide.tier));
    context.print(&answer, |answer, width| {
        let mut page = text::guides(answer, width);
        if let Some(age) = knowledge.age() {
            page.dim(&age.note);
        }
        page
    })?;
    Ok(if answer.guides.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}

fn parse_day(typed: &str) -> Result<String, String> {
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = typed.split('-').collect();
    match parts[..] {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            Ok(typed.to_owned())
        }
        _ => Err("it has to look like 2026-01-31".to_owned()),
    }
}
