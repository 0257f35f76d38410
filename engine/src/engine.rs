//! The engine: one opened knowledge base that answers.

use crate::answer::{
    ArticleAnswer, Correction, LookupAnswer, QuestionAnswer, SEARCH_SCHEMA, SearchAnswer,
    SearchResult, Triage,
};
use crate::compose;
use crate::compose::complete::Titles;
use crate::error::EngineError;
use crate::generation::Generation;
use crate::guide::Library;
use crate::index::articles::ArticleEntry;
use crate::query::{Case, Lookup, Query};
use crate::rank::{Collection, RankQuery, Ranked, features, rank, shipped_model};
use crate::retrieve::exact;
use crate::understand::lexicon::Lexicon;
use crate::understand::query_terms::QueryTerms;
use crate::understand::spelling;
use corpus::{Article, Document};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// An opened knowledge base. Cheap to share between threads; holds its generation until dropped.
#[derive(Debug)]
pub struct Engine {
    generation: Generation,
    titles: OnceLock<Titles>,
    /// Read when first asked for.
    library: OnceLock<Library>,
}

/// A query after it was understood and ranked.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its words.
    pub(crate) query: RankQuery,
    /// Words that were read as others.
    pub(crate) corrections: Vec<Correction>,
    /// Exact identifiers and what holds them.
    pub(crate) exact: exact::Exact,
    /// Articles, best first.
    pub(crate) ranked: Vec<Ranked>,
}

