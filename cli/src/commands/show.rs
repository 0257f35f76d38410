//! `firstline show`: one article, whole.

use super::{Context, Outcome};
use crate::args::ViewerArgs;
use crate::error::{CliError, Kind};
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::terminal;
use clap::Args;
use engine::Engine;

/// Show an article
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline show Q235174 --index kb")]
pub(crate) struct ShowArgs {
    /// The article's id, in any notation (Q235174, KB235174, kb 235174, 235174)
    #[arg(required = true)]
    id: Vec<String>,
    /// Print the stored document as it is instead
    #[arg(long, conflicts_with = "json")]
    raw: bool,
    #[command(flatten)]
    viewer: ViewerArgs,
}

/// Shows the article.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let engine = &knowledge.engine;
    let viewer = args.viewer.viewer(&context.settings);
    let id = args.id.join(" ");
    if args.raw {
        if !engine.sees_document(&id, &viewer)? {
            let refused =
                CliError::failed("The stored document holds what this audience may not see");
            return Err(refused.hint("leave out --raw to see the rest"));
        }
        let bytes = engine.raw_document(&id)?;
        terminal::print_bytes(&bytes.ok_or_else(|| not_found(engine, &id))?)?;
        return Ok(Outcome::Answered);
    }
    let answer = engine.article_for(&id, &viewer)?;
    let answer = answer.ok_or_else(|| not_found(engine, &id))?;
    context.print_signed(&knowledge, &answer, |answer, width| {
        let mut page = text::article(answer, width);
        page.gap();
        page
    })?;
    Ok(Outcome::Answered)
}

/// Says that there is no such article, and which ids are close.
fn not_found(engine: &Engine, id: &str) -> CliError {
    let close = engine.near_ids(id);
    let error = CliError::new(
        Kind::NotFound,
        format!("There is no article {id} in this knowledge base"),
    );
    if close.is_empty() {
        error.hint("find articles by words: firstline search WORDS")
    } else {
        error.hint(format!("close to it: {}", close.join(", ")))
    }
}
