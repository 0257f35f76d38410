//! Two runs side by side.

use super::Page;
use super::style::{BOLD, clean};
use engine::evaluate::{CompareReport, Comparison, MovedQuery};

/// Queries shown for each set.
const SHOWN: usize = 10;

/// Sets a comparison: a row a set, then the queries that differ most.
pub(crate) fn comparison(report: &CompareReport, width: usize) -> Page {
    let mut page = Page::new(width);
    page.line(&format!("A  {}", clean(&report.a)));
    page.line(&format!("B  {}", clean(&report.b)));
    page.gap();
    let head = format!(
        "{:<13}{:>5}{:>9}{:>9}{:>9}{:>7}{:>7}{:>9}",
        "MRR@10", "n", "A", "B", "B - A", "better", "worse", "p"
    );
    page.line(&format!("{BOLD}{head}{BOLD:#}"));
    for set in &report.sets {
        row(&mut page, set);
    }
    for set in report.sets.iter().filter(|set| !set.moved.is_empty()) {
        page.gap();
        let name = clean(&set.set);
        page.line(&format!("{BOLD}{name}{BOLD:#}: what differs most"));
        for query in set.moved.iter().take(SHOWN) {
            moved(&mut page, query);
        }
        if let more @ 1.. = set.moved.len().saturating_sub(SHOWN) {
            page.dim(&format!("{more} more; --json gives all of them"));
        }
    }
    page.gap();
    page.dim(
        "better, worse: queries that B answers better or worse than A. p: how often chance alone \
         gives as large a difference (paired randomisation test, two-sided).",
    );
    page
}

fn row(page: &mut Page, set: &Comparison) {
    let name: String = clean(&set.set).chars().take(12).collect();
    page.line(&format!(
        "{name:<13}{:>5}{:>9.3}{:>9.3}{:>+9.3}{:>7}{:>7}{:>9}",
        set.queries,
        set.a,
        set.b,
        set.b - set.a,
        set.wins,
        set.losses,
        chance(set.p_value)
    ));
}

/// A probability; no more places than the number of draws bears.
fn chance(p: f64) -> String {
    if p < 0.001 {
        "<0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

fn moved(page: &mut Page, query: &MovedQuery) {
    let place = |rank: Option<usize>| rank.map_or_else(|| "-".to_owned(), |at| at.to_string());
    let (a, b) = (place(query.a), place(query.b));
    page.line(&format!(
        "{a:>3} → {b:<3} {}  {}",
        clean(&query.qid),
        clean(&query.text)
    ));
    let instead = query.instead.as_deref().map(clean).unwrap_or_default();
    let mut told = format!("          right {}, instead {instead}", clean(&query.right));
    if let Some(words) = &query.words {
        for (label, list) in [
            ("only in the right one", &words.right),
            ("only in the other", &words.other),
            ("in neither", &words.neither),
        ] {
            if !list.is_empty() {
                told.push_str(&format!("; {label}: {}", clean(&list.join(", "))));
            }
        }
    }
    page.dim(&told);
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::evaluate::DecidingWords;

    #[test]
    fn a_row_a_set_and_the_queries_that_differ() {
        let report = CompareReport {
            schema: "firstline.compare/1".into(),
            a: "before.run".into(),
            b: "after.run".into(),
            sets: vec![Comparison {
                set: "calls-dev".into(),
                queries: 143,
                a: 0.58,
                b: 0.6251,
                wins: 9,
                losses: 4,
                p_value: 0.0213,
                moved: vec![MovedQuery {
                    qid: "calls-7".into(),
                    text: "mouse pointer jumps after docking".into(),
                    a: None,
                    b: Some(1),
                    right: "Q100".into(),
                    instead: Some("Q200".into()),
                    words: Some(DecidingWords {
                        right: vec!["docking".into()],
                        other: vec!["pointer".into()],
                        neither: vec!["jumps".into()],
                    }),
                }],
            }],
        };
        let page = comparison(&report, 80).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
