//! What a lookup of an exact identifier answers.

use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything known of one identifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookupAnswer {
    /// [`super::LOOKUP_SCHEMA`].
    pub schema: String,
    /// What was looked up: `event`, `error`, `port`, `kb`, `registry`, `command`, `file`,
    /// `service`.
    pub kind: String,
    /// As asked.
    pub value: String,
    /// How the value was read; several if it is ambiguous.
    pub readings: Vec<String>,
    /// Where it stands, best article first.
    pub hits: Vec<LookupHit>,
    /// For a command or script: each way it is called, with what the articles say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<super::CommandCard>,
}

/// One place where an identifier stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookupHit {
    /// Article id.
    pub article: String,
    /// Article title.
    pub title: String,
    /// The words around it.
    pub text: String,
    /// Where the identifier stands.
    pub span: Span,
}
