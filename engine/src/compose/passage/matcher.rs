//! Finds the query's terms in text.

use crate::understand::beginnings::Beginnings;
use crate::understand::query_terms::QueryTerms;
use crate::understand::words::{KeptAnalyzer, tokens};
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Words by which a question is asked and that say nothing of what it is about.
const ASKING: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "are",
    "at",
    "be",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "each",
    "for",
    "from",
    "get",
    "give",
    "had",
    "has",
    "have",
    "he",
    "how",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "me",
    "must",
    "my",
    "no",
    "not",
    "now",
    "of",
    "on",
    "or",
    "our",
    "please",
    "she",
    "should",
    "show",
    "so",
    "tell",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "they",
    "this",
    "to",
    "us",
    "was",
    "we",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
    "also",
    "although",
    "another",
    "because",
    "between",
    "every",
    "everyone",
    "everything",
    "few",
    "fine",
    "happen",
    "happens",
    "just",
    "know",
    "let",
    "like",
    "look",
    "looks",
    "many",
    "may",
    "more",
    "most",
    "much",
    "need",
    "needs",
    "nothing",
    "once",
    "only",
    "other",
    "own",
    "same",
    "say",
    "says",
    "see",
    "seen",
    "since",
    "some",
    "something",
    "still",
    "such",
    "through",
    "want",
    "way",
    "while",
    "whole",
    "table",
    "article",
    "articles",
    "list",
    "mean",
    "means",
    "possible",
    "used",
];

/// Words that join or turn others: matched like any, but not missed.
const JOINING: &[&str] = &[
    "about", "after", "all", "always", "ask", "asks", "back", "before", "down", "first", "itself",
    "last", "next", "off", "one", "out", "over", "put", "tells", "two", "under", "up", "use",
    "uses", "using", "without",
];

/// What a word counts that the knowledge base does not have: callers use words of their own.
const UNKNOWN: f32 = 0.6;
/// What every word counts beside its rarity, as a share of the mean.
const EVEN: f32 = 0.5;
/// What a name or number counts beside a word as rare.
const NAME: f32 = 1.4;

/// The query's terms with their worth. A set of terms is a mask, a bit per term.
pub(crate) struct Matcher<'q> {
    /// Terms and alternatives, with the place of the term.
    places: HashMap<&'q str, u8, foldhash::fast::RandomState>,
    /// What a word has to begin with to be one of them.
    beginnings: Beginnings,
    worth: Vec<f32>,
    total: f32,
    /// Places of the words that join or turn others.
    joining: Vec<usize>,
    /// The terms of texts that were read, by hashes of them: one answer reads its first articles
    /// twice, and articles of one archive share many sentences. Seeded, so that no two texts can
    /// be made that collide.
    read: HashMap<u64, u128, foldhash::fast::RandomState>,
    asking: &'q [String],
    analyzer: KeptAnalyzer,
}

impl<'q> Matcher<'q> {
    pub(crate) fn new(query: &'q QueryTerms) -> Self {
        let mut matcher = Self {
            places: HashMap::default(),
            beginnings: Beginnings::default(),
            worth: Vec::new(),
            total: 0.0,
            joining: Vec::new(),
            read: HashMap::default(),
            asking: &query.words,
            analyzer: KeptAnalyzer::take(),
        };
        let mean =
            query.terms.iter().map(|term| term.idf).sum::<f32>() / query.terms.len().max(1) as f32;
        for (place, term) in (0_u8..).zip(query.terms.iter().take(128)) {
            let surface = term.surface.to_ascii_lowercase();
            let asks = ASKING.contains(&surface.as_str());
            let known = if term.id.is_some() { 1.0 } else { UNKNOWN };
            // In a small knowledge base counts say little, so rarity only tips the balance.
            let rarity = term.idf + EVEN * mean + 1e-3;
            let mut worth = if asks { 0.0 } else { rarity * known };
            if !asks && is_name(&term.surface, place == 0) {
                worth = rarity * NAME;
            }
            if JOINING.contains(&surface.as_str()) {
                matcher.joining.push(usize::from(place));
            }
            matcher.worth.push(worth);
            matcher.total += worth;
            for other in &term.alternatives {
                matcher.places.entry(&other.term).or_insert(place);
            }
        }
        for (place, term) in (0_u8..).zip(query.terms.iter().take(128)) {
            matcher.places.insert(&term.term, place);
        }
        for term in matcher.places.keys() {
            matcher.beginnings.add(term);
        }
        matcher
    }

