//! Edges: `- Answer -> node-id (at most N times)`.

use super::finding::{Report, Rule};
use super::header::is_id;
use super::model::Edge;
use crate::article::{Block, Body, Item};
use std::collections::HashSet;

/// What parts an answer from the node it leads to.
const ARROW: &str = " -> ";

/// Takes the edges off the end of a node's blocks.
pub(super) fn take(blocks: &mut Vec<Block>, report: &mut Report<'_>) -> Vec<Edge> {
    let found = match blocks.last() {
        Some(Block {
            body: Body::List(items),
            ..
        }) if items.iter().any(has_arrow) => read(items, report),
        _ => Vec::new(),
    };
    if !found.is_empty() {
        blocks.pop();
    }
    for block in blocks.iter() {
        if let Body::List(items) = &block.body
            && let Some(item) = items.iter().find(|item| has_arrow(item))
        {
            let line = report.line(item.span.start);
            let message = "the list of edges has to be the last thing in a node, and only one";
            report.add(Rule::EdgeForm, line, message);
        }
    }
    found
}

fn has_arrow(item: &Item) -> bool {
    item.text.contains(ARROW)
}

fn read(items: &[Item], report: &mut Report<'_>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::with_capacity(items.len());
    let mut answers = HashSet::new();
    for item in items {
        let line = report.line(item.span.start);
        match edge(item, line) {
            Ok(edge) => {
                if !answers.insert(edge.answer.to_lowercase()) {
                    let message = format!("the answer “{}” is offered twice", edge.answer);
                    report.add(Rule::DuplicateAnswer, line, message);
                }
                edges.push(edge);
            }
            Err(message) => report.add(Rule::EdgeForm, line, message),
        }
    }
    edges
}

fn edge(item: &Item, line: u32) -> Result<Edge, String> {
    let Some((answer, rest)) = item.text.rsplit_once(ARROW) else {
        return Err("a list is either all edges or no edges: this one leads nowhere".to_owned());
    };
    if !item.children.is_empty() {
        return Err("an edge is one line and holds nothing else".to_owned());
    }
    let (target, limit) = match rest.split_once(" (") {
        Some((target, limit)) => (target, Some(times(limit)?)),
        None => (rest, None),
    };
    let (answer, target) = (answer.trim(), target.trim());
    if answer.is_empty() {
        return Err("an edge needs an answer before the arrow".to_owned());
    }
    if !is_id(target) {
        return Err(format!("“{target}” is no id of a node"));
    }
    Ok(Edge {
        answer: answer.to_owned(),
        target: target.to_owned(),
        limit,
        span: item.span,
        line,
    })
}

/// N of `at most N times)`, from 1 to 9.
fn times(text: &str) -> Result<u8, String> {
    let number = text
        .trim()
        .strip_prefix("at most ")
        .and_then(|text| text.strip_suffix(" times)").or(text.strip_suffix(" time)")))
        .and_then(|number| number.parse().ok())
        .filter(|number| (1..=9).contains(number));
    number.ok_or_else(|| format!("“({text}” has to read “(at most N times)”, N from 1 to 9"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    fn read_one(text: &str) -> Result<(String, String, Option<u8>), String> {
        let item = Item {
            label: "-".into(),
            text: text.into(),
            span: Span::default(),
            children: Vec::new(),
        };
        edge(&item, 1).map(|edge| (edge.answer, edge.target, edge.limit))
    }

    #[test]
    fn the_last_arrow_parts_answer_and_target() {
        let cases = [
            ("Yes -> next", Some(("Yes", "next", None))),
            ("a -> b -> c-1", Some(("a -> b", "c-1", None))),
            (
                "Again -> spin (at most 3 times)",
                Some(("Again", "spin", Some(3))),
            ),
            (
                "Once -> spin (at most 1 time)",
                Some(("Once", "spin", Some(1))),
            ),
            ("(odd) answer -> spin", Some(("(odd) answer", "spin", None))),
            ("Again -> spin (at most 0 times)", None),
            ("Again -> spin (at most 10 times)", None),
            ("Again -> spin (often)", None),
            ("Yes -> Next Node", None),
            ("Yes", None),
        ];
        for (text, expected) in cases {
            let expected = expected
                .map(|(answer, target, limit)| (answer.to_owned(), target.to_owned(), limit));
            assert_eq!(read_one(text).ok(), expected, "{text}");
        }
    }
}
