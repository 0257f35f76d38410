//! The page that tells how one document was read.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, clean, counted};
use crate::commands::inspect::{ArticleReading, Reading};

/// Sets how a document was read, article by article, with line numbers.
pub(crate) fn reading(reading: &Reading, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&reading.document);
    page.dim(&format!(
        "{}, {}, {}, {}",
        reading.format,
        reading.encoding,
        counted(reading.bytes, "byte", "bytes"),
        counted(reading.articles.len() as u64, "article", "articles")
    ));
    page.heading("BYTES", "what each was read as");
    for part in &reading.parts {
        let bytes = counted(part.bytes, "byte", "bytes");
        line(
            &mut page,
            part.line,
            &part.kind,
            &format!("{}  {bytes}", part.name),
        );
    }
    for article in &reading.articles {
        show(&mut page, article);
    }
    page.heading(
        "ODDITIES",
        if reading.oddities.is_empty() {
            "none"
        } else {
            ""
        },
    );
    for oddity in &reading.oddities {
        line(&mut page, oddity.line, &oddity.kind, &oddity.message);
    }
    if !reading.findings.is_empty() {
        page.heading("FINDINGS", "what is wrong, as lint tells it");
    }
    for finding in &reading.findings {
        line(&mut page, finding.line, &finding.kind, &finding.text);
    }
    page
}

fn show(page: &mut Page, article: &ArticleReading) {
    page.gap();
    page.title(&format!("{}  {}", article.id, article.title));
    for (name, value) in &article.meta {
        page.item(2, &format!("{name}:"), value);
    }
    part(page, "SECTIONS", &article.sections);
    part(page, "TABLES", &article.tables);
    part(page, "FACTS", &article.facts);
    part(page, "GAPS", &article.gaps);
    part(page, "REFERENCES", &article.references);
}

fn part(page: &mut Page, heading: &str, entries: &[crate::commands::inspect::Entry]) {
    if entries.is_empty() {
        return;
    }
    page.heading(heading, "");
    for entry in entries {
        line(page, entry.line, &entry.kind, &entry.text);
    }
}

/// One line: where, what, and the words, cut off at the width.
fn line(page: &mut Page, at: u32, kind: &str, text: &str) {
    let kind = clean(kind);
    let room = page.width().saturating_sub(28);
    let text = shortened(text, room);
    page.line(&format!("{at:>6}  {BOLD}{kind:<18}{BOLD:#}  {text}"));
}
