//! CSV exports: columns in any order under a header, or the nine columns without one that Event
//! Viewer wrote up to Windows Server 2003.

use super::draft::{Draft, Field, field, level, number};

/// The columns of an export without header.
const OLD_COLUMNS: [Field; 9] = [
    Field::Date,
    Field::Time,
    Field::Provider,
    Field::Level,
    Field::Aside,
    Field::Number,
    Field::Aside,
    Field::Computer,
    Field::Description,
];

/// Reads the rows of an export, from its header to the end of the text.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let Some(table) = table(text) else {
        return Vec::new();
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(table.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[table.start..]);
    let mut drafts = Vec::new();
    let mut row = csv::StringRecord::new();
    // The text is UTF-8 and rows may differ in length, so that nothing is left to fail.
    while matches!(reader.read_record(&mut row), Ok(true)) {
        let start = row
            .position()
            .map_or(0, |position| position.byte() as usize);
        let end = reader.position().byte() as usize;
        let draft = draft(&row, &table.columns);
        if draft.is_record() {
            drafts.push(Draft {
                span: table.start + start..(table.start + end).min(text.len()),
                ..draft
            });
        }
    }
    drafts
}

struct Table {
    columns: Vec<Field>,
    delimiter: u8,
    /// Where the first row stands.
    start: usize,
}

/// The header line and what its columns are; without a header, the first row of the old form.
fn table(text: &str) -> Option<Table> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        for delimiter in [b',', b';', b'\t'] {
            let cells: Vec<&str> = line
                .trim_end()
                .split(char::from(delimiter))
                .map(|cell| cell.trim().trim_matches('"'))
                .collect();
            let columns: Vec<Field> = cells
                .iter()
                .map(|cell| field(cell).unwrap_or(Field::Aside))
                .collect();
            if is_header(&cells, &columns) {
                return Some(Table {
                    columns,
                    delimiter,
                    start: at,
                });
            }
            if is_old_row(&cells) {
                return Some(Table {
                    columns: OLD_COLUMNS.to_vec(),
                    delimiter,
                    start,
                });
            }
        }
    }
    None
}

/// A number column, two more that are known, and no long cell.
fn is_header(cells: &[&str], columns: &[Field]) -> bool {
    let known = cells.iter().filter(|cell| field(cell).is_some()).count();
    known >= 3
        && known * 2 >= cells.len()
        && columns.contains(&Field::Number)
        && cells.iter().all(|cell| cell.len() <= 40)
}

fn is_old_row(cells: &[&str]) -> bool {
    cells.len() >= 8
        && cells[0].starts_with(|first: char| first.is_ascii_digit())
        && cells[1].contains(':')
        && level(cells[3]).is_some()
        && number(cells[5]).is_some()
}

fn draft(row: &csv::StringRecord, columns: &[Field]) -> Draft {
    let mut draft = Draft::default();
    for (cell, &column) in row.iter().zip(columns) {
        draft.set(column, cell);
    }
    // Event Viewer names five columns and writes six; the old form breaks its description at
    // every delimiter.
    let rest: Vec<&str> = row
        .iter()
        .skip(columns.len())
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    if draft.description.is_empty() {
        draft.description = rest.join(",").trim().to_owned();
    } else if !rest.is_empty() {
        draft.description.push(',');
        draft.description.push_str(&rest.join(","));
    }
    draft
}
