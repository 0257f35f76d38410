//! What to have before handing a case over, whether the case has it, and the packet.
//!
//! Items come from the article: lists under a heading such as "Before escalating", and sentences
//! of the case's articles that say what to collect. Whom to hand it to is quoted the same way.

use crate::answer::{ChecklistItem, Escalation, Triage};
use crate::understand::words::Analyzer;
use corpus::Article;
use corpus::article::{Body, Section};

/// Headings under which an article lists what to collect.
const COLLECT: &[&str] = &[
    "before escalating",
    "before you escalate",
    "collect",
    "checklist",
    "information to gather",
];

/// Headings under which an article says whom to hand over to.
const HAND_OVER: &[&str] = &["escalate to", "escalation", "hand over to"];

/// The items of an article's checklist, and whether the case's text has each.
#[must_use]
pub fn checklist(article: &Article, case: &str) -> Vec<ChecklistItem> {
    let mut analyzer = Analyzer::new();
    let told = analyzer.term_list(case);
    let items = sections(article, COLLECT).flat_map(entries);
    items
        .map(|item| {
            let needed = analyzer.term_list(&item);
            let held = needed.iter().filter(|term| told.contains(term)).count();
            // Most of an item's own words have to be in the case: one alone is chance.
            let have = !needed.is_empty() && held * 3 >= needed.len() * 2;
            ChecklistItem { item, have }
        })
        .collect()
}

/// Whom to hand the case to, with what is known so far.
#[must_use]
pub fn escalation(article: &Article, triage: &Triage, case: &str) -> Option<Escalation> {
    let to = sections(article, HAND_OVER).flat_map(entries).next()?;
    let mut packet = format!("# Hand-over: {}\n\n## Case\n\n", article.title);
    for line in case.lines() {
        packet.push_str("> ");
        packet.push_str(line);
        packet.push('\n');
    }
    packet.push_str("\n## Known issues considered\n\n");
    for issue in &triage.issues {
        packet.push_str(&format!(
            "- {} ({:.0} %): {}\n",
            issue.id,
            issue.probability * 100.0,
            issue.title
        ));
    }
    packet.push_str("\n## Checklist\n\n");
    for item in &triage.checklist {
        packet.push_str(&format!(
            "- [{}] {}\n",
            if item.have { "x" } else { " " },
            item.item
        ));
    }
    Some(Escalation { to, packet })
}

fn sections<'a>(article: &'a Article, names: &'a [&str]) -> impl Iterator<Item = &'a Section> {
    article.sections.iter().filter(move |section| {
        let heading = section
            .heading
            .last()
            .map(|heading| heading.to_lowercase())
            .unwrap_or_default();
        names.iter().any(|name| heading.starts_with(name))
    })
}

/// List entries, or paragraphs where there is no list.
fn entries(section: &Section) -> Vec<String> {
    let lists = section.blocks.iter().filter_map(|block| match &block.body {
        Body::List(items) | Body::Steps(items) => Some(items),
        _ => None,
    });
    let items: Vec<String> = lists.flatten().map(|item| item.text.clone()).collect();
    if !items.is_empty() {
        return items;
    }
    let paragraphs = section.blocks.iter().filter_map(|block| match &block.body {
        Body::Paragraph(text) => Some(text.clone()),
        _ => None,
    });
    paragraphs.collect()
}
