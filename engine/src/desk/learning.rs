//! From what was said of cases to votes on articles, and forgetting them.
//!
//! A vote needs somebody who said it and something it is about: an outcome counts for the remedy
//! that was chosen, or for the only known issue that was shown. Escalations say who goes on, not
//! whether an article is right, and count for nothing. People who have no name are one person.

use super::record::{FeedbackRecord, Outcome, OutcomeRecord, Reason, Who};
use super::{CaseId, Desk, DeskError, Period};
use crate::index::articles::canonical_id;
use crate::outcomes::{Priors, Rules, Verdict, Vote};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Under which key it is kept what was forgotten.
const FORGOTTEN: &str = "learning-forgotten";
/// The one person whom all without a name are.
const NOBODY: &str = "";

/// What was said before these points does not count any more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Forgotten {
    /// Of all articles: the number of the last record.
    all: u64,
    /// Of single articles, by the canonical form of their ids.
    articles: BTreeMap<String, u64>,
}

impl Forgotten {
    fn has(&self, article: &str, seq: u64) -> bool {
        let own = self.articles.get(article).copied().unwrap_or_default();
        seq <= self.all.max(own)
    }
}

impl Desk {
    /// What is known of articles from use at `now` (seconds since 1970).
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn priors(&self, rules: &Rules, now: u64) -> Result<Priors, DeskError> {
        Ok(Priors::of(&self.votes()?, rules, now))
    }

    /// Everything that counts as a vote and was not forgotten.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn votes(&self) -> Result<Vec<Vote>, DeskError> {
        let forgotten = self.forgotten()?;
        let mut shown: HashMap<CaseId, Vec<String>> = HashMap::new();
        for one in self.shown(Period::default())? {
            shown.entry(one.case).or_default().push(one.shown.issue);
        }
        let only = |case: &CaseId| match shown.get(case).map(Vec::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => None,
        };
        let outcomes = self.outcomes(Period::default())?;
        let feedback = self.feedback(Period::default())?;
        let of_outcomes = outcomes.iter().map(|one| (one.seq, of_outcome(one, &only)));
        let of_feedback = feedback
            .iter()
            .map(|one| (one.seq, of_feedback(one, &only)));
        let votes = of_outcomes.chain(of_feedback);
        Ok(votes
            .filter_map(|(seq, vote)| Some((seq, vote?)))
            .filter(|(seq, vote)| !forgotten.has(&canonical_id(&vote.article), *seq))
            .map(|(_, vote)| vote)
            .collect())
    }

    /// Forgets what was said so far of an article, or of all. Cases and outcomes stay on record;
    /// they only move nothing any more.
    ///
    /// # Errors
    /// [`DeskError::Failed`].
    pub fn forget_votes(&mut self, article: Option<&str>) -> Result<(), DeskError> {
        let mut forgotten = self.forgotten()?;
        let last = self.last_seq()?;
        match article {
            Some(id) => {
                forgotten.articles.insert(canonical_id(id), last);
            }
            None => {
                forgotten = Forgotten {
                    all: last,
                    articles: BTreeMap::new(),
                }
            }
        }
        let kept = serde_json::to_string(&forgotten).unwrap_or_default();
        self.set_setting(FORGOTTEN, &kept)
    }

    fn forgotten(&self) -> Result<Forgotten, DeskError> {
        let kept = self.setting(FORGOTTEN)?;
        // What cannot be read was not written by this program and forgets nothing.
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }
}

fn person(who: &Who) -> String {
    who.name.clone().unwrap_or_else(|| NOBODY.to_owned())
}

fn seconds(time: jiff::Timestamp) -> u64 {
    u64::try_from(time.as_second()).unwrap_or_default()
}

fn of_outcome(one: &OutcomeRecord, only: &dyn Fn(&CaseId) -> Option<String>) -> Option<Vote> {
    let verdict = match one.outcome {
        Outcome::Fixed => Verdict::FixedUnderstood,
        Outcome::FixedUnclear => Verdict::FixedUnclear,
        Outcome::NotFixed => Verdict::NotFixed,
        Outcome::Escalated => return None,
    };
    let chosen = one
        .chosen
        .article
        .clone()
        .or_else(|| one.chosen.issue.clone());
    Some(Vote {
        article: chosen.or_else(|| only(&one.case))?,
        remedy: one.chosen.section.clone(),
        case: Some(one.case.to_string()),
        person: person(&one.who),
        at: seconds(one.time),
        verdict,
    })
}

fn of_feedback(one: &FeedbackRecord, only: &dyn Fn(&CaseId) -> Option<String>) -> Option<Vote> {
    let verdict = match one.reason {
        Reason::Wrong => Verdict::Wrong,
        Reason::Outdated => Verdict::Outdated,
        Reason::Unclear => Verdict::Unclear,
        Reason::Unsafe => Verdict::Unsafe,
    };
    let meant = one.article.clone().or_else(|| one.issue.clone());
    Some(Vote {
        article: meant.or_else(|| only(&one.case))?,
        remedy: None,
        case: Some(one.case.to_string()),
        person: person(&one.who),
        at: seconds(one.time),
        verdict,
    })
}

#[cfg(test)]
mod tests;
