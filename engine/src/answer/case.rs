//! What was read from a case: its events, its ambiguous numbers, how urgent it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The events of a case, grouped and counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventsAnswer {
    /// Different events, the most telling first; at most fifty.
    pub records: Vec<EventAnswer>,
    /// How many different events there are.
    pub different: usize,
    /// How many records were read, repetitions included.
    pub read: usize,
    /// How many could not be read, or were too many to keep.
    pub skipped: usize,
}

/// One event, as often as it was recorded. Names of people and machines are masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventAnswer {
    /// The source that logged it.
    pub provider: Option<String>,
    /// The log it stands in.
    pub channel: Option<String>,
    /// The event number.
    pub number: Option<u32>,
    /// How grave it says it is (`critical`, `error`, `audit-failure`, `warning`, …).
    pub level: Option<String>,
    /// When it was logged first, as written.
    pub time: Option<String>,
    /// The computer, masked.
    pub computer: Option<String>,
    /// What it says, masked.
    pub description: String,
    /// How many records are the same event.
    pub count: usize,
    /// Whether it is the event that the answer goes by.
    pub used: bool,
}

/// A number of the case that can mean several things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NumberReading {
    /// As written.
    pub text: String,
    /// What it can be, the likeliest first.
    pub readings: Vec<String>,
}

/// How urgent a case is, by the table of impact and urgency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Priority {
    /// The priority as the table names it (`P1`).
    pub level: String,
    /// How far it reaches, as the table names it (`site`).
    pub impact: String,
    /// How bad it is there, as the table names it (`stopped`).
    pub urgency: String,
    /// Why, in one sentence that quotes the case.
    pub reason: String,
    /// The words of the case that decided, masked: those for the impact, then for the urgency.
    pub because: Vec<String>,
    /// How many people or machines the case names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affected: Option<u32>,
    /// What to find out, if the case does not say how far it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}
