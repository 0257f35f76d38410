//! A document as read, written out for snapshots.

use corpus::article::{Block, Body, Document, Item, PartKind};
use std::fmt::Write;

/// Articles, sections and blocks, then the parts.
pub(crate) fn show(document: &Document) -> String {
    let mut out = String::new();
    for article in &document.articles {
        let _ = writeln!(out, "== {} | {}", article.id, article.title);
        if let Some(whole) = &article.part_of {
            let _ = writeln!(out, "part of {whole}");
        }
        for section in &article.sections {
            let audience = section
                .audience
                .map_or(String::new(), |who| format!(" for {who:?}"));
            let path = section.heading.join(" > ");
            let _ = writeln!(out, "-- {} [{path}]{audience}", section.role.name());
            for block in &section.blocks {
                show_block(block, 1, &mut out);
            }
        }
        for reference in &article.references {
            let _ = writeln!(out, "-> {} ({})", reference.target, reference.words);
        }
    }
    let _ = writeln!(out, "== parts");
    for part in &document.parts {
        let name = match &part.kind {
            PartKind::Header(name) => format!("header {name}"),
            PartKind::Footer(name) => format!("footer {name}"),
            PartKind::Boilerplate(name) => format!("boilerplate {name}"),
            PartKind::Section { article, section } => format!("section {article}.{section}"),
            other => format!("{other:?}"),
        };
        let text = document.text(part.span);
        let words: Vec<&str> = text.split_whitespace().collect();
        let start: String = words.join(" ").chars().take(40).collect();
        let _ = writeln!(out, "{name}: {start}");
    }
    for warning in &document.warnings {
        let _ = writeln!(out, "! line {}: {}", warning.line, warning.message);
    }
    out
}

fn show_block(block: &Block, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match &block.body {
        Body::Paragraph(text) => writeln!(out, "{indent}{text}"),
        Body::Note(text) => writeln!(out, "{indent}note: {text}"),
        Body::Caution(text) => writeln!(out, "{indent}CAUTION: {text}"),
        Body::Code { language, text } => {
            let language = language.as_deref().unwrap_or("code");
            let lines: Vec<String> = text
                .lines()
                .map(|line| format!("{indent}  |{line}"))
                .collect();
            writeln!(out, "{indent}{language}:\n{}", lines.join("\n"))
        }
        Body::Table(table) => {
            let _ = writeln!(out, "{indent}table {:?}", table.caption);
            let header = table.header.iter();
            let _ = writeln!(
                out,
                "{indent}  # {}",
                join(header.map(|cell| cell.text.as_str()))
            );
            for row in &table.rows {
                let cells = row.cells.iter().map(|cell| cell.text.as_str());
                let _ = writeln!(out, "{indent}  | {}", join(cells));
            }
            Ok(())
        }
        Body::Steps(items) | Body::List(items) => {
            items.iter().for_each(|item| show_item(item, depth, out));
            Ok(())
        }
        other => writeln!(out, "{indent}{other:?}"),
    }
    .unwrap();
}

fn show_item(item: &Item, depth: usize, out: &mut String) {
    let _ = writeln!(out, "{}({}) {}", "  ".repeat(depth), item.label, item.text);
    for child in &item.children {
        show_block(child, depth + 1, out);
    }
}

fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(" | ")
}
