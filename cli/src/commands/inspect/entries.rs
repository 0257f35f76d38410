//! Lines of a reading: a place, a kind, a few words.

use corpus::Document;
use corpus::article::{Block, Body, Fact, FactValue, Section, Span};
use serde::Serialize;

/// Something that was read, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Entry {
    /// The line it starts in, counted from 1.
    pub(crate) line: u32,
    /// What it is.
    pub(crate) kind: String,
    /// The words, or what is in it.
    pub(crate) text: String,
    /// Its bytes.
    pub(crate) span: Span,
}

/// Finds the line of a byte.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(document: &Document) -> Self {
        let breaks = document.bytes.iter().enumerate();
        let after = breaks
            .filter(|(_, byte)| **byte == b'\n')
            .map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(after).collect(),
        }
    }

    /// The line in which a span starts, counted from 1.
    pub(super) fn line(&self, span: Span) -> u32 {
        let before = self
            .starts
            .partition_point(|start| *start <= span.start as usize);
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    pub(super) fn entry(&self, span: Span, kind: impl Into<String>, text: String) -> Entry {
        Entry {
            line: self.line(span),
            kind: kind.into(),
            text,
            span,
        }
    }
}

/// The name of a unit variant as it stands in JSON.
pub(crate) fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// What a section is made of: `3 paragraphs, 1 steps (5), 1 table`.
pub(super) fn contents(section: &Section) -> String {
    let heading = section.heading.join(" › ");
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for block in &section.blocks {
        let name = block_name(block);
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let counts = counts.join(", ");
    if heading.is_empty() {
        counts
    } else {
        format!("{heading}: {counts}")
    }
}

fn block_name(block: &Block) -> &'static str {
    match &block.body {
        Body::Paragraph(_) => "paragraph",
        Body::Steps(_) => "steps",
        Body::List(_) => "list",
        Body::Table(_) => "table",
        Body::Code { .. } => "code",
        Body::Note(_) => "note",
        Body::Caution(_) => "caution",
        _ => "other",
    }
}

/// All tables of blocks, those inside of steps and lists included.
pub(super) fn tables(blocks: &[Block], lines: &Lines, found: &mut Vec<Entry>) {
    for block in blocks {
        match &block.body {
            Body::Table(table) => {
                let columns = table.header.len();
                let columns = columns.max(
                    table
                        .rows
                        .iter()
                        .map(|row| row.cells.len())
                        .max()
                        .unwrap_or(0),
                );
                let caption = table.caption.as_deref().unwrap_or("no caption");
                let text = format!("{} rows x {columns} columns: {caption}", table.rows.len());
                found.push(lines.entry(
                    block.span,
                    format!("{:?}", table.shape).to_lowercase(),
                    text,
                ));
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    tables(&item.children, lines, found);
                }
            }
            _ => {}
        }
    }
}

/// A fact: its kind, its value, its words if they say it otherwise, and where it holds.
pub(super) fn fact(fact: &Fact, lines: &Lines) -> Entry {
    let mut text = value(&fact.value);
    if text != fact.text {
        text = format!("{text}  “{}”", fact.text);
    }
    if !fact.scope.is_empty() {
        text = format!("{text}  on {}", fact.scope.join(", "));
    }
    lines.entry(fact.span, name_of(&fact.value), text)
}

fn value(value: &FactValue) -> String {
    let joined = |first: &str, second: &Option<String>| match second {
        Some(second) => format!("{first} {second}"),
        None => first.to_owned(),
    };
    match value {
        FactValue::Event {
            provider, number, ..
        } => match provider {
            Some(provider) => format!("{provider} {number}"),
            None => number.to_string(),
        },
        FactValue::ErrorCode { value, symbol } => {
            joined(&format!("{value:#010X}").replace("0X", "0x"), symbol)
        }
        FactValue::Port { number, protocol } => {
            joined(&number.to_string(), &protocol.as_ref().map(name_of))
        }
        FactValue::IpProtocol { number } => number.to_string(),
        FactValue::Registry { key, value, data } => match data {
            Some(data) => format!("{} = {data}", joined(key, value)),
            None => joined(key, value),
        },
        FactValue::Command { line } => line.clone(),
        FactValue::File { name } | FactValue::Service { name } => name.clone(),
        FactValue::Kb { id } => id.clone(),
        FactValue::Product { name, version } => joined(name, version),
        _ => String::new(),
    }
}
