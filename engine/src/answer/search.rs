//! What a search answers.

use corpus::Span;
use serde::{Deserialize, Serialize};

/// Ranked articles for a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// [`super::SEARCH_SCHEMA`].
    pub schema: String,
    /// Best first.
    pub results: Vec<SearchResult>,
    /// Words that were read as others.
    pub corrections: Vec<Correction>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// One ranked article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchResult {
    /// Article id.
    pub id: String,
    /// Article title.
    pub title: String,
    /// Name of the document it was read from.
    pub document: String,
    /// Ranking score; comparable within one answer only, and no confidence.
    pub score: f64,
    /// Kind of article (`problem`, `how-to`, …), empty if unknown.
    pub kind: String,
    /// Products with versions, as printed.
    pub products: Vec<String>,
    /// The passage that answers best.
    pub passage: Passage,
    /// How the score came about, if asked for: feature name and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explain: Vec<(String, f64)>,
}

/// A quoted passage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The words as the source has them, lines joined.
    pub text: String,
    /// Headings from the article down to the section.
    pub heading: Vec<String>,
    /// Where the passage stands.
    pub span: Span,
    /// Byte ranges of `text` (not of the document) that match the query.
    #[serde(default)]
    pub highlights: Vec<[usize; 2]>,
    /// Cautions of the article that limit what the passage says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<super::CautionAnswer>,
    /// What the source lost right here, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<super::GapAnswer>,
}

/// A word of the query that was read as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As read.
    pub to: String,
}
