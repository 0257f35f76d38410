//! What ranking looks at: numbers for a query and one of its candidates.

use crate::index::model::ModelCloseness;
use crate::index::text::TextIndex;
use crate::index::text::field::{FIELD_COUNT, Field};
use crate::index::text::forward::ForwardRecord;
use crate::postings::Postings;
use crate::retrieve::bm25f::{Bm25f, idf};
use crate::understand::query_terms::QueryTerms;

/// Names of the features, in order. Scores per field are `1 + Field` places from `title_score`.
pub const NAMES: &[&str] = &[
    "bm25f",
    "bm25f_to_best",
    "bm25f_rank",
    "title_score",
    "symptoms_score",
    "summary_score",
    "cause_score",
    "resolution_score",
    "body_score",
    "product_score",
    "query_words_score",
    "coverage",
    "coverage_title",
    "coverage_front",
    "coverage_lead",
    "title_precision",
    "title_pairs",
    "lead_pairs",
    "missing_most",
    "product_agreement",
    "product_conflict",
    "identifiers",
    "length",
    "title_length",
    "query_length",
    "query_weight",
    "kind",
    "in_links",
    "words_article",
    "words_title",
    "words_lead",
    "words_most",
    "words_to_best",
    "words_rank",
    "corpus_article",
    "corpus_to_best",
    "model_article",
    "model_title",
    "model_to_best",
    "model_rank",
];

/// How many features there are.
pub const COUNT: usize = NAMES.len();

/// What is known of a candidate before its words are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Prior {
    /// BM25F score.
    pub bm25f: f32,
    /// Place by BM25F, from 0.
    pub bm25f_rank: u32,
    /// Similarity by shipped word vectors: whole article.
    pub words_article: f32,
    /// Similarity by shipped word vectors: title.
    pub words_title: f32,
    /// Similarity by shipped word vectors: symptoms or summary.
    pub words_lead: f32,
    /// Place by the highest of these similarities, from 0.
    pub words_rank: u32,
    /// Similarity by vectors learned from the corpus.
    pub corpus_article: f32,
    /// Similarity by an embedding model.
    pub model: ModelCloseness,
    /// Place by the similarity of the article by an embedding model, from 0.
    pub model_rank: u32,
    /// Kind of article as a number.
    pub kind: u8,
    /// How many articles point here.
    pub in_links: u32,
}

/// What is the same for all candidates of a query.
#[derive(Debug)]
pub struct Extractor<'q> {
    index: &'q TextIndex,
    model: &'q Bm25f,
    query: &'q QueryTerms,
    total: f32,
    best: Prior,
}

/// How a candidate's fields hold the query's terms.
#[derive(Debug, Default)]
struct Matches {
    /// For each query term, its place in the record.
    places: Vec<Option<usize>>,
    /// Saturated, weighted score per field.
    fields: [f32; FIELD_COUNT],
    covered: f32,
    covered_title: f32,
    covered_front: f32,
}

impl<'q> Extractor<'q> {
    /// Prepares for the candidates of one query; `best` holds the highest value of each score.
    #[must_use]
    pub fn new(index: &'q TextIndex, model: &'q Bm25f, query: &'q QueryTerms, best: Prior) -> Self {
        Self {
            index,
            model,
            query,
            total: query.total_weight().max(1e-6),
            best,
        }
    }

    /// The features of one candidate, in the order of [`NAMES`].
    #[must_use]
    pub fn extract(&self, ordinal: u32, record: &ForwardRecord, prior: &Prior) -> [f32; COUNT] {
        let matches = self.matches(ordinal, record);
        let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
        let mut values = [0.0; COUNT];
        values[0] = prior.bm25f / self.total;
        values[1] = share(prior.bm25f, self.best.bm25f);
        values[2] = 1.0 / (1.0 + prior.bm25f_rank as f32);
        for (value, field) in values[3..3 + FIELD_COUNT].iter_mut().zip(matches.fields) {
            *value = field / self.total;
        }
        let rest = &mut values[3 + FIELD_COUNT..];
        rest[0] = matches.covered / self.total;
        rest[1] = matches.covered_title / self.total;
        rest[2] = matches.covered_front / self.total;
        rest[3] = self.covered_lead(record, &matches) / self.total;
        rest[4] = self.title_precision(record, &matches);
        rest[5] = self.pairs(&record.title, &matches);
        rest[6] = self.pairs(&record.lead, &matches);
        rest[7] = self.missing_most(&matches);
        let (agreement, conflict) = self.products(record, &matches);
        rest[8] = agreement;
        rest[9] = conflict;
        rest[10] = self.identifiers(&matches);
        rest[11] = (1.0 + record.terms.len() as f32).ln();
        rest[12] = record.title.len() as f32;
        rest[13] = self.query.terms.len() as f32;
        rest[14] = self.total / self.query.terms.len().max(1) as f32;
        rest[15] = f32::from(prior.kind);
        rest[16] = (1.0 + prior.in_links as f32).ln();
        rest[17] = prior.words_article;
        rest[18] = prior.words_title;
        rest[19] = prior.words_lead;
        rest[20] = prior
            .words_article
            .max(prior.words_title)
            .max(prior.words_lead);
        rest[21] = prior.words_article - self.best.words_article;
        rest[22] = 1.0 / (1.0 + prior.words_rank as f32);
        rest[23] = prior.corpus_article;
        rest[24] = prior.corpus_article - self.best.corpus_article;
        rest[25] = prior.model.article;
        rest[26] = prior.model.title;
        rest[27] = prior.model.article - self.best.model.article;
        rest[28] = 1.0 / (1.0 + prior.model_rank as f32);
        values
    }

