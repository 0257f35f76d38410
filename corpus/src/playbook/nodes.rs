//! Nodes: a heading of level two each, and what follows up to the next.

use super::edges;
use super::finding::{Report, Rule};
use super::header::is_id;
use super::model::{Ending, Node, NodeKind, OutcomeKind, Playbook};
use crate::article::{Block, Body, Span};
use crate::format::markdown::blocks;
use crate::format::markdown::flat::Flat;
use crate::format::markdown::outline::{Flow, Heading};
use std::collections::HashSet;

/// Reads introduction and nodes of the text from `start` on.
pub(super) fn read(text: &str, start: usize, playbook: &mut Playbook, report: &mut Report<'_>) {
    let flat = Flat::new(text, start);
    let (flow, _) = blocks::read(&flat, &playbook.file);
    let mut open: Option<(Heading, Vec<Block>)> = None;
    for item in flow {
        match item {
            Flow::Heading(heading) if heading.level == 2 => {
                let end = heading.span.start;
                close(
                    text,
                    open.replace((heading, Vec::new())),
                    end,
                    (playbook, report),
                );
            }
            Flow::Heading(heading) => {
                let line = report.line(heading.text_span.start);
                let message = "headings inside a playbook are of level two and open a node";
                report.add(Rule::NodeHeading, line, message);
            }
            Flow::Block(block) => match &mut open {
                Some((_, blocks)) => blocks.push(block),
                None => playbook.introduction.push(block),
            },
            _ => {}
        }
    }
    let end = Span::new(text.len(), text.len()).start;
    close(text, open, end, (playbook, report));
    if playbook.nodes.is_empty() {
        report.add(Rule::NodeHeading, 1, "there is no node");
    }
    name_duplicates(playbook, report);
}

fn name_duplicates(playbook: &Playbook, report: &mut Report<'_>) {
    let mut ids = HashSet::new();
    for node in &playbook.nodes {
        if !node.id.is_empty() && !ids.insert(node.id.as_str()) {
            let message = format!("the id {} is taken by a node above", node.id);
            report.add(Rule::DuplicateNode, node.line, message);
        }
    }
}

