//! The answer to a question above the results of a search: what is quoted, where from, and what
//! goes with it.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, clean, highlighted};
use engine::answer::{CellAnswer, OtherPassage, Passage, QuestionAnswer};

/// Lines of a passage before the reader is sent to the article.
const LINES: usize = 8;
/// Lines of a passage if its answering part is that long: no row of a table is left out.
const CORE_LINES: usize = 40;
/// Lines of another section's passage.
const OTHER_LINES: usize = 3;
const INDENT: usize = 2;

/// Sets an answer, or says that there is none.
pub(crate) fn answer(page: &mut Page, answer: &QuestionAnswer, whole: bool) {
    let Some(result) = answer.result.as_ref().filter(|_| !answer.abstained) else {
        page.heading(
            "NO ANSWER",
            "no passage answers this; articles near it follow",
        );
        return;
    };
    let passage = &result.passage;
    page.heading("ANSWER", "");
    if let Some(found) = &passage.cell {
        cell(page, INDENT, found);
    }
    quotation(page, passage, whole);
    beside(page, INDENT, passage, whole);
    let heading = passage.heading.join(" › ");
    let from = format!("{} · {} · {heading}", result.id, result.document);
    let room = page.width().saturating_sub(INDENT);
    page.dim_at(INDENT, &shortened(&from, room));
    for other in &answer.also {
        also(page, other, whole);
    }
    page.heading("ARTICLES", "");
}

/// The passage line by line, from its answering sentence on unless all of it is asked for.
fn quotation(page: &mut Page, passage: &Passage, whole: bool) {
    let from = passage.core.map_or(0, |[from, _]| from);
    let from = if whole || passage.cell.is_some() {
        0
    } else {
        from
    };
    let Some(text) = passage.text.get(from..) else {
        return;
    };
    if from > 0 {
        page.dim_at(INDENT, "…");
    }
    let indent = " ".repeat(INDENT);
    let mut at = from;
    let mut room = if whole {
        usize::MAX
    } else {
        LINES.max(core_lines(page, passage).min(CORE_LINES))
    };
    for line in text.split_inclusive('\n') {
        let ranges: Vec<[usize; 2]> = passage
            .highlights
            .iter()
            .filter(|[start, _]| *start >= at)
            .map(|[start, end]| [start - at, end.saturating_sub(at)])
            .collect();
        let marked = highlighted(line, &ranges);
        at += line.len();
        let rows = marked.chars().count().div_ceil(page.width().max(1)).max(1);
        if whole {
            page.wrap(&indent, &indent, &marked);
        } else {
            page.wrap_short(INDENT, &marked, room);
        }
        room = room.saturating_sub(rows);
        if room == 0 {
            break;
        }
    }
}

/// Lines that the answering part of a passage takes.
fn core_lines(page: &Page, passage: &Passage) -> usize {
    let core = passage
        .core
        .and_then(|[from, to]| passage.text.get(from..to));
    let lines = core.unwrap_or_default().lines();
    let width = page.width().max(1);
    lines
        .map(|line| line.chars().count().div_ceil(width).max(1))
        .sum()
}

/// The one cell: row, column, what it says, what works instead, or which column to name.
pub(crate) fn cell(page: &mut Page, indent: usize, cell: &CellAnswer) {
    let row = clean(&cell.row);
    if cell.column.is_empty() {
        page.item(indent, "?", &format!("{row}: which column?"));
        for choice in &cell.choices {
            page.item(indent + 2, "-", choice);
        }
        return;
    }
    let column = clean(&cell.column);
    let value = clean(&cell.value);
    let indented = " ".repeat(indent);
    page.wrap(
        &indented,
        &indented,
        &format!("{BOLD}{value}{BOLD:#}  ({row}, {column})"),
    );
    if !cell.table.is_empty() {
        page.dim_at(indent, &format!("Table: {}", cell.table));
    }
    if let Some(other) = &cell.alternative {
        let text = format!("In the same column works: {} ({})", other.row, other.value);
        page.paragraph(indent, &text);
    }
}

/// What the source lost in a passage, and the cautions that limit it; without those that can be
/// read in it if it is shown whole.
pub(crate) fn beside(page: &mut Page, indent: usize, passage: &Passage, whole: bool) {
    if let Some(gap) = &passage.gap {
        let missing = format!("[missing in the source: {} - {}]", gap.kind, gap.reason);
        page.dim_at(indent, &missing);
    }
    let read = |text: &str| whole && passage.text.contains(text);
    let cautions = passage.cautions.iter();
    for caution in cautions.filter(|caution| !read(&caution.text)) {
        page.caution(indent, "!", &caution.text);
    }
}

/// A text from a byte on, with the ranges that lie there.
fn from_on<'t>(text: &'t str, ranges: &[[usize; 2]], from: usize) -> (&'t str, Vec<[usize; 2]>) {
    let Some(rest) = text.get(from..) else {
        return (text, ranges.to_vec());
    };
    let behind = ranges.iter().filter(|[start, _]| *start >= from);
    let moved = behind.map(|[start, end]| [start - from, end.saturating_sub(from)]);
    (rest, moved.collect())
}

