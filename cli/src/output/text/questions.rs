//! The page of what one answered question is worth.

use super::Page;
use engine::evaluate::QuestionReport;

/// Sets a row for each set.
pub(crate) fn questions(sets: &[QuestionReport], width: usize) -> Page {
    let mut page = Page::new(width);
    page.title("One answered question");
    page.line(&format!(
        "{:<16}{:>5}{:>8}{:>8}{:>9}{:>8}{:>9}{:>9}",
        "set", "n", "before", "after", "random", "behind", "to top", "random"
    ));
    for set in sets {
        page.line(&format!(
            "{:<16}{:>5}{:>8.3}{:>8.3}{:>9.3}{:>8}{:>9.3}{:>9.3}",
            set.set,
            set.cases,
            set.first_before,
            set.first_after,
            set.first_random,
            set.behind,
            set.raised,
            set.raised_random
        ));
    }
    page.gap();
    page.paragraph(
        0,
        "Share of the cases with the right article first: before, after the best question, and \
         after one picked at random. Behind: cases whose right article is a candidate but not \
         first; to top: the share of these that the answer brings to the top. Answers are those \
         that the right article gives.",
    );
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_for_each_set() {
        let report = QuestionReport {
            set: "looms-dev".into(),
            cases: 40,
            first_before: 0.5,
            first_after: 0.625,
            first_random: 0.55,
            behind: 12,
            raised: 0.4167,
            raised_random: 0.1667,
        };
        let page = anstream::adapter::strip_str(&questions(&[report], 80).finish()).to_string();
        insta::assert_snapshot!(page.lines().take(3).collect::<Vec<_>>().join("\n"), @r"
        One answered question
        set                 n  before   after   random  behind   to top   random
        looms-dev          40   0.500   0.625    0.550      12    0.417    0.167
        ");
    }
}
