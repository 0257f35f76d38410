//! Questions that a table answers: a cell, a row or a column, which rows say so, all of them.
//!
//! [`rows_asked`] keeps the rows that a question is about, [`text`] quotes them under their
//! header, and [`cell`] names the one cell where row and column are both told, with what works
//! instead in the same column; where only one is told, the labels to choose from.

use super::passage::Matcher;
use crate::answer::{CellAnswer, CellChoice};
use corpus::article::{Cell, Row, Table};

#[cfg(test)]
mod tests;

/// Words that ask for everything.
const ALL: &[&str] = &[
    "all", "every", "full", "whole", "list", "complete", "entire", "table",
];

/// Words that ask for a table.
const TABLE: &[&str] = &["table", "matrix", "column", "columns", "row", "rows"];

/// Words that ask for what does not work.
const FAILING: &[&str] = &[
    "fail",
    "fails",
    "failing",
    "failed",
    "unsupported",
    "impossible",
    "broken",
    "doesn't",
];

/// Words for what a table's `Yes` says, by which it is denied: `does not work`.
const WORKING: &[&str] = &[
    "work",
    "works",
    "working",
    "supported",
    "possible",
    "allowed",
];
const DENYING: &[&str] = &[
    "not", "don't", "won't", "cannot", "can't", "isn't", "aren't",
];

/// What a cell says if something works, and if it does not.
const POSITIVE: &[&str] = &[
    "yes",
    "supported",
    "true",
    "available",
    "enabled",
    "allowed",
    "on",
];
const NEGATIVE: &[&str] = &[
    "no",
    "not supported",
    "unsupported",
    "false",
    "not available",
    "unavailable",
    "disabled",
    "blocked",
    "off",
];

/// True if the question asks for a table or for what only one tells.
pub(super) fn asks_for_table(matcher: &Matcher<'_>) -> bool {
    matcher.says(TABLE) || matcher.says(FAILING)
}

/// True if the question asks for everything of a kind.
pub(super) fn asks_for_all(matcher: &Matcher<'_>) -> bool {
    matcher.says(ALL)
}

/// True if the question speaks of what does not work.
fn speaks_of_failing(matcher: &Matcher<'_>) -> bool {
    matcher.says(FAILING) || matcher.says(DENYING) && matcher.says(WORKING)
}

/// True if the question names a row and a column of a table of yes and no, or a whole column:
/// its cells then answer, however few of the question's other words they hold.
pub(super) fn is_told(table: &Table, matcher: &mut Matcher<'_>) -> bool {
    is_matrix(table)
        && (named_column(table, matcher).is_some()
            || column_asked(table, matcher).is_some_and(|column| is_apart(table, column, matcher))
                && rows_asked(table, matcher).len() == 1)
}

/// True if the question says a word of a column's label that no other label of the table has.
fn is_apart(table: &Table, column: usize, matcher: &mut Matcher<'_>) -> bool {
    let others = (1..table.header.len()).filter(|&other| other != column);
    let others = others.fold(0, |mask, other| {
        mask | matcher.mask(&table.header[other].text)
    });
    let own = matcher.mask(&table.header[column].text) & !others;
    matcher.worth(own) > 0.0
}

/// True if the question asks for a table by that name.
pub(super) fn names_table(matcher: &Matcher<'_>) -> bool {
    matcher.says(TABLE)
}

/// True if the question asks which of a table's rows fail: it names what fails, but no row.
pub(super) fn asks_which_fail(table: &Table, matcher: &mut Matcher<'_>) -> bool {
    speaks_of_failing(matcher)
        && matcher.says(&["which", "what", "list", "all", "when", "where"])
        && is_matrix(table)
        && table.rows.iter().any(has_negative)
        && named_column(table, matcher).is_none()
        && table.rows.iter().all(|row| {
            let label = row.cells.first().map_or("", |cell| cell.text.as_str());
            matcher.worth_of(label) <= 0.0
        })
}

/// The row that the question names where it asks what fails there ("when does it fail for …?");
/// none if it names a column, too: then one cell is asked for.
pub(super) fn failing_row(table: &Table, matcher: &mut Matcher<'_>) -> Option<usize> {
    // "Why does it fail when …" asks for no row.
    let asks_what = matcher.says(&["which", "what", "list", "all"])
        && !matcher.says(&["why", "how"])
        || matcher.opens_with(&["when", "where"]);
    let asks = asks_what
        && speaks_of_failing(matcher)
        && is_matrix(table)
        && named_column(table, matcher).is_none();
    if !asks {
        return None;
    }
    if let Some(row) = row_of_both(table, matcher) {
        return Some(row);
    }
    let mut worths = Vec::new();
    for row in &table.rows {
        let label = row.cells.first().map_or("", |cell| cell.text.as_str());
        worths.push((matcher.worth_of(label), unasked(row, matcher)));
    }
    let most = worths.iter().map(|(worth, _)| *worth).fold(0.0, f32::max);
    let best = |row: &usize| worths[*row].0 >= most - 1e-4;
    let row = (0..worths.len())
        .filter(best)
        .min_by_key(|&row| worths[row].1)?;
    (most > 0.0).then_some(row)
}

