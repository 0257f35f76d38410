//! An article as shown.

use crate::answer::{
    ARTICLE_SCHEMA, ArticleAnswer, BlockAnswer, FactAnswer, GapAnswer, ItemAnswer, SectionAnswer,
    TableAnswer,
};
use corpus::article::{Block, Body, Fact, FactValue, Gap, Item, Protocol, Table};
use corpus::{Article, Document};

/// Shapes an article for showing, without what stands around it (pointers, citations, terms).
#[must_use]
pub fn article(document: &Document, article: &Article) -> ArticleAnswer {
    let products = article.meta.products.iter();
    ArticleAnswer {
        schema: ARTICLE_SCHEMA.into(),
        id: article.id.clone(),
        title: article.title.clone(),
        document: document.name.clone(),
        format: name_of(&document.format),
        part_of: article.part_of.clone(),
        date: article.meta.date.clone(),
        kind: article
            .meta
            .kind
            .map(|kind| kind.name().to_owned())
            .unwrap_or_default(),
        state: article.meta.state.told(),
        products: products
            .map(|product| {
                format!("{} {}", product.name, product.versions.join(", "))
                    .trim()
                    .to_owned()
            })
            .collect(),
        keywords: article.meta.keywords.clone(),
        sections: article
            .sections
            .iter()
            .map(|section| SectionAnswer {
                role: section.role.name().into(),
                heading: section.heading.clone(),
                blocks: section.blocks.iter().map(block).collect(),
                span: section.span,
            })
            .collect(),
        facts: article.facts.iter().map(fact).collect(),
        gaps: article.gaps.iter().map(gap).collect(),
        references: Vec::new(),
        cited_by: Vec::new(),
        citations: 0,
        terms: Vec::new(),
    }
}

/// A value's name as its serde form has it.
fn name_of(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A block as shown.
#[must_use]
pub fn block(block: &Block) -> BlockAnswer {
    let span = block.span;
    let text = |kind: &str, text: &str| BlockAnswer {
        kind: kind.into(),
        text: text.to_owned(),
        span,
        ..BlockAnswer::default()
    };
    let list = |kind: &str, items: &[Item]| BlockAnswer {
        kind: kind.into(),
        items: items.iter().map(item).collect(),
        span,
        ..BlockAnswer::default()
    };
    match &block.body {
        Body::Paragraph(words) => text("paragraph", words),
        Body::Note(words) => text("note", words),
        Body::Caution(words) => text("caution", words),
        Body::Code { text: words, .. } => text("code", words),
        Body::Steps(items) => list("steps", items),
        Body::List(items) => list("list", items),
        Body::Table(found) => BlockAnswer {
            kind: "table".into(),
            table: Some(table(found)),
            span,
            ..BlockAnswer::default()
        },
        _ => BlockAnswer {
            span,
            ..BlockAnswer::default()
        },
    }
}

fn item(item: &Item) -> ItemAnswer {
    ItemAnswer {
        label: item.label.clone(),
        text: item.text.clone(),
        children: item.children.iter().map(block).collect(),
        span: item.span,
    }
}

fn table(table: &Table) -> TableAnswer {
    let texts =
        |cells: &[corpus::article::Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
    TableAnswer {
        caption: table.caption.clone(),
        header: texts(&table.header),
        rows: table.rows.iter().map(|row| texts(&row.cells)).collect(),
    }
}

/// A gap as shown.
#[must_use]
pub fn gap(gap: &Gap) -> GapAnswer {
    GapAnswer {
        kind: name_of(&gap.kind),
        announced: gap.announced.clone(),
        reason: gap.reason.clone(),
        span: gap.span,
    }
}

/// A fact as shown.
#[must_use]
pub fn fact(fact: &Fact) -> FactAnswer {
    let (kind, value) = describe(&fact.value);
    FactAnswer {
        kind: kind.into(),
        value,
        text: fact.text.clone(),
        scope: fact.scope.clone(),
        span: fact.span,
    }
}

/// Kind and canonical value of a fact.
#[must_use]
pub fn describe(value: &FactValue) -> (&'static str, String) {
    match value {
        FactValue::Event {
            provider, number, ..
        } => (
            "event",
            format!("{} {number}", provider.as_deref().unwrap_or_default())
                .trim()
                .to_owned(),
        ),
        FactValue::ErrorCode { value, .. } => ("error", format!("0x{value:08X}")),
        FactValue::Port { number, protocol } => (
            "port",
            match protocol {
                Some(Protocol::Tcp) => format!("{number}/tcp"),
                Some(Protocol::Udp) => format!("{number}/udp"),
                None => number.to_string(),
            },
        ),
        FactValue::IpProtocol { number } => ("ip_protocol", number.to_string()),
        FactValue::Registry { key, value, data } => ("registry", registry(key, value, data)),
        FactValue::Command { line } => ("command", line.clone()),
        FactValue::File { name } => ("file", name.clone()),
        FactValue::Service { name } => ("service", name.clone()),
        FactValue::Kb { id } => ("kb", id.clone()),
        FactValue::Product { name, version } => (
            "product",
            format!("{name} {}", version.as_deref().unwrap_or_default())
                .trim()
                .to_owned(),
        ),
        _ => ("other", String::new()),
    }
}

/// `HKLM\\…\\Parameters MaxLooms = 4`.
fn registry(key: &str, value: &Option<String>, data: &Option<String>) -> String {
    let value = value.iter().map(|value| format!(" {value}"));
    let data = data.iter().map(|data| format!(" = {data}"));
    std::iter::once(key.to_owned())
        .chain(value)
        .chain(data)
        .collect()
}
