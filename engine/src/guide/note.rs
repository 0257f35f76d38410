//! The path of a session as a ticket note.

use super::clock::{date, time};
use super::session::Session;
use super::walk::Walk;
use crate::answer::TrailStep;
use corpus::playbook::{Node, NodeKind};
use std::fmt::Write as _;

/// What was asked or to be done at a node, in its own words.
pub(super) fn words(node: &Node) -> String {
    match &node.kind {
        NodeKind::Question(text) | NodeKind::Action(text) => text.clone(),
        NodeKind::Link(target) => format!("{} ({target})", node.title),
        NodeKind::Outcome(ending) => ending.text.clone(),
        NodeKind::Unknown => node.title.clone(),
    }
}

/// A step in a note: the question as asked; what was done by its title, as the wording of an
/// action often leads over to a command that a note leaves out.
fn told(node: &Node) -> String {
    match &node.kind {
        NodeKind::Action(_) => format!("{}:", node.title.trim_end_matches(['.', '?'])),
        _ => words(node),
    }
}

/// The answers given so far, each with what was asked.
pub(super) fn trail(session: &Session, walk: &Walk) -> Vec<TrailStep> {
    let steps = session.trail.iter().map(|taken| {
        let node = walk.find(&taken.guide, &taken.node).map(|(_, node)| node);
        TrailStep {
            guide: taken.guide.clone(),
            node: taken.node.clone(),
            title: node.map(|node| node.title.clone()).unwrap_or_default(),
            text: node.map(words).unwrap_or_default(),
            answer: taken.answer.clone(),
            at: taken.at,
        }
    });
    steps.collect()
}

/// The note, as Markdown: what was walked, each step with its answer and time, the outcome.
pub(super) fn note(session: &Session, walk: &Walk) -> String {
    let playbook = walk.root();
    let mut note = format!("## {}\n\n", playbook.title);
    let (started, changed) = (session.started, session.changed);
    let until = if date(started) == date(changed) {
        time(changed)
    } else {
        format!("{} {}", date(changed), time(changed))
    };
    let change = playbook.change.as_ref();
    let change = change.map_or(String::new(), |change| format!(", {change}"));
    let _ = writeln!(
        note,
        "Session {}, playbook {} version {}{change}, {} {} to {until} UTC\n",
        session.code,
        playbook.id,
        playbook.version,
        date(started),
        time(started),
    );
    let mut within = playbook.id.as_str();
    for (number, step) in (1..).zip(&trail(session, walk)) {
        if step.guide != within {
            let title = walk.find(&step.guide, &step.node);
            let title = title.map_or(step.guide.as_str(), |(playbook, _)| playbook.title.as_str());
            let _ = writeln!(note, "\nIn “{title}”:\n");
            within = session
                .trail
                .get(number - 1)
                .map_or(within, |taken| taken.guide.as_str());
        }
        let node = walk.find(&step.guide, &step.node).map(|(_, node)| node);
        let _ = writeln!(
            note,
            "{number}. {} **{}** ({})",
            node.map_or_else(|| step.text.clone(), told),
            step.answer,
            time(step.at)
        );
    }
    if !session.trail.is_empty() {
        note.push('\n');
    }
    match walk.outcome() {
        Some(ending) => {
            let _ = writeln!(
                note,
                "**Outcome: {}.** {}",
                ending.kind.status(),
                ending.text
            );
            if let Some(to) = &ending.hand_to {
                let _ = writeln!(note, "\nHand to: {to}");
            }
            if !ending.collect.is_empty() {
                note.push_str("\nTo collect:\n\n");
                for item in &ending.collect {
                    let _ = writeln!(note, "- {item}");
                }
            }
        }
        None => {
            let _ = writeln!(note, "**Open**, at: {}", words(walk.node()));
        }
    }
    note
}
