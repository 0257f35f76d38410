//! Facts that only a table makes: a number under "Port" is a port, and the cell under "Protocol"
//! in its row says which.

use crate::article::{Block, Body, Fact, FactValue, Item, Protocol, Table};

/// Finds the facts of all tables below `blocks`.
pub(super) fn find(blocks: &[Block], facts: &mut Vec<Fact>) {
    for block in blocks {
        match &block.body {
            Body::Table(table) => ports(table, facts),
            Body::Steps(items) | Body::List(items) => {
                items
                    .iter()
                    .for_each(|Item { children, .. }| find(children, facts));
            }
            _ => {}
        }
    }
}

fn ports(table: &Table, facts: &mut Vec<Fact>) {
    let column = |names: &[&str]| {
        let mut header = table
            .header
            .iter()
            .map(|cell| cell.text.trim().to_lowercase());
        header.position(|name| names.contains(&name.as_str()))
    };
    let Some(port) = column(&["port", "ports", "port number", "tcp port", "udp port"]) else {
        return;
    };
    let protocol = column(&["protocol", "protocols", "transport"]);
    for row in &table.rows {
        let Some(cell) = row.cells.get(port) else {
            continue;
        };
        let Ok(number) = cell.text.trim().parse::<u16>() else {
            continue;
        };
        let named = protocol.and_then(|column| row.cells.get(column));
        let protocol = named.and_then(|cell| match cell.text.trim().to_lowercase().as_str() {
            "tcp" => Some(Protocol::Tcp),
            "udp" => Some(Protocol::Udp),
            _ => None,
        });
        let value = FactValue::Port { number, protocol };
        facts.push(Fact {
            value,
            text: cell.text.clone(),
            span: cell.span,
            scope: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Cell, Row, Span, TableShape};

    #[test]
    fn a_number_under_port_is_a_port() {
        let cell = |text: &str| Cell {
            text: text.into(),
            span: Span::default(),
        };
        let row = |texts: [&str; 3]| Row {
            span: Span::default(),
            cells: texts.map(cell).to_vec(),
        };
        let table = Table {
            shape: TableShape::Box,
            caption: None,
            header: ["Process", "Port", "Protocol"].map(cell).to_vec(),
            rows: vec![
                row(["loom-chat", "2803", "UDP"]),
                row(["loom-file", "see below", "TCP"]),
            ],
        };
        let mut facts = Vec::new();
        find(
            &[Block {
                span: Span::default(),
                body: Body::Table(table),
            }],
            &mut facts,
        );
        let values: Vec<FactValue> = facts.into_iter().map(|fact| fact.value).collect();
        assert_eq!(
            values,
            [FactValue::Port {
                number: 2803,
                protocol: Some(Protocol::Udp)
            }]
        );
    }
}
