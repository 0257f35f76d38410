//! `firstline search`: ranked articles for a few words.

use super::{Context, Outcome};
use crate::args::{FilterArgs, WordArgs};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::{self, SearchView};
use crate::settings::DeskArgs;
use crate::terminal;
use clap::Args;

/// Find articles by words, best first
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  firstline search \"printer prints blank pages\" --product \"windows nt\""
)]
pub(crate) struct SearchArgs {
    /// The words; `-` reads them from standard input
    #[arg(required = true, allow_negative_numbers = true)]
    words: Vec<String>,
    /// How many results to give [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: Option<u16>,
    /// Leave this article out (repeatable)
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// Show the whole passage of every result
    #[arg(long)]
    long: bool,
    /// Show how each score came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    word_args: WordArgs,
}

/// Runs the search.
pub(crate) fn run(args: &SearchArgs, context: &Context) -> Result<Outcome, CliError> {
    let words = terminal::text_or_stdin(&args.words)?;
    let mut knowledge = Knowledge::open(&context.settings)?;
    knowledge.learn(&context.settings, &DeskArgs::default());
    let mut query = context
        .settings
        .query(words, &args.filters, &args.word_args);
    query.limit = args.limit.map_or(query.limit, usize::from);
    query.exclude.clone_from(&args.exclude);
    query.explain = args.explain;
    let answer = knowledge.engine.search(&query)?;
    let view = SearchView {
        long: args.long,
        explain: args.explain,
    };
    context.print_signed(&knowledge, &answer, |answer, width| {
        text::search(answer, &query.text, view, width)
    })?;
    Ok(if answer.results.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}
