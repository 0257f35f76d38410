//! Tables aligned by columns of spaces, with or without a rule below the header.
//!
//! With a rule (`Date   Size   File name` above `-----`), the header says how many columns there
//! are and the rows say where they are cut: between two header labels lies a column of spaces
//! that all rows share. Without a rule, two or more spaces that all lines share are a cut.

use super::{TableRead, empty_cell, extend_cell};
use crate::article::{Cell, Row, Table, TableShape};
use crate::lines::Page;
use std::ops::Range;

/// Lines wider than this take no part: they are prose or data, and a map of them costs memory.
const WIDEST: usize = 400;
/// Lines behind a blank line that are looked at together.
const LONGEST_CHUNK: usize = 1000;
/// The rule below a header stands within this many lines.
const TALLEST_HEADER: usize = 7;
/// Rows looked at to find the cuts; a longer table repeats itself.
const SAMPLE: usize = 200;
/// Columns to the right of the table's left edge from which on a line continues a cell.
const CONTINUATION: usize = 4;
/// Without a rule, fewer lines than these prove nothing.
const FEWEST_UNRULED: usize = 3;

/// Reads `lines`, which hold no blank line; rows that go on behind blank lines, up to `limit`,
/// are read too. `None` if the lines are no table.
pub(crate) fn read(page: &Page<'_>, lines: Range<usize>, limit: usize) -> Option<TableRead> {
    if lines.clone().any(|line| page.raw(line).len() > WIDEST) {
        return None;
    }
    match ruled(page, lines.clone(), limit) {
        Some(table) => Some(table),
        None => unruled(page, lines),
    }
}

/// A header of some lines above a rule.
fn ruled(page: &Page<'_>, lines: Range<usize>, limit: usize) -> Option<TableRead> {
    let rule = lines
        .clone()
        .take(TALLEST_HEADER)
        .find(|&line| is_rule(page.words(line)))?;
    if rule == lines.start {
        return None;
    }
    let header = header_line(page, lines.start..rule)?;
    let labels = pieces(page.raw(header));
    if labels.len() < 2 {
        return None;
    }
    // Cells that no byte stands for would be made up; they also cost memory.
    if (lines.end - rule) * labels.len() > page.start(lines.end) - page.start(rule) {
        return None;
    }
    let mut rows = rows_below(page, rule + 1..lines.end, limit, labels.len());
    while rows.last().is_some_and(|&row| page.is_blank(row)) {
        rows.pop();
    }
    let sample: Vec<&str> = rows.iter().take(SAMPLE).map(|&row| page.raw(row)).collect();
    if sample.is_empty() {
        return None;
    }
    let segments = pieces(page.raw(rule));
    let marks = if segments.len() == labels.len() {
        segments
    } else {
        labels
    };
    let cuts = cuts_between(&marks, &occupied(&sample));
    let mut head = row(page, lines.start, &cuts);
    for line in lines.start + 1..rule {
        add_line(page, line, &cuts, &mut head);
    }
    let end = rows.last().map_or(rule + 1, |last| last + 1);
    let table = table(head.cells, collect(page, &rows, &cuts));
    Some(TableRead { table, end })
}

/// The line of a header that has most labels.
fn header_line(page: &Page<'_>, lines: Range<usize>) -> Option<usize> {
    lines.max_by_key(|&line| pieces(page.raw(line)).len())
}

/// The lines below a header: the rest of its chunk and, behind blank lines, further lines with
/// at least two pieces each, for old file lists leave a blank line between platforms.
fn rows_below(page: &Page<'_>, lines: Range<usize>, limit: usize, columns: usize) -> Vec<usize> {
    let end = lines.end;
    let mut rows: Vec<usize> = lines.filter(|&line| !is_rule(page.words(line))).collect();
    let mut line = end;
    while line < limit {
        let chunk = page.skip_blank(line, limit);
        let mut stop = chunk;
        while stop < limit.min(chunk + LONGEST_CHUNK) && !page.is_blank(stop) {
            stop += 1;
        }
        let fits =
            |line: usize| pieces(page.raw(line)).len() >= 2 && page.raw(line).len() <= WIDEST;
        if chunk >= limit || chunk > line + 1 || !fits(chunk) || has_rule(page, chunk..stop) {
            break;
        }
        let fitting = (chunk..stop).filter(|&line| fits(line)).count();
        let bytes = page.start(stop) - page.start(chunk);
        if fitting * 3 < (stop - chunk) * 2 || (stop - chunk) * columns > bytes {
            break;
        }
        rows.extend(chunk..stop);
        line = stop;
    }
    rows
}

