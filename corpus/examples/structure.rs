//! Prints how documents were read: `cargo run --release --example structure -- FILE…`.

use corpus::article::{Block, Body, Document, Item};
use corpus::{ReadOptions, read};
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        match read(&path, bytes, &ReadOptions::default()) {
            Ok(document) => print(&mut out, &document)?,
            Err(refusal) => writeln!(out, "{path}: {refusal}")?,
        }
    }
    Ok(())
}

fn print(out: &mut impl Write, document: &Document) -> io::Result<()> {
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
        writeln!(
            out,
            "{:?} {:?} {:?} {:?}",
            meta.date, meta.kind, meta.fix, meta.platforms
        )?;
        for product in &meta.products {
            writeln!(out, "  {} {:?}", product.name, product.versions)?;
        }
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
                let line = |cells: &[corpus::article::Cell]| {
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
