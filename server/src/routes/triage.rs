//! `POST /v1/triage`: what to do about a case.

use super::{check_count, check_kind, check_short, check_text, check_tier};
use crate::desk::Origin;
use crate::extract::{Json, whole};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::{Kind, Problem};
use crate::reply::reply;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::answer::Triage;
use engine::compose::next_question::keys;
use engine::desk::BadCaseId;
use engine::desk::record::{Channel, NewCase};
use engine::{Case, Filters};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most known issues that can be asked for.
const MOST: usize = 20;
/// Most answers and articles to leave out.
const MOST_ENTRIES: usize = 100;

/// The schema of texts by name, all short.
pub(crate) fn short_texts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let short = serde_json::json!({
        "type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"
    });
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": short,
        "propertyNames": short,
        "maxProperties": MOST_ENTRIES
    })
}

/// A case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriageRequest {
    /// What the caller reports, with pasted events and logs.
    #[schemars(length(min = 1), regex(pattern = r"\S"))]
    pub text: String,
    /// Only articles whose product line has these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub product: Option<String>,
    /// The version of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub version: Option<String>,
    /// Only articles for this operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub os: Option<String>,
    /// Only articles of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^(problem|bug|how-to|information|download|reference)$"))]
    pub kind: Option<String>,
    /// Only what this tier may carry out: 1, 2 or 3.
    #[serde(
        default,
        deserialize_with = "whole",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<u8>,
    /// How many are affected, in the caller's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub scope: Option<String>,
    /// Answers to earlier questions: what was asked for, and what was said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "short_texts")]
    pub answers: BTreeMap<String, String>,
    /// Articles to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        length(max = 100),
        inner(length(min = 1, max = 200), regex(pattern = r"\S"))
    )]
    pub exclude: Vec<String>,
    /// The `case` of an earlier answer, if this is the same case with more known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 40), regex(pattern = r"\S"))]
    pub case: Option<String>,
    /// The site that the case is about, for the desk's memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub site: Option<String>,
    /// Most known issues to show (3).
    #[serde(
        default,
        deserialize_with = "whole",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = 20))]
    pub limit: Option<usize>,
    /// Whether to add words of the same meaning (true, unless the service was set up otherwise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synonyms: Option<bool>,
    /// Whether to correct misspelt words (true, unless the service was set up otherwise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spelling: Option<bool>,
}

impl TriageRequest {
    /// The engine's case.
    ///
    /// # Errors
    /// A problem that names the field that is wrong.
    pub fn case(&self, state: &AppState) -> Result<Case, Problem> {
        check_text("text", &self.text, state.config.limits.body_bytes)?;
        check_kind(self.kind.as_deref())?;
        check_tier(self.tier)?;
        check_short("product", &self.product)?;
        check_short("version", &self.version)?;
        check_short("os", &self.os)?;
        check_short("scope", &self.scope)?;
        check_short("site", &self.site)?;
        check_short("exclude", &self.exclude)?;
        check_short("answers", self.answers.keys().chain(self.answers.values()))?;
        check_count("exclude", self.exclude.len() + 1, MOST_ENTRIES + 1)?;
        check_count("answers", self.answers.len() + 1, MOST_ENTRIES + 1)?;
        let mut case = state.config.answering.case(self.text.clone());
        case.limit = check_count("limit", self.limit.unwrap_or(case.limit), MOST)?;
        case.exclude.clone_from(&self.exclude);
        let words = &mut case.words;
        words.synonyms = self.synonyms.unwrap_or(words.synonyms);
        words.spelling = self.spelling.unwrap_or(words.spelling);
        case.filters = Filters {
            product: self.product.clone(),
            os: self.os.clone(),
            kind: self.kind.clone(),
            tier: self.tier,
            ..Filters::default()
        };
        case.scope.clone_from(&self.scope);
        let known = self.version.iter();
        let known = known.map(|version| ("version".to_owned(), version.clone()));
        let answers = self.answers.iter();
        let answers = answers.map(|(what, value)| (what.trim().to_lowercase(), value.clone()));
        case.answers = known.chain(answers).collect();
        check_answers(&case.answers)?;
        Ok(case)
    }
}

impl TriageRequest {
    /// Where the case comes from.
    ///
    /// # Errors
    /// A problem if `case` is no id of a case.
    pub fn origin(&self, caller: &Caller, channel: Channel) -> Result<Origin, Problem> {
        let wrong = |error: BadCaseId| {
            let problem = Problem::new(Kind::InvalidField).field("case");
            problem.detail(format!("`case` cannot be read: {error}."))
        };
        let case = self.case.as_deref().map(str::parse).transpose();
        Ok(Origin {
            continues: case.map_err(wrong)?,
            site: self.site.clone(),
            ..Origin::of(caller, channel)
        })
    }
}

/// An answer to what nobody asks is refused by name: it would change nothing, silently.
fn check_answers(answers: &[(String, String)]) -> Result<(), Problem> {
    answers.iter().try_for_each(|(what, _)| {
        let wrong = |detail: String| {
            Problem::new(Kind::InvalidField)
                .detail(detail)
                .field("answers")
        };
        keys::check(what).map_err(wrong)
    })
}

/// Answers a case.
pub async fn triage_case(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<TriageRequest>,
) -> Result<Response, Problem> {
    let knowledge = state.shelf.current();
    let origin = request.origin(&caller, Channel::Http)?;
    let answer = answer(&state, &knowledge, (&caller, origin), &request).await?;
    Ok(reply(&knowledge, None, answer))
}

/// What to do about a case.
///
/// # Errors
/// A problem that names the field that is wrong, or what [`AppState::ask`] says.
pub async fn answer(
    state: &AppState,
    knowledge: &Arc<Knowledge>,
    (caller, origin): (&Caller, Origin),
    request: &TriageRequest,
) -> Result<Triage, Problem> {
    let case = request.case(state)?;
    let circumstances = state.memory.circumstances(origin, &knowledge.generation);
    let shared = state.clone();
    let (mut answer, kept) = state
        .ask_of(Arc::clone(knowledge), caller, move |knowledge, viewer| {
            let answer = shared.triage(knowledge, &case, viewer)?;
            // Masking is work as well, and belongs on this thread.
            let kept = circumstances.map(|known| NewCase::of(&case, &answer, known));
            Ok((answer, kept))
        })
        .await?;
    state.memory.keep(kept, &mut answer).await;
    Ok(answer)
}
