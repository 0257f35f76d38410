//! Handing a case over: what to have collected, whom it goes to, and what this tier may not do.
//!
//! [`Engine::escalation`] writes the packet. What to collect is asked for by articles (lists
//! under "Before escalating", "collect the following"), by playbooks (outcomes), and by rules
//! kept as data (`data/escalation.json`). `items` gathers them, `evidence` says what the case
//! already has, `hand_over` finds whom it goes to, `limits` what the tier may not do, `markdown`
//! sets the packet for a ticket.

mod evidence;
mod hand_over;
pub(crate) mod items;
mod limits;
mod markdown;
mod rules;

pub(crate) use hand_over::of_article as hand_overs_of_article;

use crate::answer::{
    ESCALATION_SCHEMA, EscalationPacket, PacketCase, PacketIssue, PacketSession, SessionAnswer,
    Triage,
};
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::query::Case;
use crate::understand::masking::Masker;
use corpus::Article;
use evidence::Evidence;
use hand_over::HandOvers;
use items::Items;

/// The published JSON schema of [`EscalationPacket`].
pub const SCHEMA: &str = include_str!("../../data/escalation.schema.json");

/// What is to be handed over.
#[derive(Debug, Clone)]
pub struct EscalationRequest {
    /// What was reported; its text may be empty if there is a session.
    pub case: Case,
    /// What was collected: number, name or words of an item, and what it is.
    pub have: Vec<(String, Option<String>)>,
    /// The session that was walked.
    pub session: Option<SessionAnswer>,
    /// The tier that hands over, 1 to 3.
    pub tier: u8,
    /// Seconds since 1970.
    pub now: u64,
}

impl Engine {
    /// Writes the packet with which a case is handed over.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Damaged`] if the index cannot be read.
    pub fn escalation(&self, request: &EscalationRequest) -> Result<EscalationPacket, EngineError> {
        let mut triage = self.triage(&request.case)?;
        if request.case.text.trim().is_empty() {
            triage.reason = "The case was walked, not described.".to_owned();
        }
        let article = self.article_of_issue(&triage)?;
        let article = article.as_ref();
        let mut masker = Masker::default();
        let masked = masker.mask(&request.case.text);
        let have = masked_values(&request.have, &mut masker);
        let subject = subject(request, article);
        let mut items = Items::new(&subject, request.tier);
        if let Some(session) = &request.session {
            items.of_session(session);
        }
        if let Some(article) = article {
            items.of_article(article);
        }
        items.of_rules();
        let evidence = Evidence::of(request);
        let items = items.judged(&evidence, &have);
        let missing = items.iter().filter(|item| !item.have).count();
        let (to, also) = HandOvers::new(&subject, request.tier)
            .of_session(request.session.as_ref())
            .of_triage(&triage)
            .of_article(article)
            .finish();
        let mut considered = triage.issues.iter().map(issue_told);
        let issue = considered.next().filter(|_| !triage.abstained);
        let mut packet = EscalationPacket {
            schema: ESCALATION_SCHEMA.into(),
            created: request.now,
            tier: request.tier,
            to,
            also,
            case: PacketCase {
                text: masked.text,
                masked: masked
                    .counts
                    .iter()
                    .map(|(class, count)| (class.name().to_owned(), *count))
                    .collect(),
            },
            priority: triage.priority.clone(),
            issue,
            considered: considered.collect(),
            reason: triage.reason.clone(),
            completeness: items::completeness(&items),
            items,
            missing,
            session: request.session.as_ref().map(session_told),
            limits: limits::limits(self, &subject, (request.tier, article))?,
            cautions: article
                .map(crate::compose::remedy::all_cautions)
                .unwrap_or_default(),
            markdown: String::new(),
        };
        packet.markdown = markdown::markdown(&packet);
        Ok(packet)
    }

    /// The article of the likeliest known issue, if there is one.
    fn article_of_issue(&self, triage: &Triage) -> Result<Option<Article>, EngineError> {
        let issue = triage.issues.first().filter(|_| !triage.abstained);
        let id = issue.and_then(|issue| issue.articles.first());
        let Some(ordinal) = id.and_then(|id| self.generation().articles.find(id)) else {
            return Ok(None);
        };
        let (_, document, place) = self.open_article(ordinal)?;
        article_of(&document, place).cloned().map(Some)
    }
}

/// What was collected, with the tokens of the case: the packet goes into a ticket that many read.
fn masked_values(
    have: &[(String, Option<String>)],
    masker: &mut Masker,
) -> Vec<(String, Option<String>)> {
    let mut mask = |text: &str| masker.mask(text).text;
    have.iter()
        .map(|(what, value)| (mask(what), value.as_deref().map(&mut mask)))
        .collect()
}

/// What a text alone shows of what is asked for.
pub(crate) fn evidence_of_text(text: &str) -> Evidence {
    Evidence::of_text(text)
}

/// Words in which the rules look for their subjects: the case, the session, the article's title
/// and keywords; in small letters.
fn subject(request: &EscalationRequest, article: Option<&Article>) -> String {
    let mut words = request.case.text.clone();
    if let Some(session) = &request.session {
        words.push('\n');
        words.push_str(&session.guide.title);
        if let Some(outcome) = &session.outcome {
            words.push('\n');
            words.push_str(&outcome.text);
            words.push_str(&outcome.collect.join("\n"));
        }
    }
    if let Some(article) = article {
        words.push('\n');
        words.push_str(&items::subject_of(article));
    }
    words.to_lowercase()
}

fn issue_told(issue: &crate::answer::KnownIssue) -> PacketIssue {
    PacketIssue {
        id: issue.id.clone(),
        title: issue.title.clone(),
        probability: issue.probability,
    }
}

fn session_told(session: &SessionAnswer) -> PacketSession {
    PacketSession {
        code: session.code.clone(),
        guide: session.guide.id.clone(),
        version: session.guide.version,
        status: session
            .outcome
            .as_ref()
            .map(|outcome| outcome.status.clone()),
        note: session.note.clone(),
    }
}

#[cfg(test)]
mod schema_check;
#[cfg(test)]
mod tests;
