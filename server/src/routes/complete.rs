//! `GET /v1/complete`: how what is being typed may go on.

use super::{check_count, check_query};
use crate::extract::{Query, whole};
use crate::keys::Caller;
use crate::problem::Problem;
use crate::reply::{Tag, reply};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::{Deserialize, Serialize};

/// Completions when the caller says nothing.
const USUAL: usize = 8;
/// Most completions.
const MOST: usize = 20;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteParams {
    /// The text up to where the cursor stands.
    #[schemars(length(min = 1, max = 2000), regex(pattern = r"\S"))]
    pub q: String,
    /// Most completions (8).
    #[serde(default, deserialize_with = "whole")]
    #[schemars(range(min = 1, max = 20))]
    pub k: Option<usize>,
}

/// Answers with completions.
pub async fn complete_text(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(params): Query<CompleteParams>,
) -> Result<Response, Problem> {
    check_query(&state, "q", &params.q)?;
    let count = check_count("k", params.k.unwrap_or(USUAL), MOST)?;
    let knowledge = state.shelf.current();
    let tag = Tag::of(&knowledge, &caller, &params);
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            Ok(knowledge.engine.complete(&params.q, count, viewer))
        })
        .await?;
    Ok(reply(&knowledge, Some(&tag), answer))
}
