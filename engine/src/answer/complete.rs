//! How what is being typed may go on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Completions of a text that is being typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompleteAnswer {
    /// [`super::COMPLETE_SCHEMA`].
    pub schema: String,
    /// The text with its last word completed, most common first.
    pub texts: Vec<String>,
    /// Articles whose titles hold the words, best first.
    pub articles: Vec<TitleAnswer>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// An article by its title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TitleAnswer {
    /// Article id.
    pub id: String,
    /// Its title.
    pub title: String,
}
