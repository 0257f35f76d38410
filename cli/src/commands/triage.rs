//! `firstline triage`: what to do about a case.

use super::{Context, Outcome};
use crate::args::FilterArgs;
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::terminal;
use clap::Args;
use engine::Case;
use engine::answer::Triage;

/// Say what to do about a case, what not to do, and what to ask next
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline triage \"remote control times out the first time, then works\"
  firstline triage --answer product=\"Exchange 5.5\" - < call-notes.txt")]
pub(crate) struct TriageArgs {
    /// What the caller reports, with pasted events and logs; `-` reads standard input
    #[arg(required = true)]
    text: Vec<String>,
    /// The answer to an earlier question, such as product="Exchange 5.5" (repeatable)
    #[arg(long = "answer", value_name = "WHAT=VALUE", value_parser = parse_answer)]
    answers: Vec<(String, String)>,
    /// How many known issues to show at most [default: 3]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: Option<u16>,
    /// Leave this article out (repeatable)
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Runs the triage.
pub(crate) fn run(args: &TriageArgs, context: &Context) -> Result<Outcome, CliError> {
    let text = terminal::text_or_stdin(&args.text)?;
    let knowledge = Knowledge::open(&context.settings)?;
    let mut case = Case::new(text);
    case.answers.clone_from(&args.answers);
    case.exclude.clone_from(&args.exclude);
    case.filters = context.settings.filters(&args.filters);
    case.limit = args.limit.map_or(case.limit, usize::from);
    let answer = knowledge.engine.triage(&case)?;
    context.print(&answer, |answer, width| {
        let mut page = text::triage(answer, width);
        knowledge.sign(&mut page);
        page
    })?;
    Ok(outcome(&answer))
}

/// An abstention that asks a question cannot go on without its answer; a question beside an
/// answer only sharpens it.
fn outcome(answer: &Triage) -> Outcome {
    match (answer.abstained, &answer.question) {
        (false, _) => Outcome::Answered,
        (true, Some(_)) => Outcome::NeedsInput,
        (true, None) => Outcome::Nothing,
    }
}

/// What was asked and what was answered, small letters before the first equals sign.
pub(crate) fn parse_answer(typed: &str) -> Result<(String, String), String> {
    match typed.split_once('=') {
        Some((what, value)) if !what.trim().is_empty() && !value.trim().is_empty() => {
            Ok((what.trim().to_lowercase(), value.trim().to_owned()))
        }
        _ => Err("it has to look like product=\"Exchange 5.5\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_split_at_the_first_equals_sign() {
        let pair = |what: &str, value: &str| Ok((what.to_owned(), value.to_owned()));
        assert_eq!(
            parse_answer("Product=Loom 2.0"),
            pair("product", "Loom 2.0")
        );
        assert_eq!(parse_answer("source = a=b "), pair("source", "a=b"));
        for wrong in ["product", "product=", "=x", " = ", ""] {
            assert!(parse_answer(wrong).is_err(), "{wrong}");
        }
    }
}
