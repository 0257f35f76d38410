//! What a search answers.

use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ranked articles for a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchAnswer {
    /// [`super::SEARCH_SCHEMA`].
    pub schema: String,
    /// The answer, if the query is put as a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<QuestionAnswer>,
    /// Best first.
    pub results: Vec<SearchResult>,
    /// Words that were read as others.
    pub corrections: Vec<Correction>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// One ranked article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Where the article stands in its life, if it is not simply valid: `work-in-progress`,
    /// `not-validated`, `archived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What came of it at this desk, if anybody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<super::OutcomesSeen>,
    /// The passage that answers best.
    pub passage: Passage,
    /// How the score came about, if asked for: feature name and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explain: Vec<(String, f64)>,
}

/// A quoted passage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Byte range of `text` that answers: the sentence, entry or rows the rest stands around.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core: Option<[usize; 2]>,
    /// Cautions of the article that limit what the passage says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<super::CautionAnswer>,
    /// What the source lost right here, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<super::GapAnswer>,
    /// The cell of a table that the query asks for, if it names a row of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellAnswer>,
}

/// A cell of a table, with what it stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CellAnswer {
    /// What the source calls the table.
    pub table: String,
    /// The row's label.
    pub row: String,
    /// The column's label; empty if the query names no column.
    pub column: String,
    /// What the cell says; empty if the query names no column.
    pub value: String,
    /// Where the cell stands.
    pub span: Span,
    /// The columns to choose from, if the query names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// A row that works in the same column, if this one does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<CellChoice>,
}

/// Another row of the same column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CellChoice {
    /// The row's label.
    pub row: String,
    /// What its cell says.
    pub value: String,
    /// Where that cell stands.
    pub span: Span,
}

/// The answer to a question: one passage, or an honest none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionAnswer {
    /// True if nothing in the knowledge base answers.
    pub abstained: bool,
    /// The article and passage that answer, or the nearest if none does.
    pub result: Option<SearchResult>,
    /// Share of the question's telling words that the passage and its headings hold, 0 to 1.
    pub coverage: f32,
    /// Other sections of the same document that state what the source lost here, or answer nearly
    /// as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<OtherPassage>,
}

/// A passage of another section, with its own citation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OtherPassage {
    /// Id of the article it stands in.
    pub article: String,
    /// Name of the document.
    pub document: String,
    /// True if it is offered for what the source lost in the passage that it stands beside.
    pub recovers: bool,
    /// The words as the source has them.
    pub text: String,
    /// Headings from the article down to the section.
    pub heading: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// Byte ranges of `text` that match the query.
    #[serde(default)]
    pub highlights: Vec<[usize; 2]>,
    /// Byte range of `text` that answers: the sentence, entry or rows the rest stands around.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core: Option<[usize; 2]>,
    /// What the source lost there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<super::GapAnswer>,
}

/// A word of the query that was read as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As read.
    pub to: String,
}
