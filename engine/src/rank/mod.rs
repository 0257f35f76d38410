//! The order of articles for a query: candidates from words and from meaning, features of each,
//! and a small learned model over them.

mod extract;
pub mod features;
pub mod forest;
pub mod lambdamart;
pub mod scorer;
pub mod training;
mod wanted;

use crate::error::EngineError;
use crate::index::model::ModelVectors;
use crate::index::text::TextIndex;
use crate::index::text::meaning::QueryMeaning;
use crate::index::vectors::quantised::Rounded;
use crate::mapped::BATCH;
use crate::retrieve::bm25f;
use crate::understand::query_terms::QueryTerms;
use extract::{Extractor, Prior};
use features::{COUNT, Candidate};
use scorer::Scorer;
use std::sync::OnceLock;

/// Candidates taken by words.
const BY_WORDS: usize = 160;
/// Candidates taken from further down because other articles point at them: what is referred to
/// is asked for more often.
const POINTED_AT: usize = 90;
/// How far down those are looked for.
const POINTED_AT_DEPTH: usize = 900;
/// Candidates taken by shipped word vectors.
const BY_MEANING: usize = 80;
/// Candidates taken by an embedding model, if there is one.
const BY_MODEL: usize = 100;

/// What ranking must know of an article beyond its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Kind of article as a number; 0 is unknown.
    pub kind: u8,
    /// How many articles point at it.
    pub in_links: u32,
}

/// A query ready for ranking.
#[derive(Debug, Clone)]
pub struct RankQuery {
    /// Its words.
    pub terms: QueryTerms,
    /// Its meaning.
    pub meaning: QueryMeaning,
}

/// A ranked article.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Position in the article table.
    pub ordinal: u32,
    /// Score of the model.
    pub score: f32,
    /// What the model looked at, in the order of [`features::NAMES`].
    pub values: [f32; COUNT],
}

/// The collection that is searched, as far as ranking sees it.
pub struct Collection<'c> {
    /// The text index.
    pub index: &'c TextIndex,
    /// Vectors by an embedding model.
    pub model: Option<&'c ModelVectors>,
    /// What is known of each article.
    pub standing: &'c dyn Fn(u32) -> Standing,
    /// Which articles may appear.
    pub allowed: &'c dyn Fn(u32) -> bool,
}

impl std::fmt::Debug for Collection<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Collection")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

/// The ranking model that ships with the program: one for queries that an embedding model has
/// read as well, and one for those that none has.
#[must_use]
pub fn shipped_model(query: &QueryMeaning) -> &'static Scorer {
    static PLAIN: OnceLock<Scorer> = OnceLock::new();
    static WITH_MODEL: OnceLock<Scorer> = OnceLock::new();
    // Tests read the shipped files; an empty forest would leave the order to BM25F.
    let read = |text: &str| Scorer::of(&serde_json::from_str(text).unwrap_or_default());
    match query.model {
        None => PLAIN.get_or_init(|| read(include_str!("../../data/ranker.json"))),
        Some(_) => WITH_MODEL.get_or_init(|| read(include_str!("../../data/ranker-model.json"))),
    }
}

/// Ranks articles for a query, best first.
///
/// # Errors
/// [`EngineError::Retrieve`] if the index cannot be read.
pub fn rank(
    collection: &Collection<'_>,
    query: &RankQuery,
    model: &Scorer,
) -> Result<Vec<Ranked>, EngineError> {
    let index = collection.index;
    let ordinals = pool(collection, query)?;
    let closeness = index.meaning.closeness(&ordinals, &query.meaning);
    let by_model = by_model(collection, query);
    let by_model = by_model.map(|(vectors, query)| vectors.closeness(&ordinals, query));
    let mut extractor = Extractor::new(index, &query.terms);
    let mut candidates = Vec::with_capacity(ordinals.len());
    for (at, (&ordinal, closeness)) in ordinals.iter().zip(closeness).enumerate() {
        if at.is_multiple_of(BATCH) {
            let batch = ordinals.get(at..ordinals.len().min(at + BATCH));
            index.forward.prefetch(batch.unwrap_or_default());
        }
        let Standing { kind, in_links } = (collection.standing)(ordinal);
        let prior = Prior {
            closeness,
            model: by_model.as_ref().map(|all| all[at]).unwrap_or_default(),
            kind,
            in_links,
        };
        candidates.push(extractor.extract(ordinal, &prior));
    }
    features::relate(&mut candidates, by_model.is_some());
    Ok(in_order(&candidates, model))
}

/// Candidates by score, the best first.
fn in_order(candidates: &[Candidate], model: &Scorer) -> Vec<Ranked> {
    let values: Vec<[f32; COUNT]> = candidates.iter().map(|one| one.values).collect();
    let mut scores = model.scores(&values);
    if model.is_empty() {
        scores = values.iter().map(|values| values[0]).collect();
    }
    // Places are sorted: the rows of features are long to move.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by(|&a, &b| {
        scores[b]
            .total_cmp(&scores[a])
            .then(values[b][0].total_cmp(&values[a][0]))
            .then(candidates[a].ordinal.cmp(&candidates[b].ordinal))
    });
    let ranked = order.into_iter().map(|at| Ranked {
        ordinal: candidates[at].ordinal,
        score: scores[at],
        values: values[at],
    });
    ranked.collect()
}

/// The vectors of the embedding model and the query as it reads it, if there are both.
fn by_model<'c>(
    collection: &Collection<'c>,
    query: &'c RankQuery,
) -> Option<(&'c ModelVectors, &'c Rounded)> {
    collection.model.zip(query.meaning.model.as_ref())
}

/// Pools candidates by words and by meaning, in the order of their ordinals.
fn pool(collection: &Collection<'_>, query: &RankQuery) -> Result<Vec<u32>, EngineError> {
    let Collection {
        index,
        standing,
        allowed,
        ..
    } = collection;
    let model = by_model(collection, query);
    let concepts = query.terms.concepts();
    let mut by_words = bm25f::candidates(index, &concepts, POINTED_AT_DEPTH, allowed)?;
    let mut pointed_at = bm25f::split_best(&mut by_words, BY_WORDS);
    pointed_at.retain(|candidate| standing(candidate.ordinal).in_links > 0);
    bm25f::split_best(&mut pointed_at, POINTED_AT);
    by_words.append(&mut pointed_at);
    let mut ordinals: Vec<u32> = by_words.iter().map(|candidate| candidate.ordinal).collect();
    let by_meaning = index.meaning.nearest(&query.meaning, BY_MEANING);
    ordinals.extend(
        by_meaning
            .iter()
            .map(|(ordinal, _)| *ordinal)
            .filter(|&ordinal| allowed(ordinal)),
    );
    let by_model = model.map(|(vectors, query)| vectors.nearest(query, BY_MODEL));
    ordinals.extend(
        by_model
            .iter()
            .flatten()
            .map(|(ordinal, _)| *ordinal)
            .filter(|&ordinal| allowed(ordinal)),
    );
    ordinals.sort_unstable();
    ordinals.dedup();
    Ok(ordinals)
}