impl Engine {
    /// Opens the current generation of the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::NoIndex`], [`EngineError::FormatVersion`], [`EngineError::Damaged`] or
    /// [`EngineError::Io`].
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            generation: Generation::open(dir)?,
            titles: OnceLock::new(),
            library: OnceLock::new(),
        })
    }

    /// Opens the built-in knowledge base, indexed in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the full-text store fails.
    pub fn builtin() -> Result<Self, EngineError> {
        Ok(Self {
            generation: Generation::builtin()?,
            titles: OnceLock::new(),
            library: OnceLock::new(),
        })
    }

    /// The generation that answers.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// The words of all titles, read when first asked for.
    pub(crate) fn titles(&self) -> &Titles {
        self.titles
            .get_or_init(|| Titles::read(&self.generation.articles))
    }

    /// The playbooks of this knowledge base, and the built-in ones.
    #[must_use]
    pub fn library(&self) -> &Library {
        self.library
            .get_or_init(|| Library::of(&self.generation.playbooks))
    }

    /// Ranks articles for a query.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Damaged`] if the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<SearchAnswer, EngineError> {
        let start = Instant::now();
        let found = self.find(query)?;
        let mut results = Vec::with_capacity(query.limit.min(found.ranked.len()));
        for ranked in found.ranked.iter().take(query.limit) {
            results.push(self.result(&found, ranked, query.explain)?);
        }
        Ok(SearchAnswer {
            schema: SEARCH_SCHEMA.into(),
            results,
            corrections: found.corrections,
            took_ms: milliseconds(start),
        })
    }

    /// Answers a question with one passage, or says that nothing answers it.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn answer(&self, query: &Query) -> Result<QuestionAnswer, EngineError> {
        let found = self.find(query)?;
        compose::question::answer(self, &found, &query.text)
    }

    /// Ranks article ids for a query without composing anything, best first.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn ranking(&self, query: &Query) -> Result<Vec<String>, EngineError> {
        let found = self.find(query)?;
        let ids = found
            .ranked
            .iter()
            .take(query.limit)
            .map(|ranked| ranked.ordinal);
        Ok(ids
            .filter_map(|ordinal| Some(self.generation.articles.get(ordinal)?.id))
            .collect())
    }

    /// Understands and ranks.
    pub(crate) fn find(&self, query: &Query) -> Result<Found, EngineError> {
        let Generation {
            text,
            articles,
            identifiers,
            ..
        } = &self.generation;
        let mut terms = QueryTerms::read(&query.text, &text.vocabulary, text.articles());
        let mut corrections = Vec::new();
        if query.spelling {
            corrections = spelling::correct(&mut terms, &text.vocabulary, text.articles());
        }
        if query.synonyms {
            Lexicon::shipped().apply(&mut terms, &text.vocabulary, text.articles());
        }
        let meaning = text.meaning.embed(&query.text, &terms);
        let query_read = RankQuery { terms, meaning };
        let exclude: Vec<u32> = query
            .exclude
            .iter()
            .filter_map(|id| articles.find(id))
            .collect();
        let filter = compose::filter::Filter::new(&query.filters);
        let allowed = |ordinal: u32| {
            !exclude.contains(&ordinal)
                && !articles.is_superseded(ordinal)
                && (filter.is_open()
                    || articles
                        .get(ordinal)
                        .is_some_and(|entry| filter.admits(&entry)))
        };
        let standing = |ordinal: u32| articles.standing(ordinal);
        let collection = Collection {
            index: text,
            standing: &standing,
            allowed: &allowed,
        };
        let exact = exact::find(&query.text, articles, identifiers, &allowed);
        let mut ranked = rank(&collection, &query_read, shipped_model())?;
        exact.promote(&mut ranked);
        Ok(Found {
            query: query_read,
            corrections,
            exact,
            ranked,
        })
    }

    pub(crate) fn result(
        &self,
        found: &Found,
        ranked: &Ranked,
        explain: bool,
    ) -> Result<SearchResult, EngineError> {
        let (entry, document, place) = self.open_article(ranked.ordinal)?;
        let article = article_of(&document, place)?;
        let values = features::NAMES.iter().zip(ranked.values);
        let explain = if explain {
            let values = values.map(|(name, value)| ((*name).to_owned(), f64::from(value)));
            std::iter::once(("score".to_owned(), f64::from(ranked.score)))
                .chain(values)
                .collect()
        } else {
            Vec::new()
        };
        Ok(SearchResult {
            id: entry.id,
            title: entry.title,
            document: entry.name,
            score: f64::from(ranked.score),
            kind: entry
                .kind
                .map(|kind| kind.name().to_owned())
                .unwrap_or_default(),
            products: entry.products,
            passage: compose::passage::best_passage(&document, article, &found.query.terms),
            explain,
        })
    }

    /// An article's entry, its document, and its place in it.
    pub(crate) fn open_article(
        &self,
        ordinal: u32,
    ) -> Result<(ArticleEntry, Document, usize), EngineError> {
        let entry = self
            .generation
            .articles
            .get(ordinal)
            .ok_or_else(|| EngineError::Damaged {
                path: self.generation.folder.join("articles.bin"),
                reason: format!("article {ordinal} cannot be read"),
            })?;
        let document = self.generation.documents.get(entry.document)?;
        let place = entry.place as usize;
        Ok((entry, document, place))
    }

    /// Answers a case.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn triage(&self, case: &Case) -> Result<Triage, EngineError> {
        compose::triage::triage(self, case)
    }

    /// Finds an article by any notation of its id; none if it is not in this knowledge base.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn article(&self, id: &str) -> Result<Option<ArticleAnswer>, EngineError> {
        let Some(ordinal) = self.generation.articles.find(id) else {
            return Ok(None);
        };
        let (_, document, place) = self.open_article(ordinal)?;
        let present = |id: &str| self.generation.articles.find(id).is_some();
        Ok(Some(compose::article::article(
            &document,
            article_of(&document, place)?,
            &present,
        )))
    }

    /// The stored bytes of the document an article was read from.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn raw_document(&self, id: &str) -> Result<Option<Vec<u8>>, EngineError> {
        let Some(ordinal) = self.generation.articles.find(id) else {
            return Ok(None);
        };
        Ok(Some(self.open_article(ordinal)?.1.bytes))
    }

    /// Looks up an exact identifier.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn lookup(&self, lookup: &Lookup) -> Result<LookupAnswer, EngineError> {
        compose::lookup::lookup(self, lookup)
    }
}

/// The article at `place` of a document.
pub(crate) fn article_of(document: &Document, place: usize) -> Result<&Article, EngineError> {
    document
        .articles
        .get(place)
        .ok_or_else(|| EngineError::Damaged {
            path: document.name.clone().into(),
            reason: format!("the document has no article {place}"),
        })
}

/// Time since `start` in milliseconds.
pub(crate) fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
