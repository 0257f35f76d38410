//! `GET /v1/search`: ranked articles, a page at a time.

use super::{Switch, check_count, check_kind, check_query, check_short, check_tier};
use crate::cursor::{Cursor, DEEPEST};
use crate::extract::{Query, whole};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::Problem;
use crate::reply::{Tag, reply};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::Filters;
use engine::answer::{Facets, SearchAnswer};
use http::HeaderMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Results on a page when the caller says nothing.
const PAGE: usize = 10;
/// Articles that can be left out.
const EXCLUDED: usize = 100;

/// What can be asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchParams {
    /// The words.
    #[schemars(length(min = 1, max = 2000), regex(pattern = r"\S"))]
    pub q: String,
    /// Results on a page (10).
    #[serde(default, deserialize_with = "whole")]
    #[schemars(range(min = 1, max = 100))]
    pub k: Option<usize>,
    /// Only articles whose product line has these words.
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub product: Option<String>,
    /// Only articles for this operating system.
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub os: Option<String>,
    /// Only articles of this kind: `problem`, `bug`, `how-to`, `information`, `download` or
    /// `reference`.
    #[schemars(regex(pattern = "^(problem|bug|how-to|information|download|reference)$"))]
    pub kind: Option<String>,
    /// Only what this tier may carry out: 1, 2 or 3.
    #[serde(default, deserialize_with = "whole")]
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<u8>,
    /// Leave this article out; may be given several times.
    #[serde(default)]
    #[schemars(
        length(max = 100),
        inner(length(min = 1, max = 200), regex(pattern = r"\S"))
    )]
    pub exclude: Vec<String>,
    /// `on`: also articles that are kept for reference only.
    pub archived: Option<Switch>,
    /// `off`: add no words of the same meaning (`on`, unless the service was set up otherwise).
    pub synonyms: Option<Switch>,
    /// `off`: correct no misspelt words (`on`, unless the service was set up otherwise).
    pub spelling: Option<Switch>,
    /// `on`: tell how each score came about.
    pub explain: Option<Switch>,
    /// `on`: tell how many of the best results are of each kind and product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facets: Option<Switch>,
    /// Where the next page begins: `next` of the page before.
    #[schemars(length(min = 1))]
    pub cursor: Option<String>,
}

/// A page of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SearchPage {
    /// The results.
    #[serde(flatten)]
    pub answer: SearchAnswer,
    /// What the best results have in common, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
    /// Cursor of the next page; none if this is the last.
    pub next: Option<String>,
}

impl SearchParams {
    /// The engine's query, without a limit.
    ///
    /// # Errors
    /// A problem that names the parameter that is wrong.
    pub fn query(&self, state: &AppState) -> Result<engine::Query, Problem> {
        check_query(state, "q", &self.q)?;
        check_kind(self.kind.as_deref())?;
        check_tier(self.tier)?;
        check_short("product", &self.product)?;
        check_short("os", &self.os)?;
        check_short("exclude", &self.exclude)?;
        check_count("exclude", self.exclude.len() + 1, EXCLUDED + 1)?;
        let mut query = state.config.answering.query(self.q.clone());
        query.filters = Filters {
            product: self.product.clone(),
            os: self.os.clone(),
            kind: self.kind.clone(),
            tier: self.tier,
            archived: self.archived.is_some_and(Switch::is_on),
            ..Filters::default()
        };
        query.exclude.clone_from(&self.exclude);
        let words = &mut query.words;
        words.synonyms = self.synonyms.map_or(words.synonyms, Switch::is_on);
        words.spelling = self.spelling.map_or(words.spelling, Switch::is_on);
        query.explain = self.explain.is_some_and(Switch::is_on);
        Ok(query)
    }

    /// What has to stay the same from page to page: everything but the cursor and the size.
    fn identity(&self) -> String {
        let same = Self {
            cursor: None,
            facets: None,
            k: None,
            ..self.clone()
        };
        serde_json::to_string(&same).unwrap_or_default()
    }
}

/// A search that can be carried out: everything in it was checked.
pub(crate) struct Prepared {
    query: engine::Query,
    cursor: Cursor,
    identity: String,
    with_facets: bool,
    now: u64,
}

impl SearchParams {
    /// Checks everything.
    ///
    /// # Errors
    /// A problem that names the parameter that is wrong.
    pub(crate) fn prepare(&self, state: &AppState) -> Result<Prepared, Problem> {
        let mut query = self.query(state)?;
        let size = check_count("k", self.k.unwrap_or(PAGE), state.config.limits.page)?;
        let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
        let identity = self.identity();
        let cursor = match &self.cursor {
            Some(text) => Cursor::read(text, &identity, now)?,
            None => Cursor::default(),
        };
        query.limit = size.min(DEEPEST.saturating_sub(cursor.shown()));
        Ok(Prepared {
            query,
            cursor,
            identity,
            with_facets: self.facets.is_some_and(Switch::is_on),
            now,
        })
    }
}

impl Prepared {
    /// Finds the page.
    ///
    /// # Errors
    /// As [`AppState::ask_of`].
    pub(crate) async fn find(
        self,
        state: &AppState,
        knowledge: Arc<Knowledge>,
        caller: &Caller,
    ) -> Result<SearchPage, Problem> {
        let Self {
            query,
            mut cursor,
            with_facets,
            ..
        } = self;
        let shown = cursor.clone();
        let view = state
            .ask_of(knowledge, caller, move |knowledge, viewer| {
                let is_shown = |id: &str| shown.has_shown(id);
                let engine = &knowledge.engine;
                Ok(engine.search_page(&query, viewer, &is_shown, with_facets)?)
            })
            .await?;
        for result in &view.answer.results {
            cursor.show(&result.id);
        }
        state.activity.count_search();
        state.memory.count("search");
        let more = view.more && cursor.shown() < DEEPEST;
        Ok(SearchPage {
            next: more.then(|| cursor.write(&self.identity, self.now)),
            facets: view.facets,
            answer: view.answer,
        })
    }
}

/// Answers with a page.
pub async fn search_articles(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(params): Query<SearchParams>,
) -> Result<Response, Problem> {
    let prepared = params.prepare(&state)?;
    let knowledge = state.shelf.current();
    let tag = Tag::of(&knowledge, &caller, &params);
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let page = prepared.find(&state, knowledge.clone(), &caller).await?;
    Ok(reply(&knowledge, Some(&tag), page))
}
