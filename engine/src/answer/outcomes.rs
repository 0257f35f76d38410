//! What came of an article or remedy at this desk.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What came of an article or remedy at this desk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomesSeen {
    /// Times it fixed a problem, one for each person and case.
    pub helped: u32,
    /// Times it was tried.
    pub tried: u32,
    /// People who tried it or said something of it.
    pub people: u32,
    /// Day of the last word on it, `YYYY-MM-DD`.
    pub last: String,
    /// People who call it unsafe.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unsafe_people: u32,
    /// What that adds to the ranking score: 0 until enough people have confirmed it.
    pub shift: f64,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl OutcomesSeen {
    /// In words: `helped 7 of 8 times, by 4 people, last 2026-11-02`.
    #[must_use]
    pub fn words(&self) -> String {
        let counted = |number: u32, one: &str, many: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {many}"),
        };
        let mut words = String::new();
        if self.tried == 0 && self.unsafe_people == 0 {
            let people = counted(self.people, "person finds", "people find");
            return format!("{people} fault with it, last {}", self.last);
        }
        if self.tried > 0 {
            let times = counted(self.tried, "time", "times");
            let people = counted(self.people, "person", "people");
            words = format!(
                "helped {} of {times}, by {people}, last {}",
                self.helped, self.last
            );
        }
        if self.unsafe_people > 0 {
            let people = counted(self.unsafe_people, "person calls", "people call");
            let join = if words.is_empty() { "" } else { "; " };
            words = format!("{words}{join}{people} it unsafe");
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_told_in_a_line() {
        let seen = |helped, tried, people, unsafe_people| OutcomesSeen {
            helped,
            tried,
            people,
            last: "2026-11-02".into(),
            unsafe_people,
            shift: 0.0,
        };
        for (one, words) in [
            (
                seen(7, 8, 4, 0),
                "helped 7 of 8 times, by 4 people, last 2026-11-02",
            ),
            (
                seen(0, 1, 1, 0),
                "helped 0 of 1 time, by 1 person, last 2026-11-02",
            ),
            (seen(0, 0, 1, 1), "1 person calls it unsafe"),
            (
                seen(0, 0, 2, 0),
                "2 people find fault with it, last 2026-11-02",
            ),
            (
                seen(1, 2, 3, 2),
                "helped 1 of 2 times, by 3 people, last 2026-11-02; 2 people call it unsafe",
            ),
        ] {
            assert_eq!(one.words(), words);
        }
    }
}
