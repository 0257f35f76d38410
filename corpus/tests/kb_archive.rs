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
