//! Whom a case goes to: what the walked playbook says, then the stop card, then the article, then
//! rules; the first is whom it goes to, the others are named beside it.

use super::items::{entries, is_headed};
use super::rules::{HandOverRule, is_about, shipped};
use crate::answer::{HandOver, Quotation, SessionAnswer, Triage};
use corpus::Article;
use corpus::article::{Body, Section};

/// Headings under which an article says whom to hand over to.
const HEADINGS: &[&str] = &["escalate to", "escalation", "hand over to", "hand to"];

/// Others that are named at most.
const MOST: usize = 4;

/// Gathers whom a case may go to, the most binding first.
#[derive(Debug)]
pub(crate) struct HandOvers<'s> {
    found: Vec<HandOver>,
    subject: &'s str,
    tier: u8,
}

impl<'s> HandOvers<'s> {
    /// Nobody yet; `subject` is what the rules are matched with, in small letters.
    pub(crate) fn new(subject: &'s str, tier: u8) -> Self {
        let found = Vec::new();
        Self {
            found,
            subject,
            tier,
        }
    }

    fn push(&mut self, hand_over: HandOver) {
        let folded = hand_over.to.to_lowercase();
        let is_known = self.found.iter().any(|known| {
            let known = known.to.to_lowercase();
            known.starts_with(&folded) || folded.starts_with(&known)
        });
        if !is_known && !is_own_tier(&folded, self.tier) {
            self.found.push(hand_over);
        }
    }

    /// What the outcome of a session says.
    pub(crate) fn of_session(mut self, session: Option<&SessionAnswer>) -> Self {
        let outcome = session.and_then(|session| Some((session, session.outcome.as_ref()?)));
        if let Some((session, to)) =
            outcome.and_then(|(session, outcome)| Some((session, outcome.hand_to.clone()?)))
        {
            self.push(HandOver {
                to,
                because: format!("playbook {}", session.guide.id),
                source: None,
            });
        }
        self
    }

    /// A stop card goes before what an article says about the fault itself.
    pub(crate) fn of_triage(mut self, triage: &Triage) -> Self {
        if triage.stop.is_some() {
            self.push(HandOver {
                to: "Supervisor and the security team".to_owned(),
                because: "stop card: the caller asks to be connected to".to_owned(),
                source: None,
            });
        }
        self
    }

    /// What the article says.
    pub(crate) fn of_article(mut self, article: Option<&Article>) -> Self {
        for hand_over in article.into_iter().flat_map(of_article) {
            self.push(hand_over);
        }
        self
    }

    /// Whom it goes to, and whom else; the rules of the tier come last, so there is always one.
    pub(crate) fn finish(mut self) -> (HandOver, Vec<HandOver>) {
        let (subject, tier) = (self.subject, self.tier);
        let applies = |rule: &&HandOverRule| {
            if rule.subject.is_empty() {
                rule.from_tier == tier
            } else {
                rule.from_tier <= tier && is_about(subject, &rule.subject)
            }
        };
        for rule in shipped().hand_over.iter().filter(applies) {
            self.push(HandOver {
                to: rule.to.clone(),
                because: rule.because.clone(),
                source: None,
            });
        }
        let mut found = self.found.into_iter();
        let first = found.next().unwrap_or_else(|| HandOver {
            to: "Vendor support".to_owned(),
            because: "rule".to_owned(),
            source: None,
        });
        (first, found.take(MOST).collect())
    }
}

/// True if it names this tier or one below: a case is not handed to oneself.
fn is_own_tier(to: &str, tier: u8) -> bool {
    (1..=tier).any(|own| {
        let name = format!("tier {own}");
        to.strip_prefix(&name)
            .is_some_and(|rest| !rest.starts_with(|character: char| character.is_ascii_digit()))
    })
}

/// Whom an article says to hand over to: its section for that, or else its sentences that send
/// the reader to the vendor.
pub(crate) fn of_article(article: &Article) -> Vec<HandOver> {
    let sections = article.sections.iter();
    let named: Vec<HandOver> = sections
        .clone()
        .filter(|section| is_headed(section, HEADINGS))
        .flat_map(|section| named_in(article, section))
        .collect();
    if !named.is_empty() {
        return named;
    }
    sections
        .filter_map(|section| vendor_in(article, section))
        .take(1)
        .collect()
}

fn named_in(article: &Article, section: &Section) -> Vec<HandOver> {
    let entries = entries(&section.blocks).into_iter();
    entries
        .map(|text| HandOver {
            to: text.trim().trim_end_matches('.').to_owned(),
            because: format!("article {}", article.id),
            source: Some(Quotation {
                text,
                article: article.id.clone(),
                span: section.span,
            }),
        })
        .collect()
}

fn vendor_in(article: &Article, section: &Section) -> Option<HandOver> {
    section.blocks.iter().find_map(|block| {
        let (Body::Paragraph(text) | Body::Note(text) | Body::Caution(text)) = &block.body else {
            return None;
        };
        let lower = text.to_lowercase();
        let sends = lower.contains("contact") && is_about(&lower, &shipped().vendor);
        sends.then(|| HandOver {
            to: "Vendor support".to_owned(),
            because: format!("article {}", article.id),
            source: Some(Quotation {
                text: text.clone(),
                article: article.id.clone(),
                span: block.span,
            }),
        })
    })
}
