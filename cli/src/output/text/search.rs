//! The page of a search.

use super::Page;
use super::answer::{self, beside};
use super::learning;
use super::page::shortened;
use super::style::{BOLD, DIM, clean, highlighted};
use engine::answer::{Passage, SearchAnswer, SearchResult};

/// How much of a search is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SearchView {
    /// Show the passage of every result, whole.
    pub(crate) long: bool,
    /// Show how each score came about.
    pub(crate) explain: bool,
}

/// Results whose passage is shown in the short view; ten results then fit a screen.
const WITH_PASSAGE: usize = 3;
/// Lines of a passage in the short view.
const PASSAGE_LINES: usize = 2;
/// Columns before a title.
const INDENT: usize = 4;

/// Sets the results of a search for `text`.
pub(crate) fn search(answer: &SearchAnswer, text: &str, view: SearchView, width: usize) -> Page {
    let mut page = Page::new(width);
    if answer.results.is_empty() {
        let words = shortened(text, width);
        page.title(&format!("Nothing found for “{words}”"));
    }
    if let Some(answered) = &answer.answer {
        answer::answer(&mut page, answered, view.long);
    }
    for (at, found) in answer.results.iter().enumerate() {
        result(&mut page, at, found, view);
    }
    for correction in &answer.corrections {
        page.dim(&format!(
            "“{}” was read as “{}”.",
            correction.from, correction.to
        ));
    }
    page
}

fn result(page: &mut Page, at: usize, found: &SearchResult, view: SearchView) {
    let full = view.long || view.explain;
    let rank = format!("{:>2}", at + 1);
    let id = clean(&found.id);
    if full || at < WITH_PASSAGE {
        let title = clean(&found.title);
        page.wrap(
            &format!("{rank}  "),
            "    ",
            &format!("{BOLD}{id}{BOLD:#}  {title}"),
        );
        let room = page.width().saturating_sub(INDENT);
        page.dim_at(INDENT, &shortened(&about(found), room));
        if let Some(seen) = &found.outcomes {
            page.dim_at(INDENT, &format!("At this desk: {}", seen.words()));
        }
        passage(page, &found.passage, full);
    } else {
        let room = page.width().saturating_sub(INDENT + id.chars().count() + 2);
        let title = shortened(&found.title, room);
        page.line(&format!("{rank}  {BOLD}{id}{BOLD:#}  {title}"));
    }
    if view.explain {
        page.dim_at(INDENT, &format!("score {:.4}", found.score));
        for (feature, value) in &found.explain {
            page.line(&format!(
                "    {DIM}{value:>10.4}  {}{DIM:#}",
                clean(feature)
            ));
        }
    }
}

/// Products and where in the article the passage stands.
fn about(found: &SearchResult) -> String {
    let products = match found.products.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} + {} more", rest.len()),
    };
    let heading = found.passage.heading.join(" › ");
    let state = learning::state(found.state.as_ref());
    let parts = [state, products, found.kind.clone(), heading];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn passage(page: &mut Page, passage: &Passage, full: bool) {
    let text = highlighted(&passage.text, &passage.highlights);
    if full {
        page.wrap("    ", "    ", &text);
    } else {
        page.wrap_short(INDENT, &text, PASSAGE_LINES);
    }
    if let Some(cell) = &passage.cell {
        answer::cell(page, INDENT, cell);
    }
    beside(page, INDENT, passage, full);
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{CautionAnswer, Correction, GapAnswer, SEARCH_SCHEMA};

    fn found(number: usize) -> SearchResult {
        SearchResult {
            id: format!("Q90000{number}"),
            title: format!("Loom {number} Prints Blank Cloth After the Warp Beam Was Changed by Someone Else"),
            document: "looms.txt".into(),
            score: 12.5 / number as f64,
            kind: "problem".into(),
            products: vec!["Loom Control 2.0".into(), "Loom Viewer".into()],
            state: None,
            outcomes: None,
            passage: Passage {
                text: "When you print cloth, it may be blank. This happens if the warp beam was changed \
                       while the loom was running and nobody pressed the green button afterwards, or \
                       pressed it too early."
                    .into(),
                heading: vec!["SYMPTOMS".into()],
                span: Span::new(1, 2),
                highlights: vec![[14, 19], [31, 36]],
                ..Passage::default()
            },
            explain: vec![("bm25f".into(), 11.25), ("title".into(), 1.25)],
        }
    }

    fn answer(results: Vec<SearchResult>) -> SearchAnswer {
        SearchAnswer {
            schema: SEARCH_SCHEMA.into(),
            answer: None,
            results,
            corrections: Vec::new(),
            took_ms: 1.0,
        }
    }

    fn shown(answer: &SearchAnswer, view: SearchView) -> String {
        let page = search(answer, "blank cloth", view, 80).finish();
        anstream::adapter::strip_str(&page).to_string()
    }

    #[test]
    fn ten_results_fit_a_screen() {
        let text = shown(
            &answer((1..=10).map(found).collect()),
            SearchView::default(),
        );
        assert!(text.lines().count() < 24, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_long_view_shows_passage_caution_gap_and_score() {
        let mut one = found(1);
        one.passage.cautions.push(CautionAnswer {
            text: "Do not press the red button.".into(),
            span: Span::new(1, 2),
        });
        one.passage.gap = Some(GapAnswer {
            kind: "list".into(),
            announced: "the following:".into(),
            reason: "a list is announced and absent".into(),
            span: Span::new(1, 2),
        });
        let mut answer = answer(vec![one]);
        answer.corrections.push(Correction {
            from: "blnk".into(),
            to: "blank".into(),
        });
        let view = SearchView {
            long: true,
            explain: true,
        };
        insta::assert_snapshot!(shown(&answer, view));
    }

    #[test]
    fn nothing_found_is_said() {
        let text = shown(&answer(Vec::new()), SearchView::default());
        assert_eq!(text, "Nothing found for “blank cloth”\n");
    }
}
