//! What the machinery around the service asks: is it alive, is it ready, what has it counted.

use crate::knowledge::BUILTIN;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

/// Whether the service is alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: String,
    /// Version of the program.
    pub version: String,
}

/// Whether the service should be sent requests, and what answers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Readiness {
    /// `ready`; `degraded` if another knowledge base answers than was set up, the newest one
    /// could not be opened, or the desk's memory is not kept; `stopping`.
    pub status: String,
    /// The generation that answers, or `built-in`.
    pub generation: String,
    /// Articles in it that can be found.
    pub articles: u64,
    /// What is wrong, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// Answers that the service is alive.
pub async fn show_health() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Answers whether requests should come here. A service that answers from the built-in knowledge
/// base does answer, so it is ready; that it is degraded stands in the body.
pub async fn show_readiness(State(state): State<AppState>) -> Response {
    let knowledge = state.shelf.current();
    let notice = knowledge.notice.clone().or_else(|| {
        let failure = state.shelf.failure()?;
        Some(format!("{failure} The one before it answers."))
    });
    let notice = notice.or_else(|| state.memory.notice());
    let (code, status) = match (state.is_stopping(), &notice) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, Some(_)) => (StatusCode::OK, "degraded"),
        (false, None) => (StatusCode::OK, "ready"),
    };
    let readiness = Readiness {
        status: status.to_owned(),
        generation: knowledge.generation.clone(),
        articles: knowledge.engine.generation().manifest.articles,
        notice,
    };
    debug_assert!(readiness.generation == BUILTIN || readiness.generation.starts_with("gen-"));
    (code, Json(readiness)).into_response()
}

/// Answers with what was counted.
pub async fn show_metrics(State(state): State<AppState>) -> Response {
    let articles = state.shelf.current().engine.generation().manifest.articles;
    let mut response = state
        .metrics
        .render(
            state.pool.waiting(),
            articles,
            state.memory.health().as_ref(),
        )
        .into_response();
    let open_metrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(open_metrics));
    response
}
