//! What a help desk report says.

use super::OutcomesSeen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Volume and nature of calls, what is more than usual, what stayed without an answer, and which
/// articles need a look. Times are local to the desk, `2026-11-21T09:32+01:00`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeskReport {
    /// [`super::REPORT_SCHEMA`].
    pub schema: String,
    /// From when on calls are counted.
    pub since: String,
    /// Until when: the moment of the report.
    pub until: String,
    /// Only calls about this are counted, if a subject was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// All calls of the period, also those that are not about the subject.
    pub all_calls: u64,
    /// Calls.
    pub calls: u64,
    /// Calls that were answered with a known issue.
    pub answered: u64,
    /// How they ended.
    pub endings: Endings,
    /// Calls of every day, the oldest first, days without calls included.
    pub days: Vec<DayCalls>,
    /// Known issues, the most frequent first.
    pub issues: Vec<IssueCalls>,
    /// Products, the most frequent first.
    pub products: Vec<CallCount>,
    /// Sites.
    pub sites: Vec<CallCount>,
    /// Support tiers of those who asked.
    pub tiers: Vec<CallCount>,
    /// Channels.
    pub channels: Vec<CallCount>,
    /// What is more than usual now, the least likely to be chance first.
    pub spikes: Vec<Spike>,
    /// How many things were looked at for that; the more, the stricter.
    pub tested: u64,
    /// Whole days of calls that say what is usual; below three nothing is called a spike.
    pub history_days: u64,
    /// Questions without an answer, grouped by shared terms: what to write next.
    pub topics: Vec<Topic>,
    /// Questions without an answer in groups that are not shown.
    pub further_unanswered: u64,
    /// Articles that need a look, the most urgent first.
    pub articles: Vec<ArticleHealth>,
    /// Changes that people noted in the period, the newest first.
    pub changes: Vec<NotedChange>,
}

/// How calls ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Endings {
    /// Fixed, and it is understood why.
    pub fixed: u64,
    /// Fixed, and nobody knows why.
    pub fixed_unclear: u64,
    /// Not fixed.
    pub not_fixed: u64,
    /// Handed to the next tier.
    pub escalated: u64,
    /// Nobody said.
    pub not_told: u64,
}

/// Calls of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayCalls {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Calls that were answered with a known issue.
    pub answered: u64,
    /// Calls without an answer.
    pub unanswered: u64,
}

/// Calls about a known issue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueCalls {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Calls.
    pub calls: u64,
    /// How they ended.
    pub endings: Endings,
}

/// A name and a number of calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CallCount {
    /// The name.
    pub name: String,
    /// Calls.
    pub calls: u64,
}

/// Something that is more than usual.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spike {
    /// What it is: `identifier`, `issue`, `product`, `site`, `unanswered`, `calls`.
    pub kind: String,
    /// Its name (`4284`), or the id of a known issue.
    pub name: String,
    /// The title of a known issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// In which window: `today`, `in the last 3 hours`.
    pub window: String,
    /// Calls in it.
    pub calls: u64,
    /// Calls to be expected in it.
    pub usual: f64,
    /// Chance of as many calls or more if nothing is unusual, 0 to 1.
    pub chance: f64,
    /// When it began.
    pub began: String,
    /// The change that came before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<NotedChange>,
    /// How long before it the change was, in words (`2 hours`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub change_before: String,
    /// Where the calls came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<CallCount>,
    /// What else rose with it: nearly the same calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// A change that people noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotedChange {
    /// When.
    pub at: String,
    /// What, masked.
    pub text: String,
}

/// Questions without an answer that share terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// What they share, the most telling first.
    pub terms: Vec<String>,
    /// Calls.
    pub calls: u64,
    /// People who asked, as far as they are known.
    pub people: u64,
    /// The last call.
    pub last: String,
    /// The newest case.
    pub case: String,
    /// What it said, masked and cut.
    pub example: String,
    /// Articles that were nearest, the most frequent first.
    pub nearest: Vec<String>,
}

/// What is known of an article from its use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleHealth {
    /// Its id.
    pub id: String,
    /// Its title; empty if it is not in this knowledge base any more.
    pub title: String,
    /// Calls that were answered with it.
    pub calls: u64,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<OutcomesSeen>,
    /// Why it needs a look, each in a few words.
    pub concerns: Vec<String>,
}

impl Endings {
    /// All calls.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.fixed + self.fixed_unclear + self.not_fixed + self.escalated + self.not_told
    }

    /// Names and numbers that are not zero, in words.
    #[must_use]
    pub fn told(&self) -> Vec<(&'static str, u64)> {
        let all = [
            ("fixed and understood", self.fixed),
            ("fixed but unclear", self.fixed_unclear),
            ("not fixed", self.not_fixed),
            ("escalated", self.escalated),
            ("not told", self.not_told),
        ];
        all.into_iter().filter(|(_, calls)| *calls > 0).collect()
    }
}

impl Spike {
    /// In a line: `4284: 9 today, usual 1`.
    #[must_use]
    pub fn words(&self) -> String {
        let usual = if self.usual < 0.5 {
            "usually none".to_owned()
        } else {
            format!("usual {:.0}", self.usual)
        };
        let name = match self.kind.as_str() {
            "calls" => "All calls",
            "unanswered" => "Calls without an answer",
            _ => &self.name,
        };
        let window = &self.window;
        format!("{name}: {} {window}, {usual}", self.calls)
    }

    /// The change before it in a line: `since “rollout wave 3”, 2 hours before`.
    #[must_use]
    pub fn change_words(&self) -> Option<String> {
        let change = self.change.as_ref()?;
        Some(format!(
            "since “{}”, {} before",
            change.text, self.change_before
        ))
    }
}
