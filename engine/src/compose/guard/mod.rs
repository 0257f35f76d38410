//! What may be said to whom, and where: rules over class of information, audience and channel; and
//! the stop card for callers who ask to be connected to.
//!
//! [`visible`] cuts an article down to what a viewer may see, [`restrict_triage`],
//! [`restrict_search`] and [`restrict_lookup`] an answer; [`stop_card`] reads a case. The rules are data (`rules`).
//! Whatever is withheld is told, so that nobody takes a cut text for the whole.

mod card;
mod rules;

pub use card::{StopCard, stop_card};

use crate::answer::{
    ArticleAnswer, BlockAnswer, EscalationPacket, LookupAnswer, QuestionAnswer, SearchAnswer,
    SearchResult, SectionAnswer, Triage,
};
use crate::understand::masking;
use corpus::article::{Audience, Block, Body, Item, Section};
use corpus::{Article, Span};
use rules::{CHANNELS, CLASSES};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Stands where something was withheld.
pub const RESTRICTED: &str = "restricted: ask a supervisor";

/// Information that shows where a network is weak.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InformationClass {
    /// Which machines are exempt from protection.
    ExemptionLists,
    /// Which machines have no protection.
    UnprotectedMachines,
    /// Who administers what.
    AdministratorNames,
    /// Which addresses belong to what.
    Subnets,
}

/// Where an answer is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// To a signed-in member of staff alone.
    #[default]
    Desk,
    /// In a closed channel of staff.
    Private,
    /// Where anyone in the house may read along.
    Public,
    /// Read out or sent to a caller.
    Caller,
}

/// Who sees an answer, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The highest audience the viewer belongs to.
    pub audience: Audience,
    /// Where the answer is shown.
    pub channel: Channel,
}

/// Something a viewer does not get to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Withheld {
    /// The class of information; none if the article or section itself is kept to an audience.
    pub class: Option<InformationClass>,
    /// Who may see it.
    pub audience: Audience,
    /// Where it stands in its document.
    pub span: Span,
}

impl Viewer {
    /// What the viewer may see here: the lower of audience and channel.
    #[must_use]
    pub fn clearance(&self) -> Audience {
        let channel = CHANNELS
            .iter()
            .find(|(channel, _)| *channel == self.channel);
        channel.map_or(Audience::Public, |(_, most)| self.audience.min(*most))
    }

    /// True if a text for `audience` may be shown.
    #[must_use]
    pub fn sees(&self, audience: Audience) -> bool {
        audience <= self.clearance()
    }

    /// The class of a text that this viewer may not see, with who may. A mention of a class and
    /// its members are told apart: a text with an address, a machine or a person has members.
    #[must_use]
    pub fn restriction(&self, text: &str) -> Option<(InformationClass, Audience)> {
        use masking::Class;
        // Who may see all classes needs no look at the text.
        if CLASSES
            .iter()
            .all(|rule| self.sees(rule.detail.max(rule.mention)))
        {
            return None;
        }
        let lower = text.to_lowercase();
        let mut spoken = CLASSES
            .iter()
            .filter(|rule| rule.words.iter().any(|words| lower.contains(words)))
            .peekable();
        spoken.peek()?;
        let counts = masking::mask(text).counts;
        let members = [
            Class::Address,
            Class::Host,
            Class::User,
            Class::Email,
            Class::Domain,
            Class::Person,
        ];
        let has_members = members.iter().any(|class| counts.contains_key(class));
        spoken
            .map(|rule| {
                (
                    rule.class,
                    if has_members {
                        rule.detail
                    } else {
                        rule.mention
                    },
                )
            })
            .filter(|&(_, audience)| !self.sees(audience))
            .max_by_key(|&(_, audience)| audience)
    }
}

/// The article without the sections that are kept to a higher audience than the viewer's; what
/// sentences may say is judged where they are shown ([`restrict_triage`], [`restrict_search`]).
#[must_use]
pub fn sections_for<'a>(article: &'a Article, viewer: &Viewer) -> Cow<'a, Article> {
    let is_kept = |section: &Section| {
        section
            .audience
            .is_some_and(|audience| !viewer.sees(audience))
    };
    if !article.sections.iter().any(is_kept) {
        return Cow::Borrowed(article);
    }
    let mut shown = article.clone();
    let kept: Vec<Span> = article
        .sections
        .iter()
        .filter(|section| is_kept(section))
        .map(|section| section.span)
        .collect();
    let is_open = |span: Span| !kept.iter().any(|hidden| hidden.contains(span));
    shown.sections.retain(|section| !is_kept(section));
    shown.facts.retain(|fact| is_open(fact.span));
    shown.gaps.retain(|gap| is_open(gap.span));
    shown.references.retain(|reference| is_open(reference.span));
    Cow::Owned(shown)
}

