//! Answers on their way out: JSON, the generation that answered, and a tag by which a caller can
//! ask whether the answer is still the same.

use crate::keys::Caller;
use crate::knowledge::Knowledge;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

/// Header that names the generation that answered.
pub const GENERATION: HeaderName = HeaderName::from_static("firstline-generation");

/// Stands for one answer: what was asked, by whom, of which generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// The tag of the answer to `asked`. Weak, as the time an answer took stands in it and is
    /// never the same.
    #[must_use]
    pub fn of(knowledge: &Knowledge, caller: &Caller, asked: &impl Serialize) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(caller.role.name().as_bytes());
        hasher.update(&knowledge.engine.outcomes_mark().to_le_bytes());
        hasher.update(&serde_json::to_vec(asked).unwrap_or_default());
        let hash = hasher.finalize().to_hex();
        let half = hash.as_str().get(..16).unwrap_or_default();
        Self(format!("W/\"{}-{half}\"", knowledge.fingerprint))
    }

    /// The answer "as it was", if the caller has this very answer.
    #[must_use]
    pub fn unchanged(&self, headers: &HeaderMap) -> Option<Response> {
        let known = headers.get_all(header::IF_NONE_MATCH).iter();
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let mut known = known
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(opaque);
        known
            .any(|tag| tag == "*" || tag == opaque(&self.0))
            .then(|| {
                let mut response = StatusCode::NOT_MODIFIED.into_response();
                self.write(response.headers_mut());
                response
            })
    }

    /// Writes the tag, and that the answer may be kept but has to be asked for again.
    pub fn write(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.insert(header::ETAG, value);
        }
        let private = HeaderValue::from_static("private, no-cache");
        headers.insert(header::CACHE_CONTROL, private);
        headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    }
}

/// An answer, and what the service has to say about itself.
///
/// In the description of the interface it goes by the name of the answer in it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}")]
pub struct Reply<T> {
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
    /// Why another knowledge base answered than the one that was set up, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// Makes the response of an answer.
pub fn reply<T: Serialize>(knowledge: &Knowledge, tag: Option<&Tag>, answer: T) -> Response {
    let reply = Reply {
        answer,
        notice: knowledge.notice.clone(),
    };
    let mut response = axum::Json(reply).into_response();
    let headers = response.headers_mut();
    match tag {
        Some(tag) => tag.write(headers),
        None => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
    if let Ok(value) = HeaderValue::from_str(&knowledge.generation) {
        headers.insert(GENERATION, value);
    }
    response
}
