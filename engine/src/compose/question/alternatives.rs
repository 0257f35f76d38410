//! Questions that name several things to choose from: "which of loomctl, weft, warpd runs on …?"
//!
//! One passage seldom says it of all of them, so each that has a section of its own is answered
//! from there.

use super::contest::{Contest, Entry};

/// Most things that are answered one by one.
const MOST: usize = 5;

/// Words that ask how things differ.
const ASKS_DIFFERENCE: &[&str] = &[
    "difference",
    "differences",
    "differ",
    "differs",
    "compare",
    "compared",
    "versus",
    "vs",
];

/// Words that ask where something can be used, and words that say it.
const ASKS_WHERE: &[&str] = &[
    "valid",
    "available",
    "supported",
    "work",
    "works",
    "run",
    "runs",
];
const SAYS_WHERE: &[&str] = &["available", "only", "supported", "valid", "works", "runs"];

/// Things that a question names to choose from; none if it lists fewer than two with "or", or
/// three in a row.
fn named(question: &str) -> Vec<&str> {
    listed(question, false)
}

/// The same; two joined with "and" are listed, too, where `pairs` are asked about.
fn listed(question: &str, pairs: bool) -> Vec<&str> {
    let words: Vec<&str> = question.split_whitespace().collect();
    let bare =
        |word: &'_ str| -> usize { word.trim_end_matches([',', '?', '.', ';', ':', ')']).len() };
    let joins = |word: &str| word == "or" || word == "and";
    let mut at = 0;
    while at < words.len() {
        let mut run: Vec<&str> = Vec::new();
        let mut has_or = pairs;
        let mut next = at;
        while next < words.len() {
            let word = words[next];
            run.push(&word[..bare(word)]);
            next += 1;
            let listed = word.ends_with(',');
            let joined = words.get(next).is_some_and(|word| joins(word));
            has_or |= joined && words.get(next) == Some(&"or");
            next += usize::from(joined);
            if !listed && !joined {
                break;
            }
        }
        if run.len() > 2 || run.len() == 2 && has_or {
            run.retain(|word| !word.is_empty());
            run.truncate(MOST);
            return run;
        }
        at += 1;
    }
    Vec::new()
}

/// Where a question asks how things differ, the beginning of the section of each; none unless
/// each has one.
pub(super) fn compared(contest: &mut Contest<'_, '_>, question: &str) -> Vec<Entry> {
    if !contest.asks(ASKS_DIFFERENCE) {
        return Vec::new();
    }
    let mut found: Vec<Entry> = Vec::new();
    for thing in listed(question, true) {
        let mask = contest.mask(thing);
        let under = |entry: &&Entry| mask != 0 && contest.heading(**entry) & mask == mask;
        let best = contest.entries.iter().find(under);
        match best.map(|best| contest.to_start(*best)) {
            Some(best) if !found.contains(&best) => found.push(best),
            _ => return Vec::new(),
        }
    }
    found
}

/// The best entry for each thing named that `first` does not stand under, each from a section
/// that is called after it.
pub(super) fn entries(contest: &mut Contest<'_, '_>, question: &str, first: Entry) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for thing in named(question) {
        let mask = contest.mask(thing);
        if mask == 0 || contest.heading(first) & mask == mask {
            continue;
        }
        let under = |entry: &&Entry| contest.heading(**entry) & mask == mask;
        let best = contest.entries.iter().find(under).copied();
        let best = best.map(|best| {
            if contest.asks(ASKS_WHERE) {
                contest.to_saying(best, SAYS_WHERE)
            } else {
                best
            }
        });
        found.extend(best.filter(|best| !found.contains(best)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        for (question, expected) in [
            (
                "which of loomctl, weft, warpd runs on XP?",
                &["loomctl", "weft", "warpd"][..],
            ),
            ("is it loomctl or weft?", &["loomctl", "weft"]),
            ("loomctl, weft, or warpd", &["loomctl", "weft", "warpd"]),
            ("can I weave and spin", &[]),
            ("When it rains, where do I go", &[]),
            ("", &[]),
        ] {
            assert_eq!(named(question), expected, "{question}");
        }
    }
}
