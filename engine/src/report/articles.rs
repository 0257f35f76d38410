//! Articles that need a look: those that do not help, that people find fault with, or that many
//! calls are answered with although something is missing in them.

use super::{Call, Sources};
use crate::answer::ArticleHealth;
use crate::learned::seen;
use crate::outcomes::{Tally, Verdict};
use std::collections::BTreeMap;

/// Articles that are named.
const SHOWN: usize = 15;
/// Fewer trials say nothing about an article.
const LEAST_TRIED: u32 = 3;
/// From this many calls on an article has to be whole and not too old.
const OFTEN: u64 = 3;
/// Days after which an article that is often answered with should be read again.
const OLD_DAYS: u64 = 3 * 365;

/// What the knowledge base knows of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleKnown {
    /// Its id as the knowledge base writes it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its last change, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Places where its source lost content.
    pub gaps: usize,
    /// Where it stands in its life, if it is not simply valid.
    pub state: Option<String>,
}

/// Looks at all articles that calls were answered with or that people voted on.
pub(super) fn look(calls: &[&Call], sources: &Sources<'_>, now: u64) -> Vec<ArticleHealth> {
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for (id, _) in calls.iter().filter_map(|call| call.issue.as_ref()) {
        *times.entry(id.clone()).or_default() += 1;
    }
    for (id, _) in sources.priors.articles() {
        // Tallies know articles by the canonical form of their ids.
        let is_known = times.keys().any(|known| known.eq_ignore_ascii_case(id));
        if !is_known {
            times.insert(id.to_owned(), 0);
        }
    }
    let none = Tally::default();
    let mut found: Vec<(u64, ArticleHealth)> = Vec::new();
    for (id, calls) in times {
        let tally = sources.priors.article(&id).unwrap_or(&none);
        let known = (sources.article)(&id);
        let (urgency, concerns) = concerns(calls, tally, known.as_ref(), now);
        if !concerns.is_empty() {
            let (id, title) = known.map_or((id, String::new()), |known| (known.id, known.title));
            let health = ArticleHealth {
                id,
                title,
                calls,
                outcomes: seen(tally),
                concerns,
            };
            found.push((urgency, health));
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.id.cmp(&other.1.id)));
    found.truncate(SHOWN);
    found.into_iter().map(|(_, health)| health).collect()
}

/// Why an article needs a look, and how urgently.
fn concerns(
    calls: u64,
    tally: &Tally,
    known: Option<&ArticleKnown>,
    now: u64,
) -> (u64, Vec<String>) {
    let mut urgency = 0;
    let mut concerns = Vec::new();
    let mut add = |weight: u64, concern: String| {
        urgency += weight;
        concerns.push(concern);
    };
    let failed = tally.tried - tally.helped;
    if tally.unsafe_people > 0 {
        let people = counted(tally.unsafe_people.into(), "person calls", "people call");
        add(1_000, format!("{people} it unsafe"));
    }
    if tally.tried >= LEAST_TRIED && failed > tally.helped {
        add(
            u64::from(failed) * 10,
            format!("did not help {failed} of {} times", tally.tried),
        );
    }
    for (reason, people) in &tally.reasons {
        let reason = match reason {
            Verdict::Wrong => "wrong",
            Verdict::Outdated => "outdated",
            _ => "unclear",
        };
        let people = u64::from(*people);
        let by = counted(people, "person", "people");
        add(
            people * 10,
            format!("{reason}, say{} {by}", if people == 1 { "s" } else { "" }),
        );
    }
    let Some(known) = known else {
        if calls > 0 {
            add(1, "not in this knowledge base any more".into());
        }
        return (urgency, concerns);
    };
    if calls >= OFTEN {
        if known.gaps > 0 {
            add(
                calls,
                counted(known.gaps as u64, "gap in its text", "gaps in its text"),
            );
        }
        if let Some(state) = &known.state {
            add(
                calls,
                format!("{} and often answered with", state.replace('-', " ")),
            );
        }
        let old = crate::guide::clock::date(now.saturating_sub(OLD_DAYS * 86_400));
        if let Some(date) = known.date.as_ref().filter(|date| **date < old) {
            add(calls, format!("last changed {date}"));
        }
    }
    (urgency, concerns)
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