    fn matches(&self, ordinal: u32, record: &ForwardRecord) -> Matches {
        let mut matches = Matches::default();
        for term in &self.query.terms {
            let found = term
                .ids()
                .find_map(|(id, share)| Some((record.find(id)?, share)));
            matches.places.push(found.map(|(place, _)| place));
            let Some((place, share)) = found else {
                continue;
            };
            let worth = term.idf * term.weight * share;
            let counts = &record.counts[place];
            matches.covered += worth;
            for field in Field::ALL {
                let count = counts[field as usize];
                if count > 0 {
                    let frequency = self.frequency(ordinal, field, count);
                    matches.fields[field as usize] += worth * frequency / (1.0 + frequency);
                }
            }
            let has = |field: Field| counts[field as usize] > 0;
            if has(Field::Title) {
                matches.covered_title += worth;
            }
            if has(Field::Title) || has(Field::Symptoms) || has(Field::Summary) {
                matches.covered_front += worth;
            }
        }
        matches
    }

    /// Length-normalised frequency of a term in a field.
    fn frequency(&self, ordinal: u32, field: Field, count: u8) -> f32 {
        let b = self.model.normalisation[field as usize];
        let length = Postings::length_of(self.index.length_code(ordinal, field)) as f32;
        f32::from(count) / (1.0 - b + b * length / self.index.mean_length(field))
    }

    fn covered_lead(&self, record: &ForwardRecord, matches: &Matches) -> f32 {
        let in_lead = |place: usize| record.lead.contains(&(place as u32));
        let terms = self.query.terms.iter().zip(&matches.places);
        terms
            .filter(|(_, place)| place.is_some_and(in_lead))
            .map(|(term, _)| term.idf * term.weight)
            .sum()
    }

    /// Share of the title's weight that the query asks for.
    fn title_precision(&self, record: &ForwardRecord, matches: &Matches) -> f32 {
        let (mut asked, mut total) = (0.0, 0.0);
        for &place in &record.title {
            let id = record.terms[place as usize];
            let documents = self.index.vocabulary.info(id).documents;
            let worth = idf(documents as usize, self.index.articles());
            total += worth;
            if matches.places.contains(&Some(place as usize)) {
                asked += worth;
            }
        }
        if total > 0.0 { asked / total } else { 0.0 }
    }

    /// Share of the query's neighbouring terms that are neighbours in `sequence` too, in order,
    /// with at most one term between them.
    fn pairs(&self, sequence: &[u32], matches: &Matches) -> f32 {
        let mut held = 0;
        let pairs = self.query.sequence.windows(2);
        let total = pairs.len();
        for pair in pairs {
            let (Some(Some(first)), Some(Some(second))) =
                (matches.places.get(pair[0]), matches.places.get(pair[1]))
            else {
                continue;
            };
            let follows = |at: usize| {
                let next = sequence.iter().skip(at + 1).take(2);
                next.copied().any(|place| place as usize == *second)
            };
            let mut starts = sequence
                .iter()
                .enumerate()
                .filter(|(_, place)| **place as usize == *first);
            held += usize::from(starts.any(|(at, _)| follows(at)));
        }
        if total == 0 {
            0.0
        } else {
            held as f32 / total as f32
        }
    }

    /// Weight of the most telling term that is missing, against the most telling of all.
    fn missing_most(&self, matches: &Matches) -> f32 {
        let most = self
            .query
            .terms
            .iter()
            .map(|term| term.idf)
            .fold(1e-6, f32::max);
        let missing = self
            .query
            .terms
            .iter()
            .zip(&matches.places)
            .filter(|(_, place)| place.is_none());
        missing.map(|(term, _)| term.idf).fold(0.0, f32::max) / most
    }

    /// How much of what the query says of products the product line or title has, and lacks.
    fn products(&self, record: &ForwardRecord, matches: &Matches) -> (f32, f32) {
        let (mut agreement, mut conflict) = (0.0, 0.0);
        for (term, place) in self.query.terms.iter().zip(&matches.places) {
            let said = term.product_share * term.idf;
            let has = place.is_some_and(|place| {
                let counts = &record.counts[place];
                counts[Field::Product as usize] > 0 || counts[Field::Title as usize] > 0
            });
            *(if has { &mut agreement } else { &mut conflict }) += said;
        }
        (agreement / self.total, conflict / self.total)
    }

    /// Share of the query's identifiers that the article holds; 0.5 if there are none.
    fn identifiers(&self, matches: &Matches) -> f32 {
        let mut terms = self.query.terms.iter().zip(&matches.places);
        let (mut held, mut total) = (0, 0);
        for (_, place) in terms.by_ref().filter(|(term, _)| term.is_identifier) {
            total += 1;
            held += usize::from(place.is_some());
        }
        if total == 0 {
            0.5
        } else {
            held as f32 / total as f32
        }
    }
}
