//! Playbooks in chat: the list of them, and where a session stands.

use super::answer::blocks;
use super::conversation::Action;
use super::message::{Choice, Message, Part, PartKind};
use engine::answer::{GuidesAnswer, SessionAnswer};

/// Playbooks listed.
const LISTED: usize = 15;

/// The playbooks there are.
#[must_use]
pub fn guides(answer: &GuidesAnswer) -> Message {
    let mut message = Message::titled(if answer.guides.is_empty() {
        "There is no playbook to walk here"
    } else {
        "Playbooks"
    });
    for guide in answer.guides.iter().take(LISTED) {
        let begin = Action::Begin(guide.id.clone());
        message.options.push(Choice::new(&guide.title, begin));
    }
    if !message.options.is_empty() {
        message.prompt = "Walk one?".into();
    }
    message
}

/// Where a session stands.
#[must_use]
pub fn session(answer: &SessionAnswer) -> Message {
    let node = &answer.node;
    let title = node.within.last().unwrap_or(&answer.guide.title);
    let mut message = Message::titled(title.clone());
    message.session = Some(answer.code.clone());
    message.lead = format!(
        "session {} · step {} · version {}",
        answer.code,
        answer.trail.len() + 1,
        answer.guide.version
    );
    blocks(&mut message, "", &answer.introduction);
    let label = match node.kind.as_str() {
        "question" => "ASK",
        "action" => "DO",
        "link" => "READ",
        _ => "OUTCOME",
    };
    let text = match &node.article {
        Some(article) if !article.title.is_empty() => format!("{} ({})", article.title, article.id),
        _ => node.text.clone(),
    };
    message.push(Part::new(PartKind::Text, label, [text]).beside(node.title.clone()));
    blocks(&mut message, "", &node.blocks);
    if let Some(article) = &node.article {
        let cautions = article.cautions.iter();
        let cautions = cautions.map(|caution| caution.text.clone());
        message.push(Part::new(PartKind::Caution, "DO NOT", cautions));
        for section in &article.sections {
            let label = section
                .heading
                .last()
                .unwrap_or(&section.role)
                .to_uppercase();
            blocks(&mut message, &label, &section.blocks);
        }
        message.article = Some(article.id.clone()).filter(|_| !article.title.is_empty());
    }
    if let Some(outcome) = answer.outcome.as_ref().filter(|_| answer.finished) {
        let mut lines = vec![outcome.status.clone()];
        lines.extend(
            outcome
                .hand_to
                .iter()
                .map(|to| format!("hand over to: {to}")),
        );
        message.push(Part::new(PartKind::Text, "STATE FOR THE TICKET", lines));
        let collect = outcome.collect.iter().cloned();
        message.push(Part::new(PartKind::List, "COLLECT", collect));
        let line = format!("firstline guide {} --note", answer.code);
        message.push(Part::new(PartKind::Small, "TICKET NOTE", [line]));
    }
    message.options = node
        .choices
        .iter()
        .map(|choice| {
            let step = Action::Step(answer.code.clone(), answer.revision, choice.number);
            Choice::new(&choice.answer, step)
        })
        .collect();
    if !message.options.is_empty() {
        message.prompt = "Your answer?".into();
    }
    if !answer.trail.is_empty() {
        let back = Action::Back(answer.code.clone());
        message.options.push(Choice::new("One step back", back));
    }
    message
}
