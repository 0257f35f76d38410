//! Sentences that forbid something to their reader, or allow it only as a last resort.
//!
//! "Do not restart the service" is an order; "the clients do not answer" is a statement. What
//! tells them apart is where the words stand: at the start of a sentence, behind a condition
//! ("If it fails, do not …") or behind "and", "but", "please", "then".

use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The start of a sentence is looked for within this many bytes.
const LONGEST_SENTENCE: usize = 1000;

/// True if a text forbids something to its reader, or allows it only as a last resort.
pub(super) fn forbids(text: &str) -> bool {
    forbidding_at(text).is_some()
}

/// Phrases that limit wherever they stand in a sentence; the first letter, which may be a
/// capital, is left out.
const LIMITS: &[&str] = &[
    "ast resort",
    "t your own risk",
    "ou must not ",
    "ou should not ",
    "ou should never ",
    "ou must never ",
    "hould never be ",
    "ust not be ",
    "ot recommend",
    "ake sure not to ",
    "e careful not to ",
];
/// Words that give orders, the first letter left out.
const ORDERS: &[&str] = &["o not ", "O NOT ", "on't ", "ever ", "EVER "];
/// Every phrase above holds one of these; most paragraphs hold none.
const HINTS: &[&str] = &[
    "ot ",
    "OT ",
    "n't ",
    "ever ",
    "EVER ",
    "resort",
    "own risk",
    "ot recommend",
];

/// Searchers for the phrases, made once: to make one costs more than to use it.
struct Phrases {
    limits: Vec<Finder<'static>>,
    orders: Vec<Finder<'static>>,
    hints: Vec<Finder<'static>>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let finders =
        |phrases: &[&'static str]| phrases.iter().map(|phrase| Finder::new(*phrase)).collect();
    Phrases {
        limits: finders(LIMITS),
        orders: finders(ORDERS),
        hints: finders(HINTS),
    }
});

/// The start of the first sentence that forbids.
pub(super) fn forbidding_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let phrases = &*PHRASES;
    if !phrases.hints.iter().any(|hint| hint.find(bytes).is_some()) {
        return None;
    }
    let limit = phrases
        .limits
        .iter()
        .filter_map(|phrase| phrase.find(bytes))
        .min();
    let order = phrases
        .orders
        .iter()
        .filter_map(|phrase| imperative(text, phrase))
        .min();
    let at = [limit, order].into_iter().flatten().min()?;
    Some(sentence_start(text, at))
}

/// The first place where a phrase, completed by the letter before it, gives an order.
fn imperative(text: &str, phrase: &Finder<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let needle = phrase.needle();
    phrase.find_iter(bytes).find_map(|at| {
        let start = at.checked_sub(1)?;
        let wanted: &[u8] = if matches!(needle.first(), Some(b'e' | b'E')) {
            b"nN"
        } else {
            b"dD"
        };
        let word = wanted.contains(&bytes[start])
            && (start == 0 || !bytes[start - 1].is_ascii_alphanumeric());
        (word && orders(text, start, &text[at + needle.len()..])).then_some(start)
    })
}

/// Verbs that follow "do not" in statements about things, not in orders, when the sentence has
/// already begun ("…, do not have").
const STATING: &[&str] = &[
    "have ", "need ", "appear", "work", "exist", "occur", "support", "see ", "receive ", "want ",
    "contain", "get ", "match", "know ", "think ", "require", "allow",
];

fn orders(text: &str, start: usize, rest: &str) -> bool {
    let before = text[..start].trim_end_matches([' ', '"', '(', '*', '\'']);
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':']);
    if opens {
        // Behind an abbreviation ("etc. do not work") the sentence goes on in lower case.
        let capital = text.as_bytes()[start].is_ascii_uppercase();
        return capital || before.is_empty() || before.ends_with(':');
    }
    let after_clause = before.ends_with([',', ';']) && opens_with_clause(text, start);
    let joined = after_clause
        || [" and", " but", "please", "Please", " then"]
            .iter()
            .any(|word| before.ends_with(word));
    let never = text.as_bytes()[start].eq_ignore_ascii_case(&b'n');
    joined && !never && !STATING.iter().any(|verb| rest.starts_with(verb))
}

/// True if the sentence around `at` begins with a condition or a place, so that what follows its
/// comma is an order ("If it fails, do not …") and not a statement ("The maps, …, do not …").
fn opens_with_clause(text: &str, at: usize) -> bool {
    const CLAUSES: &[&str] = &[
        "If ",
        "When ",
        "To ",
        "For ",
        "After ",
        "Before ",
        "Until ",
        "Unless ",
        "Otherwise",
        "However",
        "Instead",
        "In ",
        "On ",
        "While ",
        "Once ",
        "Therefore",
        "As ",
        "Also",
        "Because ",
        "By ",
        "Under ",
        "At ",
        "During ",
        "With ",
        "Note",
        "NOTE",
    ];
    let sentence = &text[sentence_start(text, at)..];
    CLAUSES.iter().any(|word| sentence.starts_with(word))
}

fn sentence_start(text: &str, at: usize) -> usize {
    let mut floor = at.saturating_sub(LONGEST_SENTENCE);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let head = &text[floor..at];
    let boundary = head
        .rmatch_indices(['.', '!', '?'])
        .find(|&(place, _)| {
            let after = head.get(place + 1..).unwrap_or_default();
            after.is_empty() || after.starts_with([' ', '"', ')'])
        })
        .map(|(place, _)| place + 1);
    let start = floor + boundary.unwrap_or(0);
    start + text[start..at].len() - text[start..at].trim_start_matches([' ', '"', ')']).len()
}

pub(super) fn sentence_end(text: &str, from: usize) -> usize {
    [". ", "! "]
        .iter()
        .filter_map(|stop| Some(from + text[from..].find(stop)? + 1))
        .min()
        .unwrap_or(text.len())
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn orders_not_to_do_something_are_cautions() {
        let cases = [
            ("Do not restart the service.", true),
            ("Stop first. Never delete the key.", true),
            ("If it fails, do not retry.", true),
            ("Open the box, but do not click OK.", true),
            ("Use this only as a last resort.", true),
            ("You should not share the folder.", true),
            ("Microsoft does not recommend this.", true),
            ("Don't use the switch.", true),
            ("If you do not have the disk, stop.", false),
            ("The clients do not answer.", false),
            ("It should not be necessary.", false),
            ("Some drivers, do not work.", false),
            ("The maps, which it loads, do not include drums.", false),
            ("It never returns.", false),
            ("Use whenever you like.", false),
        ];
        for (text, expected) in cases {
            assert_eq!(forbids(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_forbidding_sentence_is_found() {
        let text = "Click OK. If it asks, do not reply. Wait.";
        assert_eq!(forbidding_at(text), Some(10));
    }
}
