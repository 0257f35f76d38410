//! The card of a command or script: quoted from articles, never composed.

use super::{CautionAnswer, Risk};
use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One way to call a command or script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CommandCard {
    /// The line as the article prints it.
    pub syntax: Quote,
    /// What it does, if an article says so.
    pub effect: Vec<Quote>,
    /// What it risks.
    pub risk: Risk,
    /// Why the risk is what it is, in a few words.
    pub risk_reason: String,
    /// True if no rule knows what it does, so that the risk is only taken for granted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub risk_unknown: bool,
    /// Who may run it, if an article says so.
    pub rights: Vec<Quote>,
    /// On which systems it is valid, and on which not.
    pub systems: Vec<SystemValidity>,
    /// Whether it is valid on the system that was asked for; `unknown` if none was.
    pub asked: Validity,
    /// What limits or forbids it.
    pub cautions: Vec<CautionAnswer>,
}

/// Words of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The article quoted.
    pub article: String,
    /// Where they stand.
    pub span: Span,
}

/// What an article says of a command on a system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SystemValidity {
    /// The system as written.
    pub system: String,
    /// Whether the command is valid there.
    pub validity: Validity,
    /// The words that say so.
    pub says: Quote,
}

/// Whether a command can be used on a system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// An article says that it works there.
    Valid,
    /// An article says that it does not, or only elsewhere.
    Invalid,
    /// No article says.
    #[default]
    Unknown,
}