/// The article as the viewer may see it, and what was withheld; no article at all if it is kept to
/// a higher audience. Facts, gaps and references of withheld places go with them.
#[must_use]
pub fn visible(article: &Article, viewer: &Viewer) -> (Option<Article>, Vec<Withheld>) {
    if !viewer.sees(article.meta.audience) {
        let withheld = Withheld {
            class: None,
            audience: article.meta.audience,
            span: article.span,
        };
        return (None, vec![withheld]);
    }
    let mut withheld = Vec::new();
    let mut shown = article.clone();
    shown
        .sections
        .retain_mut(|section| keep_section(section, viewer, &mut withheld));
    let is_shown = |span: Span| {
        !withheld
            .iter()
            .any(|hidden: &Withheld| hidden.span.contains(span))
    };
    shown.facts.retain(|fact| is_shown(fact.span));
    shown.gaps.retain(|gap| is_shown(gap.span));
    shown
        .references
        .retain(|reference| is_shown(reference.span));
    (Some(shown), withheld)
}

fn keep_section(section: &mut Section, viewer: &Viewer, withheld: &mut Vec<Withheld>) -> bool {
    if let Some(audience) = section.audience.filter(|audience| !viewer.sees(*audience)) {
        withheld.push(Withheld {
            class: None,
            audience,
            span: section.span,
        });
        return false;
    }
    keep_blocks(&mut section.blocks, viewer, withheld);
    true
}

fn keep_blocks(blocks: &mut Vec<Block>, viewer: &Viewer, withheld: &mut Vec<Withheld>) {
    blocks.retain_mut(|block| {
        if let Body::Steps(items) | Body::List(items) = &mut block.body {
            items.retain_mut(|item| keep_item(item, viewer, withheld));
            return !items.is_empty();
        }
        is_open(&words_of(&block.body), block.span, viewer, withheld)
    });
}

fn keep_item(item: &mut Item, viewer: &Viewer, withheld: &mut Vec<Withheld>) -> bool {
    keep_blocks(&mut item.children, viewer, withheld);
    is_open(&item.text, item.span, viewer, withheld)
}

fn is_open(text: &str, span: Span, viewer: &Viewer, withheld: &mut Vec<Withheld>) -> bool {
    let restriction = viewer.restriction(text);
    withheld.extend(restriction.map(|(class, audience)| Withheld {
        class: Some(class),
        audience,
        span,
    }));
    restriction.is_none()
}

/// The words of a block that is no list. A table is one text: its caption says what its rows are.
fn words_of(body: &Body) -> String {
    match body {
        Body::Paragraph(text)
        | Body::Note(text)
        | Body::Caution(text)
        | Body::Code { text, .. } => text.clone(),
        Body::Table(table) => {
            let cells = table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .chain(&table.header);
            let words: Vec<&str> = table
                .caption
                .as_deref()
                .into_iter()
                .chain(cells.map(|cell| cell.text.as_str()))
                .collect();
            words.join(" ")
        }
        _ => String::new(),
    }
}

/// Replaces what the viewer may not see in a triage by [`RESTRICTED`], spans kept; the hand-over
/// packet is left out of channels below it.
pub fn restrict_triage(triage: &mut Triage, viewer: &Viewer) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    for issue in &mut triage.issues {
        if !viewer.sees(Audience::Tier1) {
            issue.outcomes = None;
            issue
                .remedies
                .iter_mut()
                .for_each(|remedy| remedy.outcomes = None);
        }
        for evidence in &mut issue.evidence {
            restrict(&mut evidence.text, evidence.span, viewer, &mut withheld);
        }
        for remedy in &mut issue.remedies {
            for step in &mut remedy.steps {
                restrict(&mut step.text, step.span, viewer, &mut withheld);
            }
            for caution in &mut remedy.cautions {
                restrict(&mut caution.text, caution.span, viewer, &mut withheld);
            }
        }
        if let Some(says) = &mut issue.fix_says {
            restrict(&mut says.text, says.span, viewer, &mut withheld);
        }
        for overruled in &mut issue.overruled {
            let caution = &mut overruled.caution;
            restrict(&mut caution.text, caution.span, viewer, &mut withheld);
        }
    }
    for item in &mut triage.checklist {
        restrict(&mut item.item, Span::default(), viewer, &mut withheld);
    }
    if let Some(escalation) = &mut triage.escalation {
        escalation.packet = restrict_lines(&escalation.packet, viewer);
    }
    withheld
}