fn has_rule(page: &Page<'_>, mut lines: Range<usize>) -> bool {
    lines.any(|line| is_rule(page.words(line)))
}

/// Lines that share columns of two or more spaces.
fn unruled(page: &Page<'_>, lines: Range<usize>) -> Option<TableRead> {
    // Paragraphs come through here; the cheap look at a few of their lines turns them away.
    let spaced = |line: usize| has_gap(page.words(line));
    if lines.len() < FEWEST_UNRULED || !lines.clone().take(3).any(spaced) {
        return None;
    }
    let sample: Vec<&str> = lines
        .clone()
        .take(SAMPLE)
        .map(|line| page.raw(line))
        .collect();
    // A line far to the right continues a cell of the line above it.
    let several = |line: &&&str| pieces(line).len() >= 2;
    let left = lines.clone().map(|line| page.indent(line)).min()?;
    let continues = |line: usize| page.indent(line) >= left + CONTINUATION;
    let full = sample.iter().filter(several).count();
    let wrapped = lines
        .clone()
        .take(SAMPLE)
        .zip(&sample)
        .filter(|(line, raw)| !several(raw) && continues(*line))
        .count();
    if full * 2 <= sample.len() || (full + wrapped) * 5 < sample.len() * 4 {
        return None;
    }
    let map = occupied(&sample);
    let left = map.iter().position(|&taken| taken)?;
    let mut cuts = vec![0];
    let mut column = left;
    while column < map.len() {
        let run = map[column..].iter().take_while(|&&taken| !taken).count();
        if run >= 2 && column + run < map.len() {
            cuts.push(column + run);
        }
        column += run.max(1);
    }
    if cuts.len() < 2 {
        return None;
    }
    let rows: Vec<usize> = lines.clone().collect();
    Some(TableRead {
        table: table(Vec::new(), collect(page, &rows, &cuts)),
        end: lines.end,
    })
}

fn table(header: Vec<Cell>, rows: Vec<Row>) -> Table {
    Table {
        shape: TableShape::Columns,
        caption: None,
        header,
        rows,
    }
}

/// Which columns hold a character in any of the lines.
fn occupied(lines: &[&str]) -> Vec<bool> {
    let width = lines.iter().map(|line| line.chars().count()).max();
    let mut map = vec![false; width.unwrap_or(0)];
    for line in lines {
        for (taken, character) in map.iter_mut().zip(line.chars()) {
            *taken |= character != ' ' && character != '\t';
        }
    }
    map
}

/// The columns at which cells begin: for every two neighbouring labels, right behind the widest
/// run of columns that the rows leave free between them. The run is looked for behind the end of
/// the left label, and only if none is there below the label itself.
fn cuts_between(labels: &[Range<usize>], map: &[bool]) -> Vec<usize> {
    let mut cuts = vec![0];
    for pair in labels.windows(2) {
        let to = pair[1].start;
        let cut = free_run(map, pair[0].end, to).or_else(|| free_run(map, pair[0].start + 1, to));
        let floor = cuts.last().map_or(0, |last| last + 1);
        cuts.push(cut.unwrap_or(to).max(floor));
    }
    cuts
}

/// The column behind the widest free run that begins in `from..=to`, at most `to`.
fn free_run(map: &[bool], from: usize, to: usize) -> Option<usize> {
    let free = |column: usize| !map.get(column).copied().unwrap_or(false);
    let mut best = None;
    let mut column = from;
    while column <= to {
        let run = (column..=to).take_while(|&column| free(column)).count();
        if run > 0 && best.is_none_or(|(widest, _)| run >= widest) {
            best = Some((run, (column + run).min(to)));
        }
        column += run.max(1);
    }
    best.map(|(_, cut)| cut)
}

/// True if two spaces or a tab stand between words.
fn has_gap(words: &str) -> bool {
    let bytes = words.as_bytes();
    let tail = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(tail).fold(false, |gap, (&one, &two)| {
        gap | (one == b' ') & (two == b' ') | (one == b'\t')
    })
}

