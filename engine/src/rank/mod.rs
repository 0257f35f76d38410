//! The order of articles for a query: candidates from words and from meaning, features of each,
//! and a small learned model over them.

pub mod features;
pub mod forest;
pub mod lambdamart;
pub mod training;

use crate::error::EngineError;
use crate::index::model::{ModelCloseness, ModelVectors};
use crate::index::text::TextIndex;
use crate::index::text::forward::ForwardRecord;
use crate::index::text::meaning::QueryMeaning;
use crate::retrieve::bm25f::{self, Bm25f, Worths};
use crate::understand::query_terms::QueryTerms;
use features::{COUNT, Extractor, Prior};
use forest::Forest;
use std::cell::RefCell;
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
pub fn shipped_model(query: &QueryMeaning) -> &'static Forest {
    static PLAIN: OnceLock<Forest> = OnceLock::new();
    static WITH_MODEL: OnceLock<Forest> = OnceLock::new();
    // Tests read the shipped files; an empty forest would leave the order to BM25F.
    let read = |text: &str| serde_json::from_str(text).unwrap_or_default();
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
    model: &Forest,
) -> Result<Vec<Ranked>, EngineError> {
    let weights = Bm25f::default();
    let pool = pool(collection, query, &weights)?;
    let best = pool
        .iter()
        .map(|pooled| &pooled.prior)
        .fold(Prior::default(), |best, prior| Prior {
            bm25f: best.bm25f.max(prior.bm25f),
            words_article: best.words_article.max(prior.words_article),
            corpus_article: best.corpus_article.max(prior.corpus_article),
            model: ModelCloseness {
                article: best.model.article.max(prior.model.article),
                ..best.model
            },
            ..best
        });
    let extractor = Extractor::new(collection.index, &weights, &query.terms, best);
    let mut ranked: Vec<Ranked> = pool
        .iter()
        .map(|pooled| {
            let values = extractor.extract(pooled.ordinal, &pooled.record, &pooled.prior);
            let score = if model.trees.is_empty() {
                values[0]
            } else {
                model.score(&values)
            };
            Ranked {
                ordinal: pooled.ordinal,
                score,
                values,
            }
        })
        .collect();
    RECORDS.with_borrow_mut(|records| records.extend(pool.into_iter().map(|pooled| pooled.record)));
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
) -> Result<Vec<Pooled>, EngineError> {
    let Collection {
        index,
        model,
        standing,
        allowed,
    } = collection;
    let model = model.zip(query.meaning.model.as_ref());
    let concepts = query.terms.concepts();
    let by_words = bm25f::candidates(index, weights, &concepts, POINTED_AT_DEPTH, allowed)?;
    let by_words: Vec<u32> = by_words.iter().map(|candidate| candidate.ordinal).collect();
    let (first, further) = by_words.split_at(BY_WORDS.min(by_words.len()));
    let mut ordinals = first.to_vec();
    let pointed_at = further
        .iter()
        .filter(|&&ordinal| standing(ordinal).in_links > 0);
    ordinals.extend(pointed_at.take(POINTED_AT));
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
    let worths = Worths::new(index, weights);
    let closeness = index.meaning.closeness(&ordinals, &query.meaning);
    let by_model = model.map(|(vectors, query)| vectors.closeness(&ordinals, query));
    let mut pool: Vec<Pooled> = ordinals
        .into_iter()
        .zip(closeness)
        .enumerate()
        .map(|(at, (ordinal, closeness))| {
            let record = read_record(index, ordinal);
            let Standing { kind, in_links } = standing(ordinal);
            let prior = Prior {
                bm25f: bm25f::score(index, (weights, &worths), &query.terms, ordinal, &record),
                words_title: closeness.title,
                words_lead: closeness.lead,
                words_article: closeness.article,
                corpus_article: closeness.corpus,
                model: by_model.as_ref().map(|all| all[at]).unwrap_or_default(),
                kind,
                in_links,
                ..Prior::default()
            };
            Pooled {
                ordinal,
                record,
                prior,
            }
        })
        .collect();
    number(
        &mut pool,
        |prior| prior.bm25f,
        |prior, rank| prior.bm25f_rank = rank,
    );
    let closest = |prior: &Prior| {
        prior
            .words_article
            .max(prior.words_title)
            .max(prior.words_lead)
    };
    number(&mut pool, closest, |prior, rank| prior.words_rank = rank);
    if model.is_some() {
        number(
            &mut pool,
            |prior| prior.model.article,
            |prior, rank| prior.model_rank = rank,
        );
    }
    Ok(pool)
}

thread_local! {
    /// Records of earlier queries, whose buffers are used again.
    static RECORDS: RefCell<Vec<ForwardRecord>> = const { RefCell::new(Vec::new()) };
}

fn read_record(index: &TextIndex, ordinal: u32) -> ForwardRecord {
    let mut record = RECORDS.with_borrow_mut(Vec::pop).unwrap_or_default();
    index.forward.read(ordinal, &mut record);
    record
}

/// A candidate before its features are worked out.
struct Pooled {
    ordinal: u32,
    record: ForwardRecord,
    prior: Prior,
}

/// Gives every candidate its place by a value, the highest first.
fn number(pool: &mut [Pooled], value: impl Fn(&Prior) -> f32, set: impl Fn(&mut Prior, u32)) {
    let mut order: Vec<(f32, usize)> = pool
        .iter()
        .enumerate()
        .map(|(at, pooled)| (value(&pooled.prior), at))
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (rank, (_, at)) in (0..).zip(order) {
        set(&mut pool[at].prior, rank);
    }
}
