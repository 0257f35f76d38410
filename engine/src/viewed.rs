//! Answers as one viewer may see them: articles kept to a higher audience do not appear, and what
//! the guard withholds of the others is cut out. Every front that has viewers asks here.

use crate::answer::{
    ArticleAnswer, CompleteAnswer, EscalationPacket, Facets, GuideAnswer, GuidesAnswer,
    SEARCH_SCHEMA, SearchAnswer, SessionAnswer, Triage,
};
use crate::compose::facets::{COUNTED, facets};
use crate::compose::guard::{Viewer, restrict_packet, restrict_search, visible};
use crate::compose::marks::{Mark, marks};
use crate::compose::passage::Matcher;
use crate::compose::question;
use crate::engine::{Engine, article_of, milliseconds};
use crate::error::EngineError;
use crate::escalation::EscalationRequest;
use crate::guide::{Choice, GuideError};
use crate::index::recent::Keeping;
use crate::query::{Case, Filters, Query};
use corpus::Span;
use std::time::Instant;

/// A page of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchView {
    /// The results.
    pub answer: SearchAnswer,
    /// Whether there are more.
    pub more: bool,
    /// What the best results have in common, if that was asked for.
    pub facets: Option<Facets>,
}

impl Engine {
    /// As [`Engine::search`], for a viewer.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn search_for(&self, query: &Query, viewer: &Viewer) -> Result<SearchAnswer, EngineError> {
        let mut query = query.clone();
        narrow(&mut query.filters, viewer);
        self.search(&query)
    }

    /// A page of a search, for a viewer: the best `limit` of what `is_shown` does not say was shown
    /// before, whether there is more, and on request what the best results have in common.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn search_page(
        &self,
        query: &Query,
        viewer: &Viewer,
        is_shown: &dyn Fn(&str) -> bool,
        with_facets: bool,
    ) -> Result<SearchView, EngineError> {
        let start = Instant::now();
        let mut query = query.clone();
        narrow(&mut query.filters, viewer);
        let _keeping = question::is_question(&query.text).then(Keeping::begin);
        let found = self.find(&query)?;
        let articles = &self.generation().articles;
        let mut rest = found.ranked.iter().filter(|ranked| {
            let entry = articles.get(ranked.ordinal);
            entry.is_none_or(|entry| !is_shown(&entry.id))
        });
        let page = rest.by_ref().take(query.limit);
        let mut matcher = Matcher::new(&found.query.terms);
        let results: Result<Vec<_>, _> = page
            .map(|ranked| self.result(&found, ranked, &mut matcher, query.explain))
            .collect();
        let more = rest.next().is_some();
        let is_first = !found.ranked.iter().take(1).any(|best| {
            let entry = articles.get(best.ordinal);
            entry.is_some_and(|entry| is_shown(&entry.id))
        });
        let asked = if is_first {
            self.answered(&found, &query, matcher)?
        } else {
            None
        };
        let mut answer = SearchAnswer {
            answer: asked,
            schema: SEARCH_SCHEMA.into(),
            results: results?,
            corrections: found.corrections.clone(),
            took_ms: milliseconds(start),
        };
        restrict_search(&mut answer, viewer);
        let facets = with_facets.then(|| {
            let counted = found.ranked.iter().take(COUNTED);
            let entries = counted.filter_map(|ranked| articles.get(ranked.ordinal));
            facets(entries.map(|entry| (entry.kind, entry.products)))
        });
        Ok(SearchView {
            answer,
            more,
            facets,
        })
    }

    /// As [`Engine::triage`], for a viewer.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn triage_for(&self, case: &Case, viewer: &Viewer) -> Result<Triage, EngineError> {
        let mut case = case.clone();
        narrow(&mut case.filters, viewer);
        self.triage(&case)
    }

    /// An article as a viewer may see it, with the words of it that were read from the bytes `at`
    /// of its document.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn article_at(
        &self,
        id: &str,
        at: Span,
        viewer: &Viewer,
    ) -> Result<Option<(ArticleAnswer, Vec<Mark>)>, EngineError> {
        let Some(shown) = self.article_for(id, viewer)? else {
            return Ok(None);
        };
        let Some(ordinal) = self.generation().articles.find(id) else {
            return Ok(None);
        };
        let (_, document, place) = self.open_article(ordinal)?;
        let article = article_of(&document, place)?;
        let marks = marks(&document, article, &shown, at);
        Ok(Some((shown, marks)))
    }

    /// As [`Engine::raw_document`], for a viewer; none as well if anything in the document is
    /// withheld from the viewer, since bytes cannot be cut without moving every span.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn raw_document_for(
        &self,
        id: &str,
        viewer: &Viewer,
    ) -> Result<Option<Vec<u8>>, EngineError> {
        let Some(ordinal) = self.generation().articles.find(id) else {
            return Ok(None);
        };
        let (_, document, _) = self.open_article(ordinal)?;
        let mut articles = document.articles.iter();
        let is_open = articles.all(|article| visible(article, viewer).1.is_empty());
        Ok(is_open.then(|| document.bytes.clone()))
    }

    /// Completes a text while it is typed, for a viewer: at most `limit` texts and as many
    /// articles. The first call reads all titles.
    #[must_use]
    pub fn complete(&self, text: &str, limit: usize, viewer: &Viewer) -> CompleteAnswer {
        crate::compose::complete::complete(self, text, limit, viewer)
    }

    /// As [`Engine::guides`], for a viewer.
    #[must_use]
    pub fn guides_for(&self, on: &str, viewer: &Viewer) -> GuidesAnswer {
        let mut answer = self.guides(on);
        answer
            .guides
            .retain(|guide| self.shows_guide(&guide.id, guide.version, viewer));
        answer
    }

    /// As [`Engine::guide`], for a viewer; one that the viewer may not see is unknown.
    ///
    /// # Errors
    /// As [`Engine::guide`].
    pub fn guide_for(
        &self,
        id: &str,
        choice: &Choice,
        viewer: &Viewer,
    ) -> Result<GuideAnswer, GuideError> {
        let entry = self.library().choose(id, choice)?;
        if !viewer.sees(entry.playbook.audience) {
            return Err(GuideError::Unknown {
                id: id.to_owned(),
                known: Vec::new(),
            });
        }
        self.guide(id, choice)
    }

    /// A session as the viewer may see it: the article it sends to is cut like any other.
    #[must_use]
    pub fn session_for(&self, mut session: SessionAnswer, viewer: &Viewer) -> SessionAnswer {
        if let Some(linked) = &mut session.node.article {
            let shown = self.article_for(&linked.id, viewer);
            let shown = shown.ok().flatten();
            linked.sections.retain(|section| {
                let sections = shown.iter().flat_map(|article| &article.sections);
                sections.into_iter().any(|open| open == section)
            });
            if shown.is_none() {
                linked.title.clear();
                linked.cautions.clear();
            }
        }
        session
    }

    /// As [`Engine::escalation`], for a viewer.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn escalation_for(
        &self,
        mut request: EscalationRequest,
        viewer: &Viewer,
    ) -> Result<EscalationPacket, EngineError> {
        narrow(&mut request.case.filters, viewer);
        let mut packet = self.escalation(&request)?;
        restrict_packet(&mut packet, viewer);
        Ok(packet)
    }

    fn shows_guide(&self, id: &str, version: u32, viewer: &Viewer) -> bool {
        let mut versions = self.library().versions(id).iter();
        versions
            .any(|entry| entry.playbook.version == version && viewer.sees(entry.playbook.audience))
    }
}

/// Narrows filters to what the viewer may see.
fn narrow(filters: &mut Filters, viewer: &Viewer) {
    filters.audience = Some(filters.viewer().audience.min(viewer.clearance()));
}