/// Replaces what the viewer may not see in a hand-over packet by [`RESTRICTED`].
pub fn restrict_packet(packet: &mut EscalationPacket, viewer: &Viewer) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    for caution in &mut packet.cautions {
        restrict(&mut caution.text, caution.span, viewer, &mut withheld);
    }
    let sources = packet.also.iter_mut().chain([&mut packet.to]);
    let sources = sources.filter_map(|hand_over| hand_over.source.as_mut());
    let limits = packet.limits.iter_mut();
    let limits = limits.filter_map(|limit| limit.source.as_mut());
    for source in sources.chain(limits) {
        restrict(&mut source.text, source.span, viewer, &mut withheld);
    }
    packet.case.text = restrict_lines(&packet.case.text, viewer);
    packet.markdown = restrict_lines(&packet.markdown, viewer);
    if let Some(session) = &mut packet.session {
        session.note = restrict_lines(&session.note, viewer);
    }
    withheld
}

fn restrict_lines(text: &str, viewer: &Viewer) -> String {
    let lines = text.lines().map(|line| {
        if viewer.restriction(line).is_some() {
            RESTRICTED
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Replaces passages of a search that the viewer may not see by [`RESTRICTED`].
pub fn restrict_search(answer: &mut SearchAnswer, viewer: &Viewer) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    for result in &mut answer.results {
        restrict_result(result, viewer, &mut withheld);
    }
    if let Some(answer) = &mut answer.answer {
        restrict_answer(answer, viewer, &mut withheld);
    }
    withheld
}

/// Replaces the passages of the answer to a question that the viewer may not see.
pub fn restrict_answer(answer: &mut QuestionAnswer, viewer: &Viewer, withheld: &mut Vec<Withheld>) {
    if let Some(result) = &mut answer.result {
        restrict_result(result, viewer, withheld);
    }
    for other in &mut answer.also {
        restrict(&mut other.text, other.span, viewer, withheld);
        if other.text == RESTRICTED {
            other.highlights.clear();
        }
    }
}

/// Replaces the passage of a result if the viewer may not see it.
pub fn restrict_result(result: &mut SearchResult, viewer: &Viewer, withheld: &mut Vec<Withheld>) {
    if !viewer.sees(Audience::Tier1) {
        // How the desk fares with an article is its own affair.
        result.outcomes = None;
    }
    let passage = &mut result.passage;
    let before = withheld.len();
    restrict(&mut passage.text, passage.span, viewer, withheld);
    if withheld.len() > before {
        passage.highlights.clear();
        passage.core = None;
        passage.cell = None;
    }
    for caution in &mut passage.cautions {
        restrict(&mut caution.text, caution.span, viewer, withheld);
    }
}

/// Replaces the words around identifiers, and what cards quote, where the viewer may not see them.
pub fn restrict_lookup(answer: &mut LookupAnswer, viewer: &Viewer) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    for hit in &mut answer.hits {
        restrict(&mut hit.text, hit.span, viewer, &mut withheld);
    }
    for card in &mut answer.cards {
        let systems = card.systems.iter_mut().map(|system| &mut system.says);
        for quote in card
            .effect
            .iter_mut()
            .chain(&mut card.rights)
            .chain(systems)
        {
            restrict(&mut quote.text, quote.span, viewer, &mut withheld);
        }
        for caution in &mut card.cautions {
            restrict(&mut caution.text, caution.span, viewer, &mut withheld);
        }
    }
    withheld
}

/// Says in an article as shown where something was withheld: the reader must not take what is left
/// for the whole.
pub fn mark_withheld(answer: &mut ArticleAnswer, withheld: &[Withheld]) {
    for hidden in withheld {
        let note = BlockAnswer {
            kind: "note".into(),
            text: RESTRICTED.into(),
            span: hidden.span,
            ..BlockAnswer::default()
        };
        let home = answer
            .sections
            .iter_mut()
            .find(|section| section.span.contains(hidden.span));
        match home {
            Some(section) => {
                section.blocks.push(note);
                section.blocks.sort_by_key(|block| block.span.start);
            }
            None => {
                answer.sections.push(SectionAnswer {
                    role: corpus::article::Role::Other.name().into(),
                    heading: Vec::new(),
                    blocks: vec![note],
                    span: hidden.span,
                });
                answer.sections.sort_by_key(|section| section.span.start);
            }
        }
    }
}

/// All that a viewer gets of an article that is kept to a higher audience: its id, and that there
/// is more.
#[must_use]
pub fn sealed(id: &str) -> ArticleAnswer {
    ArticleAnswer {
        schema: crate::answer::ARTICLE_SCHEMA.into(),
        id: id.to_owned(),
        title: RESTRICTED.into(),
        ..ArticleAnswer::default()
    }
}

fn restrict(text: &mut String, span: Span, viewer: &Viewer, withheld: &mut Vec<Withheld>) {
    if !is_open(text, span, viewer, withheld) {
        RESTRICTED.clone_into(text);
    }
}

#[cfg(test)]
mod tests;