/// True if some cell of a row denies.
pub(super) fn fails(table: &Table, row: usize) -> bool {
    table.rows.get(row).is_some_and(has_negative)
}

/// True if the question asks for this table: for a table, for one of its columns by name, for
/// what does not work in it, or for one of its cells.
pub(super) fn is_asked(table: &Table, matcher: &mut Matcher<'_>) -> bool {
    if table.header.len() < 2 {
        return false;
    }
    if matcher.says(TABLE) || asks_which_fail(table, matcher) {
        return true;
    }
    let names_column = table.header.iter().any(|cell| {
        !cell.text.is_empty()
            && cell
                .text
                .split_whitespace()
                .all(|word| matcher.worth_of(word) > 0.0)
    });
    names_column
        || is_matrix(table)
            && column_asked(table, matcher).is_some()
            && rows_asked(table, matcher).len() == 1
}

/// Places of the rows that the question is about; all of them if it names none.
pub(super) fn rows_asked(table: &Table, matcher: &mut Matcher<'_>) -> Vec<usize> {
    rows_by_words(table, matcher, 0)
}

/// The same for a table that `lead` announces. What question and announcement call by one phrase
/// ("the hand tools are as follows", asked for hand tools) is the whole table's name, and a row
/// that happens to share a word of it (`hand saw`) is no more asked for than the others.
pub(super) fn rows_under(
    table: &Table,
    lead: Option<&str>,
    matcher: &mut Matcher<'_>,
) -> Vec<usize> {
    let named = lead.map_or(0, |lead| named_by(table, lead, matcher));
    rows_by_words(table, matcher, named)
}

/// The terms that stand in some row, and in question and announcement beside one that stands in
/// none.
fn named_by(table: &Table, lead: &str, matcher: &mut Matcher<'_>) -> u128 {
    let mut told = 0;
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        told |= matcher.mask(&cell.text);
    }
    let asked = matcher.asked_terms();
    let announced: Vec<u128> = lead
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| matcher.mask(word))
        .collect();
    let mut named = 0;
    for pair in asked.windows(2).filter(|pair| pair[0] != 0 && pair[1] != 0) {
        let apart = (pair[0] & told == 0) != (pair[1] & told == 0);
        if apart && announced.windows(2).any(|other| other == pair) {
            named |= (pair[0] | pair[1]) & told;
        }
    }
    named
}

fn rows_by_words(table: &Table, matcher: &mut Matcher<'_>, named: u128) -> Vec<usize> {
    let everything = || (0..table.rows.len()).collect::<Vec<_>>();
    if asks_which_fail(table, matcher) {
        let failing = (0..table.rows.len()).filter(|&row| has_negative(&table.rows[row]));
        let failing: Vec<usize> = failing.collect();
        if !failing.is_empty() {
            return failing;
        }
    }
    if matcher.says(ALL) || table.rows.len() < 2 {
        return everything();
    }
    if let Some(row) = row_of_both(table, matcher) {
        return vec![row];
    }
    let masks: Vec<u128> = table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .fold(0, |mask, cell| mask | matcher.mask(&cell.text))
        })
        .collect();
    // Words that every row holds tell none apart.
    let common = masks.iter().fold(u128::MAX, |common, mask| common & mask) | named;
    let worths: Vec<f32> = masks
        .iter()
        .map(|mask| matcher.worth(mask & !common))
        .collect();
    let most = worths.iter().copied().fold(0.0, f32::max);
    if most <= 0.0 {
        return everything();
    }
    let mut best: Vec<usize> = (0..worths.len())
        .filter(|&row| worths[row] >= most - 1e-4)
        .collect();
    // Of rows that hold the same words, the one whose label says no more than was asked.
    let extra: Vec<usize> = best
        .iter()
        .map(|&row| unasked(&table.rows[row], matcher))
        .collect();
    let least = extra.iter().copied().min().unwrap_or_default();
    let mut place = 0;
    best.retain(|_| {
        place += 1;
        extra[place - 1] == least
    });
    best
}

/// The one row whose label joins several things, if the question says `both`.
fn row_of_both(table: &Table, matcher: &Matcher<'_>) -> Option<usize> {
    if !matcher.says(&["both"]) || !is_matrix(table) {
        return None;
    }
    let joins = |row: &Row| {
        let label = row.cells.first().map_or("", |cell| cell.text.as_str());
        let mut words = label.split_whitespace();
        words.any(|word| ["and", "both", "&", "+"].contains(&word.to_ascii_lowercase().as_str()))
    };
    let mut joining = (0..table.rows.len()).filter(|&row| joins(&table.rows[row]));
    let row = joining.next()?;
    joining.next().is_none().then_some(row)
}

/// Words of a row's label that the question does not say.
fn unasked(row: &Row, matcher: &mut Matcher<'_>) -> usize {
    let label = row.cells.first().map_or("", |cell| cell.text.as_str());
    label
        .split_whitespace()
        .filter(|word| matcher.mask(word) == 0)
        .count()
}

