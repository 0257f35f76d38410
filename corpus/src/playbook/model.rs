//! A playbook as read.

use crate::article::{Audience, Block, Span};
use serde::{Deserialize, Serialize};

/// A guided flow: nodes joined by answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Playbook {
    /// The file it was read from.
    pub file: String,
    /// Lower case, digits, hyphens; several versions share it.
    pub id: String,
    /// What the flow is for.
    pub title: String,
    /// Raised with every change.
    pub version: u32,
    /// The team that answers for it.
    pub owner: String,
    /// Lowest support tier that may walk it.
    pub tier: u8,
    /// Who may see it.
    pub audience: Audience,
    /// Words and phrases that call for it.
    pub applies_when: Vec<String>,
    /// Date from which this version holds, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// The named change this version belongs to.
    pub change: Option<String>,
    /// What it was written from.
    pub sources: Vec<String>,
    /// What is shown before the first node.
    pub introduction: Vec<Block>,
    /// The nodes; the first is where the flow starts.
    pub nodes: Vec<Node>,
}

impl Playbook {
    /// The place of the node with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// Ids of articles and playbooks that nodes lead to, with their lines.
    pub fn links(&self) -> impl Iterator<Item = (&str, u32)> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Link(target) => Some((target.as_str(), node.kind_line)),
            _ => None,
        })
    }
}

/// One step of a flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Unique in the file.
    pub id: String,
    /// A short title.
    pub title: String,
    /// Its bytes in the file, from its heading to the next.
    pub span: Span,
    /// Line of its heading, counted from 1.
    pub line: u32,
    /// Line on which its kind stands, counted from 1.
    pub kind_line: u32,
    /// What it is.
    pub kind: NodeKind,
    /// What stands between its first line and its edges.
    pub blocks: Vec<Block>,
    /// Where it leads; empty for an outcome.
    pub edges: Vec<Edge>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum NodeKind {
    /// To be asked.
    Question(String),
    /// To be done.
    Action(String),
    /// The id of an article to be read, or of a playbook to be walked.
    Link(String),
    /// An end.
    Outcome(Ending),
    /// Nothing that the grammar knows; such a playbook is not sound.
    Unknown,
}

/// How a flow ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// In which of the known ways.
    pub kind: OutcomeKind,
    /// In words.
    pub text: String,
    /// Whom to hand the case to.
    pub hand_to: Option<String>,
    /// What to have collected before.
    pub collect: Vec<String>,
}

/// The ways in which a flow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// It works again and the cause is known.
    FixedUnderstood,
    /// It works again, the cause is not known.
    FixedUnclear,
    /// It does not work, and is handed over.
    NotFixedEscalate,
    /// Nothing is wrong, or it is meant to be so.
    NoIssue,
}

impl OutcomeKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::FixedUnderstood,
        Self::FixedUnclear,
        Self::NotFixedEscalate,
        Self::NoIssue,
    ];

    /// The name in a playbook and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FixedUnderstood => "fixed-understood",
            Self::FixedUnclear => "fixed-unclear",
            Self::NotFixedEscalate => "not-fixed-escalate",
            Self::NoIssue => "no-issue",
        }
    }

    /// The state of the case, in the words of a ticket.
    #[must_use]
    pub fn status(self) -> &'static str {
        match self {
            Self::FixedUnderstood => "fixed and understood",
            Self::FixedUnclear => "fixed but unclear",
            Self::NotFixedEscalate => "not fixed, escalated",
            Self::NoIssue => "no issue",
        }
    }
}

/// An answer and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The answer as offered.
    pub answer: String,
    /// Id of the node it leads to.
    pub target: String,
    /// How often it may be taken in one session; none means as often as one likes.
    pub limit: Option<u8>,
    /// Its bytes in the file.
    pub span: Span,
    /// Its line, counted from 1.
    pub line: u32,
}
