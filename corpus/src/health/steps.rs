//! Steps that tell nothing: without words, or so vague that nobody can say whether they are done.

use super::{Finding, FindingKind, finding};
use crate::article::{Article, Block, Body, Item};

/// A vague step has at most this many words; longer ones name something.
const MOST_WORDS: usize = 7;

/// Openings that call for a look or a repair without saying at what.
const VAGUE: &[&str] = &[
    "check",
    "verify",
    "ensure",
    "make sure",
    "confirm",
    "fix",
    "resolve",
    "investigate",
    "review",
    "troubleshoot",
    "try",
    "correct",
    "look into",
];

/// Words that stand for nothing in particular.
const EMPTY: &[&str] = &[
    "the",
    "a",
    "an",
    "that",
    "everything",
    "all",
    "it",
    "is",
    "are",
    "works",
    "work",
    "working",
    "correct",
    "correctly",
    "properly",
    "ok",
    "okay",
    "fine",
    "right",
    "good",
    "valid",
    "again",
    "later",
    "problem",
    "problems",
    "issue",
    "issues",
    "error",
    "errors",
    "cause",
    "root",
    "configuration",
    "settings",
    "setting",
    "system",
    "if",
    "needed",
    "necessary",
    "any",
    "and",
    "there",
    "no",
    "what",
    "wrong",
    "accordingly",
    "appropriate",
    "to",
    "this",
    "up",
    "set",
    "configured",
    "you",
    "have",
    "something",
    "things",
    "please",
    "carefully",
];

/// Findings for the steps of all sections.
pub(super) fn find(article: &Article, found: &mut Vec<Finding>) {
    for section in &article.sections {
        blocks(&section.blocks, found);
    }
}

fn blocks(blocks_: &[Block], found: &mut Vec<Finding>) {
    for block in blocks_ {
        match &block.body {
            Body::Steps(items) => {
                items.iter().for_each(|item| step(item, found));
                items.iter().for_each(|item| blocks(&item.children, found));
            }
            Body::List(items) => items.iter().for_each(|item| blocks(&item.children, found)),
            _ => {}
        }
    }
}

fn step(item: &Item, found: &mut Vec<Finding>) {
    let text = item.text.trim();
    if text.chars().all(|character| !character.is_alphanumeric()) {
        if item.children.is_empty() {
            let told = format!("step {} has no words", item.label);
            found.push(finding(FindingKind::EmptyStep, item.span, text, told));
        }
    } else if item.children.is_empty() && is_vague(text) {
        let told = format!("step {} does not say what to look at", item.label);
        found.push(finding(FindingKind::UntestableStep, item.span, text, told));
    }
}

/// True if a step opens with a vague word and has no other word that names something.
fn is_vague(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let opening = VAGUE.iter().find(|opening| {
        lower
            .strip_prefix(**opening)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let Some(opening) = opening else { return false };
    let rest = &lower[opening.len()..];
    let words: Vec<&str> = rest
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= MOST_WORDS && words.iter().all(|word| EMPTY.contains(word))
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn only_steps_that_name_nothing_are_vague() {
        for (text, vague) in [
            ("Verify that everything is working correctly.", true),
            ("Check the configuration.", true),
            ("Fix the problem.", true),
            ("Try again later.", true),
            ("Check the spindle.", false),
            ("Checkout the branch.", false),
            ("Restart the loom.", false),
            ("Verify that port 77 is open.", false),
        ] {
            assert_eq!(is_vague(text), vague, "{text}");
        }
    }
}
