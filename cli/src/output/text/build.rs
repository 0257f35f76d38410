//! The page of a finished index build.

use super::Page;
use super::style::{clean, counted, grouped};
use crate::commands::index::IndexSummary;
use std::path::Path;

/// Skipped documents named before the rest is only counted.
const SKIPPED: usize = 10;

/// Sets what a build did to the index in `out`.
pub(crate) fn built(summary: &IndexSummary, out: &Path, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!(
        "{} in {}",
        counted(summary.articles, "article", "articles"),
        out.display()
    ));
    let changes = [
        (summary.added, "added"),
        (summary.changed, "changed"),
        (summary.removed, "removed"),
        (summary.unchanged, "unchanged"),
        (summary.skipped.len() as u64, "skipped"),
    ];
    let changes: Vec<String> = changes
        .iter()
        .map(|(count, what)| format!("{} {what}", grouped(*count)))
        .collect();
    page.paragraph(0, &format!("documents: {}", changes.join(", ")));
    let megabytes = summary.bytes as f64 / 1e6;
    page.paragraph(0, &format!("{:.1} s, {megabytes:.1} MB", summary.seconds));
    if !summary.warnings.is_empty() {
        page.heading("ODDITIES", "see them: firstline inspect DOCUMENT");
        for (kind, count) in &summary.warnings {
            page.line(&format!("  {:>9}  {}", grouped(*count), clean(kind)));
        }
    }
    if !summary.skipped.is_empty() {
        page.heading("SKIPPED", "");
        for skipped in summary.skipped.iter().take(SKIPPED) {
            page.item(2, "-", &format!("{}: {}", skipped.name, skipped.reason));
        }
        let left = summary.skipped.len().saturating_sub(SKIPPED);
        if left > 0 {
            page.dim_at(2, &format!("… {left} more: add --json for all"));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::index::SkippedDocument;

    #[test]
    fn counts_oddities_and_what_was_skipped() {
        let skipped = |number| SkippedDocument {
            name: format!("bad/{number}.txt"),
            reason: "the document is empty".into(),
        };
        let summary = IndexSummary {
            schema: "firstline.index/1",
            articles: 56_989,
            added: 1_200,
            changed: 3,
            removed: 0,
            unchanged: 55_786,
            skipped: (0..11).map(skipped).collect(),
            warnings: [("header_cut".to_owned(), 1_234), ("gap".to_owned(), 7)].into(),
            seconds: 12.34,
            bytes: 200_000_000,
        };
        let page = built(&summary, Path::new("kb"), 80).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