/// The header and the rows, a line each.
pub(super) fn text(table: &Table, rows: &[usize]) -> String {
    let mut text = String::new();
    if !table.header.is_empty() {
        text.push_str(&line(&table.header));
    }
    for &row in rows {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line(&table.rows[row].cells));
    }
    text
}

fn line(cells: &[Cell]) -> String {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" | ").trim_start_matches([' ', '|']).to_owned()
}

/// The cell that the question asks for: of a row it names, or the only one that fails if it asks
/// for those. None for tables that say neither yes nor no.
pub(super) fn cell(table: &Table, matcher: &mut Matcher<'_>) -> Option<CellAnswer> {
    if !is_matrix(table) {
        return None;
    }
    if asks_which_fail(table, matcher) {
        let (row, column) = only_negative(table)?;
        return cell_at(table, row, column);
    }
    if let Some(row) = failing_row(table, matcher) {
        return cell_at(table, row, only_negative_in(&table.rows[row])?);
    }
    let rows = rows_asked(table, matcher);
    let &[row] = rows.as_slice() else {
        return None;
    };
    let Some(column) = column_asked(table, matcher) else {
        let choices = table.header[1..].iter();
        return Some(CellAnswer {
            table: table.caption.clone().unwrap_or_default(),
            row: label(table, row)?,
            choices: choices.map(|cell| cell.text.clone()).collect(),
            ..CellAnswer::default()
        });
    };
    cell_at(table, row, column)
}

/// One cell with its labels and, if it denies, what works in its column.
fn cell_at(table: &Table, row: usize, column: usize) -> Option<CellAnswer> {
    let value = table.rows[row].cells.get(column)?;
    let mut answer = CellAnswer {
        table: table.caption.clone().unwrap_or_default(),
        row: label(table, row)?,
        column: table.header[column].text.clone(),
        value: value.text.clone(),
        span: value.span,
        ..CellAnswer::default()
    };
    if says(&value.text, NEGATIVE) {
        answer.alternative = (0..table.rows.len()).find_map(|other| {
            let cell = table.rows[other].cells.get(column)?;
            (says(&cell.text, POSITIVE)).then(|| CellChoice {
                row: label(table, other).unwrap_or_default(),
                value: cell.text.clone(),
                span: cell.span,
            })
        });
    }
    Some(answer)
}

fn label(table: &Table, row: usize) -> Option<String> {
    table.rows[row].cells.first().map(|cell| cell.text.clone())
}

/// Column of the one cell of a row that denies; none if several do.
fn only_negative_in(row: &Row) -> Option<usize> {
    let mut denying =
        (1..row.cells.len()).filter(|&column| says(&row.cells[column].text, NEGATIVE));
    let only = denying.next()?;
    denying.next().is_none().then_some(only)
}

/// Row and column of the one cell that denies; none if several do.
fn only_negative(table: &Table) -> Option<(usize, usize)> {
    let mut denying = table.rows.iter().enumerate().flat_map(|(row, cells)| {
        let cells = cells.cells.iter().enumerate().skip(1);
        cells
            .filter(|(_, cell)| says(&cell.text, NEGATIVE))
            .map(move |(column, _)| (row, column))
    });
    let only = denying.next()?;
    denying.next().is_none().then_some(only)
}

/// The column of which the question says every word.
fn named_column(table: &Table, matcher: &mut Matcher<'_>) -> Option<usize> {
    (1..table.header.len()).find(|&column| {
        let label = &table.header[column].text;
        !label.is_empty()
            && label
                .split_whitespace()
                .all(|word| matcher.worth_of(word) > 0.0)
    })
}

/// The column whose label the question tells best, apart from words that several labels share.
fn column_asked(table: &Table, matcher: &mut Matcher<'_>) -> Option<usize> {
    let mut best: Option<(f32, usize, usize)> = None;
    for (place, cell) in table.header.iter().enumerate().skip(1) {
        let worth = matcher.worth_of(&cell.text);
        let extra = cell
            .text
            .split_whitespace()
            .filter(|word| matcher.mask(word) == 0)
            .count();
        let better = best.is_none_or(|(most, least, _)| {
            worth > most + 1e-4 || worth > most - 1e-4 && extra < least
        });
        if worth > 0.0 && better {
            best = Some((worth, extra, place));
        }
    }
    best.map(|(_, _, place)| place)
}

/// True for a table whose cells say yes or no.
fn is_matrix(table: &Table) -> bool {
    table.header.len() > 2
        && table.rows.iter().all(|row| {
            row.cells.len() == table.header.len()
                && row.cells[1..]
                    .iter()
                    .all(|cell| says(&cell.text, POSITIVE) || says(&cell.text, NEGATIVE))
        })
}

fn has_negative(row: &Row) -> bool {
    let mut values = row.cells.iter().skip(1);
    values.any(|cell| says(&cell.text, NEGATIVE))
}

fn says(text: &str, values: &[&str]) -> bool {
    values.iter().any(|value| text.eq_ignore_ascii_case(value))
}
