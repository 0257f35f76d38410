//! The five tools: what they say of themselves, and how a call goes the way of the HTTP route.

use crate::extract::parse_json;
use crate::keys::Caller;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::routes::guides::GuideParams;
use crate::routes::search::{SearchPage, SearchParams};
use crate::routes::triage::TriageRequest;
use crate::routes::{article, guides, lookup, triage};
use crate::state::AppState;
use engine::answer::{ArticleAnswer, GuideAnswer, GuidesAnswer, LookupAnswer, Triage};
use engine::desk::record::Channel;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// What is looked up.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LookupCall {
    /// What it is.
    kind: LookupKind,
    /// The event number, the error code in any notation, the port, id, key, name or command.
    #[schemars(schema_with = "text_or_number")]
    value: TextOrNumber,
    /// The source of an event.
    source: Option<String>,
}

/// An identifier as an assistant writes it: events and ports come as numbers as often as not.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a string or a whole number")]
enum TextOrNumber {
    Text(String),
    Number(i64),
}

impl TextOrNumber {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

fn text_or_number(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": ["string", "integer"],
        "minLength": 1,
        "maxLength": 200,
        "examples": ["0x80070005", 547, "Q235174"]
    })
}

/// What can be looked up.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum LookupKind {
    /// An event number.
    Event,
    /// An error code or symbol.
    Error,
    /// A port number.
    Port,
    /// An article id.
    Kb,
    /// A registry key or a part of one.
    Registry,
    /// A command, or what it is to do.
    Command,
    /// A file name.
    File,
    /// A service name.
    Service,
}

impl LookupKind {
    fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Error => "error",
            Self::Port => "port",
            Self::Kb => "kb",
            Self::Registry => "registry",
            Self::Command => "command",
            Self::File => "file",
            Self::Service => "service",
        }
    }
}

/// Which article is wanted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ArticleCall {
    /// Its id in any notation (`Q235174`, `KB235174`, `235174`, `chapter#section`).
    #[schemars(schema_with = "text_or_number")]
    id: TextOrNumber,
}

/// Which playbook is wanted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GuideCall {
    /// Its id; without one, all playbooks are listed.
    #[schemars(length(min = 1, max = 200))]
    id: Option<String>,
    /// The version that holds on this day, `YYYY-MM-DD`; today if nothing is said.
    on: Option<String>,
    /// The version for a named change.
    change: Option<String>,
    /// The version of this number.
    version: Option<u32>,
}

/// A playbook, or the list of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "made once and written at once")]
enum GuideReply {
    /// All.
    List(GuidesAnswer),
    /// One.
    One(GuideAnswer),
}

/// What the tools say of themselves; the schemas are made of the types once.
static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(|| {
    vec![
        tool::<TriageRequest, Reply<Triage>>(
            "triage",
            "Triage a case",
            "What to do about what a caller reports: known issues with calibrated probability, \
             evidence, remedies with their steps verbatim and their cautions, the next question \
             to ask, what to collect, whom to hand over to. Give all of the caller's words and any \
             pasted events or logs. When `abstained` is true, no issue is likely enough: do not \
             present any as the answer; ask `question` if there is one, and call again with \
             `answers`.",
        ),
        tool::<SearchParams, Reply<SearchPage>>(
            "search",
            "Search articles",
            "Articles ranked by words, each with the passage that fits best; a question (\"which \
             port does …\") is answered in `answer`. For what a caller reports use triage.",
        ),
        tool::<LookupCall, Reply<LookupAnswer>>(
            "lookup",
            "Look up an identifier",
            "Everywhere an exact event number, error code, port, article id, registry key, \
             command, file or service stands. Exact: 4284 never answers 4285; error codes are \
             found in hexadecimal, decimal and signed notation.",
        ),
        tool::<ArticleCall, Reply<ArticleAnswer>>(
            "article",
            "Read an article",
            "One article, whole: sections with their roles, facts, references, and gaps where the \
             source lost something. Do not fill gaps in.",
        ),
        tool::<GuideCall, Reply<GuideReply>>(
            "guide",
            "Read a playbook",
            "The playbooks that walk a call step by step, or one of them with all its questions, \
             actions and outcomes.",
        ),
    ]
});

