//! The hand-over packet: what goes with a case to whoever takes it over.

use super::{CautionAnswer, Priority};
use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A case as handed over. Published as a JSON schema: [`crate::escalation::SCHEMA`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EscalationPacket {
    /// [`super::ESCALATION_SCHEMA`].
    pub schema: String,
    /// When it was written, in seconds since 1970.
    pub created: u64,
    /// The tier that hands over.
    pub tier: u8,
    /// Whom to hand the case to.
    pub to: HandOver,
    /// Whom else it may concern, and when.
    pub also: Vec<HandOver>,
    /// What was reported.
    pub case: PacketCase,
    /// How urgent it is; none if the case says neither whom it concerns nor how badly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// What it is held to be; none if no known issue is likely enough.
    pub issue: Option<PacketIssue>,
    /// What else was considered.
    pub considered: Vec<PacketIssue>,
    /// Why the issue is held to be the one, or why there is none.
    pub reason: String,
    /// What to have collected.
    pub items: Vec<PacketItem>,
    /// How many of them are missing.
    pub missing: usize,
    /// That in words: "2 of 6 missing: target name, event 547 record".
    pub completeness: String,
    /// The playbook that was walked.
    pub session: Option<PacketSession>,
    /// What the tier that hands over may not do itself.
    pub limits: Vec<TierLimit>,
    /// What the articles forbid; it holds for whoever takes over as well.
    pub cautions: Vec<CautionAnswer>,
    /// The packet as Markdown, for a ticket.
    pub markdown: String,
}

/// Whom a case goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HandOver {
    /// Whom.
    pub to: String,
    /// Who says so: an article, a playbook, a rule.
    pub because: String,
    /// The words of the article that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Quotation>,
}

/// Words of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quotation {
    /// The words.
    pub text: String,
    /// The article.
    pub article: String,
    /// Where they stand.
    pub span: Span,
}

/// What was reported, masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PacketCase {
    /// The text; names, addresses and secrets are tokens (`[host-1]`).
    pub text: String,
    /// How many places of each class were masked.
    pub masked: BTreeMap<String, usize>,
}

/// A known issue in a packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PacketIssue {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Calibrated probability.
    pub probability: f64,
}

/// Something to have collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PacketItem {
    /// Its number, from 1, by which it can be given.
    pub number: usize,
    /// A few words for it.
    pub name: String,
    /// What it is.
    pub item: String,
    /// Whether it is there.
    pub have: bool,
    /// What was given for it, or where in the case it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Who asks for it: an article, a playbook, a rule.
    pub asked_by: String,
}

/// The playbook that was walked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PacketSession {
    /// Code by which it is resumed.
    pub code: String,
    /// Id of the playbook.
    pub guide: String,
    /// Its version.
    pub version: u32,
    /// The state of the case; none if the session is still open.
    pub status: Option<String>,
    /// The transcript, as Markdown.
    pub note: String,
}

/// Something that a tier may not do itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TierLimit {
    /// What.
    pub what: String,
    /// Who may.
    pub who: String,
    /// The words of the article that says so, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Quotation>,
}
