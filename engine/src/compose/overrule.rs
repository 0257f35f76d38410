//! Advice of an event's own text that an article forbids: shown, and shown as overruled.

use super::risk::is_forbidding;
use crate::answer::CautionAnswer;
use crate::understand::masking::mask;
use corpus::Span;
use serde::{Deserialize, Serialize};

/// Advice that must not be followed, with the caution that says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Overruled {
    /// The sentence of the event, names masked.
    pub advice: String,
    /// Where it stands in the event text.
    pub span: Span,
    /// The caution of the article.
    pub caution: CautionAnswer,
}

/// Actions that events advise, each with the words that mean it.
const ACTIONS: &[&[&str]] = &[
    &[
        "restart",
        "restarting",
        "restarted",
        "reboot",
        "rebooting",
        "recycle",
        "stop",
        "stopping",
        "stopped",
    ],
    &["delete", "deleting", "remove", "removing", "purge", "erase"],
    &["reinstall", "reinstalling", "re-install", "uninstall"],
    &["disable", "disabling", "turn off", "unassign"],
    &["restore", "restoring", "repair", "repairing", "rebuild"],
    &["format", "reformat"],
];

/// Words of cautions that reject whatever the event says.
const REJECTIONS: &[&str] = &[
    "event suggestion",
    "event text suggests",
    "suggestion should not be followed",
    "event message suggests",
    "advice of the event",
    "ignore the advice",
    "event advises",
];

/// Words too common to say that two sentences are about the same thing.
const COMMON: &[&str] = &[
    "the", "and", "this", "that", "please", "should", "only", "not", "with", "from", "machine",
    "computer", "will", "your", "you", "may", "fix", "problem", "again", "persists", "resort",
    "last", "more", "cause", "causes", "for", "what", "then", "when", "its", "are", "was", "has",
    "have", "try", "before", "event", "does", "service", "never", "warning",
];

/// The advice of an event's text that the cautions forbid: the same action on the same thing, or
/// any action where a caution rejects the event's own advice.
#[must_use]
pub fn overruled(event_text: &str, cautions: &[CautionAnswer]) -> Vec<Overruled> {
    let forbidding: Vec<&CautionAnswer> = cautions
        .iter()
        .filter(|caution| is_forbidding(&caution.text) || rejects(&caution.text))
        .collect();
    let mut found = Vec::new();
    for (start, sentence) in sentences(event_text) {
        let actions = actions(sentence);
        if actions.is_empty() || is_forbidding(sentence) {
            continue;
        }
        let caution = forbidding
            .iter()
            .find(|caution| forbids(&caution.text, sentence, &actions));
        let Some(&caution) = caution else {
            continue;
        };
        let advice = mask(sentence).text;
        // The same event many times over gives the same advice.
        if found.iter().all(|one: &Overruled| one.advice != advice) {
            found.push(Overruled {
                advice,
                span: Span::new(start, start + sentence.len()),
                caution: telling(caution),
            });
        }
    }
    found
}

/// True if a caution limits an action that a step speaks of, on the same thing.
pub(super) fn limits(caution: &str, step: &str) -> bool {
    forbids(caution, step, &actions(step))
}

/// True if a sentence advises an action and the one behind it rejects that.
pub(super) fn is_rejected(advice: &str, next: &str) -> bool {
    rejects(next) && !rejects(advice) && !actions(advice).is_empty()
}

/// The sentences of a caution that forbid, if it is a whole paragraph; its span stays.
pub(super) fn telling(caution: &CautionAnswer) -> CautionAnswer {
    const SHORT: usize = 320;
    if caution.text.len() <= SHORT {
        return caution.clone();
    }
    let forbidding: Vec<&str> = sentences(&caution.text)
        // A sentence behind a quotation begins with its closing mark.
        .map(|(_, sentence)| sentence.trim_start_matches(['"', '\u{201d}', '\'', ')', ' ']))
        .filter(|sentence| is_forbidding(sentence) || rejects(sentence))
        .collect();
    if forbidding.is_empty() {
        return caution.clone();
    }
    CautionAnswer {
        text: forbidding.join(" "),
        span: caution.span,
    }
}

