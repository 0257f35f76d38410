//! The words of a query, each with what the corpus knows of it.

use super::words::{Analyzer, tokens};
use crate::index::text::vocabulary::Vocabulary;
use crate::index::text::worths::idf;
use crate::retrieve::bm25f::Concept;
use std::cell::RefCell;
use std::collections::HashMap;

/// The most distinct terms of one query that are searched for. A paste of thousands of words is
/// read whole, but past the most telling hundred or so every further term adds time and no aim.
pub const MAX_TERMS: usize = 96;

/// One distinct term of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTerm {
    /// The index term.
    pub term: String,
    /// The word as typed, at its first appearance.
    pub surface: String,
    /// Its number in the vocabulary, if the corpus has it.
    pub id: Option<u32>,
    /// How telling it is in this corpus.
    pub idf: f32,
    /// How much it matters by repetition: `1 + ln(times)`.
    pub weight: f32,
    /// Share of its articles that have it in their product line, 0 to 1.
    pub product_share: f32,
    /// True if it carries digits or marks and is therefore exact.
    pub is_identifier: bool,
    /// True if it was read for a word that the corpus does not have.
    pub is_corrected: bool,
    /// Other terms that may stand for it.
    pub alternatives: Vec<Alternative>,
}

/// A term that may stand for another.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The index term.
    pub term: String,
    /// How much an occurrence counts against one of the asked term.
    pub share: f32,
    /// Its number in the vocabulary, if the corpus has it.
    pub id: Option<u32>,
}

/// A query as terms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueryTerms {
    /// Distinct terms, in order of first appearance.
    pub terms: Vec<QueryTerm>,
    /// The terms in the order of the text, as places in `terms`.
    pub sequence: Vec<usize>,
    /// The first words of the text in small letters, those included that make no term: how a
    /// question is put stands in them (`how`, `all`, `which`).
    pub words: Vec<String>,
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

impl QueryTerms {
    /// Reads `text`; `articles` is the size of the corpus.
    #[must_use]
    pub fn read(text: &str, vocabulary: &Vocabulary, articles: usize) -> Self {
        let words = text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
            .filter(|word| !word.is_empty())
            .take(MAX_TERMS)
            .map(str::to_lowercase)
            .collect();
        let mut read = Self {
            words,
            ..Self::default()
        };
        let mut times: Vec<u32> = Vec::new();
        ANALYZER.with_borrow_mut(|analyzer| {
            let mut known: HashMap<String, usize> = HashMap::new();
            tokens(text, |token| {
                let Some(term) = analyzer.term(token) else {
                    return;
                };
                if let Some(&at) = known.get(term) {
                    times[at] += 1;
                    read.sequence.push(at);
                    return;
                }
                known.insert(term.to_owned(), read.terms.len());
                read.sequence.push(read.terms.len());
                times.push(1);
                read.terms
                    .push(QueryTerm::new(term, token.text, vocabulary, articles));
            });
        });
        for (term, times) in read.terms.iter_mut().zip(times) {
            term.weight = 1.0 + (times as f32).ln();
        }
        read.keep_most_telling();
        read
    }

    /// Cuts a long case down to [`MAX_TERMS`]: what the corpus does not have goes first, then what
    /// tells least.
    fn keep_most_telling(&mut self) {
        if self.terms.len() <= MAX_TERMS {
            return;
        }
        let worth = |term: &QueryTerm| {
            if term.id.is_some() {
                term.idf * term.weight
            } else {
                0.0
            }
        };
        let mut order: Vec<usize> = (0..self.terms.len()).collect();
        order.sort_by(|&a, &b| {
            worth(&self.terms[b])
                .total_cmp(&worth(&self.terms[a]))
                .then(a.cmp(&b))
        });
        order.truncate(MAX_TERMS);
        order.sort_unstable();
        let mut place = vec![None; self.terms.len()];
        for (to, &from) in order.iter().enumerate() {
            place[from] = Some(to);
        }
        self.terms = order.iter().map(|&at| self.terms[at].clone()).collect();
        self.sequence = self.sequence.iter().filter_map(|&at| place[at]).collect();
    }

