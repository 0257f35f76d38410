//! `desk learning`: what outcomes have taught, and taking it back.

use crate::commands::{Context, Outcome};
use crate::error::{CliError, Kind};
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::{Args, Subcommand};
use engine::answer::OutcomesSeen;
use engine::desk::Desk;
use engine::outcomes::Rules;
use jiff::Timestamp;
use serde::Serialize;

/// Show what outcomes do to the order of articles, or take it back
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline desk learning show
  firstline desk learning show --issue Q235174
  firstline desk learning reset --issue Q235174
  firstline desk learning reset --all")]
pub(super) struct LearningArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show what came of articles, and which of them that moves
    Show {
        /// Only this article
        #[arg(long, value_name = "ID")]
        issue: Option<String>,
    },
    /// Let nothing said so far move an article any more; cases and outcomes stay on record
    #[command(group = clap::ArgGroup::new("which").required(true))]
    Reset {
        /// This article
        #[arg(long, value_name = "ID", group = "which")]
        issue: Option<String>,
        /// All articles
        #[arg(long, group = "which")]
        all: bool,
    },
}

/// What outcomes have taught.
#[derive(Debug, Serialize)]
struct LearningView {
    schema: &'static str,
    articles: Vec<LearnedView>,
}

/// What came of an article.
#[derive(Debug, Serialize)]
pub(crate) struct LearnedView {
    /// Its id.
    pub(crate) id: String,
    /// Its title; empty if it is not in this knowledge base.
    pub(crate) title: String,
    /// What came of it, and how far that moves it.
    #[serde(flatten)]
    pub(crate) outcomes: OutcomesSeen,
}

/// Shows or resets.
pub(super) fn learning(
    args: &LearningArgs,
    desk: &mut Desk,
    context: &Context,
) -> Result<Outcome, CliError> {
    match &args.what {
        What::Show { issue } => show(issue.as_deref(), desk, context),
        What::Reset { issue, .. } => {
            if let Some(id) = issue {
                let known = learned(Some(id), desk, context)?;
                if known.is_empty() {
                    return Err(nothing_of(id));
                }
            }
            desk.forget_votes(issue.as_deref())?;
            let view = learned(None, desk, context)?;
            context.print(&view_of(view), |_, width| {
                let mut page = text::Page::new(width);
                page.paragraph(
                    0,
                    &match issue {
                        Some(id) => {
                            format!("Nothing that was said of {id} so far moves it any more.")
                        }
                        None => {
                            "Nothing that was said so far moves an article any more.".to_owned()
                        }
                    },
                );
                page.dim(
                    "Cases and outcomes stay on record; a running service follows within a minute.",
                );
                page
            })?;
            Ok(Outcome::Answered)
        }
    }
}

fn show(issue: Option<&str>, desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let found = learned(issue, desk, context)?;
    if let Some(id) = issue.filter(|_| found.is_empty()) {
        return Err(nothing_of(id));
    }
    let view = view_of(found);
    context.print(&view, |view, width| {
        text::learning(&view.articles, &Rules::default(), width)
    })?;
    Ok(if view.articles.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Answered
    })
}

fn nothing_of(id: &str) -> CliError {
    CliError::new(Kind::NotFound, format!("Nobody has said anything of {id}"))
        .hint("firstline desk learning show lists the articles that somebody spoke of")
}

fn view_of(articles: Vec<LearnedView>) -> LearningView {
    LearningView {
        schema: "firstline.learning/1",
        articles,
    }
}

/// What came of articles, those that are moved most first.
fn learned(
    issue: Option<&str>,
    desk: &Desk,
    context: &Context,
) -> Result<Vec<LearnedView>, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
    knowledge.engine.learn(desk.priors(&Rules::default(), now)?);
    let seen = knowledge.engine.outcomes_seen(issue).into_iter();
    Ok(seen
        .map(|(id, title, outcomes)| LearnedView {
            id,
            title,
            outcomes,
        })
        .collect())
}
