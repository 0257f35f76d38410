//! The engine: one opened knowledge base that answers.

use crate::answer::{
    ArticleAnswer, Correction, LookupAnswer, Passage, QuestionAnswer, RuleOut, SEARCH_SCHEMA,
    SearchAnswer, SearchResult, Triage,
};
use crate::compose::complete::Titles;
use crate::compose::guard::{self, Viewer};
use crate::compose::passage::Matcher;
use crate::compose::{self, surroundings};
use crate::encoder::{self, Encoder};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::guide::Library;
use crate::index::articles::ArticleEntry;
use crate::index::recent::Keeping;
use crate::index::text::meaning::QueryMeaning;
use crate::index::vectors::quantised::Rounded;
use crate::learned::Learned;
use crate::query::{Case, Filters, Lookup, Query};
use crate::rank::{Collection, RankQuery, Ranked, features, rank, shipped_model};
use crate::retrieve::{exact, record};
use crate::understand::lexicon::Lexicon;
use crate::understand::notations;
use crate::understand::query_terms::QueryTerms;
use crate::understand::spelling;
use corpus::article::State;
use corpus::{Article, Document};
use std::path::Path;
use std::sync::{Arc, OnceLock, RwLock};
use std::time::Instant;

/// An opened knowledge base. Cheap to share between threads; holds its generation until dropped.
#[derive(Debug)]
pub struct Engine {
    generation: Generation,
    encoder: OnceLock<Result<Box<dyn Encoder>, String>>,
    with_model: bool,
    /// Rules of the desk's own on top of the shipped ones.
    lexicon: Option<Lexicon>,
    titles: OnceLock<Titles>,
    /// Read when first asked for.
    library: OnceLock<Library>,
    /// What is known from use; nothing until it is told.
    pub(crate) learned: RwLock<Arc<Learned>>,
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
    /// The order before use and state of the articles moved it, if they did: how likely the best
    /// is rests on its words alone.
    pub(crate) judged: Option<Vec<Ranked>>,
    /// Who sees the answer.
    pub(crate) viewer: Viewer,
}

