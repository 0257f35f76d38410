//! Blocks of an article: paragraphs, steps, lists, tables, code, notes, cautions.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, clean, clean_lines};
use engine::answer::{BlockAnswer, ItemAnswer, TableAnswer};

/// Deepest nesting that is still indented.
const DEEPEST: usize = 16;

/// Sets a block, indented.
pub(super) fn block(page: &mut Page, block: &BlockAnswer, indent: usize) {
    match block.kind.as_str() {
        "steps" | "list" => items(page, &block.items, indent),
        "table" => {
            if let Some(drawn) = &block.table {
                table(page, drawn, indent);
            }
        }
        "code" => {
            for line in clean_lines(&block.text) {
                page.line(&format!("{}{line}", " ".repeat(indent + 2)));
            }
        }
        "caution" => page.caution(indent, "!", &block.text),
        "note" => page.item(indent, "Note:", &block.text),
        _ => page.paragraph(indent, &block.text),
    }
}

fn items(page: &mut Page, items: &[ItemAnswer], indent: usize) {
    for item in items {
        let label = clean(&item.label);
        let ordered = label.chars().all(char::is_alphanumeric) && !label.is_empty();
        let marker = if ordered {
            format!("{label}.")
        } else {
            "-".to_owned()
        };
        page.item(indent, &marker, &item.text);
        let deeper = (indent + marker.chars().count() + 1).min(DEEPEST);
        for child in &item.children {
            block(page, child, deeper);
        }
    }
}

/// Sets a table in columns if it fits, else a block of `label: cell` lines a row.
fn table(page: &mut Page, table: &TableAnswer, indent: usize) {
    if let Some(caption) = &table.caption {
        page.paragraph(indent, caption);
    }
    let rows: Vec<Vec<String>> = std::iter::once(&table.header)
        .chain(&table.rows)
        .map(|row| row.iter().map(|cell| clean(cell)).collect())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |text: &str| textwrap::core::display_width(text);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| wide(cell)).max().unwrap_or(0)
        })
        .collect();
    let total: usize = indent + widths.iter().map(|width| width + 2).sum::<usize>();
    if total > page.width() + 2 {
        return stacked(page, &rows, indent);
    }
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let mut line = " ".repeat(indent);
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width + 2 - wide(cell)));
        }
        let line = line.trim_end();
        if at == 0 {
            page.line(&format!("{BOLD}{line}{BOLD:#}"));
        } else {
            page.line(line);
        }
    }
}

fn stacked(page: &mut Page, rows: &[Vec<String>], indent: usize) {
    let Some((header, rows)) = rows.split_first() else {
        return;
    };
    for row in rows {
        let label = row.first().map_or("", String::as_str);
        page.item(indent, "-", label);
        for (column, cell) in row
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, cell)| !cell.is_empty())
        {
            let name = header.get(column).map_or("", String::as_str);
            let name = shortened(name, 30);
            let marker = if name.is_empty() {
                "·".to_owned()
            } else {
                format!("{name}:")
            };
            page.item(indent + 2, &marker, cell);
        }
    }
}