fn also(page: &mut Page, other: &OtherPassage, whole: bool) {
    let heading = other.heading.last().map_or("", String::as_str);
    let label = if other.recovers {
        format!("Near what is missing, from another section: {heading}")
    } else {
        format!("Also: {heading}")
    };
    page.paragraph(INDENT, &label);
    let lines = if whole { usize::MAX } else { OTHER_LINES };
    let from = other.core.filter(|_| !whole).map_or(0, |[from, _]| from);
    let (text, highlights) = from_on(&other.text, &other.highlights, from);
    page.wrap_short(INDENT + 2, &highlighted(text, &highlights), lines);
    if let Some(gap) = &other.gap {
        let missing = format!("[missing in the source: {} - {}]", gap.kind, gap.reason);
        page.dim_at(INDENT + 2, &missing);
    }
    let room = page.width().saturating_sub(INDENT + 2);
    page.dim_at(INDENT + 2, &shortened(&other.article, room));
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{CautionAnswer, CellChoice, GapAnswer, SearchResult};

    fn given(passage: Passage, also: Vec<OtherPassage>) -> String {
        let found = QuestionAnswer {
            abstained: false,
            coverage: 1.0,
            also,
            result: Some(SearchResult {
                id: "Q900001".into(),
                title: "Looms".into(),
                document: "looms.txt".into(),
                score: 0.0,
                kind: String::new(),
                products: Vec::new(),
                state: None,
                outcomes: None,
                passage,
                explain: Vec::new(),
            }),
        };
        let mut page = Page::new(60);
        answer(&mut page, &found, false);
        anstream::adapter::strip_str(&page.finish()).to_string()
    }

    #[test]
    fn a_cell_is_told_with_what_works_instead() {
        let cell = CellAnswer {
            table: "Yarns by loom".into(),
            row: "Wool".into(),
            column: "Hand loom".into(),
            value: "No".into(),
            alternative: Some(CellChoice {
                row: "Silk".into(),
                value: "Yes".into(),
                span: Span::new(1, 2),
            }),
            ..CellAnswer::default()
        };
        let text = given(
            Passage {
                text: "Hand loom | Power loom\nWool | No | Yes".into(),
                heading: vec!["YARNS".into()],
                highlights: vec![[0, 4]],
                cell: Some(cell),
                ..Passage::default()
            },
            Vec::new(),
        );
        insta::assert_snapshot!(text, @r"
        ANSWER
          No  (Wool, Hand loom)
          Table: Yarns by loom
          In the same column works: Silk (Yes)
          Hand loom | Power loom
          Wool | No | Yes
          Q900001 · looms.txt · YARNS

        ARTICLES
        ");
    }

    #[test]
    fn no_row_of_a_table_that_answers_is_left_out() {
        let rows: Vec<String> = (1..13).map(|row| format!("{row} | loom {row}")).collect();
        let table = format!("Number | Loom\n{}", rows.join("\n"));
        let passage = Passage {
            core: Some([16, 16 + table.len()]),
            text: format!("The looms are:\n\n{table}\nOil them."),
            ..Passage::default()
        };
        let text = given(passage, Vec::new());
        assert!(
            text.contains("12 | loom 12") && !text.contains("Oil"),
            "{text}"
        );
    }

    #[test]
    fn a_missing_column_is_asked_for() {
        let cell = CellAnswer {
            row: "Wool".into(),
            choices: vec!["Hand loom".into(), "Power loom".into()],
            ..CellAnswer::default()
        };
        let mut page = Page::new(60);
        super::cell(&mut page, 2, &cell);
        let text = anstream::adapter::strip_str(&page.finish()).to_string();
        assert_eq!(
            text,
            "  ? Wool: which column?\n    - Hand loom\n    - Power loom\n"
        );
    }

    #[test]
    fn what_is_missing_stands_with_what_another_section_says() {
        let text = given(
            Passage {
                text: "Looms are old. Oil these parts:".into(),
                core: Some([15, 31]),
                heading: vec!["Care".into()],
                cautions: vec![CautionAnswer {
                    text: "Do not oil the belt.".into(),
                    span: Span::new(1, 2),
                }],
                gap: Some(GapAnswer {
                    kind: "list".into(),
                    announced: "Oil these parts:".into(),
                    reason: "announced and absent".into(),
                    span: Span::new(1, 2),
                }),
                ..Passage::default()
            },
            vec![OtherPassage {
                core: Some([24, 74]),
                article: "looms#noise".into(),
                recovers: true,
                text: "Every loom makes noise. A loom that was not oiled at hub and beam is loud."
                    .into(),
                heading: vec!["Noise".into()],
                ..OtherPassage::default()
            }],
        );
        insta::assert_snapshot!(text, @r"
        ANSWER
          …
          Oil these parts:
          [missing in the source: list - announced and absent]
          ! Do not oil the belt.
          Q900001 · looms.txt · Care
          Near what is missing, from another section: Noise
            A loom that was not oiled at hub and beam is loud.
            looms#noise

        ARTICLES
        ");
    }
}
