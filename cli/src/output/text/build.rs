//! The pages of a finished index build and of a checked index.

use super::Page;
use super::style::{clean, counted, grouped};
use crate::commands::index::{Conflict, IndexCheck, IndexSummary};
use std::path::Path;

/// Documents of a kind named before the rest is only counted.
const NAMED: usize = 10;

/// Sets what a build did to the index in `out`.
pub(crate) fn built(summary: &IndexSummary, out: &Path, width: usize) -> Page {
    let mut page = Page::new(width);
    let playbooks = match summary.playbooks {
        0 => String::new(),
        count => format!(", {}", counted(count, "playbook", "playbooks")),
    };
    page.title(&format!(
        "{}{playbooks} in {}",
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
    duplicates(summary, &mut page);
    if !summary.skipped.is_empty() {
        page.heading("SKIPPED", "");
        for skipped in summary.skipped.iter().take(NAMED) {
            page.item(2, "-", &format!("{}: {}", skipped.name, skipped.reason));
        }
        left_out(summary.skipped.len(), &mut page);
    }
    page
}

/// Says that the index in `out` is sound.
pub(crate) fn checked(check: &IndexCheck, out: &Path, width: usize) -> Page {
    let mut page = Page::new(width);
    let folder = out.join(&check.generation);
    page.title(&format!("{} is sound", folder.display()));
    let articles = counted(check.articles, "article", "articles");
    let documents = counted(check.documents, "document", "documents");
    page.paragraph(0, &format!("{articles} of {documents}"));
    let files = counted(check.files, "file", "files");
    let megabytes = check.bytes as f64 / 1e6;
    page.paragraph(
        0,
        &format!("{files}, {megabytes:.1} MB, every byte as written"),
    );
    page
}

/// Articles that stand in several documents.
fn duplicates(summary: &IndexSummary, page: &mut Page) {
    if summary.folded > 0 {
        page.heading("FOLDED", "the same text under the same id, kept once");
        page.line(&format!(
            "  {}",
            counted(summary.folded, "article", "articles")
        ));
    }
    if !summary.conflicts.is_empty() {
        page.heading("CONFLICTS", "different texts under one id: the later wins");
        for conflict in summary.conflicts.iter().take(NAMED) {
            let Conflict { id, kept, dropped } = conflict;
            page.item(2, "-", &format!("{id}: {kept} is used, {dropped} is not"));
        }
        left_out(summary.conflicts.len(), page);
    }
}

/// Says how many of `all` are not named.
fn left_out(all: usize, page: &mut Page) {
    let left = all.saturating_sub(NAMED);
    if left > 0 {
        page.dim_at(2, &format!("… {left} more: add --json for all"));
    }
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
            playbooks: 0,
            added: 1_200,
            changed: 3,
            removed: 0,
            unchanged: 55_786,
            folded: 2,
            conflicts: vec![Conflict {
                id: "Q900001".into(),
                kept: "new/Q900001.TXT".into(),
                dropped: "old/Q900001.TXT".into(),
            }],
            skipped: (0..11).map(skipped).collect(),
            warnings: [("header_cut".to_owned(), 1_234), ("gap".to_owned(), 7)].into(),
            seconds: 12.34,
            bytes: 200_000_000,
        };
        let page = built(&summary, Path::new("kb"), 80).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
