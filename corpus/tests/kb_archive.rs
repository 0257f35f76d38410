//! Every article of the real archive: nothing is lost, nothing is invented.
//!
//! In a debug build a sample is read, in a release build all of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its cases share"
)]

mod shared;
#[path = "shared/whole.rs"]
mod whole;

use corpus::article::{Article, Block, Body, Document, Format, WarningKind};
use corpus::{ReadOptions, read};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The archive's articles, as its notes say.
const ARTICLES: usize = 56_989;
/// A debug build reads one in so many.
const SAMPLE: usize = if cfg!(debug_assertions) { 20 } else { 1 };

#[test]
fn every_article_is_read_whole() {
    let Some(members) = shared::archive().unwrap() else {
        return;
    };
    assert_eq!(members.len(), ARTICLES);
    let counts = members
        .into_par_iter()
        .step_by(SAMPLE)
        .map(|(name, bytes)| check(&name, bytes))
        .reduce(BTreeMap::new, |mut all, some| {
            for (kind, count) in some {
                *all.entry(kind).or_insert(0) += count;
            }
            all
        });
    for (kind, count) in &counts {
        println!("{count:>8} {kind}");
    }
    assert_eq!(counts["articles"], ARTICLES.div_ceil(SAMPLE));
}

fn check(name: &str, bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let options = ReadOptions {
        facts: false,
        ..ReadOptions::default()
    };
    let document =
        read(name, bytes, &options).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    assert_eq!(document.format, Format::KbText, "{name}");
    assert_eq!(document.articles.len(), 1, "{name}");
    let article = &document.articles[0];
    assert!(name.contains(&article.id), "{name}: read as {}", article.id);
    assert!(!article.title.is_empty(), "{name}");
    whole::check(&document);
    count(&document, article)
}

<<<<<<< HEAD
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
    let printed = document.text(article.title_span);
    let words: Vec<&str> = printed.split_whitespace().collect();
    let title = words.join(" ").replace("&amp;", "&");
    assert_eq!(title, article.title, "{}", document.name);
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

=======
>>>>>>> kb
fn count(document: &Document, article: &Article) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut add = |key: String, more: usize| *counts.entry(key).or_insert(0) += more;
    add("articles".to_owned(), 1);
    for warning in &document.warnings {
        add(format!("warning {:?}", warning.kind), 1);
    }
    add("references".to_owned(), article.references.len());
    add(
        "with date".to_owned(),
        usize::from(article.meta.date.is_some()),
    );
    add(
        "with product".to_owned(),
        usize::from(!article.meta.products.is_empty()),
    );
    add(format!("kind {:?}", article.meta.kind), 1);
    add(format!("fix {:?}", article.meta.fix), 1);
    for section in &article.sections {
        add(format!("section {}", section.role.name()), 1);
        count_blocks(&section.blocks, &mut add);
    }
    let cut = document
        .warnings
        .iter()
        .any(|w| w.kind == WarningKind::HeaderCut);
    add("header cut".to_owned(), usize::from(cut));
    counts
}

fn count_blocks(blocks: &[Block], add: &mut impl FnMut(String, usize)) {
    for block in blocks {
        let name = match &block.body {
            Body::Paragraph(_) => "paragraph",
            Body::Steps(_) => "steps",
            Body::List(_) => "list",
            Body::Table(_) => "table",
            Body::Code { .. } => "code",
            Body::Note(_) => "note",
            Body::Caution(_) => "caution",
            _ => "other",
        };
        add(format!("block {name}"), 1);
        if let Body::Steps(items) | Body::List(items) = &block.body {
            items
                .iter()
                .for_each(|item| count_blocks(&item.children, add));
        }
    }
}