/// The pieces of a line that two or more spaces separate, as columns.
fn pieces(line: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut blanks = 2;
    for (column, character) in line.chars().enumerate() {
        if character == ' ' || character == '\t' {
            blanks += if character == '\t' { 2 } else { 1 };
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if blanks < 2 => piece.end = column + 1,
            _ => pieces.push(column..column + 1),
        }
        blanks = 0;
    }
    pieces
}

/// The rows; a line whose first cell is empty continues the row above, unless all its pieces are
/// figures, for then it is a total.
fn collect(page: &Page<'_>, lines: &[usize], cuts: &[usize]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for &line in lines {
        let this = row(page, line, cuts);
        let figures = (this.cells.iter()).all(|cell| {
            cell.text.is_empty() || cell.text.starts_with(|c: char| c.is_ascii_digit())
        });
        let continues = this.cells[0].text.is_empty() && !figures;
        match rows.last_mut() {
            Some(above) if continues => add_line(page, line, cuts, above),
            _ => rows.push(this),
        }
    }
    rows
}

fn row(page: &Page<'_>, line: usize, cuts: &[usize]) -> Row {
    let at = page.lines[line].words;
    let mut row = Row {
        span: page.words_span(line..line + 1),
        cells: cuts.iter().map(|_| empty_cell(at)).collect(),
    };
    add_line(page, line, cuts, &mut row);
    row
}

fn add_line(page: &Page<'_>, line: usize, cuts: &[usize], row: &mut Row) {
    let raw = page.raw(line);
    let start = page.start(line);
    row.span = row.span.join(page.words_span(line..line + 1));
    let mut from = 0;
    for (number, cell) in row.cells.iter_mut().enumerate() {
        let to = match cuts.get(number + 1) {
            Some(&cut) => word_start(raw, cut, from),
            None => raw.len(),
        };
        extend_cell(cell, &raw[from..to], start + from);
        from = to;
    }
}

/// The byte at which the word begins that stands across column `cut`, so that no cell ends in
/// mid-word; `floor` if that word began in the cell before.
fn word_start(raw: &str, cut: usize, floor: usize) -> usize {
    let byte = raw
        .char_indices()
        .nth(cut)
        .map_or(raw.len(), |(byte, _)| byte)
        .max(floor);
    if raw[byte..].starts_with([' ', '\t']) {
        return byte;
    }
    raw[floor..byte]
        .rfind([' ', '\t'])
        .map_or(floor, |space| floor + space + 1)
}

/// A line of dashes, perhaps in segments.
pub(crate) fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'=' | b'_' | b' ' | b'\t'))
        && ["---", "===", "___"]
            .iter()
            .any(|dashes| words.starts_with(dashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let page = Page::new(text);
        let read = read(&page, 0..page.len(), page.len()).unwrap();
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
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
    fn a_ruled_header_names_the_columns() {
        let (header, rows) = cells(
            "   Date      Time          Size    File name    Platform\n\
             \x20  -----------------------------------------------------\n\
             \x20  01/02/99  06:39p     951,872 Spoolss.exe  x86\n\
             \x20  01/02/99  06:38p   1,731,712 Winspool.exe Alpha\n",
        );
        assert_eq!(header, ["Date", "Time", "Size", "File name", "Platform"]);
        assert_eq!(
            rows,
            [
                ["01/02/99", "06:39p", "951,872", "Spoolss.exe", "x86"],
                ["01/02/99", "06:38p", "1,731,712", "Winspool.exe", "Alpha"],
            ]
        );
    }

    #[test]
    fn shared_gaps_are_columns() {
        let (header, rows) = cells(
            "   Speed    9600 baud\n   Parity   None\n   Stop     One bit,\n            or two\n   Data     8\n",
        );
        assert!(header.is_empty());
        assert_eq!(
            rows,
            [
                ["Speed", "9600 baud"],
                ["Parity", "None"],
                ["Stop", "One bit, or two"],
                ["Data", "8"],
            ]
        );
    }

    #[test]
    fn prose_is_no_table() {
        let text = "This is a sentence.  Another one\nfollows it and wraps.  A third\nends here.\n";
        let page = Page::new(text);
        assert!(read(&page, 0..page.len(), page.len()).is_none());
    }
}
