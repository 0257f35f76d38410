//! How a document was read, as an outline for people: snapshots and examples show it.

use corpus::article::{Block, Body, Cell, Document, Item, Meta};
use std::io::{self, Write};

/// Writes the outline of a document.
pub(crate) fn print(out: &mut impl Write, document: &Document) -> io::Result<()> {
    writeln!(out, "# {} ({:?})", document.name, document.format)?;
    for warning in &document.warnings {
        writeln!(
            out,
            "! line {}: {:?}: {}",
            warning.line, warning.kind, warning.message
        )?;
    }
    for article in &document.articles {
        writeln!(out, "{}: {}", article.id, article.title)?;
        let meta = &article.meta;
        print_meta(out, meta)?;
        for section in &article.sections {
            let heading = section.heading.join(" > ");
            writeln!(out, "== {} [{}]", heading, section.role.name())?;
            print_blocks(out, &section.blocks, 1)?;
        }
        for reference in &article.references {
            writeln!(out, "-> {} {:?}", reference.target, reference.words)?;
        }
    }
    writeln!(out)
}

fn print_meta(out: &mut impl Write, meta: &Meta) -> io::Result<()> {
    let date = meta.date.as_deref().unwrap_or("no date");
    let kind = meta.kind.map_or("no kind", |kind| kind.name());
    writeln!(out, "{date}, {kind}, {:?}", meta.fix)?;
    for product in &meta.products {
        writeln!(out, "  {} {:?}", product.name, product.versions)?;
    }
    for (name, words) in [
        ("tags", &meta.tags),
        ("platforms", &meta.platforms),
        ("keywords", &meta.keywords),
        ("technology", &meta.technology),
        ("query words", &meta.query_words),
    ] {
        if !words.is_empty() {
            writeln!(out, "  {name}: {}", words.join(", "))?;
        }
    }
    Ok(())
}

fn print_blocks(out: &mut impl Write, blocks: &[Block], depth: usize) -> io::Result<()> {
    let pad = "  ".repeat(depth);
    for block in blocks {
        match &block.body {
            Body::Paragraph(text) => writeln!(out, "{pad}P {text}")?,
            Body::Note(text) => writeln!(out, "{pad}NOTE {text}")?,
            Body::Caution(text) => writeln!(out, "{pad}CAUTION {text}")?,
            Body::Code { text, .. } => {
                writeln!(out, "{pad}CODE")?;
                for line in text.lines() {
                    writeln!(out, "{pad}  > {line}")?;
                }
            }
            Body::Steps(items) => print_items(out, "STEPS", items, depth)?,
            Body::List(items) => print_items(out, "LIST", items, depth)?,
            Body::Table(table) => {
                writeln!(out, "{pad}TABLE {:?} {:?}", table.shape, table.caption)?;
                let line = |cells: &[Cell]| {
                    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                    texts.join(" | ")
                };
                writeln!(out, "{pad}  # {}", line(&table.header))?;
                for row in &table.rows {
                    writeln!(out, "{pad}  | {}", line(&row.cells))?;
                }
            }
            other => writeln!(out, "{pad}? {other:?}")?,
        }
    }
    Ok(())
}

fn print_items(out: &mut impl Write, kind: &str, items: &[Item], depth: usize) -> io::Result<()> {
    let pad = "  ".repeat(depth);
    writeln!(out, "{pad}{kind}")?;
    for item in items {
        writeln!(out, "{pad}  [{}] {}", item.label, item.text)?;
        print_blocks(out, &item.children, depth + 2)?;
    }
    Ok(())
}
