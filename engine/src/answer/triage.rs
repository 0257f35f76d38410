//! What a triage answers.

use corpus::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The whole answer to a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Triage {
    /// [`super::TRIAGE_SCHEMA`].
    pub schema: String,
    /// True if no known issue is likely enough to be shown as the answer.
    pub abstained: bool,
    /// Why it abstained, or what the answer rests on, in one sentence.
    pub reason: String,
    /// What has to stop before anything is done, if the case calls for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<crate::compose::guard::StopCard>,
    /// Probability of the best known issue, shown or not, 0 to 1.
    #[serde(default)]
    pub probability: f64,
    /// Known issues, most probable first.
    pub issues: Vec<KnownIssue>,
    /// The one next question that separates the candidates.
    pub question: Option<Question>,
    /// What to have collected, and whether the case has it.
    pub checklist: Vec<ChecklistItem>,
    /// Whom to hand it to, with the packet to hand over.
    pub escalation: Option<Escalation>,
    /// Playbooks that the case calls for, the most fitting first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<super::GuideOffer>,
    /// Ids of the nearest articles when nothing fits.
    pub nearest: Vec<String>,
    /// Titles of those articles, in the same order.
    #[serde(default)]
    pub nearest_titles: Vec<String>,
    /// Words and identifiers of the case that were used.
    #[serde(default)]
    pub understood: Vec<String>,
    /// Words that were read as others.
    #[serde(default)]
    pub corrections: Vec<super::Correction>,
    /// The case as it may be stored and repeated: names, addresses and secrets masked.
    #[serde(default)]
    pub masked: String,
    /// The events that were pasted or attached, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<super::EventsAnswer>,
    /// Numbers that can be read in several ways, with all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<super::NumberReading>,
    /// How urgent the case is, and why, if it says anything about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<super::Priority>,
    /// What the viewer does not get to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<crate::compose::guard::Withheld>,
    /// The id under which the desk remembers the case, if it does: outcomes and feedback name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Time spent, in milliseconds.
    pub took_ms: f64,
}

/// One problem, described by one or more articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnownIssue {
    /// Id of the known issue: that of the article that fits the case best.
    pub id: String,
    /// Title of the article that fits the case best.
    pub title: String,
    /// Calibrated probability that this is the case's problem, 0 to 1: each issue's own, so that those
    /// of several do not add up to 1.
    pub probability: f64,
    /// Articles that describe it, the best fitting first.
    pub articles: Vec<String>,
    /// What in the articles speaks for it.
    pub evidence: Vec<Evidence>,
    /// What to do, safest first.
    pub remedies: Vec<Remedy>,
    /// Advice of the case's own event texts that the article forbids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overruled: Vec<crate::compose::overrule::Overruled>,
    /// Whether it was fixed (`fixed`, `pending`, `no-fix`), if known; else `confirmed` if the
    /// vendor says that it is a problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// What an article says of the fix, or of the problem being known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix_says: Option<Evidence>,
    /// Where the article that fits best stands in its life, if it is not simply valid: `work-in-progress`,
    /// `not-validated`, `archived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What came of it at this desk, if anybody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<super::OutcomesSeen>,
    /// The first of its articles, with what they differ in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<IssueMember>,
}

/// An article that describes a known issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueMember {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Products with versions that it applies to, as printed.
    pub products: Vec<String>,
    /// Whether it was fixed there (`fixed`, `pending`, `no-fix`), if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// A quotation that speaks for a known issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The words.
    pub text: String,
    /// The article quoted.
    pub article: String,
    /// Where they stand.
    pub span: Span,
}

/// What to do about a known issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Remedy {
    /// The steps, verbatim, in order.
    pub steps: Vec<Step>,
    /// Risk of the change: the greatest of its steps.
    pub risk: Risk,
    /// What limits or forbids it.
    pub cautions: Vec<CautionAnswer>,
    /// The article quoted.
    pub article: String,
    /// The document it was read from.
    pub document: String,
    /// The section quoted (`resolution`, `workaround`, …).
    pub section: String,
    /// Headings down to the remedy, and the line that names it as one of several methods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<String>,
    /// What came of it at this desk, if anybody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<super::OutcomesSeen>,
    /// Why the risk is what it is, in a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub risk_reason: String,
    /// True if no rule knows what it does, so that the risk is only taken for granted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub risk_unknown: bool,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// A sentence that forbids or limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CautionAnswer {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// How much a change can break.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Risk {
    /// Only looks.
    ReadOnly,
    /// Can be taken back.
    Reversible,
    /// Interrupts service.
    Disruptive,
    /// Cannot be taken back.
    Destructive,
}

/// The state of a fix as people are told it in running text; none for one that is not known here.
#[must_use]
pub fn fix_told(state: &str) -> Option<&'static str> {
    match state {
        "confirmed" => Some("confirmed as a problem"),
        "fixed" => Some("a fix exists"),
        "pending" => Some("a fix is announced"),
        "no-fix" => Some("no fix by the vendor"),
        _ => None,
    }
}

impl Risk {
    /// The risk as people are told it in running text. What no rule knows is not called harmless.
    #[must_use]
    pub fn told(self, is_unknown: bool) -> &'static str {
        match self {
            _ if is_unknown => "risk not known",
            Self::ReadOnly => "only looks",
            Self::Reversible => "can be taken back",
            Self::Disruptive => "interrupts service",
            Self::Destructive => "cannot be taken back",
        }
    }
}

/// The next question to ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// What it asks for (`source`, `product`, `version`, `message`, `change`, `scope`, …): the
    /// name under which the answer is given.
    #[serde(default)]
    pub what: String,
    /// How much the answer is expected to tell, in bits; 0 if it must be answered anyway.
    #[serde(default)]
    pub gain: f64,
    /// The question.
    pub text: String,
    /// Possible answers.
    pub choices: Vec<String>,
}

/// An item to have before handing over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistItem {
    /// What.
    pub item: String,
    /// Whether the case has it.
    pub have: bool,
}

/// Whom to hand a case to, and what to hand over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Escalation {
    /// Whom.
    pub to: String,
    /// The packet, as Markdown.
    pub packet: String,
}