/// All tools.
pub(super) fn all() -> Vec<Tool> {
    TOOLS.clone()
}

fn tool<Input: JsonSchema, Output: JsonSchema>(
    name: &'static str,
    title: &str,
    about: &'static str,
) -> Tool {
    let mut annotations = ToolAnnotations::with_title(title);
    annotations.read_only_hint = Some(true);
    annotations.destructive_hint = Some(false);
    annotations.idempotent_hint = Some(true);
    annotations.open_world_hint = Some(false);
    Tool::new(name, about, schema::<Input>())
        .with_title(title)
        .with_raw_output_schema(schema::<Output>())
        .with_annotations(annotations)
}

/// The schema of a type, as an object at its top, which the protocol asks for.
fn schema<T: JsonSchema>() -> Arc<JsonObject> {
    let Value::Object(mut schema) = schemars::schema_for!(T).to_value() else {
        return Arc::default();
    };
    schema.entry("type").or_insert_with(|| "object".into());
    Arc::new(schema)
}

/// Calls a tool; none if there is no such tool.
pub(super) async fn call(
    state: &AppState,
    caller: &Caller,
    name: &str,
    arguments: Value,
) -> Option<Result<Value, Problem>> {
    Some(match name {
        "triage" => triage_case(state, caller, arguments).await,
        "search" => search_articles(state, caller, arguments).await,
        "lookup" => look_up(state, caller, arguments).await,
        "article" => read_article(state, caller, arguments).await,
        "guide" => read_guide(state, caller, arguments).await,
        _ => return None,
    })
}

async fn triage_case(state: &AppState, caller: &Caller, json: Value) -> Result<Value, Problem> {
    let request: TriageRequest = arguments(json)?;
    let knowledge = state.shelf.current();
    let origin = request.origin(caller, Channel::Mcp)?;
    let answer = triage::answer(state, &knowledge, (caller, origin), &request).await?;
    told(&knowledge, answer)
}

async fn search_articles(state: &AppState, caller: &Caller, json: Value) -> Result<Value, Problem> {
    let params: SearchParams = arguments(json)?;
    let knowledge = state.shelf.current();
    let prepared = params.prepare(state)?;
    let page = prepared.find(state, knowledge.clone(), caller).await?;
    told(&knowledge, page)
}

async fn look_up(state: &AppState, caller: &Caller, json: Value) -> Result<Value, Problem> {
    let call: LookupCall = arguments(json)?;
    let asked = lookup::read(call.kind.name(), &call.value.text(), call.source)?;
    let knowledge = state.shelf.current();
    let answer = lookup::answer(state, &knowledge, caller, asked).await?;
    told(&knowledge, answer)
}

async fn read_article(state: &AppState, caller: &Caller, json: Value) -> Result<Value, Problem> {
    let call: ArticleCall = arguments(json)?;
    let knowledge = state.shelf.current();
    let answer = article::answer(state, &knowledge, caller, call.id.text()).await?;
    told(&knowledge, answer)
}

async fn read_guide(state: &AppState, caller: &Caller, json: Value) -> Result<Value, Problem> {
    let call: GuideCall = arguments(json)?;
    let knowledge = state.shelf.current();
    let params = GuideParams {
        on: call.on,
        change: call.change,
        version: call.version,
    };
    let answer = match call.id {
        None => GuideReply::List(guides::list(state, &knowledge, caller, params).await?),
        Some(id) => GuideReply::One(guides::one(state, &knowledge, caller, (id, params)).await?),
    };
    told(&knowledge, answer)
}

/// Reads arguments, naming what is wrong with them as the HTTP API does.
fn arguments<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, Problem> {
    parse_json(json.to_string().as_bytes())
}

/// The JSON that the HTTP API answers with.
fn told<T: Serialize>(
    knowledge: &crate::knowledge::Knowledge,
    answer: T,
) -> Result<Value, Problem> {
    let reply = Reply {
        answer,
        notice: knowledge.notice.clone(),
    };
    serde_json::to_value(&reply).map_err(|error| {
        let mut problem = Problem::new(Kind::Internal);
        problem.inside = Some(error.to_string());
        problem
    })
}
