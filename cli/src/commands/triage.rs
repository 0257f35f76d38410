//! `firstline triage`: what to do about a case.

mod attach;
mod interview;
mod remember;

use super::{Context, Outcome};
use crate::args::{FilterArgs, WordArgs};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::settings::DeskArgs;
use clap::Args;
use engine::Case;
use engine::answer::Triage;
use engine::compose::next_question::keys;
use engine::query::Attachment;
use std::path::PathBuf;

/// Say what to do about a case, what not to do, and what to ask next
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline triage \"remote control times out the first time, then works\"
  firstline triage System.evtx --attach application.csv
  firstline triage --answer product=\"Exchange 5.5\" - < call-notes.txt
  firstline triage --rule-out ipsec \"the share cannot be opened since Monday\"")]
pub(crate) struct TriageArgs {
    /// What the caller reports, with pasted events and logs; `-` reads standard input, and names of
    /// files (event logs, exports, texts) are read
    #[arg(required_unless_present_any = ["attach", "rule_out"], allow_negative_numbers = true)]
    text: Vec<String>,
    /// Read this file, too: .evtx, XML, CSV, syslog or any text (repeatable)
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// The answer to an earlier question, such as product="Exchange 5.5" (repeatable)
    #[arg(long = "answer", value_name = "WHAT=VALUE", value_parser = parse_answer)]
    answers: Vec<(String, String)>,
    /// Ask the questions here and go on with the answers
    #[arg(short, long, conflicts_with = "rule_out")]
    interactive: bool,
    /// Who is affected and where, such as "40 users at site B"
    #[arg(long, value_name = "WORDS")]
    scope: Option<String>,
    /// Weigh whether this subject (ipsec, dns, …) is the cause, instead
    #[arg(long, value_name = "SUBJECT")]
    rule_out: Option<String>,
    /// Show all events, readings and words that the answer went by
    #[arg(long)]
    explain: bool,
    /// How many known issues to show at most [default: 3]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: Option<u16>,
    /// Leave this article out (repeatable)
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// Show no answer below this probability [default: that of the settings, else 0.3]
    #[arg(long, value_name = "PROBABILITY", value_parser = crate::args::probability)]
    threshold: Option<f64>,
    /// The site it is about, for the desk's memory
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    word_args: WordArgs,
}

/// Runs the triage.
pub(crate) fn run(args: &TriageArgs, context: &Context) -> Result<Outcome, CliError> {
    let mut case = case(args, context)?;
    let mut knowledge = Knowledge::open(&context.settings)?;
    knowledge.learn(&context.settings, &args.desk);
    if let Some(subject) = &args.rule_out {
        return rule_out(&knowledge, (&case, subject), context);
    }
    let mut answer = if args.interactive {
        interview::run(&knowledge, &mut case)?
    } else {
        knowledge.engine.triage(&case)?
    };
    let lost = remember::keep(args, (&knowledge, &case), &mut answer, context)?;
    context.print_signed(&knowledge, &answer, |answer, width| {
        let mut page = text::triage(answer, args.explain, width);
        if let Some(case) = &answer.case {
            page.gap();
            page.dim(&format!(
                "Case {case}; say how it ended: firstline desk outcome {case} fixed"
            ));
        }
        if let Some(lost) = &lost {
            page.gap();
            page.caution(0, "!", lost);
        }
        page
    })?;
    Ok(outcome(&answer))
}

/// The case that the arguments mean.
fn case(args: &TriageArgs, context: &Context) -> Result<Case, CliError> {
    let (text, mut attachments) = attach::read_words(&args.text)?;
    for path in &args.attach {
        attachments.push(attach::read(path)?);
    }
    let mut case = Case::new(text);
    let is_blank = |file: &Attachment| file.bytes.iter().all(u8::is_ascii_whitespace);
    if case.text.trim().is_empty() && attachments.iter().all(is_blank) && args.rule_out.is_none() {
        return Err(CliError::usage("There is no text to go by")
            .hint("give it as an argument, or `-` to read standard input"));
    }
    case.attachments = attachments;
    case.answers.clone_from(&args.answers);
    case.exclude.clone_from(&args.exclude);
    case.scope.clone_from(&args.scope);
    case.priorities = context.settings.priorities()?;
    case.filters = context.settings.filters(&args.filters);
    case.words = context.settings.words(&args.word_args);
    case.limit = args.limit.map_or(case.limit, usize::from);
    case.threshold = args.threshold.or(context.settings.threshold());
    Ok(case)
}

fn rule_out(
    knowledge: &Knowledge,
    (case, subject): (&Case, &str),
    context: &Context,
) -> Result<Outcome, CliError> {
    let answer = knowledge.engine.rule_out(case, subject)?;
    context.print_signed(knowledge, &answer, |answer, width| {
        text::rule_out(answer, width)
    })?;
    Ok(if answer.known {
        Outcome::Answered
    } else {
        Outcome::Nothing
    })
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
            let what = what.trim().to_lowercase();
            keys::check(&what).map(|()| (what, value.trim().to_owned()))
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
        assert_eq!(parse_answer("About Warp=yes"), pair("about warp", "yes"));
        for wrong in ["product", "product=", "=x", " = ", "", "nonsense=x"] {
            assert!(parse_answer(wrong).is_err(), "{wrong}");
        }
    }
}
