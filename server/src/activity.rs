//! What was asked of this process: calls per hour, known issues answered with, cases that stayed
//! without an answer. Kept in memory, bounded, masked; gone when the process ends.

use crate::routes::guides::now;
use engine::answer::Triage;
use engine::guide::clock;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Hours that are remembered.
const HOURS: u64 = 24;
/// Cases without an answer that are remembered.
const UNANSWERED: usize = 40;
/// Characters of such a case.
const LONGEST: usize = 240;
/// Known issues that are told apart; more are not counted.
const ISSUES: usize = 2000;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Activity(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Hours since 1970 with what was asked in them, the newest last.
    hours: VecDeque<(u64, Hour)>,
    issues: HashMap<String, u64>,
    unanswered: VecDeque<Unanswered>,
}

/// What was asked in an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hour {
    /// The hour of the day, `14`, UTC.
    pub label: String,
    /// Searches.
    pub searches: u64,
    /// Cases that had an answer.
    pub answered: u64,
    /// Cases that had none.
    pub abstained: u64,
}

/// A case without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// When, UTC.
    pub at: String,
    /// What was said, masked and cut.
    pub text: String,
}

/// All that is remembered, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The last 24 hours, the oldest first.
    pub hours: Vec<Hour>,
    /// Known issues by id, the most frequent first.
    pub issues: Vec<(String, u64)>,
    /// Cases without an answer, the newest first.
    pub unanswered: Vec<Unanswered>,
}

impl Activity {
    /// Counts a search.
    pub fn count_search(&self) {
        self.kept().hour(now() / 3600).searches += 1;
    }

    /// Counts a case, and remembers it masked if it had no answer.
    pub fn record_triage(&self, answer: &Triage) {
        let now = now();
        let mut kept = self.kept();
        let hour = kept.hour(now / 3600);
        if !answer.abstained {
            hour.answered += 1;
            let Some(issue) = answer.issues.first() else {
                return;
            };
            if kept.issues.len() < ISSUES || kept.issues.contains_key(&issue.id) {
                *kept.issues.entry(issue.id.clone()).or_default() += 1;
            }
            return;
        }
        hour.abstained += 1;
        let text: String = answer.masked.chars().take(LONGEST).collect();
        if text.trim().is_empty() {
            return;
        }
        let at = format!("{} {}", clock::date(now), clock_of(now));
        kept.unanswered.push_front(Unanswered { at, text });
        kept.unanswered.truncate(UNANSWERED);
    }

    /// All of it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let kept = self.kept();
        let last = now() / 3600;
        let hours = (last.saturating_sub(HOURS - 1)..=last).map(|at| {
            let known = kept.hours.iter().find(|(hour, _)| *hour == at);
            let hour = known.map(|(_, hour)| hour.clone()).unwrap_or_default();
            let label = format!("{:02}", at % 24);
            Hour { label, ..hour }
        });
        let hours = hours.collect();
        let mut issues: Vec<_> = kept.issues.clone().into_iter().collect();
        issues.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Snapshot {
            hours,
            issues,
            unanswered: kept.unanswered.iter().cloned().collect(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn hour(&mut self, at: u64) -> &mut Hour {
        // A clock that was set back counts on in the hour it was in.
        if self.hours.back().is_none_or(|(hour, _)| *hour < at) {
            self.hours.push_back((at, Hour::default()));
        }
        while self.hours.len() > HOURS as usize {
            self.hours.pop_front();
        }
        let newest = self.hours.len() - 1;
        &mut self.hours[newest].1
    }
}

fn clock_of(now: u64) -> String {
    format!("{:02}:{:02}", now / 3600 % 24, now / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_and_the_masked_text_of_the_unanswered_kept_bounded() {
        let activity = Activity::default();
        activity.count_search();
        for number in 0..100 {
            activity.record_triage(&Triage {
                abstained: true,
                masked: format!("case {number} {}", "é".repeat(500)),
                ..Triage::default()
            });
        }
        activity.record_triage(&Triage::default());
        let snapshot = activity.snapshot();
        assert_eq!(snapshot.hours.len(), 24);
        let last = &snapshot.hours[23];
        assert_eq!((last.searches, last.answered, last.abstained), (1, 1, 100));
        assert_eq!(snapshot.unanswered.len(), UNANSWERED);
        assert!(snapshot.unanswered[0].text.starts_with("case 99"));
        assert!(snapshot.unanswered[0].text.chars().count() <= LONGEST);
    }

    #[test]
    fn old_hours_are_forgotten() {
        let mut kept = Kept::default();
        for at in 0..100 {
            kept.hour(at).searches += 1;
        }
        kept.hour(3).searches += 1;
        assert_eq!(kept.hours.len(), 24);
        assert_eq!(kept.hours.back().unwrap().1.searches, 2);
    }
}
