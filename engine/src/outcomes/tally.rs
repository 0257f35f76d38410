//! The votes on one thing, counted.

use super::{Rules, Verdict, Vote};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The votes on one article or remedy, counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Times it fixed a problem, one for each person and case.
    pub helped: u32,
    /// Times it was tried.
    pub tried: u32,
    /// People who tried it or said something of it.
    pub people: u32,
    /// Cases it was tried on.
    pub cases: u32,
    /// The last vote, in seconds since 1970.
    pub last: u64,
    /// People who call it unsafe.
    pub unsafe_people: u32,
    /// Other reasons that were given, with the number of people who gave them.
    pub reasons: BTreeMap<Verdict, u32>,
    /// Votes for it after fading and capping.
    pub good: f64,
    /// Votes against it after fading and capping.
    pub bad: f64,
    /// What it adds to the ranking score: 0 until enough people have confirmed it.
    pub shift: f64,
}

/// What one person last said on one case, and when.
type Said<'v> = BTreeMap<(&'v str, Option<&'v str>, bool), (u64, Verdict)>;

/// A vote that counts, and what it weighs.
struct Counted<'v> {
    person: &'v str,
    case: Option<&'v str>,
    weight: f64,
}

impl Tally {
    /// Counts the votes on one thing as they weigh at `now`. Of several votes of one person on one
    /// case the last counts.
    #[must_use]
    pub fn of<'v>(votes: impl IntoIterator<Item = &'v Vote>, rules: &Rules, now: u64) -> Self {
        let mut said: Said<'v> = BTreeMap::new();
        for vote in votes {
            let case = vote.case.as_deref();
            let place = (vote.person.as_str(), case, vote.verdict.is_outcome());
            let known = said.entry(place).or_insert((vote.at, vote.verdict));
            if vote.at >= known.0 {
                *known = (vote.at, vote.verdict);
            }
        }
        let mut tally = Self::counted(&said);
        let mut counted: Vec<Counted<'v>> = said
            .iter()
            .map(|(&(person, case, _), &(at, verdict))| Counted {
                person,
                case,
                weight: Rules::weight(verdict) * rules.faded(at, now),
            })
            .collect();
        // What several people say of one case is one observation, said several times.
        cap(&mut counted, |vote| vote.case.map(str::to_owned), 1.0);
        cap(
            &mut counted,
            |vote| Some(vote.person.to_owned()),
            rules.person,
        );
        let sum = |of: fn(f64) -> f64| counted.iter().map(|vote| of(vote.weight)).sum();
        tally.good = sum(|weight| weight.max(0.0));
        tally.bad = sum(|weight| (-weight).max(0.0));
        tally.shift = tally.decided(&counted, rules);
        tally
    }

    /// What can be counted without weighing.
    fn counted(said: &Said<'_>) -> Self {
        let mut tally = Self::default();
        let (mut people, mut cases) = (BTreeSet::new(), BTreeSet::new());
        let mut reasons: BTreeMap<Verdict, BTreeSet<&str>> = BTreeMap::new();
        for (&(person, case, _), &(at, verdict)) in said {
            people.insert(person);
            cases.extend(case);
            tally.last = tally.last.max(at);
            if verdict.is_outcome() {
                tally.tried += 1;
                tally.helped += u32::from(verdict.is_fix());
            } else {
                reasons.entry(verdict).or_default().insert(person);
            }
        }
        tally.people = people.len() as u32;
        tally.cases = cases.len() as u32;
        let unsafe_people = reasons.remove(&Verdict::Unsafe).unwrap_or_default();
        tally.unsafe_people = unsafe_people.len() as u32;
        let reasons = reasons.into_iter();
        tally.reasons = reasons
            .map(|(reason, people)| (reason, people.len() as u32))
            .collect();
        tally
    }

    /// The shift, if enough people have seen on enough cases what it says.
    fn decided(&self, counted: &[Counted<'_>], rules: &Rules) -> f64 {
        if self.unsafe_people as usize >= rules.unsafe_people {
            return -rules.most;
        }
        let shift = rules.shift(self.good, self.bad);
        let same = counted.iter().filter(|vote| vote.weight * shift > 0.0);
        let people: BTreeSet<&str> = same.clone().map(|vote| vote.person).collect();
        // Somebody who has seen no case of it counts as one of their own.
        let cases: BTreeSet<&str> = same.map(|vote| vote.case.unwrap_or(vote.person)).collect();
        if people.len() >= rules.people && cases.len() >= rules.cases {
            shift
        } else {
            0.0
        }
    }

    /// True if it moves the order.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.shift != 0.0
    }
}

/// Scales votes that share a key down to a sum of `most`.
fn cap(votes: &mut [Counted<'_>], key: impl Fn(&Counted<'_>) -> Option<String>, most: f64) {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for vote in votes.iter() {
        if let Some(key) = key(vote) {
            *sums.entry(key).or_default() += vote.weight.abs();
        }
    }
    for vote in votes {
        let sum = key(vote).and_then(|key| sums.get(&key).copied());
        if let Some(sum) = sum.filter(|sum| *sum > most) {
            vote.weight *= most / sum;
        }
    }
}

#[cfg(test)]
mod tests;
