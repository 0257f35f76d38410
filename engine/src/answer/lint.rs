//! The health of documents: what is wrong, how often, and where.

use corpus::Span;
use serde::{Deserialize, Serialize};

/// What is wrong with a set of documents or a knowledge base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LintAnswer {
    /// [`super::LINT_SCHEMA`].
    pub schema: String,
    /// Documents looked at.
    pub documents: u64,
    /// Articles in them.
    pub articles: u64,
    /// Documents with at least one finding that is more than a note.
    pub ailing: u64,
    /// Findings by level: errors, warnings, notes.
    pub levels: LevelCounts,
    /// Kinds that occur, worst level first, then by number.
    pub kinds: Vec<KindCount>,
    /// Findings, by kind as in `kinds`, then by document; at most as many of a kind as asked for.
    pub findings: Vec<LintFinding>,
    /// Documents with the most errors and warnings, most first.
    pub worst: Vec<DocumentCount>,
    /// Products whose support ended, those of most articles first.
    pub stale: Vec<StaleCount>,
    /// Articles that are pointed at and not here, those pointed at most first.
    pub wanted: Vec<WantedCount>,
    /// Wall time.
    pub took_ms: f64,
}

/// Findings by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCounts {
    /// Documents that cannot be used as they are.
    pub error: u64,
    /// What leads astray.
    pub warning: u64,
    /// What is worth knowing.
    pub note: u64,
}

/// How often a kind of finding occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind (`dead_reference`, `missing_list`, …).
    pub kind: String,
    /// `error`, `warning` or `note`.
    pub level: String,
    /// Findings.
    pub count: u64,
    /// Documents that have one.
    pub documents: u64,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LintFinding {
    /// The kind.
    pub kind: String,
    /// `error`, `warning` or `note`.
    pub level: String,
    /// Name of the document.
    pub document: String,
    /// Article id; empty if it concerns the whole document.
    pub article: String,
    /// The line, counted from 1; 0 if nothing was read.
    pub line: u32,
    /// The bytes.
    pub span: Span,
    /// One sentence for a person.
    pub text: String,
    /// The words it is about.
    pub quote: String,
}

/// A document and how many errors and warnings it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCount {
    /// Its name.
    pub document: String,
    /// Its errors and warnings.
    pub count: u64,
}

/// A product out of support and how many articles are about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleCount {
    /// The product as known, without versions.
    pub product: String,
    /// When its support ended: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub ended: String,
    /// Articles about it.
    pub articles: u64,
}

/// An article that is pointed at and not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedCount {
    /// Its id.
    pub id: String,
    /// The words by which it is pointed at, the most frequent ones.
    pub words: String,
    /// How many pointers there are.
    pub count: u64,
}
