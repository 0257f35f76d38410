//! `GET /v1/articles/{id}`: one article, whole, or as its document is stored.

use super::{Switch, check_short};
use crate::extract::{Path, Query};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::{Kind, Problem};
use crate::reply::{GENERATION, Tag, reply};
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use engine::answer::ArticleAnswer;
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How the article is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleParams {
    /// Given: the document as stored, byte for byte.
    pub raw: Option<Switch>,
}

/// Answers with an article.
pub async fn find_article(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(params): Query<ArticleParams>,
) -> Result<Response, Problem> {
    check_short("id", [&id])?;
    let raw = params.raw.is_some_and(Switch::is_on);
    let knowledge = state.shelf.current();
    let tag = Tag::of(&knowledge, &caller, &(&id, raw));
    if raw {
        let unknown = unknown_article(&id);
        let bytes = state
            .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
                Ok(knowledge.engine.raw_document_for(&id, viewer)?)
            })
            .await?;
        let mut response = bytes.ok_or(unknown)?.into_response();
        let headers = response.headers_mut();
        // Text of whatever encoding it came in, to be saved and not to be run.
        let plain = HeaderValue::from_static("text/plain");
        headers.insert(header::CONTENT_TYPE, plain);
        let save = HeaderValue::from_static("attachment");
        headers.insert(header::CONTENT_DISPOSITION, save);
        if let Ok(value) = HeaderValue::from_str(&knowledge.generation) {
            headers.insert(GENERATION, value);
        }
        tag.write(headers);
        return Ok(response);
    }
    let answer = answer(&state, &knowledge, &caller, id).await?;
    // After the article was found: what is not there, or not for this caller, is never unchanged.
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    Ok(reply(&knowledge, Some(&tag), answer))
}

/// One article.
///
/// # Errors
/// [`Kind::UnknownArticle`], or what [`AppState::ask`] says.
pub async fn answer(
    state: &AppState,
    knowledge: &Arc<Knowledge>,
    caller: &Caller,
    id: String,
) -> Result<ArticleAnswer, Problem> {
    check_short("id", [&id])?;
    let unknown = unknown_article(&id);
    let answer = state
        .ask_of(Arc::clone(knowledge), caller, move |knowledge, viewer| {
            Ok(knowledge.engine.article_for(&id, viewer)?)
        })
        .await?;
    answer.ok_or(unknown)
}

/// Says that there is no such article. One that the caller may not see is not there either.
pub(crate) fn unknown_article(id: &str) -> Problem {
    let shown: String = id.chars().filter(|letter| !letter.is_control()).collect();
    Problem::new(Kind::UnknownArticle)
        .detail(format!("No article is known here as {shown}."))
        .field("id")
        .hint("find articles by words: GET /v1/search?q=…")
}
