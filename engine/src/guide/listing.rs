//! Playbooks as listed and shown.

use super::error::GuideError;
use super::library::{Choice, Entry, Library};
use super::note::words;
use crate::answer::{
    BlockAnswer, GUIDE_SCHEMA, GUIDES_SCHEMA, GuideAnswer, GuideEdge, GuideNode, GuideOutcome,
    GuideSummary, GuideVersion, GuidesAnswer,
};
use crate::compose::article::block;
use crate::engine::Engine;
use corpus::article::{Audience, Block};
use corpus::playbook::{Ending, Node, NodeKind};

impl Engine {
    /// The playbooks of this knowledge base and the built-in ones, each in the version that holds
    /// on a day (`YYYY-MM-DD`), by title.
    #[must_use]
    pub fn guides(&self, on: &str) -> GuidesAnswer {
        let library = self.library();
        let entries = library.holding(on);
        let mut guides: Vec<GuideSummary> = entries.map(|entry| summary(library, entry)).collect();
        guides.sort_by(|one, other| one.title.cmp(&other.title));
        GuidesAnswer {
            schema: GUIDES_SCHEMA.into(),
            guides,
        }
    }

    /// A playbook with all its nodes.
    ///
    /// # Errors
    /// As [`Library::choose`].
    pub fn guide(&self, id: &str, choice: &Choice) -> Result<GuideAnswer, GuideError> {
        let library = self.library();
        let entry = library.choose(id, choice)?;
        Ok(GuideAnswer {
            schema: GUIDE_SCHEMA.into(),
            summary: summary(library, entry),
            introduction: blocks(&entry.playbook.introduction),
            nodes: entry.playbook.nodes.iter().map(node).collect(),
            sources: entry.playbook.sources.clone(),
        })
    }
}

fn summary(library: &Library, entry: &Entry) -> GuideSummary {
    let playbook = &entry.playbook;
    let versions = library.versions(&playbook.id).iter().rev();
    GuideSummary {
        id: playbook.id.clone(),
        title: playbook.title.clone(),
        version: playbook.version,
        owner: playbook.owner.clone(),
        tier: playbook.tier,
        audience: audience_name(playbook.audience).into(),
        applies_when: playbook.applies_when.clone(),
        built_in: entry.built_in,
        length: playbook.nodes.len(),
        versions: versions
            .map(|entry| GuideVersion {
                version: entry.playbook.version,
                valid_from: entry.playbook.valid_from.clone(),
                change: entry.playbook.change.clone(),
            })
            .collect(),
    }
}

fn node(node: &Node) -> GuideNode {
    let ending = match &node.kind {
        NodeKind::Outcome(ending) => Some(outcome(ending)),
        _ => None,
    };
    let text = match &node.kind {
        NodeKind::Link(target) => target.clone(),
        _ => words(node),
    };
    GuideNode {
        id: node.id.clone(),
        title: node.title.clone(),
        kind: kind_name(&node.kind).into(),
        text,
        blocks: blocks(&node.blocks),
        edges: node
            .edges
            .iter()
            .map(|edge| GuideEdge {
                answer: edge.answer.clone(),
                target: edge.target.clone(),
                at_most: edge.limit,
            })
            .collect(),
        outcome: ending,
    }
}

/// Blocks as shown.
pub(super) fn blocks(blocks: &[Block]) -> Vec<BlockAnswer> {
    blocks.iter().map(block).collect()
}

/// An outcome as shown.
pub(super) fn outcome(ending: &Ending) -> GuideOutcome {
    GuideOutcome {
        kind: ending.kind.name().into(),
        status: ending.kind.status().into(),
        text: ending.text.clone(),
        hand_to: ending.hand_to.clone(),
        collect: ending.collect.clone(),
    }
}

/// The name of a node's kind in JSON.
pub(super) fn kind_name(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Question(_) => "question",
        NodeKind::Action(_) => "action",
        NodeKind::Link(_) => "link",
        NodeKind::Outcome(_) => "outcome",
        NodeKind::Unknown => "",
    }
}

fn audience_name(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Tier1 => "tier1",
        Audience::Tier2 => "tier2",
        Audience::Tier3 => "tier3",
    }
}
