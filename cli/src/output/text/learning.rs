//! The page of what outcomes have taught, and the lines about it on other pages.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, clean};
use crate::commands::desk::LearnedView;
use engine::answer::OutcomesSeen;
use engine::outcomes::Rules;

/// Sets what came of articles, those that are moved most first.
pub(crate) fn learning(articles: &[LearnedView], rules: &Rules, width: usize) -> Page {
    let mut page = Page::new(width);
    if articles.is_empty() {
        page.title("Nobody has said yet what came of an article");
        return page;
    }
    page.title("What came of articles");
    for article in articles {
        let id = clean(&article.id);
        let room = width.saturating_sub(8 + id.chars().count());
        let title = shortened(&article.title, room);
        page.line(&format!(
            "{}  {BOLD}{id}{BOLD:#}  {title}",
            arrow(&article.outcomes)
        ));
        let words = article.outcomes.words();
        page.dim_at(6, &words);
    }
    page.gap();
    page.dim(&format!(
        "▲ goes up, ▼ goes down, · is not moved: that takes {} people and {} cases that say the \
         same, or {} people who call it unsafe. What was said weighs half after {:.0} days. Take \
         it back: firstline desk learning reset --issue ID",
        rules.people, rules.cases, rules.unsafe_people, rules.half_life
    ));
    page
}

fn arrow(outcomes: &OutcomesSeen) -> String {
    let shift = outcomes.shift;
    match shift {
        _ if shift > 0.0 => format!("▲{shift:.1}"),
        _ if shift < 0.0 => format!("▼{:.1}", -shift),
        _ => " ·  ".to_owned(),
    }
}

/// A state as part of a line; nothing for an article that is simply valid.
pub(super) fn state(state: Option<&String>) -> String {
    match state.map(String::as_str) {
        Some("work-in-progress") => "DRAFT, work in progress".to_owned(),
        Some("not-validated") => "not validated".to_owned(),
        Some("archived") => "ARCHIVED, for reference only".to_owned(),
        Some(other) => clean(other),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_with_where_they_go() {
        let article = |id: &str, shift, unsafe_people| LearnedView {
            id: id.into(),
            title: "Loom Control Loses the Thread the First Time and Works Every Time After".into(),
            outcomes: OutcomesSeen {
                helped: 7,
                tried: 8,
                people: 4,
                last: "2026-11-02".into(),
                unsafe_people,
                shift,
            },
        };
        let articles = [
            article("Q900001", 0.46, 0),
            article("Q900002", -0.6, 2),
            article("loom-night", 0.0, 0),
        ];
        let page = learning(&articles, &Rules::default(), 80).finish();
        let page = anstream::adapter::strip_str(&page).to_string();
        let lines: Vec<&str> = page.lines().collect();
        for (line, start) in [
            (1, "▲0.5  Q900001  Loom Control Loses the Thread"),
            (2, "      helped 7 of 8 times, by 4 people, last 2026-11-02"),
            (3, "▼0.6  Q900002  Loom Control"),
            (
                4,
                "      helped 7 of 8 times, by 4 people, last 2026-11-02; 2 people call it",
            ),
            (5, " ·    loom-night  Loom Control"),
        ] {
            assert!(lines[line].starts_with(start), "{line}: {page}");
        }
        assert!(
            lines.iter().all(|line| line.chars().count() <= 80),
            "{page}"
        );
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("3 people and 3 cases") && page.contains("after 180 days"));
    }
}
