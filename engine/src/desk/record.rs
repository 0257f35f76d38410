//! What the desk remembers: plain data, in the form in which it is stored, listed and exported.
//!
//! Order is told by `seq`, which only grows; a `time` is what the clock said, and clocks jump.

use super::case_id::CaseId;
use crate::answer::Risk;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a case or a word about it came in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Channel {
    /// A terminal.
    Cli,
    /// The HTTP API.
    Http,
    /// The page.
    Web,
    /// Slack.
    Slack,
    /// Microsoft Teams.
    Teams,
    /// Mattermost.
    Mattermost,
    /// A program that speaks the Model Context Protocol.
    Mcp,
}

/// How a case ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// It works, and it is known why.
    Fixed,
    /// It works, and nobody knows why: it may come back.
    FixedUnclear,
    /// What was shown did not help.
    NotFixed,
    /// It was handed to the next tier.
    Escalated,
}

/// What is wrong with what was shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Reason {
    /// It does not fit the case, or is not true.
    Wrong,
    /// It was true once.
    Outdated,
    /// It cannot be followed.
    Unclear,
    /// Following it does damage.
    Unsafe,
}

/// How far an article is on its way to being relied on, after Knowledge-Centered Service.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KcsState {
    /// Being written.
    WorkInProgress,
    /// Written, and confirmed by nobody else.
    NotValidated,
    /// Confirmed.
    Validated,
    /// Kept for the record only.
    Archived,
}

/// Gives an enum of bare names its names as text, both ways, as they stand in the file.
macro_rules! names {
    ($type:ty { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in files, addresses and commands.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// The one of this name.
            #[must_use]
            pub fn of_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

names!(Channel {
    Cli = "cli",
    Http = "http",
    Web = "web",
    Slack = "slack",
    Teams = "teams",
    Mattermost = "mattermost",
    Mcp = "mcp",
});
names!(Outcome {
    Fixed = "fixed",
    FixedUnclear = "fixed-unclear",
    NotFixed = "not-fixed",
    Escalated = "escalated",
});
names!(Reason {
    Wrong = "wrong",
    Outdated = "outdated",
    Unclear = "unclear",
    Unsafe = "unsafe",
});
names!(KcsState {
    WorkInProgress = "work-in-progress",
    NotValidated = "not-validated",
    Validated = "validated",
    Archived = "archived",
});

impl Outcome {
    /// The outcome in words, as a ticket has it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fixed => "fixed and understood",
            Self::FixedUnclear => "fixed but unclear",
            Self::NotFixed => "not fixed",
            Self::Escalated => "escalated",
        }
    }
}

/// Who said something: no more than is needed to tell independent voices apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Who {
    /// Name of the key, or a pseudonym that stands for one member of a chat platform; none where
    /// nobody had to say who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Support tier, 1 to 3, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
}

/// A case as it is handed in to be remembered. Its text has to be masked already.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// The id that it was promised.
    pub id: CaseId,
    /// The case that this is a further round of, if it is one.
    pub continues: Option<CaseId>,
    /// When.
    pub time: Timestamp,
    /// Where it came in.
    pub channel: Channel,
    /// Who asked.
    pub who: Who,
    /// The site it is about.
    pub site: Option<String>,
    /// The product that was named.
    pub product: Option<String>,
    /// What was reported, masked.
    pub text: String,
    /// Words and identifiers of it that were used to find an answer.
    pub terms: Vec<String>,
    /// True if no known issue was likely enough to be shown as the answer.
    pub abstained: bool,
    /// Probability of the best known issue, 0 to 1.
    pub probability: f64,
    /// The generation that answered.
    pub generation: String,
    /// What was shown, best first.
    pub shown: Vec<Shown>,
    /// Ids of the nearest articles when nothing fitted.
    pub nearest: Vec<String>,
}

/// A case, as it is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseRecord {
    /// Its place in the order of all that was recorded.
    pub seq: u64,
    /// Its id.
    pub id: CaseId,
    /// When it was first asked.
    pub time: Timestamp,
    /// Where it came in.
    pub channel: Channel,
    /// Who asked.
    pub who: Who,
    /// The site it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The product that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// What was reported, masked; of several rounds the last.
    pub text: String,
    /// Words and identifiers of it that were used to find an answer.
    pub terms: Vec<String>,
    /// True if no known issue was likely enough to be shown as the answer.
    pub abstained: bool,
    /// Probability of the best known issue, 0 to 1.
    pub probability: f64,
    /// The generation that answered.
    pub generation: String,
    /// How often it was asked, each time with more known.
    pub rounds: u32,
    /// Ids of the nearest articles when nothing fitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
}

