//! `GET /v1/lookup/{kind}/{value}`: everything known of an exact identifier.

use super::check_short;
use crate::extract::{Path, Query};
use crate::keys::Caller;
use crate::knowledge::Knowledge;
use crate::problem::{Kind, Problem};
use crate::reply::{Tag, reply};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use engine::Lookup;
use engine::answer::LookupAnswer;
use engine::compose::guard::Viewer;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What can be looked up.
pub const KINDS: [&str; 8] = [
    "event", "error", "port", "kb", "registry", "command", "file", "service",
];

/// What narrows a lookup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupParams {
    /// The source of an event.
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub source: Option<String>,
}

/// Answers with readings and places.
pub async fn look_up(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path((kind, value)): Path<(String, String)>,
    Query(params): Query<LookupParams>,
) -> Result<Response, Problem> {
    let lookup = read(&kind, &value, params.source)?;
    let knowledge = state.shelf.current();
    let tag = Tag::of(&knowledge, &caller, &lookup);
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let answer = answer(&state, &knowledge, &caller, lookup).await?;
    Ok(reply(&knowledge, Some(&tag), answer))
}

/// Everything known of an identifier.
///
/// # Errors
/// As [`AppState::ask`].
pub async fn answer(
    state: &AppState,
    knowledge: &Arc<Knowledge>,
    caller: &Caller,
    lookup: Lookup,
) -> Result<LookupAnswer, Problem> {
    let ask = move |knowledge: &Knowledge, viewer: &Viewer| {
        Ok(knowledge.engine.lookup_for(&lookup, viewer)?)
    };
    state.ask_of(Arc::clone(knowledge), caller, ask).await
}

/// Reads kind and value.
///
/// # Errors
/// A problem that names what is wrong.
pub fn read(kind: &str, value: &str, source: Option<String>) -> Result<Lookup, Problem> {
    check_short("value", [&value.to_owned()])?;
    check_short("source", &source)?;
    let wrong = |detail: &str| {
        Problem::new(Kind::InvalidField)
            .detail(detail)
            .field("value")
    };
    if source.is_some() && kind != "event" {
        return Err(Problem::new(Kind::InvalidField)
            .detail("Only events have a source.")
            .field("source"));
    }
    let text = value.trim().to_owned();
    Ok(match kind {
        "event" => Lookup::Event {
            number: text.parse().map_err(|_| wrong("An event is a number."))?,
            source: source.map(|source| source.trim().to_owned()),
        },
        "port" => {
            let port = text.parse().ok().filter(|port| *port > 0);
            Lookup::Port(port.ok_or_else(|| wrong("A port is a number from 1 to 65535."))?)
        }
        "error" => Lookup::Error(text),
        "kb" => Lookup::Kb(text),
        "registry" => Lookup::Registry(text),
        "command" => Lookup::Command(text),
        "file" => Lookup::File(text),
        "service" => Lookup::Service(text),
        _ => {
            return Err(Problem::new(Kind::NotFound)
                .detail(format!("What can be looked up: {}.", KINDS.join(", ")))
                .field("kind"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        for kind in KINDS {
            assert!(read(kind, "1171", None).is_ok(), "{kind}");
        }
    }

    #[test]
    fn wrong_values_are_named() {
        for (kind, value, source, status, field) in [
            ("event", "many", None, 422, "value"),
            ("event", "4294967296", None, 422, "value"),
            ("port", "0", None, 422, "value"),
            ("port", "70000", None, 422, "value"),
            ("port", "80", Some("x"), 422, "source"),
            ("error", " ", None, 422, "value"),
            ("colour", "red", None, 404, "kind"),
        ] {
            let refused = read(kind, value, source.map(str::to_owned)).unwrap_err();
            assert_eq!(refused.status, status, "{kind} {value}");
            assert_eq!(refused.field.as_deref(), Some(field), "{kind} {value}");
        }
    }
}
