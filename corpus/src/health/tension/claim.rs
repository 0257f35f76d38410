//! What a sentence claims: an outcome and the conditions under which it comes.

use std::collections::HashSet;

/// A sentence longer than this claims too much to be read.
const LONGEST: usize = 600;

/// Verbs of an outcome that comes.
const WORKS: &[&str] = &[
    " works",
    " work ",
    " is supported",
    " are supported",
    " succeeds",
    " succeed ",
    " can connect",
    " is possible",
    " is allowed",
    " are allowed",
];
/// Verbs of an outcome that does not come.
const FAILS: &[&str] = &[
    " not work",
    " not supported",
    " unsupported",
    " fails",
    " fail ",
    " cannot connect",
    " not possible",
    " not allowed",
    " not succeed",
];
/// Words that open a condition.
const CONDITIONS: &[&str] = &[" if ", " when ", " where ", " only "];

/// One outcome under one set of conditions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// Whether the outcome comes.
    pub(super) yes: bool,
    /// The words of the condition.
    pub(super) words: HashSet<String>,
    /// All words of the sentence, which name the table.
    pub(super) context: HashSet<String>,
    /// "both … and": the row that holds all of them is meant.
    pub(super) both: bool,
    /// "either … or": the rows of each alone are meant.
    pub(super) either: bool,
}

/// The claims of a sentence; none if it has no outcome or no condition.
pub(super) fn read(sentence: &str) -> Vec<Claim> {
    if sentence.len() > LONGEST {
        return Vec::new();
    }
    let lower = format!(" {} ", sentence.to_lowercase());
    // A hedge claims nothing that a table could deny.
    if [" may ", " might ", " in some cases", " depends "]
        .iter()
        .any(|hedge| lower.contains(hedge))
    {
        return Vec::new();
    }
    let (first, turned) = match lower.find(" but not ") {
        Some(at) => (&lower[..at], Some(&lower[at..])),
        None => (lower.as_str(), None),
    };
    let Some(yes) = outcome(first) else {
        return Vec::new();
    };
    let context = words(&lower);
    let claim = |text: &str, yes: bool| {
        let condition = &text[condition(text)?..];
        Some(Claim {
            yes,
            words: words(condition),
            context: context.clone(),
            both: condition.contains(" both "),
            either: condition.contains(" either "),
        })
    };
    let turned = turned.and_then(|text| claim(text, !yes));
    claim(first, yes).into_iter().chain(turned).collect()
}

fn outcome(text: &str) -> Option<bool> {
    let has = |verbs: &[&str]| verbs.iter().any(|verb| text.contains(verb));
    match (has(FAILS), has(WORKS)) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

/// Where the last condition starts: "When X is used, Y works if Z" claims Z.
fn condition(text: &str) -> Option<usize> {
    CONDITIONS.iter().filter_map(|word| text.rfind(word)).max()
}

/// The words of a text that may name a row or a column, plurals as singulars.
pub(super) fn words(text: &str) -> HashSet<String> {
    const NONE: &[&str] = &[
        "a", "an", "the", "and", "or", "of", "is", "are", "if", "when", "where", "only", "both",
        "either", "behind", "not", "but", "to", "in", "on", "with", "for", "as", "by", "be", "it",
        "used", "use", "method",
    ];
    let lower = text.to_lowercase();
    let parts = lower.split(|character: char| !character.is_alphanumeric());
    let kept = parts.filter(|word| !word.is_empty() && !NONE.contains(word));
    kept.map(|word| match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    })
    .collect()
}