/// A known issue that was shown for a case; its rank is its place in the list, from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The known issue: the id of the article that fitted best.
    pub issue: String,
    /// Its title.
    pub title: String,
    /// Its probability, 0 to 1.
    pub probability: f64,
    /// Articles that describe it, best first.
    pub articles: Vec<String>,
    /// Products of the article that fitted best.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// What was shown to do about it, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<RemedyRef>,
}

/// Which remedy: article, section and heading name it across generations.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct RemedyRef {
    /// The article it was read from.
    pub article: String,
    /// The section (`resolution`, `workaround`, …).
    pub section: String,
    /// Headings down to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<String>,
    /// Risk of the change.
    pub risk: Risk,
}

/// What was taken of all that was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Chosen {
    /// The known issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The article whose remedy was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The section of that remedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

/// How a case ended, as somebody said. Several may say so; each is kept, and the last counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeRecord {
    /// Its place in the order of all that was recorded.
    pub seq: u64,
    /// The case.
    pub case: CaseId,
    /// When.
    pub time: Timestamp,
    /// Where it was said.
    pub channel: Channel,
    /// Who said so.
    pub who: Who,
    /// How it ended.
    pub outcome: Outcome,
    /// What was taken of what was shown; empty if it was not said.
    #[serde(default)]
    pub chosen: Chosen,
    /// A remark, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What somebody found wrong with what was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedbackRecord {
    /// Its place in the order of all that was recorded.
    pub seq: u64,
    /// The case.
    pub case: CaseId,
    /// When.
    pub time: Timestamp,
    /// Where it was said.
    pub channel: Channel,
    /// Who said so.
    pub who: Who,
    /// What is wrong.
    pub reason: Reason,
    /// The known issue meant; none means the answer as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The article meant, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// A remark, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A change that people noted, so that a rise in calls can be seen beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeNote {
    /// Its place in the order of all that was recorded.
    pub seq: u64,
    /// When the change was.
    pub time: Timestamp,
    /// Who noted it.
    pub who: Who,
    /// The site it concerns; none means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// What changed, masked.
    pub text: String,
}

/// The state that somebody gave an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleState {
    /// Its place in the order of all that was recorded.
    pub seq: u64,
    /// The article.
    pub article: String,
    /// Its state.
    pub state: KcsState,
    /// Since when.
    pub time: Timestamp,
    /// Who said so.
    pub who: Who,
}

/// A case with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseFile {
    /// The case.
    #[serde(flatten)]
    pub case: CaseRecord,
    /// What was shown, best first; of several rounds the last.
    pub shown: Vec<Shown>,
    /// What became of it, in the order it was said.
    pub outcomes: Vec<OutcomeRecord>,
    /// What was found wrong, in the order it was said.
    pub feedback: Vec<FeedbackRecord>,
}

impl CaseFile {
    /// The outcome that counts: the last that was said.
    #[must_use]
    pub fn outcome(&self) -> Option<&OutcomeRecord> {
        self.outcomes.last()
    }
}

/// A known issue shown for a case, and what is known of how that case ended.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownOutcome {
    /// Place of the case in the order of all that was recorded.
    pub seq: u64,
    /// The case.
    pub case: CaseId,
    /// When the case was asked.
    pub time: Timestamp,
    /// Place in the answer, from 1.
    pub rank: u32,
    /// What was shown.
    pub shown: Shown,
    /// Everything that was said of the case's end; empty means silence.
    pub outcomes: Vec<OutcomeRecord>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_the_file_and_in_json() {
        fn check<T: Serialize + Copy>(all: &[T], name: impl Fn(T) -> &'static str) {
            for one in all {
                assert_eq!(serde_json::json!(one), name(*one));
            }
        }
        check(Channel::ALL, Channel::name);
        check(Outcome::ALL, Outcome::name);
        check(Reason::ALL, Reason::name);
        check(KcsState::ALL, KcsState::name);
        assert_eq!(
            Outcome::of_name("fixed-unclear"),
            Some(Outcome::FixedUnclear)
        );
        assert_eq!(Outcome::of_name("Fixed"), None);
    }
}