    /// Adds a term that the query did not say but means, unless it is there already or the corpus
    /// does not have it.
    pub(super) fn add(
        &mut self,
        term: &str,
        weight: f32,
        vocabulary: &Vocabulary,
        articles: usize,
    ) {
        if self.terms.iter().all(|known| known.term != term) {
            let added = QueryTerm::new(term, term, vocabulary, articles);
            if added.id.is_some() {
                self.terms.push(QueryTerm { weight, ..added });
            }
        }
    }

    /// What retrieval is to look for.
    #[must_use]
    pub fn concepts(&self) -> Vec<Concept> {
        let concept = |term: &QueryTerm| {
            let mut terms = vec![(term.term.clone(), 1.0)];
            terms.extend(
                term.alternatives
                    .iter()
                    .map(|other| (other.term.clone(), other.share)),
            );
            Concept {
                terms,
                weight: term.weight,
            }
        };
        self.terms.iter().map(concept).collect()
    }

    /// Sum of the weights of all terms in the corpus: what a perfect article could earn.
    #[must_use]
    pub fn total_weight(&self) -> f32 {
        self.terms.iter().map(|term| term.idf * term.weight).sum()
    }
}

impl QueryTerm {
    /// Numbers of the term and its alternatives with their shares.
    pub fn ids(&self) -> impl Iterator<Item = (u32, f32)> {
        let others = self
            .alternatives
            .iter()
            .map(|other| (other.id, other.share));
        std::iter::once((self.id, 1.0))
            .chain(others)
            .filter_map(|(id, share)| Some((id?, share)))
    }

    /// Adds a term that may stand for this one. A word that the corpus does not have is worth what
    /// its most common stand-in is worth: being absent makes it no more telling.
    pub(super) fn stand_in(
        &mut self,
        term: &str,
        share: f32,
        vocabulary: &Vocabulary,
        articles: usize,
    ) {
        if self.alternatives.iter().any(|known| known.term == term) {
            return;
        }
        let info = vocabulary.get(term);
        if let (None, Some(info)) = (self.id, info) {
            self.idf = self.idf.min(idf(info.documents as usize, articles));
        }
        let id = info.map(|info| info.id);
        self.alternatives.push(Alternative {
            term: term.to_owned(),
            share,
            id,
        });
    }

    pub(super) fn new(term: &str, surface: &str, vocabulary: &Vocabulary, articles: usize) -> Self {
        let info = vocabulary.get(term);
        let documents = info.map_or(0, |info| info.documents);
        let in_product = info.map_or(0, |info| info.in_product);
        Self {
            term: term.to_owned(),
            surface: surface.to_owned(),
            id: info.map(|info| info.id),
            idf: idf(documents as usize, articles),
            weight: 1.0,
            product_share: in_product as f32 / documents.max(1) as f32,
            is_identifier: !term.bytes().all(|byte| byte.is_ascii_alphabetic()),
            is_corrected: false,
            alternatives: Vec::new(),
        }
    }
}

#[cfg(test)]
impl QueryTerms {
    /// Words of a corpus in which all are known and as telling, for tests.
    pub(crate) fn of_known_words(text: &str) -> Self {
        let mut analyzer = Analyzer::new();
        let mut query = Self::default();
        for word in text.split_whitespace() {
            query.words.push(word.to_lowercase());
            let terms = analyzer.term_list(word).into_iter();
            query.terms.extend(terms.map(|term| QueryTerm {
                term,
                surface: word.to_owned(),
                id: Some(0),
                idf: 1.0,
                weight: 1.0,
                product_share: 0.0,
                is_identifier: false,
                is_corrected: false,
                alternatives: Vec::new(),
            }));
        }
        query
    }
}
