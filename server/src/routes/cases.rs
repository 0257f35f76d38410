//! `/v1/cases/…`: what became of a case, and what was wrong with its answer.

use super::{check_short, check_text};
use crate::desk::{read_id, who};
use crate::extract::{Json, Path};
use crate::keys::{Caller, Role};
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use engine::desk::record::{CaseFile, Channel, Chosen, Outcome, Reason};
use engine::desk::{CaseId, Entry, NewFeedback, NewOutcome, masked_note};
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Bytes of a remark.
const MOST_NOTE: usize = 2000;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    /// How it ended.
    pub outcome: Outcome,
    /// The known issue that it was, by its id in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub issue: Option<String>,
    /// The article whose remedy was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub article: Option<String>,
    /// The section of that remedy (`resolution`, `workaround`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub section: Option<String>,
    /// A remark; names, addresses and secrets in it are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 2000), regex(pattern = r"\S"))]
    pub note: Option<String>,
}

/// What was wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackRequest {
    /// What is wrong.
    pub reason: Reason,
    /// The known issue meant; none means the answer as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub issue: Option<String>,
    /// The article meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub article: Option<String>,
    /// A remark; names, addresses and secrets in it are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 2000), regex(pattern = r"\S"))]
    pub note: Option<String>,
}

/// That something was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Recorded {
    /// The case it was said of.
    pub case: String,
    /// Its place in the order of all that was recorded.
    pub seq: u64,
}

/// A case as it is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CaseAnswer {
    /// [`engine::desk::CASE_SCHEMA`].
    pub schema: String,
    /// The case.
    #[serde(flatten)]
    pub file: CaseFile,
}

/// Gives a case with all that was said of it.
pub async fn show_case(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let file = find(&state, &caller, &id).await?;
    let schema = engine::desk::CASE_SCHEMA.to_owned();
    let mut response = axum::Json(CaseAnswer { schema, file }).into_response();
    not_stored(&mut response);
    Ok(response)
}

/// Takes down how a case ended.
pub async fn record_outcome(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<OutcomeRequest>,
) -> Result<Response, Problem> {
    let said = Said {
        caller: &caller,
        channel: Channel::Http,
    };
    said.outcome(&state, &id, request).await.map(created)
}

/// Takes down what was wrong with an answer.
pub async fn record_feedback(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<FeedbackRequest>,
) -> Result<Response, Problem> {
    let said = Said {
        caller: &caller,
        channel: Channel::Http,
    };
    said.feedback(&state, &id, request).await.map(created)
}

/// A case, for staff.
///
/// # Errors
/// [`Kind::Forbidden`] for readers, and as [`crate::desk::Memory::case`].
pub(crate) async fn find(state: &AppState, caller: &Caller, id: &str) -> Result<CaseFile, Problem> {
    if caller.role == Role::Reader {
        return Err(Problem::new(Kind::Forbidden)
            .detail("What callers said is read by staff of the desk only."));
    }
    state.memory.case(read_id(id)?).await
}

/// Who says something of a case, and where.
pub(crate) struct Said<'a> {
    /// Who.
    pub(crate) caller: &'a Caller,
    /// Where.
    pub(crate) channel: Channel,
}

impl Said<'_> {
    /// Keeps how a case ended.
    ///
    /// # Errors
    /// A problem that names the field that is wrong, or as [`crate::desk::Memory::say`].
    pub(crate) async fn outcome(
        &self,
        state: &AppState,
        id: &str,
        request: OutcomeRequest,
    ) -> Result<Recorded, Problem> {
        check_short("issue", &request.issue)?;
        check_short("article", &request.article)?;
        check_short("section", &request.section)?;
        check_note(request.note.as_ref())?;
        let case = self.case(state, id).await?;
        let entry = Entry::Outcome(NewOutcome {
            case: case.clone(),
            time: Timestamp::now(),
            channel: self.channel,
            who: who(self.caller),
            outcome: request.outcome,
            chosen: Chosen {
                issue: request.issue,
                article: request.article,
                section: request.section,
            },
            note: request.note.as_deref().and_then(masked_note),
        });
        keep(state, case, entry).await
    }

    /// Keeps what was wrong with an answer.
    ///
    /// # Errors
    /// As [`Said::outcome`].
    pub(crate) async fn feedback(
        &self,
        state: &AppState,
        id: &str,
        request: FeedbackRequest,
    ) -> Result<Recorded, Problem> {
        check_short("issue", &request.issue)?;
        check_short("article", &request.article)?;
        check_note(request.note.as_ref())?;
        let case = self.case(state, id).await?;
        let entry = Entry::Feedback(NewFeedback {
            case: case.clone(),
            time: Timestamp::now(),
            channel: self.channel,
            who: who(self.caller),
            reason: request.reason,
            issue: request.issue,
            article: request.article,
            note: request.note.as_deref().and_then(masked_note),
        });
        keep(state, case, entry).await
    }

    /// The case meant. Whoever is no staff may speak of their own cases only, and does not learn
    /// of others.
    async fn case(&self, state: &AppState, id: &str) -> Result<CaseId, Problem> {
        let id = read_id(id)?;
        if self.caller.role == Role::Reader {
            let file = state.memory.case(id.clone()).await?;
            if file.case.who.name != who(self.caller).name {
                return Err(Problem::new(Kind::UnknownCase).detail("No such case is remembered."));
            }
        }
        Ok(id)
    }
}

async fn keep(state: &AppState, case: CaseId, entry: Entry) -> Result<Recorded, Problem> {
    let seq = state.memory.say(entry).await?;
    let case = case.to_string();
    Ok(Recorded { case, seq })
}

fn check_note(note: Option<&String>) -> Result<(), Problem> {
    note.map_or(Ok(()), |note| check_text("note", note, MOST_NOTE))
}

fn created(recorded: Recorded) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(recorded)).into_response();
    not_stored(&mut response);
    response
}

fn not_stored(response: &mut Response) {
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
}
