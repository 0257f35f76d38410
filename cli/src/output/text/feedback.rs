//! The page of a simulation of outcomes.

use super::Page;
use super::style::{BOLD, clean};
use engine::evaluate::FeedbackReport;

/// Sets a row for each way in which people behave.
pub(crate) fn feedback(report: &FeedbackReport, width: usize) -> Page {
    let mut page = Page::new(width);
    let (told, asked) = (clean(&report.told), clean(&report.asked));
    page.title(&format!("Outcomes of {told}, ranking of {asked}"));
    let head = format!(
        "{:<28}{:>6}{:>9}{:>7}{:>10}{:>7}",
        "agents", "moved", "MRR@10", "S@1", "others", "S@1"
    );
    page.line(&format!("{BOLD}{head}{BOLD:#}"));
    for row in &report.rows {
        page.line(&format!(
            "{:<28}{:>6}{:>9.3}{:>7.3}{:>10.3}{:>7.3}",
            row.name, row.moved, row.seen.mrr, row.seen.first, row.unseen.mrr, row.unseen.first
        ));
    }
    let (seen, unseen) = report
        .rows
        .first()
        .map_or((0, 0), |row| (row.seen.queries, row.unseen.queries));
    page.gap();
    page.paragraph(
        0,
        &format!(
            "{} agents work on {} cases of each of {seen} problems and say what came of the \
             articles they were shown, the first five at most; the same problems are then ranked \
             in other words. Moved: articles whose place that changes. Others: the {unseen} \
             problems of which nobody said anything. S success.",
            report.agents, report.cases
        ),
    );
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::evaluate::{FEEDBACK_SCHEMA, FeedbackRow, Half};

    #[test]
    fn a_row_for_each_behaviour() {
        let half = |queries, mrr, first| Half {
            queries,
            mrr,
            first,
        };
        let row = |name: &str, moved, mrr| FeedbackRow {
            name: name.into(),
            moved,
            seen: half(40, mrr, 0.5),
            unseen: half(39, 0.55, 0.45),
        };
        let report = FeedbackReport {
            schema: FEEDBACK_SCHEMA.into(),
            told: "calls".into(),
            asked: "searches".into(),
            agents: 8,
            cases: 6,
            rows: vec![
                row("nobody says anything", 0, 0.5512),
                row("9 in 10, three liars agree", 120, 0.61),
            ],
        };
        let page = feedback(&report, 80).finish();
        let page = anstream::adapter::strip_str(&page).to_string();
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(
            &lines[..4],
            [
                "Outcomes of calls, ranking of searches",
                "agents                       moved   MRR@10    S@1    others    S@1",
                "nobody says anything             0    0.551  0.500     0.550  0.450",
                "9 in 10, three liars agree     120    0.610  0.500     0.550  0.450",
            ]
        );
        assert!(page.contains("each of 40 problems") && page.contains("8 agents"));
    }
}
