//! The two source documents in the legacy form, read in every detail.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its cases share"
)]

mod shared;

use corpus::article::{
    Article, ArticleKind, Block, Body, Document, FixState, Role, Section, Table, WarningKind,
};
use corpus::{ReadOptions, read};

fn seed(file: &str) -> Option<Document> {
    let path = shared::file(&format!("seeds/{file}"))?;
    let bytes = std::fs::read(path).unwrap();
    Some(read(file, bytes, &ReadOptions::default()).unwrap())
}

fn section(article: &Article, role: Role) -> &Section {
    let found = article.sections.iter().find(|section| section.role == role);
    found.unwrap_or_else(|| unreachable!("no {role:?}"))
}

fn tables(blocks: &[Block]) -> Vec<&Table> {
    blocks
        .iter()
        .filter_map(|block| match &block.body {
            Body::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

#[test]
fn a_workaround_with_steps_and_a_cut_header() {
    let Some(document) = seed("000_89fe6bd309a6354c.txt") else {
        return;
    };
    let kinds: Vec<WarningKind> = document.warnings.iter().map(|w| w.kind).collect();
    assert_eq!(kinds, [WarningKind::HeaderCut]);
    let article = &document.articles[0];
    let meta = &article.meta;
    assert_eq!(article.id, "Q235174");
    assert_eq!(meta.date.as_deref(), Some("2002-08-06"));
    assert_eq!(
        (meta.kind, meta.fix),
        (Some(ArticleKind::Problem), Some(FixState::NoFix))
    );
    assert_eq!(meta.tags, ["sms"]);
    assert_eq!(meta.products.len(), 1);
    assert_eq!(meta.products[0].versions, ["2.0"]);
    assert_eq!(meta.keywords.len(), 11);
    assert!(meta.keywords.iter().any(|word| word == "kbHelpDesk"));
    assert!(!meta.keywords.iter().any(|word| word == "k"));
    assert_eq!(meta.query_words, ["prodsms"]);
    let blocks = &section(article, Role::Workaround).blocks;
    assert!(
        matches!(&blocks[1].body, Body::Steps(steps) if steps.len() == 3
        && steps[2].children.len() == 1)
    );
    assert!(matches!(&blocks[2].body, Body::Note(_)));
    assert_eq!(section(article, Role::Symptoms).blocks.len(), 1);
}

#[test]
fn port_tables_and_a_reference() {
    let Some(document) = seed("001_888311a9ac99514d.txt") else {
        return;
    };
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
    let article = &document.articles[0];
    assert_eq!(article.meta.products[0].versions, ["2.0 SP2"]);
    let tables = tables(&section(article, Role::MoreInformation).blocks);
    let sizes: Vec<_> = tables
        .iter()
        .map(|table| (table.rows.len(), table.header.len()))
        .collect();
    assert_eq!(sizes, [(8, 4), (4, 2)]);
    let cells: Vec<&str> = tables[0].rows[4]
        .cells
        .iter()
        .map(|c| c.text.as_str())
        .collect();
    assert_eq!(cells, ["sms-chat", "2703", "TCP", "Chat"]);
    let cell = &tables[0].rows[4].cells[1];
    assert_eq!(document.text(cell.span), "2703");
    let reference = &article.references[0];
    assert_eq!(reference.target, "Q167128");
    assert!(reference.words.starts_with("Network Ports"));
}
