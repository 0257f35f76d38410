//! Finds the query's terms in text.

use crate::understand::query_terms::QueryTerms;
use crate::understand::words::{Analyzer, tokens};
use std::collections::HashMap;

/// Words by which a question is asked and that say nothing of what it is about.
const ASKING: &[&str] = &[
    "a", "an", "and", "any", "are", "at", "be", "but", "by", "can", "could", "did", "do", "does",
    "each", "for", "from", "get", "give", "had", "has", "have", "he", "how", "i", "if", "in", "is",
    "it", "its", "me", "must", "my", "no", "not", "now", "of", "on", "or", "our", "please", "she",
    "should", "show", "so", "tell", "than", "that", "the", "their", "them", "then", "there",
    "they", "this", "to", "us", "was", "we", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "you", "your",
];

/// The query's terms with their worth. A set of terms is a mask, a bit per term.
pub(in crate::compose) struct Matcher<'q> {
    /// Terms and alternatives, with the place of the term and what meeting it counts.
    places: HashMap<&'q str, (u8, f32)>,
    worth: Vec<f32>,
    names: u128,
    total: f32,
    asking: Vec<String>,
    analyzer: Analyzer,
}

impl<'q> Matcher<'q> {
    pub(in crate::compose) fn new(query: &'q QueryTerms) -> Self {
        let mut matcher = Self {
            places: HashMap::new(),
            worth: Vec::new(),
            names: 0,
            total: 0.0,
            asking: Vec::new(),
            analyzer: Analyzer::new(),
        };
        for (place, term) in (0_u8..).zip(query.terms.iter().take(128)) {
            let surface = term.surface.to_ascii_lowercase();
            let asks = ASKING.contains(&surface.as_str());
            let worth = if asks { 0.0 } else { term.idf.max(0.05) };
            let number = term.is_identifier && surface.bytes().all(|byte| byte.is_ascii_digit());
            if number && surface.len() > 2 {
                matcher.names |= 1 << place;
            }
            matcher.asking.push(surface);
            matcher.worth.push(worth);
            matcher.total += worth;
            for (alternative, share) in &term.alternatives {
                matcher.places.entry(alternative).or_insert((place, *share));
            }
        }
        for (place, term) in (0_u8..).zip(query.terms.iter().take(128)) {
            matcher.places.insert(&term.term, (place, 1.0));
        }
        matcher
    }

    /// The terms that a text holds.
    pub(in crate::compose) fn mask(&mut self, text: &str) -> u128 {
        let Self { places, analyzer, .. } = self;
        let mut mask = 0;
        analyzer.terms(text, |term| {
            if let Some((place, _)) = places.get(term) {
                mask |= 1 << place;
            }
        });
        mask
    }

    /// What a set of terms is worth.
    pub(in crate::compose) fn worth(&self, mask: u128) -> f32 {
        let mut rest = mask;
        let mut worth = 0.0;
        while rest != 0 {
            let place = rest.trailing_zeros() as usize;
            worth += self.worth.get(place).copied().unwrap_or_default();
            rest &= rest - 1;
        }
        worth
    }

    /// What the terms in a text are worth.
    pub(in crate::compose) fn worth_of(&mut self, text: &str) -> f32 {
        let mask = self.mask(text);
        self.worth(mask)
    }

    /// The share of the whole query that a set of terms is, 0 to 1.
    pub(in crate::compose) fn share(&self, mask: u128) -> f32 {
        self.worth(mask) / self.total.max(1e-6)
    }

    /// True if every number of the query is in the set.
    pub(in crate::compose) fn names_met(&self, mask: u128) -> bool {
        self.names & !mask == 0
    }

    /// True if the query says one of these words, as typed.
    pub(in crate::compose) fn says(&self, words: &[&str]) -> bool {
        self.asking.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Byte ranges of `text` whose words the query asks for.
    pub(in crate::compose) fn highlights(&mut self, text: &str) -> Vec<[usize; 2]> {
        let mut ranges: Vec<[usize; 2]> = Vec::new();
        let Self { places, analyzer, worth, .. } = self;
        tokens(text, |token| {
            let asked = analyzer
                .term(token)
                .and_then(|term| places.get(term))
                .is_some_and(|(place, _)| worth.get(usize::from(*place)).is_some_and(|w| *w > 0.0));
            let end = token.start + token.text.len();
            if asked && ranges.last().is_none_or(|last| last[1] <= token.start) {
                ranges.push([token.start, end]);
            }
        });
        ranges
    }
}
