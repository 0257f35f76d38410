//! Tables drawn as boxes: rules of `+---+`, rows of `| cell | cell |`.
//!
//! Two habits exist. Either a rule follows every row, and then the lines between two rules are
//! one row whose cells wrap; or a rule stands only around the header, and then every line is a
//! row, except that a line with an empty first cell continues the row above it.

use super::{TableRead, empty_cell, extend_cell};
use crate::article::{Cell, Row, Table, TableShape};
use crate::lines::Page;
use std::ops::Range;

/// A header cell longer than this is text, not a label.
const LONGEST_LABEL: usize = 60;

/// True if a box may begin at this line.
pub(crate) fn starts(page: &Page<'_>, line: usize) -> bool {
    is_rule(page.words(line)) && is_row(page.words(line + 1))
}

/// Reads the box that begins at `lines.start`, a rule; `None` if it holds no text.
pub(crate) fn read(page: &Page<'_>, lines: Range<usize>) -> Option<TableRead> {
    let start = lines.start;
    let (groups, end) = groups(page, lines);
    let columns = groups
        .iter()
        .flat_map(Clone::clone)
        .map(|line| cuts(page.words(line)).len().saturating_sub(1))
        .max()
        .filter(|&columns| columns > 0)?;
    // A cell takes a bar and more; a box that promises more cells than it has bytes is none.
    let lines: usize = groups.iter().map(ExactSizeIterator::len).sum();
    let bytes = page.start(end) - page.start(start);
    if columns * lines > bytes {
        return None;
    }
    let ruled = groups.len() > 2 || groups.iter().all(|group| group.len() == 1);
    let mut rows: Vec<Row> = Vec::new();
    let mut first_group = 0;
    for (number, group) in groups.iter().enumerate() {
        for line in group.clone() {
            let joins = line > group.start && (ruled || number == 0 && groups.len() > 1);
            add_line(page, line, columns, &mut rows, joins);
        }
        if number == 0 {
            first_group = rows.len();
        }
    }
    let has_header = groups.len() > 1 && first_group == 1 && looks_like_header(&rows);
    let header = if has_header {
        rows.remove(0).cells
    } else {
        Vec::new()
    };
    rows.retain(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
    if rows.is_empty() {
        return None;
    }
    let table = Table {
        shape: TableShape::Box,
        caption: None,
        header,
        rows,
    };
    Some(TableRead { table, end })
}

/// The runs of row lines between rules, and the line after the box.
fn groups(page: &Page<'_>, lines: Range<usize>) -> (Vec<Range<usize>>, usize) {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut line = lines.start;
    while line < lines.end {
        let words = page.words(line);
        if is_rule(words) {
            open = false;
        } else if is_row(words) {
            match groups.last_mut() {
                Some(group) if open => group.end = line + 1,
                _ => groups.push(line..line + 1),
            }
            open = true;
        } else {
            break;
        }
        line += 1;
    }
    (groups, line)
}

fn add_line(page: &Page<'_>, line: usize, columns: usize, rows: &mut Vec<Row>, joins: bool) {
    let words = page.words(line);
    let at = page.lines[line].words;
    let cuts = cuts(words);
    let continues = joins || cuts.len() > 1 && words[cuts[0] + 1..cuts[1]].trim().is_empty();
    let span = page.words_span(line..line + 1);
    if rows.is_empty() || !continues {
        rows.push(Row {
            span,
            cells: (0..columns).map(|_| empty_cell(at)).collect(),
        });
    }
    let Some(row) = rows.last_mut() else { return };
    row.span = row.span.join(span);
    for (cell, cut) in row.cells.iter_mut().zip(cuts.windows(2)) {
        let (from, to) = (cut[0] + 1, cut[1]);
        extend_cell(cell, &words[from..to], at + from);
    }
}

/// Where the bars stand; the end of the line closes an open last cell.
fn cuts(words: &str) -> Vec<usize> {
    let mut cuts: Vec<usize> = memchr::memchr_iter(b'|', words.as_bytes()).collect();
    if !words.ends_with('|') {
        cuts.push(words.len());
    }
    cuts
}

fn looks_like_header(rows: &[Row]) -> bool {
    let label = |cell: &Cell| cell.text.len() <= LONGEST_LABEL && !cell.text.ends_with('.');
    rows.len() > 1
        && rows[0].cells.iter().all(label)
        && rows[0].cells.iter().any(|cell| !cell.text.is_empty())
        && !is_number(&rows[0].cells[0].text)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_rule(words: &str) -> bool {
    words.len() > 3
        && words.starts_with(['+', '|'])
        && words.ends_with(['+', '|'])
        && words
            .bytes()
            .all(|byte| matches!(byte, b'+' | b'-' | b'=' | b'|' | b'_'))
        && words.bytes().any(|byte| matches!(byte, b'-' | b'=' | b'_'))
}

fn is_row(words: &str) -> bool {
    words.len() > 1 && words.starts_with('|')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let page = Page::new(text);
        let read = read(&page, 0..page.len()).unwrap();
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
        for cell in read.table.rows.iter().flat_map(|row| &row.cells) {
            assert!(text.get(cell.span.range()).is_some());
        }
        (
            texts(&read.table.header),
            read.table
                .rows
                .iter()
                .map(|row| texts(&row.cells))
                .collect(),
        )
    }

    #[test]
    fn lines_between_rules_are_one_row() {
        let (header, rows) = cells(
            "+-----------------+\n| Port | Used for | \n+-----------------+\n\
             | 9100 | printing | \n|      | raw data | \n+-----------------+\n\
             | 9101 | status   | \n+-----------------+\n",
        );
        assert_eq!(header, ["Port", "Used for"]);
        assert_eq!(rows, [["9100", "printing raw data"], ["9101", "status"]]);
    }

    #[test]
    fn lines_below_a_single_header_rule_are_rows() {
        let (header, rows) = cells(
            "+------+-------+\n| Name | Value |\n+------+-------+\n| a | 1 |\n| b | 2 |\n\
             |   | two |\n+------+-------+\n",
        );
        assert_eq!(header, ["Name", "Value"]);
        assert_eq!(rows, [["a", "1"], ["b", "2 two"]]);
    }

    #[test]
    fn a_box_without_header_has_rows_only() {
        let (header, rows) = cells("+---+\n| a | b |\n| c |\n+---+\n");
        assert!(header.is_empty());
        assert_eq!(rows, [["a", "b"], ["c", ""]]);
    }
}
