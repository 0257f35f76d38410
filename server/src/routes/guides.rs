//! `/v1/guides`: playbooks, and sessions that walk one.

use super::{check_short, check_text};
use crate::extract::{Json, Path, PerhapsJson, Query, whole};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::{Kind, Problem};
use crate::reply::{Tag, reply};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::answer::{GuideAnswer, GuidesAnswer};
use engine::compose::guard::Viewer;
use engine::guide::{Choice, GuideError, Reply, clock};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which version of a playbook is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuideParams {
    /// The version that holds on this day, `YYYY-MM-DD`; today if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"), extend("format" = "date"))]
    pub on: Option<String>,
    /// The version for a named change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub change: Option<String>,
    /// The version of this number.
    #[serde(
        default,
        deserialize_with = "whole",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(max = 4_294_967_295_u32))]
    pub version: Option<u32>,
}

/// An answer to where a session stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyRequest {
    /// The number of a choice, its words, or a part of them that fits no other.
    #[schemars(length(min = 1), regex(pattern = r"\S"))]
    pub answer: String,
    /// The revision that is answered; with it, an answer that comes too late is refused.
    #[serde(
        default,
        deserialize_with = "whole",
        skip_serializing_if = "Option::is_none"
    )]
    pub revision: Option<u64>,
}

impl GuideParams {
    fn choice(self) -> Result<Choice, Problem> {
        check_short("change", &self.change)?;
        let wrong = || {
            Problem::new(Kind::InvalidField)
                .detail("`on` is a day such as 2026-01-31.")
                .field("on")
        };
        let day = self.on.as_deref().map(str::parse::<jiff::civil::Date>);
        let day = day.transpose().map_err(|_| wrong())?;
        Ok(Choice {
            on: day.map_or_else(|| clock::date(now()), |day| day.to_string()),
            change: self.change,
            version: self.version,
        })
    }
}

/// Lists playbooks.
pub async fn list_guides(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(params): Query<GuideParams>,
) -> Result<Response, Problem> {
    let choice = params.choice()?;
    let knowledge = state.shelf.current();
    let tag = Tag::of(&knowledge, &caller, &choice.on);
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let params = GuideParams {
        on: Some(choice.on),
        ..GuideParams::default()
    };
    let answer = list(&state, &knowledge, &caller, params).await?;
    Ok(reply(&knowledge, Some(&tag), answer))
}

/// All playbooks.
///
/// # Errors
/// A problem that names the parameter that is wrong, or what [`AppState::ask`] says.
pub async fn list(
    state: &AppState,
    knowledge: &Arc<Knowledge>,
    caller: &Caller,
    params: GuideParams,
) -> Result<GuidesAnswer, Problem> {
    let choice = params.choice()?;
    let ask = move |knowledge: &Knowledge, viewer: &Viewer| {
        Ok(knowledge.engine.guides_for(&choice.on, viewer))
    };
    state.ask_of(Arc::clone(knowledge), caller, ask).await
}

/// Gives one playbook, whole.
pub async fn find_guide(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Query(params): Query<GuideParams>,
) -> Result<Response, Problem> {
    let knowledge = state.shelf.current();
    let choice = params.clone().choice()?;
    let tag = Tag::of(
        &knowledge,
        &caller,
        &(&id, &choice.on, &choice.change, choice.version),
    );
    let answer = one(&state, &knowledge, &caller, (id, params)).await?;
    Ok(reply(&knowledge, Some(&tag), answer))
}

/// One playbook, by id.
///
/// # Errors
/// A problem that names the parameter that is wrong, or what [`AppState::ask`] says.
pub async fn one(
    state: &AppState,
    knowledge: &Arc<Knowledge>,
    caller: &Caller,
    (id, params): (String, GuideParams),
) -> Result<GuideAnswer, Problem> {
    check_short("id", [&id])?;
    let choice = params.choice()?;
    let ask = move |knowledge: &Knowledge, viewer: &Viewer| {
        Ok(knowledge.engine.guide_for(&id, &choice, viewer)?)
    };
    state.ask_of(Arc::clone(knowledge), caller, ask).await
}

/// Begins a session.
pub async fn begin_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    PerhapsJson(params): PerhapsJson<GuideParams>,
) -> Result<Response, Problem> {
    check_short("id", [&id])?;
    let choice = params.choice()?;
    let knowledge = state.shelf.current();
    let (tier, shared) = (caller.role.tier(), state.clone());
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            let engine = &knowledge.engine;
            engine.guide_for(&id, &choice, viewer)?;
            let store = shared.sessions.as_ref();
            let begun = engine.begin_guide(store, (&id, &choice), Some(tier), now())?;
            Ok(engine.session_for(begun, viewer))
        })
        .await?;
    let place = format!("/v1/guides/sessions/{}", answer.code);
    let mut response = reply(&knowledge, None, answer);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Says where a session stands.
pub async fn show_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    step(state, caller, code, Step::Look).await
}

/// Answers where a session stands.
pub async fn answer_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
    Json(request): Json<ReplyRequest>,
) -> Result<Response, Problem> {
    check_text("answer", &request.answer, state.config.limits.query_bytes)?;
    let reply = Reply {
        text: request.answer,
        revision: request.revision,
    };
    step(state, caller, code, Step::Answer(reply)).await
}

/// Takes the last answer of a session back.
pub async fn step_back(
    State(state): State<AppState>,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    step(state, caller, code, Step::Back).await
}

enum Step {
    Look,
    Answer(Reply),
    Back,
}

async fn step(
    state: AppState,
    caller: Caller,
    code: String,
    step: Step,
) -> Result<Response, Problem> {
    check_short("code", [&code])?;
    let knowledge = state.shelf.current();
    let shared = state.clone();
    let answer = state
        .ask_of(knowledge.clone(), &caller, move |knowledge, viewer| {
            let (engine, store) = (&knowledge.engine, shared.sessions.as_ref());
            let session = match step {
                Step::Look => engine.guide_session(store, &code)?,
                Step::Answer(reply) => engine.answer_guide(store, &code, &reply, now())?,
                Step::Back => engine.step_back_guide(store, &code, now())?,
            };
            Ok(engine.session_for(session, viewer))
        })
        .await?;
    Ok(reply(&knowledge, None, answer))
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    u64::try_from(Timestamp::now().as_second()).unwrap_or_default()
}

impl From<GuideError> for Problem {
    fn from(error: GuideError) -> Self {
        let told = error.to_string();
        let problem = |kind| Self::new(kind).detail(format!("It says: {told}."));
        match error {
            GuideError::Unknown { .. }
            | GuideError::NotYet { .. }
            | GuideError::NoVersion { .. } => {
                problem(Kind::UnknownGuide).hint("GET /v1/guides lists them")
            }
            GuideError::NoSession { .. } | GuideError::BadCode { .. } => {
                problem(Kind::UnknownSession).field("code")
            }
            GuideError::Tier { .. } => problem(Kind::Forbidden),
            GuideError::Answer { choices, .. } => {
                let problem = problem(Kind::InvalidField).field("answer");
                problem.hint(format!("choices: {}", choices.join("; ")))
            }
            GuideError::Finished { .. }
            | GuideError::AtStart { .. }
            | GuideError::Conflict { .. } => problem(Kind::Conflict),
            error => Self::internal(error),
        }
    }
}
