//! What a build did, as printed.

use engine::index::build::BuildReport;
use serde::Serialize;
use std::collections::BTreeMap;

/// Schema name and version of [`IndexSummary`].
const INDEX_SCHEMA: &str = "firstline.index/1";

/// What a build did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct IndexSummary {
    pub(crate) schema: &'static str,
    /// Articles in the index now.
    pub(crate) articles: u64,
    /// Playbooks in the index now.
    pub(crate) playbooks: u64,
    /// Documents that were not there before.
    pub(crate) added: u64,
    /// Documents whose content changed.
    pub(crate) changed: u64,
    /// Documents that are no longer there.
    pub(crate) removed: u64,
    /// Documents taken over as they were.
    pub(crate) unchanged: u64,
    /// Articles that several documents hold with the same text; each is one article.
    pub(crate) folded: u64,
    /// Ids that stand in several documents with different texts.
    pub(crate) conflicts: Vec<Conflict>,
    /// Documents that could not be read.
    pub(crate) skipped: Vec<SkippedDocument>,
    /// Oddities by kind.
    pub(crate) warnings: BTreeMap<String, u64>,
    /// Wall time.
    pub(crate) seconds: f64,
    /// Size of the index.
    pub(crate) bytes: u64,
}

/// A document that was not indexed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SkippedDocument {
    pub(crate) name: String,
    pub(crate) reason: String,
}

/// An id in two documents with different texts: the later source gives the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Conflict {
    pub(crate) id: String,
    pub(crate) kept: String,
    pub(crate) dropped: String,
}

impl From<BuildReport> for IndexSummary {
    fn from(report: BuildReport) -> Self {
        let skipped = report.skipped.into_iter().map(|skipped| SkippedDocument {
            name: skipped.name,
            reason: skipped.reason,
        });
        let conflicts = report.conflicts.into_iter().map(|conflict| Conflict {
            id: conflict.id,
            kept: conflict.kept,
            dropped: conflict.dropped,
        });
        let warnings = report.warnings.into_iter();
        Self {
            schema: INDEX_SCHEMA,
            articles: report.articles,
            playbooks: report.playbooks,
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            unchanged: report.unchanged,
            folded: report.folded,
            conflicts: conflicts.collect(),
            skipped: skipped.collect(),
            warnings: warnings
                .map(|(kind, count)| (crate::commands::inspect::name_of(&kind), count))
                .collect(),
            seconds: report.seconds,
            bytes: report.bytes,
        }
    }
}
