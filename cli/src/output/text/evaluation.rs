//! The table of an evaluation.

use super::Page;
use super::style::{BOLD, clean};
use engine::evaluate::{EvalReport, Mode, SetReport};

/// Sets the figures of an evaluation, a row a set. Nine columns fit 80 characters.
pub(crate) fn evaluation(report: &EvalReport, width: usize) -> Page {
    let mut page = Page::new(width);
    let head = format!(
        "{:<13}{:>5}{:>8}{:>7}{:>8}{:>9}{:>9}{:>7}{:>7}{:>7}",
        "set", "n", "MRR@10", "S@1", "R@10", "R@100", "nDCG@10", "p50", "p95", "p99"
    );
    page.line(&format!("{BOLD}{head}{BOLD:#}"));
    for set in &report.sets {
        row(&mut page, set);
    }
    if report.sets.len() > 1 {
        row(&mut page, &report.total);
    }
    let (what, timed) = match report.mode {
        Mode::Search => ("search results", "asking for ten results"),
        Mode::Triage => ("known issues, then search results", "of triages alone"),
    };
    page.gap();
    page.dim(&format!(
        "Scored: {what}, withheld or not. S success, R recall. Times in ms on one thread: a second \
         pass {timed}, after a first pass to depth 100 that is scored and not timed."
    ));
    page
}

fn row(page: &mut Page, set: &SetReport) {
    let [mrr, success, recall_10, recall_100, ndcg] = set.scores.values();
    let times = set.latency;
    let name: String = clean(&set.set).chars().take(12).collect();
    page.line(&format!(
        "{name:<13}{:>5}{mrr:>8.3}{success:>7.3}{recall_10:>8.3}{recall_100:>9.3}{ndcg:>9.3}{:>7.1}{:>7.1}{:>7.1}",
        set.queries, times.p50_ms, times.p95_ms, times.p99_ms
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::evaluate::Scores;
    use std::time::Duration;

    #[test]
    fn a_row_a_set_and_a_total() {
        let perfect = Scores::of(&["A".into()], &["A".into()]);
        let second = Scores::of(&["B".into(), "A".into()], &["A".into()]);
        let ms = |times: &[u64]| times.iter().copied().map(Duration::from_millis).collect();
        let sets = vec![
            SetReport::new("calls-dev", vec![perfect, second], ms(&[1, 3])),
            SetReport::new("a-set-with-a-long-name", vec![second], ms(&[120])),
        ];
        let page = evaluation(&EvalReport::new(Mode::Search, sets), 80).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
