//! Finds the articles that a mistyped id may have meant.

use crate::engine::Engine;
use crate::query::Query;
use std::collections::BTreeSet;

/// How many ids are named at most.
const MOST: usize = 3;

/// Longest id that slips are tried for; each try is a look into the index.
const LONGEST: usize = 10;

impl Engine {
    /// Ids of this knowledge base that `typed` may have meant: one slip of the fingers away, or
    /// spelt alike; none if nothing is close.
    #[must_use]
    pub fn near_ids(&self, typed: &str) -> Vec<String> {
        let articles = &self.generation().articles;
        let close = slips(typed, &mut |candidate| articles.find(candidate).is_some());
        if !close.is_empty() {
            return close;
        }
        let words = typed.replace(|character: char| !character.is_alphanumeric(), " ");
        // What goes wrong on the way to a guess only costs the guess.
        let found = self.ranking(&Query::new(words)).unwrap_or_default();
        alike(typed, found.into_iter())
    }
}

/// Ids one slip of the fingers away from `typed` that exist: a digit too many, a digit wrong, or
/// two neighbours swapped. An id without digits has no such slips.
fn slips(typed: &str, exists: &mut dyn FnMut(&str) -> bool) -> Vec<String> {
    candidates(typed)
        .into_iter()
        .filter(|candidate| exists(candidate))
        .take(MOST)
        .collect()
}

/// Of `known`, the ids spelt most like `typed` by Jaro-Winkler similarity, likest first; none if
/// nothing is alike.
#[must_use]
pub fn alike(typed: &str, known: impl Iterator<Item = String>) -> Vec<String> {
    let typed = typed.to_lowercase();
    let mut scored: Vec<(f64, String)> = known
        .map(|id| (strsim::jaro_winkler(&typed, &id.to_lowercase()), id))
        .filter(|(score, _)| *score > 0.85)
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    scored.into_iter().map(|(_, id)| id).take(MOST).collect()
}

fn candidates(typed: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let characters: Vec<char> = typed.trim().chars().collect();
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    if characters.len() > LONGEST {
        return found;
    }
    for at in (0..characters.len()).filter(|&at| digit(at)) {
        let mut shorter = characters.clone();
        shorter.remove(at);
        found.insert(shorter.into_iter().collect());
        if digit(at + 1) {
            let mut swapped = characters.clone();
            swapped.swap(at, at + 1);
            found.insert(swapped.into_iter().collect());
        }
        for other in '0'..='9' {
            let mut changed = characters.clone();
            changed[at] = other;
            found.insert(changed.into_iter().collect());
        }
    }
    found.remove(typed.trim());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_found_and_two_are_not() {
        let known = ["Q100200", "Q900001"];
        let mut exists = |id: &str| known.contains(&id);
        for (typed, found) in [
            ("Q100201", vec!["Q100200"]),
            ("Q120002", vec![]),
            ("Q010200", vec!["Q100200"]),
            ("Q1002000", vec!["Q100200"]),
            ("Q100200", vec![]),
            ("", vec![]),
            ("printer", vec![]),
        ] {
            assert_eq!(slips(typed, &mut exists), found, "{typed}");
        }
    }

    #[test]
    fn the_likest_ids_come_first_and_strangers_not_at_all() {
        let known = ["remote-ports", "remote-port", "printer-blank"].map(String::from);
        let found = alike("remote-prt", known.into_iter());
        assert_eq!(found, ["remote-port", "remote-ports"]);
    }
}
