//! Vectors of articles, and what it takes to compare a query with them.
//!
//! Three files by the shipped word vectors (title, lead, article), two with starts of the last of
//! them, and two by vectors learned from the corpus: one row per article, and one per term that
//! was common enough to learn.

use super::analyze::Meaning;
use super::field::{FIELD_COUNT, Field};
use super::forward::{Forward, ForwardRecord};
use super::vocabulary::Vocabulary;
use crate::error::EngineError;
use crate::index::spool::Spool;
use crate::index::text::worths::idf;
use crate::index::vectors::corpus::{SparseRows, singular_vectors};
use crate::index::vectors::nearest::nearest;
use crate::index::vectors::quantised::{Quantised, Rounded, normalise};
use crate::index::vectors::words::Words;
use crate::mapped::Mapped;
use crate::understand::query_terms::QueryTerms;
use std::path::Path;

/// File names.
pub(super) const FILES: [&str; 8] = [
    "title.vec",
    "lead.vec",
    "article.vec",
    "corpus.vec",
    "corpus-terms.vec",
    "corpus-terms.bin",
    "article-heads.vec",
    "article-tips.vec",
];

/// Numbers of an article's vector in the two files of starts, which a scan for the nearest looks
/// at; both the shipped words and their sums have their dimensions ordered by how much they tell.
/// In a corpus of up to some ten thousand articles only the longer ones are read.
pub(super) const HEAD_DIMS: usize = 64;
/// See [`HEAD_DIMS`].
pub(super) const TIP_DIMS: usize = 32;

/// Dimensions learned from the corpus.
const CORPUS_DIMS: usize = 128;

/// Articles that the corpus vectors are learned from; more of them change nothing but the time.
const SAMPLE: usize = 60_000;

/// Terms in fewer articles than this have no meaning to learn.
const MIN_DOCUMENTS: u32 = 4;

/// Terms in more than this share of the articles tell nothing.
const MAX_SHARE: f32 = 0.25;

/// The opened vectors of a generation.
#[derive(Debug)]
pub struct MeaningIndex {
    title: Quantised,
    lead: Quantised,
    article: Quantised,
    pub(super) corpus: Quantised,
    pub(super) corpus_terms: Quantised,
    /// Term numbers of the rows of `corpus_terms`, ascending.
    pub(super) learned: Vec<u32>,
    /// Starts of the rows of `article`, for scanning, and shorter ones.
    heads: Quantised,
    tips: Quantised,
}

/// A query's vectors. By default it means nothing, and nothing is near it.
#[derive(Debug, Clone, Default)]
pub struct QueryMeaning {
    /// By shipped word vectors.
    pub words: Rounded,
    /// By vectors learned from the corpus.
    pub corpus: Rounded,
    /// By the embedding model of the index, if there is one.
    pub model: Option<Rounded>,
}

/// How close an article is to a query, each -1 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Closeness {
    /// Title, by shipped word vectors.
    pub title: f32,
    /// Lead, by shipped word vectors.
    pub lead: f32,
    /// Whole article, by shipped word vectors.
    pub article: f32,
    /// Whole article, by vectors learned from the corpus.
    pub corpus: f32,
}

impl MeaningIndex {
    /// Opens the files in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if one is missing or its size is wrong.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let mut contents = Vec::with_capacity(FILES.len());
        for name in FILES {
            contents.push(Mapped::open(dir, name)?);
        }
        let damaged = || EngineError::Damaged {
            path: dir.join(FILES[0]),
            reason: "sizes of vectors do not fit their headers".into(),
        };
        let contents: [Mapped; 8] = contents.try_into().map_err(|_| damaged())?;
        Self::of(contents).ok_or_else(damaged)
    }

    /// The vectors of the contents of the files; none if a size is wrong.
    pub(super) fn of(contents: [Mapped; 8]) -> Option<Self> {
        let [
            title,
            lead,
            article,
            corpus,
            corpus_terms,
            learned,
            heads,
            tips,
        ] = contents;
        Some(Self {
            title: Quantised::new(title)?,
            lead: Quantised::new(lead)?,
            article: Quantised::new(article)?,
            corpus: Quantised::new(corpus)?,
            corpus_terms: Quantised::new(corpus_terms)?,
            learned: term_numbers(&learned),
            heads: Quantised::new(heads)?,
            tips: Quantised::new(tips)?,
        })
    }

    /// The vectors of a query.
    #[must_use]
    pub fn embed(&self, text: &str, query: &QueryTerms) -> QueryMeaning {
        let mut sum = vec![0.0; self.corpus_terms.dims()];
        for term in &query.terms {
            let row = term.id.and_then(|id| self.learned.binary_search(&id).ok());
            if let Some(row) = row {
                self.corpus_terms
                    .add_to(row, term.idf * term.weight, &mut sum);
            }
        }
        normalise(&mut sum);
        QueryMeaning {
            words: Words::shipped().embed(text),
            corpus: Rounded::new(&sum),
            model: None,
        }
    }

    /// How close articles are to a query, in the order of the ordinals.
    #[must_use]
    pub fn closeness(&self, ordinals: &[u32], query: &QueryMeaning) -> Vec<Closeness> {
        // One file after the other: a scan over one keeps its pages and its code at hand.
        let title = self.title.similarities(ordinals, &query.words);
        let lead = self.lead.similarities(ordinals, &query.words);
        let article = self.article.similarities(ordinals, &query.words);
        let corpus = self.corpus.similarities(ordinals, &query.corpus);
        let rows = title.into_iter().zip(lead).zip(article).zip(corpus);
        rows.map(|(((title, lead), article), corpus)| Closeness {
            title,
            lead,
            article,
            corpus,
        })
        .collect()
    }

    /// How close the leads of two articles are by shipped word vectors.
    #[must_use]
    pub fn lead_likeness(&self, one: u32, other: u32) -> f32 {
        self.lead.between(one as usize, other as usize)
    }

    /// The nearest articles by shipped word vectors, best first.
    #[must_use]
    pub fn nearest(&self, query: &QueryMeaning, limit: usize) -> Vec<(u32, f32)> {
        if query.words.scale == 0.0 {
            return Vec::new();
        }
        let starts = [&self.tips, &self.heads];
        nearest(&self.article, &starts, &query.words, limit)
    }
}

