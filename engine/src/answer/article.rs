//! An article as shown.

use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An article with everything that was read of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Where it stands in its life, if it is not simply valid: `work-in-progress`,
    /// `not-validated`, `archived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
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
    /// Pointers to other articles; for a chapter those of all its parts.
    pub references: Vec<ReferenceAnswer>,
    /// Articles that point at this one, those pointed at most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cited_by: Vec<CitationAnswer>,
    /// How many articles point at this one.
    #[serde(default)]
    pub citations: u64,
    /// Terms of the article that the glossary or an article explains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermAnswer>,
}

/// An article that points at another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitationAnswer {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The words by which it points.
    pub words: String,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TermAnswer {
    /// The term as written.
    pub term: String,
    /// Its other name.
    pub meaning: String,
    /// Systems on which it is called so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<String>,
    /// The article that says so; none if the shipped glossary does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
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
    /// The target's own title, if it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The address printed with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// True if it leads to a page of the web, which no knowledge base has to hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_web: bool,
    /// The part of the chapter that points, if it is not the article itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Bytes.
    pub span: Span,
}
