//! Completes a text while it is typed, from the words of titles.
//!
//! Titles hold words as people write them, where the vocabulary of the index holds stems. Their
//! index is made in memory when the first completion is asked for: about 4 MB and a tenth of a
//! second for 57,000 titles.

use crate::answer::{COMPLETE_SCHEMA, CompleteAnswer, TitleAnswer};
use crate::compose::guard::Viewer;
use crate::engine::{Engine, milliseconds};
use crate::index::articles::Articles;
use corpus::article::Audience;
use std::collections::BTreeMap;
use std::time::Instant;

/// Letters that have to be typed of a word before it is completed.
const SHORTEST: usize = 2;
/// Words with the same beginning that are looked at.
const WORDS: usize = 4000;
/// Titles that are compared.
const TITLES: usize = 4000;
/// Words of a text that are looked at; titles are not longer.
const TYPED: usize = 12;

/// The words of all titles.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    /// In byte order, each with the ordinals of the titles that hold it, ascending.
    words: Vec<(Box<str>, Box<[u32]>)>,
    audiences: Vec<Audience>,
}

impl Titles {
    /// Reads all titles of a table.
    pub(crate) fn read(articles: &Articles) -> Self {
        let mut words: BTreeMap<Box<str>, Vec<u32>> = BTreeMap::new();
        let mut audiences = Vec::with_capacity(articles.len());
        for ordinal in 0..u32::try_from(articles.len()).unwrap_or(u32::MAX) {
            let entry = articles.get(ordinal).filter(|entry| !entry.superseded);
            audiences.push(
                entry
                    .as_ref()
                    .map_or(Audience::Tier3, |entry| entry.audience),
            );
            let Some(entry) = entry else {
                continue;
            };
            for word in words_of(&entry.title) {
                let places = words.entry(word.into()).or_default();
                if places.last() != Some(&ordinal) {
                    places.push(ordinal);
                }
            }
        }
        let words = words
            .into_iter()
            .map(|(word, places)| (word, places.into_boxed_slice()));
        Self {
            words: words.collect(),
            audiences,
        }
    }

    /// The words that begin with `prefix`, with their titles.
    fn beginning(&self, prefix: &str) -> impl Iterator<Item = &(Box<str>, Box<[u32]>)> {
        let first = self.words.partition_point(|(word, _)| **word < *prefix);
        let rest = self.words.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |(word, _)| word.starts_with(prefix))
            .take(WORDS)
    }

    fn holding(&self, word: &str) -> &[u32] {
        let place = self
            .words
            .binary_search_by(|(known, _)| (**known).cmp(word));
        let found = place.ok().and_then(|place| self.words.get(place));
        found.map_or(&[], |(_, titles)| titles)
    }

    fn is_for(&self, ordinal: u32, viewer: &Viewer) -> bool {
        let audience = self.audiences.get(ordinal as usize);
        audience.is_some_and(|audience| viewer.sees(*audience))
    }
}

/// Completes `text` for a viewer with at most `limit` texts and as many articles.
pub(crate) fn complete(
    engine: &Engine,
    text: &str,
    limit: usize,
    viewer: &Viewer,
) -> CompleteAnswer {
    let start = Instant::now();
    let lower = text.to_lowercase();
    let (before, typed) = split(&lower);
    let titles = engine.titles();
    let before: Vec<String> = words_of(before).take(TYPED).collect();
    // Each word with the titles that hold it and all words before it. Earlier words that stand
    // in no title at all are of no help and are not asked for.
    let earlier: Vec<&[u32]> = before
        .iter()
        .map(|word| titles.holding(word))
        .filter(|places| !places.is_empty())
        .collect();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut found: Vec<u32> = Vec::new();
    if typed.chars().count() >= SHORTEST {
        for (word, places) in titles.beginning(typed) {
            let fitting = places
                .iter()
                .copied()
                .filter(|place| earlier.iter().all(|list| list.binary_search(place).is_ok()))
                .filter(|place| titles.is_for(*place, viewer));
            let known = found.len();
            found.extend(fitting);
            if found.len() > known {
                words.push((found.len() - known, word));
            }
        }
    }
    words.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let kept = text.get(..text.len().saturating_sub(typed.len()));
    let kept = kept.filter(|_| lower.len() == text.len()).unwrap_or("");
    let texts = words.iter().take(limit);
    CompleteAnswer {
        schema: COMPLETE_SCHEMA.to_owned(),
        texts: texts.map(|(_, word)| format!("{kept}{word}")).collect(),
        articles: best_titles(engine, found, limit),
        took_ms: milliseconds(start),
    }
}

/// The articles that others point at most come first; among equals, short titles.
fn best_titles(engine: &Engine, mut found: Vec<u32>, limit: usize) -> Vec<TitleAnswer> {
    let articles = &engine.generation().articles;
    found.truncate(TITLES);
    found.sort_unstable();
    found.dedup();
    found.sort_by_key(|ordinal| std::cmp::Reverse(articles.standing(*ordinal).in_links));
    let entries = found
        .iter()
        .take(limit)
        .filter_map(|ordinal| articles.get(*ordinal));
    let mut titles: Vec<TitleAnswer> = entries
        .map(|entry| TitleAnswer {
            id: entry.id,
            title: entry.title,
        })
        .collect();
    titles.dedup();
    titles
}

/// What stands before the word that is being typed, and its letters so far.
fn split(text: &str) -> (&str, &str) {
    let letters = |letter: char| letter.is_alphanumeric();
    let typed = text.trim_end_matches(letters).len();
    text.split_at(typed)
}

/// The words of a title in lower case; what is no word but a number or a single letter
/// completes nothing.
fn words_of(title: &str) -> impl Iterator<Item = String> {
    title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().nth(1).is_some())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::guard::Channel;

    fn viewer(audience: Audience) -> Viewer {
        Viewer {
            audience,
            channel: Channel::Desk,
        }
    }

    #[test]
    fn words_go_on_as_titles_do() {
        let engine = Engine::builtin().unwrap();
        let (entry, title) = (0..)
            .filter_map(|ordinal| engine.generation().articles.get(ordinal))
            .find_map(|entry| {
                let title = entry.title.to_lowercase();
                let long = words_of(&title).find(|word| word.len() > 6)?;
                Some((entry, long))
            })
            .unwrap();
        let typed: String = title.chars().take(5).collect();
        let answer = complete(&engine, &typed, 20, &viewer(Audience::Tier3));
        assert!(answer.texts.contains(&title), "{typed}: {answer:?}");
        let whole = complete(&engine, &entry.title, 20, &viewer(Audience::Tier3));
        assert!(whole.articles.iter().any(|article| article.id == entry.id));
    }

    #[test]
    fn any_text_is_taken() {
        let engine = Engine::builtin().unwrap();
        for text in [
            "",
            " ",
            "a",
            "ß",
            "İİİ",
            "…",
            "\u{0}\u{0}",
            &"ä ".repeat(5000),
        ] {
            let answer = complete(&engine, text, 5, &viewer(Audience::Public));
            assert!(answer.texts.len() <= 5);
        }
    }

    #[test]
    fn the_last_word_is_the_one_that_is_typed() {
        assert_eq!(split("no pri"), ("no ", "pri"));
        assert_eq!(split("no "), ("no ", ""));
        assert_eq!(split("pré"), ("", "pré"));
    }
}
