//! `POST /v1/escalations`: the packet with which a case is handed over.

use super::guides::now;
use super::triage::{TriageRequest, short_texts};
use super::{check_count, check_short, check_tier};
use crate::extract::{Json, whole};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::Problem;
use crate::reply::reply;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::Case;
use engine::answer::EscalationPacket;
use engine::escalation::EscalationRequest as Packet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most items that can be said to be there.
const MOST: usize = 100;

/// What is handed over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [
    { "required": ["text"], "properties": { "text": { "pattern": r"\S" } } },
    { "required": ["session"], "properties": { "session": { "type": "string" } } },
]))]
pub struct EscalationRequest {
    /// What was reported; may be left out where there is a session.
    #[serde(default)]
    pub text: String,
    /// Answers to earlier questions: what was asked for, and what was said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "short_texts")]
    pub answers: BTreeMap<String, String>,
    /// What was collected: number, name or words of an item, and what it is, or null.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend(
        "maxProperties" = MOST,
        "propertyNames" = { "minLength": 1, "maxLength": 200, "pattern": r"\S" }
    ))]
    pub have: BTreeMap<String, Option<String>>,
    /// Code of the session of the playbook that was walked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub session: Option<String>,
    /// The tier that hands over (1).
    #[serde(
        default,
        deserialize_with = "whole",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<u8>,
}

impl EscalationRequest {
    fn case(&self, state: &AppState) -> Result<Case, Problem> {
        check_tier(self.tier)?;
        check_short("session", &self.session)?;
        check_short("have", self.have.keys())?;
        check_count("have", self.have.len() + 1, MOST + 1)?;
        if self.session.is_some() && self.text.trim().is_empty() {
            return Ok(state.config.answering.case(""));
        }
        let case = TriageRequest {
            text: self.text.clone(),
            answers: self.answers.clone(),
            ..TriageRequest::default()
        };
        case.case(state)
    }

    /// The packet.
    ///
    /// # Errors
    /// A problem that names the field that is wrong, or as [`AppState::ask_of`].
    pub(crate) async fn write(
        self,
        state: &AppState,
        knowledge: Arc<Knowledge>,
        caller: &Caller,
    ) -> Result<EscalationPacket, Problem> {
        let case = self.case(state)?;
        let shared = state.clone();
        state
            .ask_of(knowledge, caller, move |knowledge, viewer| {
                let engine = &knowledge.engine;
                let session = match &self.session {
                    Some(code) => Some(engine.guide_session(shared.sessions.as_ref(), code)?),
                    None => None,
                };
                let packet = Packet {
                    case,
                    have: self.have.into_iter().collect(),
                    session: session.map(|session| engine.session_for(session, viewer)),
                    tier: self.tier.unwrap_or(1),
                    now: now(),
                };
                Ok(engine.escalation_for(packet, viewer)?)
            })
            .await
    }
}

/// Writes the packet.
pub async fn escalate_case(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<EscalationRequest>,
) -> Result<Response, Problem> {
    let knowledge = state.shelf.current();
    let answer = request.write(&state, knowledge.clone(), &caller).await?;
    Ok(reply(&knowledge, None, answer))
}
