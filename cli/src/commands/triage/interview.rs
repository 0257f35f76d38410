//! `firstline triage -i`: the questions are asked here, and the answer follows.

use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use crate::terminal;
use engine::Case;
use engine::answer::{Question, Triage};
use std::io::BufRead;

/// Most questions asked: a caller does not wait for more.
const QUESTIONS: usize = 5;

/// Asks until the answer is plain, nothing is worth asking, or an empty line ends it.
/// The answers go into the case.
pub(super) fn run(knowledge: &Knowledge, case: &mut Case) -> Result<Triage, CliError> {
    let mut input = std::io::stdin().lock();
    let mut answer = knowledge.engine.triage(case)?;
    for _ in 0..QUESTIONS {
        let Some(question) = answer.question.clone() else {
            break;
        };
        terminal::print(&text::question(&question, terminal::width()).finish())?;
        let mut typed = String::new();
        input
            .read_line(&mut typed)
            .map_err(|error| CliError::failed("The answer could not be read").because(error))?;
        let Some(value) = chosen(&question, typed.trim()) else {
            break;
        };
        case.answers.push((question.what, value));
        answer = knowledge.engine.triage(case)?;
    }
    Ok(answer)
}

/// The choice that a number stands for, or the words as typed; none for an empty line.
fn chosen(question: &Question, typed: &str) -> Option<String> {
    if typed.is_empty() {
        return None;
    }
    let number = typed
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let choice = number.and_then(|place| question.choices.get(place));
    Some(choice.cloned().unwrap_or_else(|| typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_choose_and_words_stand_for_themselves() {
        let question = Question {
            choices: vec!["Loom 1".into(), "Loom 2".into()],
            ..Question::default()
        };
        for (typed, expected) in [
            ("2", Some("Loom 2")),
            ("Loom 3", Some("Loom 3")),
            ("7", Some("7")),
            ("0", Some("0")),
            ("", None),
        ] {
            assert_eq!(chosen(&question, typed).as_deref(), expected, "{typed}");
        }
    }
}
