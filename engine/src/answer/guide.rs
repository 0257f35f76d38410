//! Playbooks as listed and shown, and sessions that walk one.

use super::{BlockAnswer, CautionAnswer, SectionAnswer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The playbooks there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GuidesAnswer {
    /// [`super::GUIDES_SCHEMA`].
    pub schema: String,
    /// One entry per id, by title.
    pub guides: Vec<GuideSummary>,
}

/// A playbook as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GuideSummary {
    /// Id.
    pub id: String,
    /// What it is for.
    pub title: String,
    /// The version that holds on the day asked for.
    pub version: u32,
    /// The team that answers for it.
    pub owner: String,
    /// Lowest support tier that may walk it.
    pub tier: u8,
    /// Who may see it: `public`, `tier1`, `tier2`, `tier3`.
    pub audience: String,
    /// Words and phrases that call for it.
    pub applies_when: Vec<String>,
    /// Whether it ships with the program.
    pub built_in: bool,
    /// How many nodes it has.
    pub length: usize,
    /// All versions, the newest first.
    pub versions: Vec<GuideVersion>,
}

/// One version of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuideVersion {
    /// The version.
    pub version: u32,
    /// Date from which it holds, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// The named change it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}

/// A playbook that a case calls for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuideOffer {
    /// Id of the playbook.
    pub id: String,
    /// What it is for.
    pub title: String,
    /// What in the case calls for it, in one sentence.
    pub why: String,
}

/// A playbook with all its nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GuideAnswer {
    /// [`super::GUIDE_SCHEMA`].
    pub schema: String,
    /// The playbook.
    #[serde(flatten)]
    pub summary: GuideSummary,
    /// What is shown before the first node.
    pub introduction: Vec<BlockAnswer>,
    /// The nodes; the first is where the flow starts.
    pub nodes: Vec<GuideNode>,
    /// What it was written from.
    pub sources: Vec<String>,
}

/// One node of a playbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GuideNode {
    /// Id, unique in the playbook.
    pub id: String,
    /// A short title.
    pub title: String,
    /// `question`, `action`, `link` or `outcome`.
    pub kind: String,
    /// What to ask or do; the id linked to; how it ends.
    pub text: String,
    /// What stands below.
    pub blocks: Vec<BlockAnswer>,
    /// Where it leads.
    pub edges: Vec<GuideEdge>,
    /// How it ends, for an outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<GuideOutcome>,
}

/// An answer and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuideEdge {
    /// The answer.
    pub answer: String,
    /// Id of the node it leads to.
    pub target: String,
    /// How often it may be taken in one session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u8>,
}

/// How a flow ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuideOutcome {
    /// `fixed-understood`, `fixed-unclear`, `not-fixed-escalate` or `no-issue`.
    pub kind: String,
    /// The state of the case for the ticket: "fixed and understood", "fixed but unclear", "not
    /// fixed, escalated" or "no issue".
    pub status: String,
    /// In words.
    pub text: String,
    /// Whom to hand the case to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_to: Option<String>,
    /// What to have collected before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collect: Vec<String>,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SessionAnswer {
    /// [`super::GUIDE_SESSION_SCHEMA`].
    pub schema: String,
    /// Code by which it is resumed, such as `7F-KQ`.
    pub code: String,
    /// Grows with every answer and every step back; send it with an answer, so that two people
    /// at one session do not answer each other's questions.
    pub revision: u64,
    /// The playbook it walks.
    pub guide: SessionGuide,
    /// What is shown before the first node; empty later on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introduction: Vec<BlockAnswer>,
    /// The node it stands at.
    pub node: SessionNode,
    /// True at an outcome of the playbook.
    pub finished: bool,
    /// The outcome, once it is finished.
    pub outcome: Option<GuideOutcome>,
    /// What was answered so far.
    pub trail: Vec<TrailStep>,
    /// The ticket note so far, as Markdown.
    pub note: String,
    /// When it was begun, in seconds since 1970.
    pub started: u64,
    /// When the last answer came, in seconds since 1970.
    pub changed: u64,
}

/// The playbook of a session, as it was when the session began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionGuide {
    /// Id.
    pub id: String,
    /// What it is for.
    pub title: String,
    /// The version.
    pub version: u32,
    /// The named change it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The team that answers for it.
    pub owner: String,
    /// Lowest support tier that may walk it.
    pub tier: u8,
}

/// The node a session stands at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SessionNode {
    /// Titles of the playbooks down to the one it stands in; more than one inside a linked one.
    pub within: Vec<String>,
    /// Id of the node.
    pub id: String,
    /// A short title.
    pub title: String,
    /// `question`, `action`, `link` or `outcome`; an outcome of a linked playbook has choices.
    pub kind: String,
    /// What to ask or do, or how it ends.
    pub text: String,
    /// What stands below.
    pub blocks: Vec<BlockAnswer>,
    /// The article to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<LinkedArticle>,
    /// How it ends, for an outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<GuideOutcome>,
    /// Title of the node that a linked playbook comes back to with these choices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_in: Option<String>,
    /// What can be answered.
    pub choices: Vec<SessionChoice>,
}

/// Something that can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionChoice {
    /// Its number, from 1.
    pub number: usize,
    /// The answer.
    pub answer: String,
    /// How often it can still be given, if that is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u8>,
}

/// An article that a node sends to, cut to what helps during a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedArticle {
    /// Its id.
    pub id: String,
    /// Its title; empty if it is not in this knowledge base.
    pub title: String,
    /// Sections that say what to look at and what to do.
    pub sections: Vec<SectionAnswer>,
    /// What it forbids or limits.
    pub cautions: Vec<CautionAnswer>,
}

/// A question or action and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrailStep {
    /// Id of the playbook.
    pub guide: String,
    /// Id of the node.
    pub node: String,
    /// Title of the node.
    pub title: String,
    /// What was asked or to be done.
    pub text: String,
    /// What was answered.
    pub answer: String,
    /// When, in seconds since 1970.
    pub at: u64,
}
