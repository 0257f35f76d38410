//! The order of articles for a query: candidates from words and from meaning, features of each,
//! and a small learned model over them.

pub mod features;
pub mod forest;
pub mod lambdamart;

use crate::error::EngineError;
use crate::index::text::TextIndex;
use crate::index::text::forward::ForwardRecord;
use crate::index::text::meaning::{Closeness, QueryMeaning};
use crate::retrieve::bm25f::{self, Bm25f};
use crate::understand::query_terms::QueryTerms;
use features::{COUNT, Extractor, Prior};
use forest::Forest;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Candidates taken by words.
const BY_WORDS: usize = 220;
/// Candidates taken by shipped word vectors.
const BY_MEANING: usize = 120;
/// Candidates taken by vectors learned from the corpus.
const BY_CORPUS: usize = 60;

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

/// The model that ships with the program.
#[must_use]
pub fn shipped_model() -> &'static Forest {
    static MODEL: OnceLock<Forest> = OnceLock::new();
    // A test reads the shipped file; an empty forest would leave the order to BM25F.
    MODEL.get_or_init(|| {
        serde_json::from_str(include_str!("../../data/ranker.json")).unwrap_or_default()
    })
}

/// Ranks articles for a query, best first.
///
/// # Errors
/// [`EngineError::Retrieve`] if the index cannot be read.
pub fn rank(
    collection: &Collection<'_>,
    query: &RankQuery,
    model: &Forest,
) -> Result<Vec<Ranked>, EngineError> {
    let weights = Bm25f::default();
    let priors = pool(collection, query, &weights)?;
    let best = priors.values().fold(Prior::default(), |best, prior| Prior {
        bm25f: best.bm25f.max(prior.bm25f),
        words_article: best.words_article.max(prior.words_article),
        corpus_article: best.corpus_article.max(prior.corpus_article),
        ..best
    });
    let extractor = Extractor::new(collection.index, &weights, &query.terms, best);
    let mut record = ForwardRecord::default();
    let mut ranked: Vec<Ranked> = priors
        .iter()
        .map(|(&ordinal, prior)| {
            collection.index.forward.read(ordinal, &mut record);
            let values = extractor.extract(ordinal, &record, prior);
            let score = if model.trees.is_empty() {
                values[0]
            } else {
                model.score(&values)
            };
            Ranked {
                ordinal,
                score,
                values,
            }
        })
        .collect();
    ranked.sort_unstable_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(b.values[0].total_cmp(&a.values[0]))
            .then(a.ordinal.cmp(&b.ordinal))
    });
    Ok(ranked)
}

/// Pools candidates by words and by meaning, with what is known of each.
fn pool(
    collection: &Collection<'_>,
    query: &RankQuery,
    weights: &Bm25f,
) -> Result<HashMap<u32, Prior>, EngineError> {
    let Collection {
        index,
        standing,
        allowed,
    } = collection;
    let mut pool: HashMap<u32, Prior> = HashMap::new();
    let concepts = query.terms.concepts();
    let by_words = bm25f::candidates(index, weights, &concepts, BY_WORDS, allowed)?;
    let deepest = by_words.len() as u32;
    for (rank, candidate) in (0..).zip(&by_words) {
        let prior = Prior {
            bm25f: candidate.score,
            bm25f_rank: rank,
            ..Prior::default()
        };
        pool.insert(candidate.ordinal, prior);
    }
    let by_meaning = index.meaning.nearest(&query.meaning, BY_MEANING);
    let by_corpus = index.meaning.nearest_by_corpus(&query.meaning, BY_CORPUS);
    let mut record = ForwardRecord::default();
    for &(ordinal, _) in by_meaning.iter().chain(&by_corpus) {
        if !pool.contains_key(&ordinal) && allowed(ordinal) {
            index.forward.read(ordinal, &mut record);
            let bm25f = bm25f::score(index, weights, &query.terms, ordinal, &record);
            pool.insert(
                ordinal,
                Prior {
                    bm25f,
                    bm25f_rank: deepest,
                    ..Prior::default()
                },
            );
        }
    }
    for (&ordinal, prior) in &mut pool {
        let Closeness {
            title,
            lead,
            article,
            corpus,
        } = index.meaning.closeness(ordinal, &query.meaning);
        (prior.words_title, prior.words_lead) = (title, lead);
        (prior.words_article, prior.corpus_article) = (article, corpus);
        let Standing { kind, in_links } = standing(ordinal);
        (prior.kind, prior.in_links) = (kind, in_links);
    }
    number_by_meaning(&mut pool);
    Ok(pool)
}

/// Gives every candidate its place by shipped word vectors.
fn number_by_meaning(pool: &mut HashMap<u32, Prior>) {
    let mut order: Vec<(u32, f32)> = pool
        .iter()
        .map(|(&ordinal, prior)| {
            (
                ordinal,
                prior
                    .words_article
                    .max(prior.words_title)
                    .max(prior.words_lead),
            )
        })
        .collect();
    order.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (rank, (ordinal, _)) in (0..).zip(order) {
        if let Some(prior) = pool.get_mut(&ordinal) {
            prior.words_rank = rank;
        }
    }
}