fn term_numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
        .collect()
}

/// The files of vectors by shipped words, which follow from the documents alone, with how many
/// numbers of an article's vectors each holds at most.
pub(super) const SHIPPED: [(&str, usize); 5] = [
    (FILES[0], usize::MAX),
    (FILES[1], usize::MAX),
    (FILES[2], usize::MAX),
    (FILES[6], HEAD_DIMS),
    (FILES[7], TIP_DIMS),
];

/// The starts of the files in [`SHIPPED`].
pub(super) fn shipped_headers() -> [[u8; 4]; 5] {
    SHIPPED.map(|(_, most)| Quantised::header(Words::shipped().dims().min(most)))
}

/// An article's rows in the files in [`SHIPPED`].
pub(super) fn shipped_rows(meaning: &Meaning) -> [Vec<u8>; 5] {
    let Meaning {
        title,
        lead,
        article,
    } = meaning;
    let vectors = [title, lead, article, article, article];
    let mut rows: [Vec<u8>; 5] = Default::default();
    for ((row, vector), (_, most)) in rows.iter_mut().zip(vectors).zip(SHIPPED) {
        vector.append_start_to(most, row);
    }
    rows
}

/// Learns from the corpus. The articles' vectors go into `rows` one by one; gives the contents of
/// the two files of the terms.
pub(super) fn learn(
    vocabulary: &Vocabulary,
    forward: &Forward,
    rows: &mut Spool,
) -> Result<[Vec<u8>; 2], EngineError> {
    let articles = forward.len();
    let most = (articles as f32 * MAX_SHARE).max(MIN_DOCUMENTS as f32) as u32;
    let learned: Vec<u32> = (0..vocabulary.len() as u32)
        .filter(|&id| (MIN_DOCUMENTS..=most).contains(&vocabulary.info(id).documents))
        .collect();
    let idfs = idfs_of(&learned, vocabulary, articles);
    let row = |record: &ForwardRecord| weighted_row(record, &learned, &idfs);
    let mut record = ForwardRecord::default();
    let mut sample = SparseRows::new();
    let step = articles.div_ceil(SAMPLE).max(1);
    for ordinal in (0..articles as u32).step_by(step) {
        forward.read(ordinal, &mut record);
        sample.push(row(&record));
    }
    let (vectors, dims) = singular_vectors(&sample, learned.len(), CORPUS_DIMS);
    drop(sample);
    rows.write(&Quantised::header(dims))?;
    for ordinal in 0..articles as u32 {
        forward.read(ordinal, &mut record);
        let mut sum = vec![0.0f32; dims];
        for (column, value) in row(&record) {
            let start = column as usize * dims;
            sum.iter_mut()
                .zip(&vectors[start..start + dims])
                .for_each(|(sum, &other)| *sum += value * other);
        }
        normalise(&mut sum);
        write_row(rows, &Rounded::new(&sum))?;
    }
    let terms: Vec<Rounded> = vectors.chunks(dims.max(1)).map(Rounded::new).collect();
    let numbers = learned.iter().flat_map(|id| id.to_le_bytes()).collect();
    Ok([Quantised::encode(&terms, dims), numbers])
}

/// Writes the next row of a file of vectors.
pub(super) fn write_row(rows: &mut Spool, row: &Rounded) -> Result<(), EngineError> {
    let mut bytes = Vec::with_capacity(Quantised::row_size(row.bytes.len()));
    row.append_to(&mut bytes);
    rows.write(&bytes)
}

/// How telling each of these terms is.
pub(super) fn idfs_of(terms: &[u32], vocabulary: &Vocabulary, articles: usize) -> Vec<f32> {
    let documents = |id: u32| vocabulary.info(id).documents as usize;
    let idfs = terms.iter().map(|&id| idf(documents(id), articles));
    idfs.collect()
}

/// An article as a unit row of `(1 + ln tf) * idf` over the learned terms. Frequencies in the
/// title and in what the user sees count more, as in retrieval.
pub(super) fn weighted_row(
    record: &ForwardRecord,
    learned: &[u32],
    idfs: &[f32],
) -> Vec<(u32, f32)> {
    const WEIGHTS: [f32; FIELD_COUNT] = [3.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.5, 1.0];
    let mut row = Vec::with_capacity(record.terms.len());
    for (term, counts) in record.terms.iter().zip(&record.counts) {
        let Ok(column) = learned.binary_search(term) else {
            continue;
        };
        let frequency: f32 = Field::ALL
            .iter()
            .map(|&field| WEIGHTS[field as usize] * f32::from(counts[field as usize]))
            .sum();
        row.push((
            column as u32,
            (1.0 + frequency.max(0.5)).ln() * idfs[column],
        ));
    }
    let length = row
        .iter()
        .map(|(_, value)| value * value)
        .sum::<f32>()
        .sqrt()
        .max(1e-6);
    row.iter_mut().for_each(|(_, value)| *value /= length);
    row
}
