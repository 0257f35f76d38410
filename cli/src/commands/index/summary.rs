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
    /// Documents that were not there before.
    pub(crate) added: u64,
    /// Documents whose content changed.
    pub(crate) changed: u64,
    /// Documents that are no longer there.
    pub(crate) removed: u64,
    /// Documents taken over as they were.
    pub(crate) unchanged: u64,
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

impl From<BuildReport> for IndexSummary {
    fn from(report: BuildReport) -> Self {
        let skipped = report.skipped.into_iter().map(|skipped| SkippedDocument {
            name: skipped.name,
            reason: skipped.reason,
        });
        let warnings = report.warnings.into_iter();
        Self {
            schema: INDEX_SCHEMA,
            articles: report.articles,
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            unchanged: report.unchanged,
            skipped: skipped.collect(),
            warnings: warnings
                .map(|(kind, count)| (crate::commands::inspect::name_of(&kind), count))
                .collect(),
            seconds: report.seconds,
            bytes: report.bytes,
        }
    }
}
