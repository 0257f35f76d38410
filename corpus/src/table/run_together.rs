//! Run-together tables: rows whose cells lost what kept them apart (`NoviceYesYesNoYes`).
//!
//! The values come from a small vocabulary, so a row is cut from its end: as many values as it
//! holds, the rest is its label. The line above the rows is the header; it is cut at runs of
//! spaces if it kept them, else where a capital follows without a space and both halves are words
//! that stand alone elsewhere in the document.

use super::{TableRead, empty_cell};
use crate::article::{Cell, Row, Span, Table, TableShape};
use crate::lines::Page;
use std::collections::HashSet;

/// What cells of such tables say, longest first where one ends in another.
const VALUES: &[&str] = &[
    "Not supported",
    "Not Supported",
    "Unsupported",
    "Supported",
    "Not available",
    "Not Available",
    "Unavailable",
    "Available",
    "Required",
    "Optional",
    "Partial",
    "Limited",
    "Unknown",
    "Always",
    "Sometimes",
    "Never",
    "Enabled",
    "Disabled",
    "Allowed",
    "Blocked",
    "False",
    "True",
    "None",
    "N/A",
    "n/a",
    "Yes",
    "Off",
    "On",
    "No",
];

/// A row with fewer values could be any word that ends in one.
const FEWEST_VALUES: usize = 2;
/// More cells than this are no table of this kind.
const MOST_VALUES: usize = 40;
/// The longest line that is looked at.
const LONGEST_LINE: usize = 2000;

/// The words of a document that stand alone, by which a glued header is cut.
pub(crate) struct Words<'t>(HashSet<&'t str>);

impl<'t> Words<'t> {
    /// Collects the words of a text.
    pub(crate) fn of(text: &'t str) -> Self {
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty());
        Self(words.collect())
    }
}

/// Reads the table whose header (or first row) is `line`, before `end`.
pub(crate) fn read(
    page: &Page<'_>,
    line: usize,
    end: usize,
    words: &Words<'_>,
) -> Option<TableRead> {
    let has_header = values(page.words(line)).is_none();
    let first = line + usize::from(has_header);
    let mut last = first;
    let mut columns = usize::MAX;
    while last < end {
        let Some(found) = values(page.words(last)) else {
            break;
        };
        columns = columns.min(found.len());
        last += 1;
    }
    if last < first + 2 && !(has_header && last > first) {
        return None;
    }
    let header = if has_header {
        header(page, line, columns, words)?
    } else {
        Vec::new()
    };
    let rows = (first..last).filter_map(|line| row(page, line, columns));
    let table = Table {
        shape: TableShape::RunTogether,
        caption: None,
        header,
        rows: rows.collect(),
    };
    Some(TableRead { table, end: last })
}

/// Where the values at the end of a line begin, first to last; none if there are too few or
/// nothing is left for a label.
fn values(line: &str) -> Option<Vec<usize>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let mut starts = Vec::new();
    let mut rest = line;
    while starts.len() < MOST_VALUES {
        let trimmed = rest.trim_end();
        let Some(value) = VALUES.iter().find(|value| trimmed.ends_with(**value)) else {
            break;
        };
        let start = trimmed.len() - value.len();
        if trimmed[..start].trim().is_empty() {
            break;
        }
        starts.push(start);
        rest = &trimmed[..start];
    }
    starts.reverse();
    (starts.len() >= FEWEST_VALUES).then_some(starts)
}

/// A row: its label and its last `columns` values.
fn row(page: &Page<'_>, line: usize, columns: usize) -> Option<Row> {
    let words = page.words(line);
    let starts = values(words)?;
    let starts = &starts[starts.len().checked_sub(columns)?..];
    let at = page.lines[line].words;
    let mut cells = vec![cell(words, at, 0, *starts.first()?)];
    for (place, &start) in starts.iter().enumerate() {
        let stop = starts.get(place + 1).copied().unwrap_or(words.len());
        cells.push(cell(words, at, start, stop));
    }
    let span = Span::new(at, at + words.len());
    Some(Row { span, cells })
}

/// The header's cells, an empty one over the labels first.
fn header(page: &Page<'_>, line: usize, columns: usize, known: &Words<'_>) -> Option<Vec<Cell>> {
    let words = page.words(line).trim_end();
    if words.is_empty() || words.len() > LONGEST_LINE {
        return None;
    }
    let at = page.lines[line].words;
    let mut cuts = spaced(words);
    if !fits(&cuts, columns) {
        cuts = glued(words, known);
    }
    if !fits(&cuts, columns) {
        return None;
    }
    let mut cells = Vec::with_capacity(columns + 1);
    if cuts.len() + 1 == columns {
        cells.push(empty_cell(at));
    }
    let mut start = 0;
    for stop in cuts.into_iter().chain([words.len()]) {
        cells.push(cell(words, at, start, stop));
        start = stop;
    }
    Some(cells)
}

/// True if the cuts give a cell per column, with or without one over the labels.
fn fits(cuts: &[usize], columns: usize) -> bool {
    cuts.len() + 1 == columns || cuts.len() == columns
}

/// Cuts at runs of white space.
fn spaced(words: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut spaces = 0;
    for (at, letter) in words.char_indices() {
        if letter.is_whitespace() {
            spaces += if letter == '\t' { 2 } else { 1 };
            continue;
        }
        if spaces > 1 && !words[..at].trim().is_empty() {
            cuts.push(at);
        }
        spaces = 0;
    }
    cuts
}

/// Cuts where a capital follows without a space and both halves are words.
fn glued(words: &str, known: &Words<'_>) -> Vec<usize> {
    let bytes = words.as_bytes();
    let mut cuts = Vec::new();
    for at in 1..bytes.len() {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let small_next = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let may = here.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || before == b')'
                || before.is_ascii_uppercase() && small_next);
        if !may {
            continue;
        }
        let left = words[..at].trim_end_matches(')');
        let from = cuts.last().copied().unwrap_or(0);
        let left = left.get(from..).unwrap_or_default();
        let left = left
            .rsplit(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let right = words[at..]
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or_default();
        // The right half may itself be glued to the next label: its first word is enough.
        let right_known = known.0.contains(right) || glued_word(right, known);
        if known.0.contains(left) && right_known {
            cuts.push(at);
        }
    }
    cuts
}

/// True if a run of letters begins with a known word that a capital follows.
fn glued_word(run: &str, known: &Words<'_>) -> bool {
    let bytes = run.as_bytes();
    (2..bytes.len().min(40)).any(|at| {
        bytes[at].is_ascii_uppercase() && run.is_char_boundary(at) && known.0.contains(&run[..at])
    })
}

fn cell(words: &str, at: usize, start: usize, stop: usize) -> Cell {
    let mut cell = empty_cell(at + start);
    super::extend_cell(&mut cell, &words[start..stop], at + start);
    cell
}
