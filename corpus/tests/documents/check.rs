//! What holds for every document as read.

use corpus::article::{Block, Body, Document, Item, PartKind, Section, Span, Table};

/// Panics unless the parts tile the document, all spans lie inside it and on characters, every
/// section is named by a part, and no article is without id and title.
pub(crate) fn check(document: &Document) {
    let length = document.bytes.len();
    let mut at = 0;
    for part in &document.parts {
        assert_eq!(part.span.start as usize, at, "hole or overlap in the parts");
        assert!(part.span.end > part.span.start, "an empty part");
        at = part.span.end as usize;
    }
    assert_eq!(at, length, "the parts end before the document");
    assert!(!document.articles.is_empty(), "no article");

    let text = std::str::from_utf8(&document.bytes).ok();
    let inside = |span: Span| {
        assert!(span.start <= span.end, "{span:?} is backwards");
        assert!(span.end as usize <= length, "{span:?} is outside");
        if let Some(text) = text {
            assert!(
                text.get(span.range()).is_some(),
                "{span:?} cuts a character"
            );
        }
    };
    for (number, article) in document.articles.iter().enumerate() {
        assert!(!article.id.is_empty(), "no id");
        assert!(!article.title.trim().is_empty(), "no title");
        inside(article.span);
        inside(article.title_span);
        article
            .references
            .iter()
            .for_each(|reference| inside(reference.span));
        for (index, section) in article.sections.iter().enumerate() {
            assert!(
                article.span.contains(section.span),
                "a section outside its article"
            );
            check_section(section, &inside);
            let wanted = PartKind::Section {
                article: number as u32,
                section: index as u32,
            };
            let is_named = document.parts.iter().any(|part| part.kind == wanted);
            assert!(
                is_named || section.span.is_empty(),
                "section {index} has no part"
            );
        }
    }
}

fn check_section(section: &Section, inside: &impl Fn(Span)) {
    inside(section.span);
    for block in &section.blocks {
        assert!(
            section.span.contains(block.span),
            "block {:?} outside its section {:?}",
            block.span,
            section.span
        );
        check_block(block, inside);
    }
}

fn check_block(block: &Block, inside: &impl Fn(Span)) {
    inside(block.span);
    match &block.body {
        Body::Steps(items) | Body::List(items) => check_items(items, inside),
        Body::Table(table) => check_table(table, inside),
        _ => {}
    }
}

fn check_items(items: &[Item], inside: &impl Fn(Span)) {
    for item in items {
        inside(item.span);
        item.children
            .iter()
            .for_each(|child| check_block(child, inside));
    }
}

fn check_table(table: &Table, inside: &impl Fn(Span)) {
    table.header.iter().for_each(|cell| inside(cell.span));
    for row in &table.rows {
        inside(row.span);
        row.cells.iter().for_each(|cell| inside(cell.span));
    }
}
