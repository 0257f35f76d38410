//! Errors of playbooks and sessions, with what to try next.

use super::{CliError, Kind};
use crate::near;
use engine::guide::GuideError;

impl From<GuideError> for CliError {
    fn from(error: GuideError) -> Self {
        let told = sentence(&error.to_string());
        match error {
            GuideError::Unknown { id, known } => unknown(told, &id, known),
            GuideError::NoVersion { known, .. } => {
                Self::new(Kind::NotFound, told).hint(format!("there is: {}", known.join(", ")))
            }
            GuideError::NotYet { .. } => Self::new(Kind::NotFound, told)
                .hint("name another day: --on YYYY-MM-DD, or a change: --change NAME"),
            GuideError::Tier { .. } => {
                Self::usage(told).hint("hand the case over: firstline escalate")
            }
            GuideError::BadCode { .. } => Self::usage(told)
                .hint("a code looks like 7F-KQ; its last character checks the others"),
            GuideError::NoSession { .. } => Self::new(Kind::NotFound, told)
                .hint("a session of somebody else is in their folder: --state DIR"),
            GuideError::Answer { choices, .. } => {
                let numbered = (1..).zip(&choices);
                let listed: Vec<String> = numbered
                    .map(|(number, choice)| format!("{number} {choice}"))
                    .collect();
                Self::usage(told).hint(format!("choose: {}", listed.join("; ")))
            }
            GuideError::Finished { code } => Self::usage(told)
                .hint(format!(
                    "take the last answer back: firstline guide {code} --back"
                ))
                .hint(format!("the ticket note: firstline guide {code} --note")),
            GuideError::Conflict { code } => {
                Self::failed(told).hint(format!("see where it stands: firstline guide {code}"))
            }
            GuideError::AtStart { .. } => Self::usage(told),
            GuideError::Engine(error) => error.into(),
            other => Self::failed("The session could not be read or written").because(other),
        }
    }
}

fn unknown(told: String, id: &str, known: Vec<String>) -> CliError {
    let refused = CliError::new(Kind::NotFound, told);
    match near::alike(id, known.into_iter()).first() {
        Some(alike) => refused.hint(format!("did you mean {alike}?")),
        None => refused.hint("see what there is: firstline guide --list"),
    }
}

/// With a capital at its start.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
