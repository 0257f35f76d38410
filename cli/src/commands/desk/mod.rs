//! `firstline desk`: what is remembered of cases, what became of them, and forgetting it.

mod about;
mod forget;
mod learning;
mod look;
mod report;
mod say;

pub(crate) use learning::LearnedView;

use super::{Context, Outcome};
use crate::error::{CliError, Kind};
use crate::settings::DeskArgs;
use clap::{Args, Subcommand};
use engine::desk::record::Who;
use engine::desk::{Desk, DeskError, Trouble};

/// Read what the desk remembers of cases, say what became of them, and forget
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline desk list --index kb
  firstline desk show 7FKQ-2M9X
  firstline desk outcome 7FKQ-2M9X fixed --issue blank-pages
  firstline desk feedback 7FKQ-2M9X outdated --note \"the tab is gone since SP2\"
  firstline desk note \"rollout wave 3\"
  firstline desk report --since 7d
  firstline desk learning show
  firstline desk erase --who ticket-bot
  firstline desk export > desk.jsonl")]
pub(crate) struct DeskCommandArgs {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    desk: DeskArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    List(look::ListArgs),
    Show(look::ShowArgs),
    Outcome(say::OutcomeArgs),
    Feedback(say::FeedbackArgs),
    Note(say::NoteArgs),
    Report(report::ReportArgs),
    Learning(learning::LearningArgs),
    Erase(forget::EraseArgs),
    Retention(forget::RetentionArgs),
    Export(about::ExportArgs),
    Check(about::CheckArgs),
}

/// Does what was asked.
pub(crate) fn run(args: &DeskCommandArgs, context: &Context) -> Result<Outcome, CliError> {
    let open = || open(&args.desk, context);
    match &args.what {
        What::List(args) => look::list(args, &open()?, context),
        What::Show(args) => look::show(args, &open()?, context),
        What::Outcome(args) => say::outcome(args, &mut open()?, context),
        What::Feedback(args) => say::feedback(args, &mut open()?, context),
        What::Note(note) => {
            // The first note may be older than the first case.
            let path = context.settings.desk_file(&args.desk)?;
            say::note(note, &mut Desk::open(&path)?, context)
        }
        What::Report(args) => report::report(args, &open()?, context),
        What::Learning(args) => learning::learning(args, &mut open()?, context),
        What::Erase(args) => forget::erase(args, &mut open()?, context),
        What::Retention(args) => forget::retention(args, &mut open()?, context),
        What::Export(_) => about::export(&open()?),
        What::Check(_) => about::check(&open()?, context),
    }
}

/// Opens the desk that is meant; it has to be there.
pub(crate) fn open(args: &DeskArgs, context: &Context) -> Result<Desk, CliError> {
    Ok(Desk::open_existing(&context.settings.desk_file(args)?)?)
}

/// Who says something on the command line.
pub(crate) fn who(context: &Context) -> Who {
    Who {
        name: context.settings.desk_name(),
        tier: context.settings.tier(None),
    }
}

impl From<DeskError> for CliError {
    fn from(error: DeskError) -> Self {
        let told = error.to_string();
        match &error {
            DeskError::Missing { path } => Self::new(
                Kind::NotFound,
                format!("There is no desk at {}", path.display()),
            )
            .hint("`firstline serve` writes one beside its index; name the index with --index DIR")
            .hint("or name the file with --desk FILE"),
            DeskError::UnknownCase { case } => {
                Self::new(Kind::NotFound, format!("No case {case} is remembered"))
                    .hint("`firstline desk list` shows the last ones; it may have been erased")
            }
            DeskError::Newer { path } => {
                Self::failed(format!("{} was written by a newer program", path.display()))
                    .hint("read it with the program that wrote it")
            }
            DeskError::Failed { path, trouble, .. } => {
                let failed = Self::failed(format!("The desk at {} cannot be used", path.display()))
                    .because(error.clone());
                match trouble {
                    Trouble::Full => failed.hint("make room on the disk; answers need none"),
                    Trouble::ReadOnly => failed.hint("run it as the user who runs the service"),
                    Trouble::Busy => failed.hint("try again in a moment"),
                    Trouble::Damaged => failed
                        .hint("`firstline desk check` names what is damaged")
                        .hint("move the file away: a new one is begun, and nothing else is lost"),
                    _ => failed,
                }
            }
            _ => Self::failed(told),
        }
    }
}
