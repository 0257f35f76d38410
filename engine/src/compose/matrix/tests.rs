//! Tests of `matrix`, on invented texts.

use super::*;
use crate::understand::query_terms::QueryTerms;
use corpus::Span;
use corpus::article::TableShape;

fn cells(texts: &[&str]) -> Vec<Cell> {
    let cell = |text: &&str| Cell {
        text: (*text).to_owned(),
        span: Span::new(0, text.len()),
    };
    texts.iter().map(cell).collect()
}

fn table(header: &[&str], rows: &[&[&str]]) -> Table {
    let row = |texts: &&[&str]| Row {
        span: Span::default(),
        cells: cells(texts),
    };
    Table {
        shape: TableShape::Pipe,
        caption: Some("Kites".into()),
        header: cells(header),
        rows: rows.iter().map(row).collect(),
    }
}

fn kites() -> Table {
    table(
        &["", "Cotton", "Silk", "Silk Wire"],
        &[
            &["Box", "Yes", "No", "Yes"],
            &["Delta", "Yes", "Yes", "Yes"],
            &["Box and Delta", "Yes", "No", "No"],
        ],
    )
}

fn asked(table: &Table, text: &str) -> Vec<usize> {
    let query = QueryTerms::of_known_words(text);
    rows_asked(table, &mut Matcher::new(&query))
}

#[test]
fn the_rows_a_question_is_about_are_kept() {
    let doors = table(
        &["Door", "Number"],
        &[&["north", "2701"], &["south", "2702"], &["cellar", "2702"]],
    );
    for (text, rows) in [
        ("what uses 2702", vec![1, 2]),
        ("number of the north door", vec![0]),
        ("all doors", vec![0, 1, 2]),
        ("anything else", vec![0, 1, 2]),
    ] {
        assert_eq!(asked(&doors, text), rows, "{text}");
    }
    assert_eq!(asked(&kites(), "box kite"), [0]);
    assert_eq!(asked(&kites(), "box delta kite"), [2]);
    assert_eq!(asked(&kites(), "which combinations fail"), [0, 2]);
    assert_eq!(asked(&kites(), "when does it not work"), [0, 2]);
    assert_eq!(asked(&kites(), "does it work"), [0, 1, 2]);
    assert_eq!(asked(&kites(), "both on silk"), [2]);
}

#[test]
fn a_cell_names_what_works_instead_and_asks_for_what_is_missing() {
    let ask = |text: &str| {
        let query = QueryTerms::of_known_words(text);
        cell(&kites(), &mut Matcher::new(&query))
    };
    let found = ask("box kite on silk").unwrap();
    assert_eq!(
        (found.column.as_str(), found.value.as_str()),
        ("Silk", "No")
    );
    assert_eq!(found.alternative.unwrap().row, "Delta");
    let found = ask("delta kite").unwrap();
    assert_eq!(found.choices, ["Cotton", "Silk", "Silk Wire"]);
    assert_eq!(ask("anything"), None);
}

#[test]
fn which_fail_is_answered_by_the_one_cell_that_denies() {
    let query = QueryTerms::of_known_words("which kites fail");
    let mut matcher = Matcher::new(&query);
    assert_eq!(cell(&kites(), &mut matcher), None, "three cells deny");
    let one = table(
        &["", "Cotton", "Silk"],
        &[&["Box", "Yes", "No"], &["Delta", "Yes", "Yes"]],
    );
    let found = cell(&one, &mut matcher).unwrap();
    assert_eq!((found.row.as_str(), found.column.as_str()), ("Box", "Silk"));
}

#[test]
fn a_cell_or_a_column_is_told_by_words_of_its_own() {
    let ask = |text: &str| {
        let query = QueryTerms::of_known_words(text);
        is_told(&kites(), &mut Matcher::new(&query))
    };
    for (text, told) in [
        ("will a box of mine fly on cotton", true),
        ("what flies on cotton", true),
        ("box", false),
        ("anything else", false),
    ] {
        assert_eq!(ask(text), told, "{text}");
    }
    let prose = table(&["Door", "Number", "Key"], &[&["north", "2701", "brass"]]);
    let query = QueryTerms::of_known_words("number of the north door");
    assert!(!is_told(&prose, &mut Matcher::new(&query)));
}

#[test]
fn a_phrase_of_the_announcement_names_the_whole_table() {
    let tools = table(
        &["Part", "Tool"],
        &[&["a1", "Hand saw"], &["a2", "Plane"], &["a3", "Chisel"]],
    );
    for (question, lead, rows) in [
        (
            "which hand tools",
            Some("The hand tools are these:"),
            &[0, 1, 2][..],
        ),
        ("which hand tools", None, &[0]),
        (
            "which part is the hand saw",
            Some("The hand tools are these:"),
            &[0],
        ),
        (
            "which part is the chisel of hand tools",
            Some("The hand tools are these:"),
            &[2],
        ),
    ] {
        let query = QueryTerms::of_known_words(question);
        let mut matcher = Matcher::new(&query);
        assert_eq!(rows_under(&tools, lead, &mut matcher), rows, "{question}");
    }
}

#[test]
fn what_fails_for_one_row_is_read_from_that_row() {
    for (question, row, cell_asked) in [
        ("when does it fail for box", Some(0), Some("Silk")),
        ("which cloths fail for a delta", Some(1), None),
        ("does it fail for box", None, Some("")),
        ("when does it fail", None, None),
        ("why does it fail when a box flies", None, Some("")),
    ] {
        let query = QueryTerms::of_known_words(question);
        let mut matcher = Matcher::new(&query);
        assert_eq!(failing_row(&kites(), &mut matcher), row, "{question}");
        let found = cell(&kites(), &mut matcher).map(|cell| cell.column);
        assert_eq!(found.as_deref(), cell_asked, "{question}");
    }
}