    /// The words of the query as typed.
    pub(in crate::compose) fn words(&self) -> &'q [String] {
        self.asking
    }

    /// The terms that a text holds.
    pub(in crate::compose) fn mask(&mut self, text: &str) -> u128 {
        let key = self.read.hasher().hash_one(text);
        if let Some(mask) = self.read.get(&key) {
            return *mask;
        }
        let Self {
            places,
            beginnings,
            analyzer,
            ..
        } = self;
        let mut mask = 0;
        tokens(text, |token| {
            if beginnings.admit(token.text)
                && let Some(place) = analyzer.term(token).and_then(|term| places.get(term))
            {
                mask |= 1 << place;
            }
        });
        self.read.insert(key, mask);
        mask
    }

    /// What a set of terms is worth.
    pub(in crate::compose) fn worth(&self, mask: u128) -> f32 {
        sum(&self.worth, mask)
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

    /// How many telling words a set of terms holds; those that join or turn others are none.
    pub(in crate::compose) fn telling(&self, mask: u128) -> usize {
        let tells = |place: &usize| {
            self.worth[*place] > 0.0
                && mask & 1_u128 << (*place).min(127) != 0
                && !self.joining.contains(place)
        };
        (0..self.worth.len()).filter(tells).count()
    }

    /// How many of the telling words a text of these terms lacks, and what share of the query
    /// they are. Words that only join or turn others say nothing by being absent.
    pub(in crate::compose) fn absent(&self, mask: u128) -> (usize, f32) {
        let missing = |place: &usize| {
            self.worth[*place] > 0.0
                && mask & 1_u128 << (*place).min(127) == 0
                && !self.joining.contains(place)
        };
        let absent: Vec<usize> = (0..self.worth.len()).filter(missing).collect();
        let worth: f32 = absent.iter().map(|&place| self.worth[place]).sum();
        (absent.len(), worth / self.total.max(1e-6))
    }

    /// Makes terms that fewer of `masks` hold worth more: words that a whole article repeats do
    /// not tell its passages apart. `said` (what its title says) counts half.
    pub(in crate::compose) fn local(&self, masks: &[u128], said: u128) -> Vec<f32> {
        let all = masks.len().max(1) as f32;
        let local = |(place, worth): (usize, &f32)| {
            let bit = 1_u128 << place.min(127);
            let holding = masks.iter().filter(|mask| *mask & bit != 0).count();
            let rarity = (1.0 + all / (1.0 + holding as f32)).ln() / (1.0 + all).ln();
            let half = if said & bit == 0 { 1.0 } else { 0.5 };
            worth * rarity * half
        };
        self.worth.iter().enumerate().map(local).collect()
    }

    /// True if the query says one of these words, as typed.
    pub(in crate::compose) fn says(&self, words: &[&str]) -> bool {
        self.asking
            .iter()
            .any(|word| words.contains(&word.as_str()))
    }

    /// True if the query opens with one of these words, as typed.
    pub(in crate::compose) fn opens_with(&self, words: &[&str]) -> bool {
        let first = self.asking.first();
        first.is_some_and(|first| words.contains(&first.as_str()))
    }

    /// The terms of the question's words, as typed and in their order; 0 for words that are none.
    pub(in crate::compose) fn asked_terms(&mut self) -> Vec<u128> {
        let asking = self.asking;
        asking.iter().map(|word| self.mask(word)).collect()
    }

    /// Byte ranges of `text` whose words the query asks for.
    pub(in crate::compose) fn highlights(&mut self, text: &str) -> Vec<[usize; 2]> {
        let mut ranges: Vec<[usize; 2]> = Vec::new();
        let Self {
            places,
            beginnings,
            analyzer,
            worth,
            ..
        } = self;
        tokens(text, |token| {
            if !beginnings.admit(token.text) {
                return;
            }
            let asked = analyzer
                .term(token)
                .and_then(|term| places.get(term))
                .is_some_and(|place| worth.get(usize::from(*place)).is_some_and(|w| *w > 0.0));
            let end = token.start + token.text.len();
            if asked && ranges.last().is_none_or(|last| last[1] <= token.start) {
                ranges.push([token.start, end]);
            }
        });
        ranges
    }
}

/// What a set of terms is worth by the given weights.
pub(in crate::compose) fn sum(weights: &[f32], mask: u128) -> f32 {
    let mut rest = mask;
    let mut sum = 0.0;
    while rest != 0 {
        let place = rest.trailing_zeros() as usize;
        sum += weights.get(place).copied().unwrap_or_default();
        rest &= rest - 1;
    }
    sum
}

/// True for words that name one thing: numbers of three digits, and words written with capitals
/// where a sentence does not call for one.
pub(in crate::compose) fn is_name(surface: &str, first: bool) -> bool {
    let bytes = surface.as_bytes();
    if bytes.len() < 2 {
        return false;
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        return bytes.len() > 2;
    }
    let from = usize::from(first);
    bytes[from..].iter().any(u8::is_ascii_uppercase)
}
