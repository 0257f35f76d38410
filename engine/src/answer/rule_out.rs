//! What speaks for and against a subject being the cause of a case.

use super::CautionAnswer;
use super::Risk;
use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a subject (`ipsec`, `dns`) is at fault: evidence for, against, and how to find out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleOut {
    /// [`super::RULE_OUT_SCHEMA`].
    pub schema: String,
    /// The subject as asked.
    pub subject: String,
    /// Whether the knowledge base has articles about it.
    pub known: bool,
    /// One sentence: where the evidence points.
    pub leaning: String,
    /// What has to stop before anything is done, if the case calls for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<crate::compose::guard::StopCard>,
    /// What speaks for it.
    pub evidence_for: Vec<Sign>,
    /// What speaks against it.
    pub evidence_against: Vec<Sign>,
    /// How to find out, harmless checks first.
    pub checks: Vec<Check>,
    /// What interrupts service, kept for the very last, each with its cautions.
    pub last_resort: Vec<Check>,
    /// What must not be done to find out.
    pub cautions: Vec<CautionAnswer>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// A quotation that speaks for or against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sign {
    /// The words of the article.
    pub text: String,
    /// What of the case it meets, in a few words; empty if it holds for any case.
    pub meets: String,
    /// The article quoted.
    pub article: String,
    /// Its title.
    pub title: String,
    /// Where the words stand.
    pub span: Span,
}

/// Something to do in order to find out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The words of the article.
    pub text: String,
    /// What it risks.
    pub risk: Risk,
    /// Why the risk is what it is, in a few words.
    pub risk_reason: String,
    /// True if no rule knows what it does, so that the risk is only taken for granted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub risk_unknown: bool,
    /// What limits or forbids it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<CautionAnswer>,
    /// The article quoted.
    pub article: String,
    /// Where the words stand.
    pub span: Span,
}
