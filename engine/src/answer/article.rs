//! An article as shown.

use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An article with everything that was read of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleAnswer {
    /// [`super::ARTICLE_SCHEMA`].
    pub schema: String,
    /// Article id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Name of the document.
    pub document: String,
    /// Format of the document.
    pub format: String,
    /// Id of the chapter it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Kind of article, empty if unknown.
    #[serde(default)]
    pub kind: String,
    /// Products with versions.
    pub products: Vec<String>,
    /// Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Sections in order.
    pub sections: Vec<SectionAnswer>,
    /// Facts.
    pub facts: Vec<FactAnswer>,
    /// What the source lost.
    pub gaps: Vec<GapAnswer>,
    /// Pointers to other articles.
    pub references: Vec<ReferenceAnswer>,
}

/// A section as shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionAnswer {
    /// Role name.
    pub role: String,
    /// Heading path.
    pub heading: Vec<String>,
    /// Blocks in order.
    pub blocks: Vec<BlockAnswer>,
    /// Bytes.
    pub span: Span,
}

/// A block as shown; `kind` tells which of the other fields are filled.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockAnswer {
    /// `paragraph`, `steps`, `list`, `table`, `code`, `note`, `caution`.
    pub kind: String,
    /// Text of a paragraph, code, note or caution.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Entries of steps or a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemAnswer>,
    /// The table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableAnswer>,
    /// Bytes.
    pub span: Span,
}

/// An entry of steps or a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemAnswer {
    /// Marker as printed.
    pub label: String,
    /// Text.
    pub text: String,
    /// Nested blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<BlockAnswer>,
    /// Bytes of the text.
    pub span: Span,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableAnswer {
    /// Caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Column labels.
    pub header: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactAnswer {
    /// `event`, `error`, `port`, …
    pub kind: String,
    /// Canonical value (`MSExchangeDS 1171`, `0x8004010F`).
    pub value: String,
    /// Words as written.
    pub text: String,
    /// Systems on which it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<String>,
    /// Bytes.
    pub span: Span,
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GapAnswer {
    /// `list`, `table`, `figure`, `value`, `sentence`, `ending`.
    pub kind: String,
    /// The text that announces what is missing.
    pub announced: String,
    /// Why it is held to be missing.
    pub reason: String,
    /// Bytes of the announcing text.
    pub span: Span,
}

/// A pointer to another article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceAnswer {
    /// Canonical id, or a title.
    pub target: String,
    /// Words by which it is pointed at.
    pub words: String,
    /// Whether the target is in this knowledge base.
    pub present: bool,
    /// Bytes.
    pub span: Span,
}
