//! The checklist and the hand-over that a triage shows: what the article of the likeliest issue
//! and the rules of its subject ask for. The whole packet is [`crate::escalation`]'s.

use crate::answer::{ChecklistItem, Escalation, Triage};
use crate::escalation::items::{Items, subject_of};
use crate::escalation::{evidence_of_text, hand_overs_of_article};
use corpus::Article;

/// The tier that a triage takes for granted.
const TIER: u8 = 1;

/// What to have collected, and whether the case's text has each; empty if nobody asks for
/// anything beyond what every case has.
#[must_use]
pub fn checklist(article: &Article, case: &str) -> Vec<ChecklistItem> {
    let subject = format!("{}\n{case}", subject_of(article)).to_lowercase();
    let mut items = Items::new(&subject, TIER);
    items.of_article(article);
    if hand_overs_of_article(article).is_empty() && items.is_empty() {
        return Vec::new();
    }
    items.of_subject_rules();
    let judged = items.judged(&evidence_of_text(case), &[]);
    let items = judged.into_iter();
    items
        .map(|item| ChecklistItem {
            item: item.item,
            have: item.have,
        })
        .collect()
}

/// Whom to hand the case to, with what is known so far; none if no article says.
#[must_use]
pub fn escalation(article: &Article, triage: &Triage, case: &str) -> Option<Escalation> {
    let to = hand_overs_of_article(article).into_iter().next()?.to;
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
