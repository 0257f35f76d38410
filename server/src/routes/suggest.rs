//! `POST /v1/suggest`: the known issues a ticket may be about, for the form it is written in.

use super::check_text;
use crate::extract::Json;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::reply::reply;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::answer::{KnownIssue, Triage};
use serde::{Deserialize, Serialize};

/// Most suggestions.
const MOST: usize = 5;
/// Name and version of the answer's form.
const SCHEMA: &str = "firstline.suggest/1";

/// A ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestRequest {
    /// The ticket's subject.
    #[schemars(length(min = 1), regex(pattern = r"\S"))]
    pub subject: String,
    /// Its text.
    #[serde(default)]
    pub body: String,
}

/// What the ticket may be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SuggestAnswer {
    /// `firstline.suggest/1`.
    pub schema: String,
    /// True if none is likely enough to be the answer.
    pub abstained: bool,
    /// Why it abstained, or what the suggestions rest on.
    pub reason: String,
    /// Most probable first, five at most.
    pub suggestions: Vec<Suggestion>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// A known issue the ticket may be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Suggestion {
    /// Id of the known issue.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Calibrated probability that the ticket is about it, 0 to 1.
    pub probability: f64,
    /// Articles that describe it.
    pub articles: Vec<String>,
    /// Words of an article that speak for it; empty if none do.
    pub evidence: String,
}

/// Answers with suggestions.
pub async fn suggest_issues(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<SuggestRequest>,
) -> Result<Response, Problem> {
    let text = format!("{}\n{}", request.subject, request.body);
    check_text("subject", &request.subject, state.config.limits.body_bytes)?;
    let mut case = state.config.answering.case(text);
    case.limit = MOST;
    let knowledge = state.shelf.current();
    let shared = state.clone();
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            Ok(suggestions(shared.triage(knowledge, &case, viewer)?))
        })
        .await?;
    Ok(reply(&knowledge, None, answer))
}

fn suggestions(triage: Triage) -> SuggestAnswer {
    let suggestion = |issue: KnownIssue| Suggestion {
        id: issue.id,
        title: issue.title,
        probability: issue.probability,
        articles: issue.articles,
        evidence: issue
            .evidence
            .into_iter()
            .next()
            .map(|evidence| evidence.text)
            .unwrap_or_default(),
    };
    SuggestAnswer {
        schema: SCHEMA.to_owned(),
        abstained: triage.abstained,
        reason: triage.reason,
        suggestions: triage
            .issues
            .into_iter()
            .take(MOST)
            .map(suggestion)
            .collect(),
        took_ms: triage.took_ms,
    }
}