impl Engine {
    /// Opens the current generation of the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::NoIndex`], [`EngineError::FormatVersion`], [`EngineError::Damaged`] or
    /// [`EngineError::Io`].
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self::of(Generation::open(dir)?))
    }

    fn of(generation: Generation) -> Self {
        Self {
            with_model: generation.model.is_some(),
            generation,
            encoder: OnceLock::new(),
            lexicon: None,
            titles: OnceLock::new(),
            library: OnceLock::new(),
            learned: RwLock::default(),
        }
    }

    /// Adds rules to the lexicon that ships with the program.
    #[must_use]
    pub fn with_lexicon(mut self, own: Lexicon) -> Self {
        let mut lexicon = Lexicon::shipped().clone();
        lexicon.extend(own);
        self.lexicon = Some(lexicon);
        self
    }

    /// Does without the embedding model that the index was built with.
    #[must_use]
    pub fn without_model(mut self) -> Self {
        self.with_model = false;
        self
    }

    /// Why answers were given without the embedding model that the index was built with although
    /// it was asked for, if that happened.
    #[must_use]
    pub fn model_problem(&self) -> Option<&str> {
        self.encoder.get()?.as_ref().err().map(String::as_str)
    }

    /// The embedding model of the index, loaded when it is first needed; none if it has none or
    /// was told to do without.
    fn encoder(&self) -> Option<&Result<Box<dyn Encoder>, String>> {
        let identity = self.generation.manifest.model.as_ref()?;
        self.with_model.then(|| {
            self.encoder.get_or_init(|| {
                let encoder = encoder::load(&identity.folder).map_err(|error| error.to_string())?;
                if encoder.identity().fingerprint == identity.fingerprint {
                    Ok(encoder)
                } else {
                    Err("the folder holds another model than the one it was built with".to_owned())
                }
            })
        })
    }

    /// A query as the embedding model reads it.
    fn encode(&self, text: &str) -> Option<Rounded> {
        let encoder = self.encoder()?.as_ref().ok()?;
        let vectors = encoder.encode(&[text]).ok()?;
        vectors.first().map(|vector| Rounded::new(vector))
    }

    /// Opens the built-in knowledge base, indexed in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the full-text store fails.
    pub fn builtin() -> Result<Self, EngineError> {
        Ok(Self::of(Generation::builtin()?))
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
        let _keeping = compose::question::is_question(&query.text).then(Keeping::begin);
        let found = self.find(query)?;
        let mut results = Vec::with_capacity(query.limit.min(found.ranked.len()));
        let mut matcher = Matcher::new(&found.query.terms);
        for ranked in found.ranked.iter().take(query.limit) {
            results.push(self.result(&found, ranked, &mut matcher, query.explain)?);
        }
        let answer = self.answered(&found, query, matcher)?;
        let mut answer = SearchAnswer {
            schema: SEARCH_SCHEMA.into(),
            answer,
            results,
            corrections: found.corrections,
            took_ms: 0.0,
        };
        compose::guard::restrict_search(&mut answer, &found.viewer);
        answer.took_ms = milliseconds(start);
        Ok(answer)
    }

    /// The answer to a query that is put as a question. `matcher` has read the results: most of
    /// them are read again.
    pub(crate) fn answered<'q>(
        &self,
        found: &'q Found,
        query: &Query,
        matcher: Matcher<'q>,
    ) -> Result<Option<QuestionAnswer>, EngineError> {
        let asks = compose::question::is_question(&query.text);
        let answer = asks.then(|| compose::question::answer(self, found, query, matcher));
        answer.transpose()
    }

    /// Answers a question with one passage, or says that nothing answers it.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn answer(&self, query: &Query) -> Result<QuestionAnswer, EngineError> {
        let found = self.find(query)?;
        let matcher = Matcher::new(&found.query.terms);
        let mut answer = compose::question::answer(self, &found, query, matcher)?;
        guard::restrict_answer(&mut answer, &found.viewer, &mut Vec::new());
        Ok(answer)
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

    /// The words of a query, as search takes them.
    #[must_use]
    pub(crate) fn terms(&self, query: &Query) -> QueryTerms {
        self.read_terms(query).0
    }

    fn read_terms(&self, query: &Query) -> (QueryTerms, Vec<Correction>) {
        let text = &self.generation.text;
        let mut terms = QueryTerms::read(&query.text, &text.vocabulary, text.articles());
        notations::apply(&query.text, &mut terms, &text.vocabulary, text.articles());
        let mut corrections = Vec::new();
        if query.words.spelling {
            corrections = spelling::correct(&mut terms, &text.vocabulary, text.articles());
        }
        if query.words.synonyms {
            let lexicon = self.lexicon.as_ref().unwrap_or(Lexicon::shipped());
            lexicon.apply(&mut terms, &text.vocabulary, text.articles());
        }
        (terms, corrections)
    }

    /// Understands and ranks.
    pub(crate) fn find(&self, query: &Query) -> Result<Found, EngineError> {
        let Generation {
            text,
            articles,
            identifiers,
            ..
        } = &self.generation;
        let (terms, corrections) = self.read_terms(query);
        let mut meaning = QueryMeaning::default();
        if query.words.meaning {
            meaning = text.meaning.embed(&query.text, &terms);
            meaning.model = self.encode(&query.text);
        }
        let query_read = RankQuery { terms, meaning };
        let exclude: Vec<u32> = query
            .exclude
            .iter()
            .filter_map(|id| articles.find(id))
            .collect();
        let filter = compose::filter::Filter::new(&query.filters);
        // An archived article is found by whoever types its id or asks for what is archived.
        let named = articles.find(&query.text);
        let archived = |ordinal: u32| articles.state(ordinal) == State::Archived;
        let allowed = |ordinal: u32| {
            !exclude.contains(&ordinal)
                && !articles.is_superseded(ordinal)
                && (query.filters.archived || !archived(ordinal) || named == Some(ordinal))
                && (filter.is_open()
                    || articles
                        .get(ordinal)
                        .is_some_and(|entry| filter.admits(&entry)))
        };
        let standing = |ordinal: u32| articles.standing(ordinal);
        let collection = Collection {
            index: text,
            model: self.generation.model.as_ref(),
            standing: &standing,
            allowed: &allowed,
        };
        let exact = exact::find(&query.text, articles, identifiers, &allowed);
        let mut ranked = rank(&collection, &query_read, shipped_model(&query_read.meaning))?;
        let read = |ordinal| {
            let (_, document, place) = self.open_article(ordinal).ok()?;
            Some((document, place))
        };
        let close = record::closeness(&query.text, &exact, &ranked, &read);
        let known = |ordinal| {
            let entry = articles.get(ordinal);
            let is_draft = articles.state(ordinal) == State::WorkInProgress;
            (
                entry.map_or_else(String::new, |entry| entry.title),
                is_draft,
            )
        };
        let moved = self.moved(&ranked);
        exact.promote(&mut ranked, &close, &known);
        let judged = moved.map(|mut moved| {
            exact.promote(&mut moved, &close, &known);
            std::mem::replace(&mut ranked, moved)
        });
        Ok(Found {
            query: query_read,
            corrections,
            exact,
            ranked,
            judged,
            viewer: query.filters.viewer(),
        })
    }

    pub(crate) fn result(
        &self,
        found: &Found,
        ranked: &Ranked,
        matcher: &mut Matcher<'_>,
        explain: bool,
    ) -> Result<SearchResult, EngineError> {
        let (entry, document, place) = self.open_article(ranked.ordinal)?;
        let article = article_of(&document, place)?;
        let article = &*compose::guard::sections_for(article, &found.viewer);
        let values = features::NAMES.iter().zip(ranked.values);
        let explain = if explain {
            let values = values.map(|(name, value)| ((*name).to_owned(), f64::from(value)));
            let shift = self.shift_of(&self.learned(), ranked.ordinal);
            let shift = (shift != 0.0).then(|| ("outcomes_and_state".to_owned(), shift));
            std::iter::once(("score".to_owned(), f64::from(ranked.score)))
                .chain(shift)
                .chain(values)
                .collect()
        } else {
            Vec::new()
        };
        Ok(SearchResult {
            outcomes: self.outcomes_of(&entry.id),
            id: entry.id,
            title: entry.title,
            document: entry.name,
            score: f64::from(ranked.score),
            kind: entry
                .kind
                .map(|kind| kind.name().to_owned())
                .unwrap_or_default(),
            state: entry.state.told(),
            products: entry.products,
            passage: compose::passage::passage_for(&document, article, matcher),
            explain,
        })
    }

    /// An article cited with a passage of it; not scored.
    pub(crate) fn cited(
        &self,
        ordinal: u32,
        passage: Passage,
    ) -> Result<SearchResult, EngineError> {
        let (entry, ..) = self.open_article(ordinal)?;
        Ok(SearchResult {
            outcomes: self.outcomes_of(&entry.id),
            id: entry.id,
            title: entry.title,
            document: entry.name,
            score: 0.0,
            kind: entry
                .kind
                .map(|kind| kind.name().to_owned())
                .unwrap_or_default(),
            state: entry.state.told(),
            products: entry.products,
            passage,
            explain: Vec::new(),
        })
    }

    /// An article's entry, its document, and its place in it.
    pub(crate) fn open_article(
        &self,
        ordinal: u32,
    ) -> Result<(ArticleEntry, Arc<Document>, usize), EngineError> {
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
        let _keeping = Keeping::begin();
        compose::triage::triage(self, case)
    }

    /// What speaks for and against a subject (`ipsec`, `dns`) being the cause of a case, and
    /// harmless ways to find out.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn rule_out(&self, case: &Case, subject: &str) -> Result<RuleOut, EngineError> {
        compose::rule_out::rule_out(self, case, subject)
    }

    /// Finds an article by any notation of its id, whole; none if it is not in this knowledge base.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn article(&self, id: &str) -> Result<Option<ArticleAnswer>, EngineError> {
        self.article_for(id, &Filters::default().viewer())
    }

    /// Finds an article as a viewer may see it; what is withheld is marked.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn article_for(
        &self,
        id: &str,
        viewer: &Viewer,
    ) -> Result<Option<ArticleAnswer>, EngineError> {
        let Some(ordinal) = self.generation.articles.find(id) else {
            return Ok(None);
        };
        let (_, document, place) = self.open_article(ordinal)?;
        let article = article_of(&document, place)?;
        let (shown, withheld) = guard::visible(article, viewer);
        let Some(shown) = shown else {
            return Ok(Some(guard::sealed(&article.id)));
        };
        let (cited_by, citations) = surroundings::cited_by(self, ordinal, viewer);
        let mut answer = ArticleAnswer {
            references: surroundings::references(self, (&document, &shown), viewer),
            cited_by,
            citations,
            terms: surroundings::terms(self, ordinal, &shown),
            ..compose::article::article(&document, &shown)
        };
        guard::mark_withheld(&mut answer, &withheld);
        Ok(Some(answer))
    }

    /// The stored bytes of the document an article was read from.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn raw_document(&self, id: &str) -> Result<Option<Vec<u8>>, EngineError> {
        let Some(ordinal) = self.generation.articles.find(id) else {
            return Ok(None);
        };
        Ok(Some(self.open_article(ordinal)?.1.bytes.clone()))
    }

    /// True if a viewer may see all of the document that an article was read from, and so its
    /// stored bytes; also if there is no such article.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn sees_document(&self, id: &str, viewer: &Viewer) -> Result<bool, EngineError> {
        let Some(ordinal) = self.generation.articles.find(id) else {
            return Ok(true);
        };
        let (_, document, _) = self.open_article(ordinal)?;
        let mut articles = document.articles.iter();
        Ok(articles.all(|article| guard::visible(article, viewer).1.is_empty()))
    }

    /// Looks up an exact identifier, for a viewer of the highest audience at a desk.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn lookup(&self, lookup: &Lookup) -> Result<LookupAnswer, EngineError> {
        self.lookup_for(lookup, &Filters::default().viewer())
    }

    /// Looks up an exact identifier in what a viewer may see.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn lookup_for(
        &self,
        lookup: &Lookup,
        viewer: &Viewer,
    ) -> Result<LookupAnswer, EngineError> {
        let mut answer = compose::lookup::lookup(self, lookup, viewer)?;
        guard::restrict_lookup(&mut answer, viewer);
        Ok(answer)
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
    let exact = start.elapsed().as_secs_f64() * 1e3;
    // Nobody measures below a hundredth, and more digits only fill answers.
    (exact * 100.0).round() / 100.0
}