/// Makes a node of a heading and its blocks.
fn close(
    text: &str,
    open: Option<(Heading, Vec<Block>)>,
    end: u32,
    (playbook, report): (&mut Playbook, &mut Report<'_>),
) {
    let Some((heading, mut blocks)) = open else {
        return;
    };
    let line = report.line(heading.text_span.start);
    let (id, title) = match heading.text.split_once(": ") {
        Some((id, title)) if is_id(id) => (id, title.trim()),
        _ => {
            let message = format!("“{}” has to read “node-id: short title”", heading.text);
            report.add(Rule::NodeHeading, line, message);
            ("", heading.text.as_str())
        }
    };
    let first = (!blocks.is_empty()).then(|| blocks.remove(0));
    let kind_line = first
        .as_ref()
        .map_or(line, |block| report.line(block.span.start));
    let kind = match first
        .as_ref()
        .map_or(Err(NO_KIND.to_owned()), |first| kind(text, first))
    {
        Ok(kind) => kind,
        Err(message) => {
            report.add(Rule::NodeKind, kind_line, message);
            NodeKind::Unknown
        }
    };
    let mut node = Node {
        id: id.to_owned(),
        title: title.to_owned(),
        span: Span {
            start: heading.span.start,
            end,
        },
        line,
        kind_line,
        kind,
        edges: edges::take(&mut blocks, report),
        blocks,
    };
    if let NodeKind::Outcome(ending) = &mut node.kind {
        hand_over(ending, &mut node.blocks);
    }
    judge(&node, report);
    playbook.nodes.push(node);
}

/// What a node has to have for its kind.
fn judge(node: &Node, report: &mut Report<'_>) {
    let edges = node.edges.len();
    match &node.kind {
        NodeKind::Question(_) if edges < 2 => {
            let message = format!("a question needs two edges or more, this one has {edges}");
            report.add(Rule::TooFewEdges, node.line, message);
        }
        NodeKind::Action(_) | NodeKind::Link(_) if edges == 0 => {
            let message = format!("{} leads nowhere; only an outcome ends a flow", node.id);
            report.add(Rule::MissingOutcome, node.line, message);
        }
        NodeKind::Outcome(_) if edges > 0 => {
            let line = node.edges.first().map_or(node.line, |edge| edge.line);
            report.add(Rule::EdgeForm, line, "an outcome has no edges");
        }
        NodeKind::Outcome(ending) if ending.kind == OutcomeKind::NotFixedEscalate => {
            if ending.hand_to.is_none() {
                let message = "“Hand to: …” is missing: whom does the case go to?";
                report.add(Rule::HandOver, node.line, message);
            }
            if ending.collect.is_empty() {
                let message = "“Collect:” with a list is missing: what goes with the case?";
                report.add(Rule::HandOver, node.line, message);
            }
        }
        _ => {}
    }
}

const NO_KIND: &str =
    "the first line has to be **Question:**, **Action:**, **Link:** or **Outcome:** and its text";

/// The kind that the first block of a node says. The bold marker is looked for in the text as
/// written, as the block has lost its markup.
fn kind(text: &str, first: &Block) -> Result<NodeKind, String> {
    let written = text.get(first.span.range()).unwrap_or_default();
    let words = words_of(&first.body).ok_or(NO_KIND)?;
    let after = |name: &str| {
        let marker = written.strip_prefix("**")?.strip_prefix(name)?;
        marker.strip_prefix(":**")?;
        let rest = words
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(':'));
        Some(rest.unwrap_or(words).trim().to_owned())
    };
    let filled = |text: String| {
        if text.is_empty() {
            Err(NO_KIND.to_owned())
        } else {
            Ok(text)
        }
    };
    if let Some(text) = after("Question") {
        return filled(text).map(NodeKind::Question);
    }
    if let Some(text) = after("Action") {
        return filled(text).map(NodeKind::Action);
    }
    if let Some(target) = after("Link") {
        let target = filled(target)?;
        let is_one_word = !target.contains(char::is_whitespace);
        return is_one_word
            .then(|| NodeKind::Link(target.clone()))
            .ok_or_else(|| format!("“{target}” is no id of an article or playbook"));
    }
    match after("Outcome") {
        Some(text) => ending(&text).map(NodeKind::Outcome),
        None => Err(NO_KIND.to_owned()),
    }
}

/// `kind — text`.
fn ending(text: &str) -> Result<Ending, String> {
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let kind = OutcomeKind::ALL
        .into_iter()
        .find(|kind| kind.name() == name);
    let kind = kind.ok_or_else(|| {
        let names = OutcomeKind::ALL.map(OutcomeKind::name).join(", ");
        format!("“{name}” is no kind of outcome; known are {names}")
    })?;
    let rest = rest.trim_start();
    let words = ["—", "–", "--", "-"]
        .iter()
        .find_map(|dash| rest.strip_prefix(dash)?.strip_prefix(' '));
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    let words = words.ok_or("an outcome reads “kind — text”, with a dash between")?;
    Ok(Ending {
        kind,
        text: words.to_owned(),
        hand_to: None,
        collect: Vec::new(),
    })
}

/// Takes `Hand to:` and `Collect:` out of the blocks of an outcome.
fn hand_over(ending: &mut Ending, blocks: &mut Vec<Block>) {
    let mut collecting = false;
    blocks.retain(|block| {
        if let (true, Body::List(items)) = (collecting, &block.body) {
            ending
                .collect
                .extend(items.iter().map(|item| item.text.clone()));
            collecting = false;
            return false;
        }
        collecting = false;
        let Some(words) = words_of(&block.body) else {
            return true;
        };
        if let Some(to) = words.strip_prefix("Hand to:").map(str::trim) {
            ending.hand_to = (!to.is_empty()).then(|| to.to_owned());
            return false;
        }
        collecting = words == "Collect:";
        !collecting
    });
}

fn words_of(body: &Body) -> Option<&str> {
    match body {
        Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => Some(text),
        _ => None,
    }
}