fn rejects(caution: &str) -> bool {
    let lower = caution.to_lowercase();
    REJECTIONS.iter().any(|words| lower.contains(words))
}

fn forbids(caution: &str, advice: &str, actions: &[usize]) -> bool {
    if rejects(caution) {
        return true;
    }
    let same_action = self::actions(caution)
        .iter()
        .any(|action| actions.contains(action));
    let things: Vec<String> = things(advice).collect();
    same_action && self::things(caution).any(|thing| things.contains(&thing))
}

/// Places in [`ACTIONS`] of what a sentence speaks of.
fn actions(sentence: &str) -> Vec<usize> {
    let lower = format!(
        " {} ",
        sentence.to_lowercase().replace(
            |character: char| !character.is_alphanumeric() && character != '-',
            " "
        )
    );
    let speaks = |words: &&[&str]| {
        words
            .iter()
            .any(|word| lower.contains(&format!(" {word} ")))
    };
    ACTIONS
        .iter()
        .enumerate()
        .filter(|(_, words)| speaks(words))
        .map(|(place, _)| place)
        .collect()
}

/// The things a sentence is about: its words without those of actions and the common ones. A
/// service that nothing else names is a thing after all.
fn things(sentence: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = sentence
        .split(|character: char| !character.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| {
            word.len() >= 3 && !ACTIONS.iter().any(|action| action.contains(&word.as_str()))
        })
        .collect();
    let telling: Vec<String> = words
        .iter()
        .filter(|word| !COMMON.contains(&word.as_str()))
        .cloned()
        .collect();
    let is_bare = telling.is_empty();
    let rest = words
        .into_iter()
        .filter(move |word| is_bare && word == "service");
    telling.into_iter().chain(rest)
}

/// Sentences and where they start, ends of lines joined only inside a sentence.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |character: char| matches!(character, '.' | ';' | '!' | '?');
    let mut at = 0;
    text.split_inclusive(ends).filter_map(move |part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len();
        let sentence = part.trim();
        (!sentence.is_empty()).then_some((start, sentence))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caution(text: &str) -> CautionAnswer {
        CautionAnswer {
            text: text.into(),
            span: Span::default(),
        }
    }

    #[track_caller]
    fn check(event: &str, cautions: &[&str], expected: &[&str]) {
        let cautions: Vec<CautionAnswer> = cautions.iter().map(|text| caution(text)).collect();
        let found = overruled(event, &cautions);
        for one in &found {
            assert_eq!(event.get(one.span.range()), Some(one.advice.as_str()));
        }
        let advice: Vec<&str> = found.iter().map(|one| one.advice.as_str()).collect();
        assert_eq!(advice, expected, "{event:?}");
    }

    #[test]
    fn forbidden_advice_is_overruled() {
        let event = "Lost 3 threads from tangle7. If it persists please stop and restart the Loom Agent on this machine.";
        let advice = &["If it persists please stop and restart the Loom Agent on this machine."];
        check(event, &["Do not restart the Loom Agent."], advice);
        check(
            event,
            &["The Loom service may be stopped only as a last resort."],
            advice,
        );
        check(
            event,
            &["The event suggestion should not be followed."],
            advice,
        );
    }

    #[test]
    fn advice_is_rejected_by_the_sentence_behind_it() {
        let rejection = "The event suggestion should not be followed.";
        for (advice, next, rejected) in [
            ("If it persists restart the loom.", rejection, true),
            ("If it persists restart the loom.", "Then wait.", false),
            ("The loom is grey.", rejection, false),
        ] {
            assert_eq!(is_rejected(advice, next), rejected, "{advice} {next}");
        }
    }

    #[test]
    fn other_actions_and_other_things_stand() {
        let event = "Restart the Loom Agent.";
        check(event, &["Do not delete the Loom Agent."], &[]);
        check(event, &["Do not restart the dye works."], &[]);
        check(event, &["The Loom Agent is grey."], &[]);
        check(
            "The Loom Agent is grey.",
            &["Do not restart the Loom Agent."],
            &[],
        );
        check("", &["Never restart anything."], &[]);
        check(
            "Please restart the service.",
            &["Do not restart the service."],
            &["Please restart the service."],
        );
    }
}
