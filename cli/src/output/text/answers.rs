//! The figures of an answer set.

use super::page::Page;
use engine::evaluate::{AnswerCount, AnswerReport};

/// A line per kind, one over all, and the questions answered wrongly.
pub(crate) fn answers(report: &AnswerReport, width: usize) -> Page {
    let mut page = Page::new(width);
    page.line(&format!(
        "{:<10}{:>7}{:>6}{:>8}",
        "kind", "right", "of", "share"
    ));
    for (kind, count) in &report.kinds {
        row(&mut page, kind, *count);
    }
    row(&mut page, "total", report.total);
    if !report.wrong.is_empty() {
        page.gap();
        page.paragraph(0, &format!("Wrong: {}", report.wrong.join(", ")));
    }
    page
}

fn row(page: &mut Page, kind: &str, count: AnswerCount) {
    let share = 100.0 * count.right as f64 / count.of.max(1) as f64;
    let kind: String = kind
        .chars()
        .filter(|letter| !letter.is_control())
        .take(10)
        .collect();
    page.line(&format!(
        "{kind:<10}{:>7}{:>6}{share:>7.1}%",
        count.right, count.of
    ));
}
