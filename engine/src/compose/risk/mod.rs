//! How much a step can break: read-only, reversible, disruptive or destructive, with the reason.
//!
//! The rules are data: verbs and what they touch (`rules`), and command lines (`commands`). A step is cut
//! into clauses; a clause that forbids is no instruction; the gravest rule that applies decides.
//! A step that no rule knows is ranked as reversible and called unknown ([`is_known`]): "only looks"
//! and "can be taken back" have to be earned.

mod commands;
mod rules;

use crate::answer::Risk;
use crate::understand::pattern::compiled;
use commands::COMMANDS;
use regex::Regex;
use rules::{INSTRUCTIONS, Rule};
use std::sync::LazyLock;

/// How many words behind its verb an object is looked for, within one clause.
const REACH: usize = 9;

/// How a text that forbids begins.
const OPENINGS: &[&str] = &[
    "do not ",
    "don't ",
    "never ",
    "warning",
    "caution",
    "important: do not",
    "you should not ",
    "you must not ",
    "you cannot ",
    "avoid ",
    "under no circumstances",
    "it is not recommended",
    "we do not recommend",
    "microsoft does not recommend",
    "not recommended",
];
/// What says in the middle of a text that it forbids.
const WITHIN: &[&str] = &[
    "last resort",
    "should not be followed",
    "must not be",
    "should never",
    "must never",
    "do not restart",
    "do not stop",
    "do not delete",
    "will not fix the problem",
    "not supported by",
    "should be stopped only",
    "only if you are",
    "may cause more problems",
    "strongly discouraged",
    "is not recommended",
    "at your own risk",
    "do not recommend",
];

/// The reason of a risk that is taken for granted.
const NO_RULE: &str = "no rule knows it";

/// True if a rule gave the reason.
#[must_use]
pub fn is_known(reason: &str) -> bool {
    !reason.is_empty() && reason != NO_RULE
}

/// The risk of a step, and why.
#[must_use]
pub fn risk_of(step: &str) -> (Risk, &'static str) {
    let clauses: Vec<Vec<String>> = clauses(step).map(words).collect();
    let mut gravest = command(step);
    if tells_of_loss(step) {
        gravest = Some((Risk::Destructive, "it says itself that data may be lost"));
    }
    for clause in clauses.iter().filter(|clause| !is_negated(clause)) {
        for rule in INSTRUCTIONS {
            if gravest.is_none_or(|(risk, _)| rule.risk > risk) && applies(rule, clause, &clauses) {
                gravest = Some((rule.risk, rule.reason));
            }
        }
    }
    gravest.unwrap_or((Risk::Reversible, NO_RULE))
}

/// True if a step warns that it loses data; one that keeps data from being lost does not.
fn tells_of_loss(step: &str) -> bool {
    static LOSS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i)\b(?:data loss|loss of (?:\w+ )?data|los(?:e|es|ing) (?:\w+ ){0,2}data|data (?:\w+ ){0,3}(?:will|may|can|could|might|is|are) (?:be )?lost)\b",
        )
    });
    static KEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i)\b(?:avoid|prevents?|preventing|without|no|not|against|guard|minimi[sz]e)\b[^.;]{0,24}$",
        )
    });
    let kept = |head: &str| KEPT.as_ref().is_some_and(|kept| kept.is_match(head));
    let told = LOSS.iter().flat_map(|loss| loss.find_iter(step));
    told.into_iter().any(|told| !kept(&step[..told.start()]))
}

/// True if a text forbids, or keeps for the last: it is no step but limits steps.
#[must_use]
pub fn is_forbidding(text: &str) -> bool {
    static FORBIDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let (openings, within) = (OPENINGS.join("|"), WITHIN.join("|"));
        compiled(&format!("(?i)^[^a-z]*(?:{openings})|{within}"))
    });
    FORBIDS.as_ref().is_some_and(|said| said.is_match(text))
}

/// Patterns of which a text holds one, wherever its sentences begin, if any of them is forbidding.
pub fn forbidding() -> impl Iterator<Item = &'static str> {
    [OPENINGS, WITHIN].into_iter().flatten().copied()
}

/// True if a text tells the reader to do something: one of its clauses opens with a verb of the
/// rules, perhaps behind "to …," or "if …,".
#[must_use]
pub fn is_instruction(text: &str) -> bool {
    let opens = |clause: Vec<String>| {
        let lead = clause
            .iter()
            .position(|word| !is_lead(word))
            .unwrap_or_default();
        let is_verb = |rule: &Rule| {
            rule.verbs
                .iter()
                .any(|verb| starts_with(&clause[lead..], verb))
        };
        !is_negated(&clause) && INSTRUCTIONS.iter().any(is_verb)
    };
    command(text).is_some() || clauses(text).map(words).any(opens)
}

