//! Which words of a query speak for one article and not for another.

use crate::Engine;
use crate::query::Query;
use serde::{Deserialize, Serialize};

/// Most words named on each side.
const NAMED: usize = 6;

/// The words of a query on which two articles differ, the most telling first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidingWords {
    /// Held by the right article alone.
    pub right: Vec<String>,
    /// Held by the other alone.
    pub other: Vec<String>,
    /// Held by neither.
    pub neither: Vec<String>,
}

/// The words of `text` that decide between the article `right` and another; none if either is not
/// in this knowledge base.
#[must_use]
pub fn deciding_words(
    engine: &Engine,
    text: &str,
    right: &str,
    other: &str,
) -> Option<DecidingWords> {
    let generation = engine.generation();
    let forward = |id: &str| {
        let mut record = crate::index::text::forward::ForwardRecord::default();
        let ordinal = generation.articles.find(id)?;
        generation.text.forward.read(ordinal, &mut record);
        Some(record)
    };
    let (right, other) = (forward(right)?, forward(other)?);
    let mut terms = engine.terms(&Query::new(text)).terms;
    terms.sort_by(|a, b| (b.idf * b.weight).total_cmp(&(a.idf * a.weight)));
    let mut words = DecidingWords::default();
    for term in terms {
        let holds = |record: &crate::index::text::forward::ForwardRecord| {
            term.ids().any(|(id, _)| record.find(id).is_some())
        };
        let list = match (holds(&right), holds(&other)) {
            (true, true) => continue,
            (true, false) => &mut words.right,
            (false, true) => &mut words.other,
            (false, false) => &mut words.neither,
        };
        if list.len() < NAMED {
            list.push(term.surface);
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_by_who_holds_them() {
        let engine = Engine::builtin().unwrap();
        let answer = engine.search(&Query::new("printer spooler dns")).unwrap();
        let [right, other] = [0, 1].map(|at| answer.results[at].id.clone());
        let text = format!(
            "{} zzyzx {}",
            answer.results[0].title, answer.results[1].title
        );
        let words = deciding_words(&engine, &text, &right, &other).unwrap();
        assert!(!words.right.is_empty() || !words.other.is_empty());
        assert_eq!(words.neither, ["zzyzx"]);
        let swapped = deciding_words(&engine, &text, &other, &right).unwrap();
        assert_eq!(swapped.right, words.other);
        assert_eq!(deciding_words(&engine, &text, &right, "no such id"), None);
    }
}
