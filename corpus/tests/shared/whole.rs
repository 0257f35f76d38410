//! What holds for every document that was read: its parts tile it, spans lie inside, and what
//! the blocks say stands in the bytes they name.

use corpus::article::{Article, Block, Body, Document, Item, PartKind, Span};

/// Panics, naming the document, if anything was lost, invented or misplaced.
pub(crate) fn check(document: &Document) {
    check_tiling(document);
    for article in &document.articles {
        assert!(!article.title.is_empty(), "{}", document.name);
        assert!(!article.id.is_empty(), "{}", document.name);
        check_spans(document, article);
    }
}

fn check_tiling(document: &Document) {
    let mut at = 0;
    for part in &document.parts {
        let name = &document.name;
        assert_eq!(part.span.start, at, "{name}: {part:?}");
        assert!(!part.span.is_empty(), "{name}: {part:?}");
        if let PartKind::Section { article, section } = part.kind {
            let section = &document.articles[article as usize].sections[section as usize];
            assert_eq!(section.span, part.span, "{name}: {:?}", section.heading);
        }
        at = part.span.end;
    }
    assert_eq!(at as usize, document.bytes.len(), "{}", document.name);
}

fn check_spans(document: &Document, article: &Article) {
    // A title that no line printed was derived from the name.
    if !article.title_span.is_empty() {
        let printed = document.text(article.title_span);
        let decoded = |text: &str| words(text).replace("&amp;", "&");
        assert_eq!(
            decoded(&printed),
            decoded(&article.title),
            "{}",
            document.name
        );
    }
    for section in &article.sections {
        check_blocks(document, section.span, &section.blocks);
    }
    for reference in &article.references {
        check_words(document, reference.span, &reference.target);
    }
}

fn check_blocks(document: &Document, outer: Span, blocks: &[Block]) {
    for block in blocks {
        let name = &document.name;
        assert!(
            outer.contains(block.span),
            "{name}: {:?} not in {outer:?}",
            block.span
        );
        assert!(!block.span.is_empty(), "{name}: {block:?}");
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                check_words(document, block.span, text);
            }
            Body::Code { text, .. } => check_words(document, block.span, text),
            Body::Steps(items) | Body::List(items) => {
                items
                    .iter()
                    .for_each(|item| check_item(document, block.span, item));
            }
            Body::Table(table) => {
                assert!(!table.rows.is_empty() || !table.header.is_empty(), "{name}");
                let columns = table
                    .header
                    .len()
                    .max(table.rows.first().map_or(0, |r| r.cells.len()));
                for row in &table.rows {
                    assert_eq!(row.cells.len(), columns, "{name}");
                    assert!(block.span.contains(row.span), "{name}");
                }
                for cell in table
                    .header
                    .iter()
                    .chain(table.rows.iter().flat_map(|r| &r.cells))
                {
                    assert!(block.span.contains(cell.span), "{name}: {cell:?}");
                    check_cell(document, cell.span, &cell.text);
                }
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

fn check_item(document: &Document, outer: Span, item: &Item) {
    assert!(outer.contains(item.span), "{}: {item:?}", document.name);
    check_words(document, item.span, &item.text);
    check_blocks(document, outer, &item.children);
}

/// The words of `text` stand in the bytes of `span`, all of them, in order and together.
fn check_words(document: &Document, span: Span, text: &str) {
    let source: String = document.text(span).split_whitespace().collect();
    let words: String = text.split_whitespace().collect();
    assert!(
        source.ends_with(&words),
        "{}: {text:?} is not in {source:?}",
        document.name
    );
}

/// Wrapped cells have their neighbours between their lines; each word must be there.
fn check_cell(document: &Document, span: Span, text: &str) {
    let source = document.text(span);
    for word in text.split_whitespace() {
        // A word broken at its hyphen stands in two lines.
        let whole = source.contains(word);
        let broken = word
            .split_inclusive('-')
            .all(|piece| source.contains(piece));
        assert!(
            whole || broken,
            "{}: {word:?} is not in {source:?}",
            document.name
        );
    }
}

/// The text without its white space.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}