/// Words that may stand before the verb of an instruction.
fn is_lead(word: &str) -> bool {
    [
        "then", "and", "or", "please", "also", "first", "next", "now", "finally", "you", "should",
        "must", "can", "to", "either", "simply", "just", "again", "manually", "try", "step",
    ]
    .contains(&word)
        || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Clauses: between marks, and at "and" or "then".
fn clauses(step: &str) -> impl Iterator<Item = &str> {
    step.split(['.', ';', ',', '(', ')', '\n', '!', '?'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" then "))
}

fn words(clause: &str) -> Vec<String> {
    let is_mark = |character: char| "\"'`*:".contains(character);
    clause
        .split_whitespace()
        .map(|word| word.trim_matches(is_mark).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// "do not restart", "never delete", "without restarting", "before you restart".
fn is_negated(clause: &[String]) -> bool {
    let head = clause.iter().take(8);
    let mut negates = head.clone().map(String::as_str);
    negates.any(|word| {
        [
            "not", "don't", "never", "without", "cannot", "avoid", "before", "until", "after",
            "when", "if", "because", "unless",
        ]
        .contains(&word)
    })
}

fn applies(rule: &Rule, clause: &[String], step: &[Vec<String>]) -> bool {
    let at = |place: usize| {
        let here = &clause[place..];
        let mut verbs = rule.verbs.iter();
        verbs.any(|verb| starts_with(here, verb) && !opens_longer_phrase(here, verb))
    };
    let mut places = (0..clause.len()).filter(|&place| at(place) && is_verb_place(clause, place));
    places.any(|place| {
        // A button is named, not its object: "right-click the mailbox" and "click Delete".
        let is_button = place > 0 && is_press(&clause[place - 1]);
        let to = clause.len().min(place + 1 + REACH);
        let near = || touches(rule.objects, &clause[place + 1..to]);
        let anywhere = || step.iter().any(|clause| touches(rule.objects, clause));
        rule.objects.is_empty() || near() || (is_button && anywhere())
    })
}

/// "make" in "make sure" is another verb.
fn opens_longer_phrase(words: &[String], verb: &str) -> bool {
    let is_longer = |other: &&str| {
        other.len() > verb.len() && other.starts_with(verb) && other[verb.len()..].starts_with(' ')
    };
    let mut verbs = INSTRUCTIONS.iter().flat_map(|rule| rule.verbs.iter());
    verbs.any(|other| is_longer(other) && starts_with(words, other))
}

/// A verb stands at the head of its clause, behind "to" and the like, or is a button's name; in
/// other places the word is a noun ("the Start menu", "a restart") or a statement.
fn is_verb_place(clause: &[String], place: usize) -> bool {
    let before = place.checked_sub(1).map(|last| clause[last].as_str());
    let behind = [
        "the", "a", "an", "this", "of", "its", "in", "on", "your", "that", "for", "with", "is",
        "was", "it",
    ];
    before.is_none_or(|word| !behind.contains(&word))
}

fn is_press(word: &str) -> bool {
    ["click", "press", "choose", "select", "double-click"].contains(&word)
}

/// True if the words open with the phrase; the last word of the phrase may be inflected
/// ("restarting the service", "stops").
fn starts_with(words: &[String], phrase: &str) -> bool {
    let mut count = 0;
    for part in phrase.split(' ') {
        match words.get(count) {
            Some(word) if word == part || is_inflected(word, part) => count += 1,
            _ => return false,
        }
    }
    count > 0
}

fn is_inflected(word: &str, base: &str) -> bool {
    if base.len() < 4 {
        return false;
    }
    let stem = base.strip_suffix('e').unwrap_or(base);
    word.strip_prefix(stem)
        .is_some_and(|rest| rest == "ing" || (rest.len() == 4 && rest.ends_with("ing")))
}

fn touches(objects: &[&str], words: &[String]) -> bool {
    let is = |word: &str, object: &str| {
        word == object
            || word
                .strip_prefix(object)
                .is_some_and(|rest| rest == "s" || rest == "es")
    };
    objects.iter().any(|object| match object.split_once(' ') {
        Some((first, second)) => words
            .windows(2)
            .any(|pair| pair[0] == first && is(&pair[1], second)),
        None => words.iter().any(|word| is(word, object)),
    })
}

/// The risk of a command line at the head of the step or quoted in it.
fn command(step: &str) -> Option<(Risk, &'static str)> {
    let lower = step.to_lowercase();
    let quoted = lower.split(['"', '`']).skip(1).step_by(2);
    let inside = lower.split(['(', ')']).skip(1).step_by(2);
    // What stands in brackets is a command only with a switch: "(format)" names one.
    let inside = inside.flat_map(|inside| inside.split(','));
    let inside = inside.filter(|inside| inside.contains(" /"));
    let lines = lower
        .lines()
        .map(|line| line.trim_start_matches(['$', '#', '>', ' ', '\t']));
    lines
        .chain(quoted)
        .chain(inside)
        .filter_map(command_line)
        .max_by_key(|(risk, _)| *risk)
}

/// The longest entry all of whose words the line has: the first in front, options anywhere.
fn command_line(line: &str) -> Option<(Risk, &'static str)> {
    let mut words = line.split_whitespace();
    let program = words.next()?.trim_end_matches(".exe");
    let rest: Vec<&str> = words.take(24).collect();
    let is_line = |entry: &&(&str, Risk, &'static str)| {
        let mut parts = entry.0.split(' ');
        parts.next() == Some(program) && has_parts(&rest, parts)
    };
    // A sentence that opens with the same word is no command line ("Format the drive").
    let is_sentence = rest.first().is_some_and(|next| {
        [
            "the", "a", "an", "your", "it", "this", "all", "each", "any", "that", "both", "from",
            "to",
        ]
        .contains(next)
    });
    let found = COMMANDS
        .iter()
        .filter(is_line)
        .max_by_key(|entry| entry.0.len());
    found
        .filter(|_| !is_sentence)
        .map(|&(_, risk, reason)| (risk, reason))
}

/// Options stand anywhere, sub-commands in their place.
fn has_parts<'p>(rest: &[&str], parts: impl Iterator<Item = &'p str>) -> bool {
    let mut place = 0;
    for part in parts {
        let is_option = part.starts_with(['/', '-']);
        if is_option {
            let given = |word: &&str| *word == part || word.starts_with(&format!("{part}:"));
            if !rest.iter().any(given) {
                return false;
            }
        } else if rest
            .get(place)
            .is_some_and(|word| *word == part || word.starts_with(&format!("{part}/")))
        {
            place += 1;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests;
