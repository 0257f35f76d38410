//! How closely an article records the very event of a case.
//!
//! Many articles record the same source and number with different descriptions ("could not start
//! the service": which service?). What a pasted record says is compared with what stands around
//! the number in each article, word by word and pair by pair.

use super::exact::{Exact, Identifier};
use crate::rank::Ranked;
use corpus::article::{Article, FactValue};
use corpus::{Document, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Articles that are compared, the best ranked first: reading them costs time.
const MOST_ARTICLES: usize = 24;

/// Words of a record that are compared; descriptions of events are rarely longer.
const MOST_WORDS: usize = 240;

/// Fewer words than this are a number and its source, with nothing to compare.
const FEWEST_WORDS: usize = 10;

/// Bytes before and after the number that may belong to an article's record.
const AROUND: (usize, usize) = (200, 1200);

/// For articles that hold an event of the case: the share of the record's words and pairs of
/// words that stand around the event in the article, 0 to 1. Empty where there is nothing to
/// choose between or to compare. `read` gives the document and the place of the article in it.
pub fn closeness(
    text: &str,
    exact: &Exact,
    ranked: &[Ranked],
    read: &dyn Fn(u32) -> Option<(Arc<Document>, usize)>,
) -> HashMap<u32, f32> {
    let mut close = HashMap::new();
    let contested = exact.identifiers.iter().find(|identifier| {
        matches!(identifier.value, FactValue::Event { .. }) && identifier.holders.len() > 1
    });
    let Some(identifier) = contested else {
        return close;
    };
    let asked = asked_words(text, identifier);
    if asked.len() < FEWEST_WORDS {
        return close;
    }
    let asked = grams(&asked);
    let order = ranked.iter().map(|article| article.ordinal);
    let holders = order.filter(|ordinal| identifier.holders.binary_search(ordinal).is_ok());
    for ordinal in holders.take(MOST_ARTICLES) {
        let Some((document, place)) = read(ordinal) else {
            continue;
        };
        let shares = document
            .articles
            .get(place)
            .into_iter()
            .flat_map(|article| places(article, &identifier.value))
            .map(|span| share(&asked, &document.text(span)));
        close.insert(ordinal, shares.fold(0.0, f32::max));
    }
    close
}

/// The words of the case that belong to the record: its lines where it is one, else the whole.
fn asked_words(text: &str, identifier: &Identifier) -> Vec<String> {
    let record = text.get(identifier.span.range()).unwrap_or_default();
    let words = words(record);
    if words.len() < FEWEST_WORDS {
        return self::words(text);
    }
    words
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(str::to_lowercase)
        .collect()
}

/// Words and pairs of neighbouring words.
fn grams(words: &[String]) -> HashSet<String> {
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    words.iter().cloned().chain(pairs).collect()
}

fn share(asked: &HashSet<String>, text: &str) -> f32 {
    let there = grams(&words(text));
    asked.intersection(&there).count() as f32 / asked.len().max(1) as f32
}

/// Where the article may record the event: around each place of its number.
fn places(article: &Article, event: &FactValue) -> impl Iterator<Item = Span> {
    let number = match event {
        FactValue::Event { number, .. } => Some(*number),
        _ => None,
    };
    let whole = article.span.range();
    let is_it = move |value: &FactValue| match value {
        FactValue::Event { number: other, .. } => Some(*other) == number,
        _ => false,
    };
    let facts = article.facts.iter().filter(move |fact| is_it(&fact.value));
    facts.map(move |fact| {
        let at = fact.span.range();
        Span::new(
            at.start.saturating_sub(AROUND.0).max(whole.start),
            at.end.saturating_add(AROUND.1).min(whole.end),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_tells_records_of_one_number_apart() {
        let asked = grams(&words(
            "Event ID: 7023 Source: Toaster Description: The bread lift service stopped with crumbs",
        ));
        let same = share(
            &asked,
            "Event ID: 7023. The bread lift service stopped with crumbs.",
        );
        let other = share(
            &asked,
            "Event ID: 7023. The heating wire service did not start.",
        );
        assert!(same > other + 0.3, "{same} {other}");
        assert_eq!(share(&asked, ""), 0.0);
    }

    #[test]
    fn nothing_is_read_for_a_number_alone() {
        let exact = Exact {
            identifiers: vec![Identifier {
                value: FactValue::Event {
                    provider: Some("Toaster".into()),
                    channel: None,
                    number: 7023,
                },
                span: Span::new(0, 12),
                sources: Vec::new(),
                holders: vec![1, 2],
            }],
        };
        let read = |_| unreachable!("nothing to compare");
        assert!(closeness("toaster 7023", &exact, &[], &read).is_empty());
    }
}
