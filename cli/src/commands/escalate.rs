//! `firstline escalate`: the packet with which a case is handed over.

use super::{Context, Outcome, guide, triage};
use crate::args::WordArgs;
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::terminal;
use clap::Args;
use engine::Case;
use engine::answer::EscalationPacket;
use engine::escalation::{EscalationRequest, SCHEMA};
use std::path::{Path, PathBuf};

/// Write the hand-over packet of a case: what is known, what is missing, whom it goes to
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline escalate \"event 4284 keeps coming on PC-17\"
  firstline escalate --have scope=\"only PC-17\" --have 2=\"PC-17, SRV-4\" - < call-notes.txt
  firstline escalate --guide 7F-KQ -o packet.md
  firstline escalate --guide 7F-KQ --json -o packet.json
  firstline escalate --schema

Names, addresses and passwords are masked in the text and in what --have gives.")]
pub(crate) struct EscalateArgs {
    /// What was reported, with pasted events and logs; `-` reads standard input
    #[arg(allow_negative_numbers = true)]
    text: Vec<String>,
    /// Something that was collected: number or words of an item, and what it is (repeatable)
    #[arg(long, value_name = "ITEM=VALUE", value_parser = parse_have)]
    have: Vec<(String, Option<String>)>,
    /// The session of the playbook that was walked
    #[arg(long, value_name = "CODE")]
    guide: Option<String>,
    /// The tier that hands over [default: 1]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    tier: Option<u8>,
    /// The answer to an earlier question, such as product="Exchange 5.5" (repeatable)
    #[arg(long = "answer", value_name = "WHAT=VALUE", value_parser = triage::parse_answer)]
    answers: Vec<(String, String)>,
    /// Write the packet to this file, and say in short what is in it
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Folder of the sessions [env: FIRSTLINE_STATE] [default: firstline/sessions in the data
    /// folder]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Print the JSON schema of a packet
    #[arg(long, exclusive = true)]
    schema: bool,
}

/// Runs the command.
pub(crate) fn run(args: &EscalateArgs, context: &Context) -> Result<Outcome, CliError> {
    if args.schema {
        terminal::print_bytes(SCHEMA.as_bytes())?;
        return Ok(Outcome::Answered);
    }
    let text = match (&args.text[..], &args.guide) {
        ([], None) => {
            return Err(CliError::usage("There is no case to hand over")
                .hint("give its text, `-` to read standard input, or --guide CODE"));
        }
        ([], Some(_)) => String::new(),
        (words, _) => terminal::text_or_stdin(words)?,
    };
    let knowledge = Knowledge::open(&context.settings)?;
    let session = match &args.guide {
        Some(code) => {
            let store = guide::store(args.state.as_ref(), context)?;
            Some(knowledge.engine.guide_session(&store, code)?)
        }
        None => None,
    };
    let mut case = Case::new(text);
    case.answers.clone_from(&args.answers);
    case.words = context.settings.words(&WordArgs::default());
    case.priorities = context.settings.priorities()?;
    case.threshold = context.settings.threshold();
    let request = EscalationRequest {
        case,
        have: args.have.clone(),
        session,
        tier: context.settings.tier(args.tier).unwrap_or(1),
        now: terminal::now(),
    };
    let packet = knowledge.engine.escalation(&request)?;
    match &args.output {
        Some(path) => {
            write(&packet, path, context)?;
            let shown = path.display().to_string();
            terminal::print(&text::handed_over(&packet, &shown, terminal::width()).finish())?;
        }
        None if context.json => terminal::print_json(&packet)?,
        None => terminal::print(&text::plain(&packet.markdown))?,
    }
    Ok(Outcome::Answered)
}

/// Writes the packet: as JSON with `--json` or to a file named so, else as Markdown.
fn write(packet: &EscalationPacket, path: &Path, context: &Context) -> Result<(), CliError> {
    let is_json = context.json || path.extension().is_some_and(|ending| ending == "json");
    let content = if is_json {
        serde_json::to_string_pretty(packet).map_err(|error| {
            CliError::failed("The packet could not be written as JSON").because(error)
        })? + "\n"
    } else {
        packet.markdown.clone()
    };
    std::fs::write(path, content).map_err(|error| {
        CliError::failed(format!("{} could not be written", path.display())).because(error)
    })
}

fn parse_have(typed: &str) -> Result<(String, Option<String>), String> {
    let (what, value) = match typed.split_once('=') {
        Some((what, value)) => (what, Some(value.trim().to_owned())),
        None => (typed, None),
    };
    let what = what.trim();
    if what.is_empty() {
        return Err("it has to look like scope=\"only PC-17\"".to_owned());
    }
    Ok((what.to_owned(), value.filter(|value| !value.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_may_come_with_its_value() {
        let pair =
            |what: &str, value: Option<&str>| Ok((what.to_owned(), value.map(str::to_owned)));
        assert_eq!(
            parse_have("scope=one = two"),
            pair("scope", Some("one = two"))
        );
        assert_eq!(parse_have(" 3 "), pair("3", None));
        assert_eq!(parse_have("logs="), pair("logs", None));
        for wrong in ["", "=x", " = "] {
            assert!(parse_have(wrong).is_err(), "{wrong}");
        }
    }
}
