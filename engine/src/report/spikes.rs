//! What is more than usual, and which noted change came before.
//!
//! A window (today so far, the last hours) is compared with the same hours of the same weekday in
//! weeks before. Few such windows are on record, so the prior is what the same hours of any day
//! have; and as many things are looked at, each has to be the less likely for that.

use super::clock::{Clock, span_words};
use super::statistics::{Expected, cut};
use super::volume::counts;
use super::{Call, Change, ReportRequest, noted};
use crate::answer::{DeskReport, Spike};
use crate::compose::article::describe;
use crate::understand::identifiers;
use corpus::article::FactValue;
use std::collections::{BTreeMap, BTreeSet};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
/// Weeks of which the same weekday says what is usual.
const WEEKS: u64 = 8;
/// Days of which the same hours say what is usual on any day.
const DAYS: u64 = 28;
/// What any day says weighs as much as this many of the same weekday.
const PRIOR_WEIGHT: f64 = 2.0;
/// Calls in a window that are taken for usual of what was never seen before.
const NEVER_SEEN: f64 = 0.1;
/// Days of calls below which nothing can be said.
const LEAST_DAYS: u64 = 3;
/// Fewer calls are nobody's spike.
const LEAST_CALLS: u64 = 3;
/// Of the spikes that are shown, this share may be by accident.
const BY_ACCIDENT: f64 = 0.05;
/// Calls of which this share belong to a spike that is shown are told beside it.
const SAME: f64 = 0.75;
/// A change this long ago is not what a spike is since.
const CHANGE_WITHIN: u64 = 3 * DAY;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Identifier(String),
    Issue(String),
    Product(String),
    Site(String),
    Unanswered,
    Calls,
}

impl Key {
    fn rank(&self) -> u8 {
        match self {
            Self::Identifier(_) => 0,
            Self::Issue(_) => 1,
            Self::Product(_) => 2,
            Self::Site(_) => 3,
            Self::Unanswered => 4,
            Self::Calls => 5,
        }
    }
}

/// A stretch of time up to now.
struct Window {
    name: &'static str,
    from: u64,
    to: u64,
}

/// Something in a window that may be a spike.
struct Candidate<'k> {
    key: &'k Key,
    window: &'k Window,
    calls: Vec<usize>,
    usual: f64,
    chance: f64,
}

/// Looks for spikes among all calls, in the order of their times.
pub(super) fn find(
    report: &mut DeskReport,
    calls: &[&Call],
    changes: &[Change],
    (request, clock): (&ReportRequest, &Clock),
) {
    let Some(first) = calls.first().map(|call| clock.midnight(call.at)) else {
        return;
    };
    let today = clock.midnight(request.now);
    report.history_days = today.saturating_sub(first) / DAY;
    let keyed = keyed(calls);
    let windows = windows(request.now, today);
    report.tested = (keyed.len() * windows.len()) as u64;
    if report.history_days < LEAST_DAYS {
        return;
    }
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for window in &windows {
        for (key, places) in &keyed {
            candidates.extend(candidate((key, places), window, calls, first));
        }
    }
    let chances: Vec<f64> = candidates.iter().map(|one| one.chance).collect();
    let cut = cut(&chances, report.tested as usize, BY_ACCIDENT);
    candidates.retain(|one| one.chance <= cut && one.calls.len() as f64 >= 2.0 * one.usual);
    // What names a cause comes before what tells where: calls about one event from one site are a
    // spike of the event.
    candidates.sort_by(|one, other| {
        let by_kind = one.key.rank().cmp(&other.key.rank());
        let by_chance = by_kind.then_with(|| one.chance.total_cmp(&other.chance));
        by_chance.then_with(|| one.key.cmp(other.key))
    });
    let mut shown: Vec<(BTreeSet<usize>, Spike)> = Vec::new();
    for one in candidates {
        let same = shown.iter_mut().find(|(calls, _)| {
            let shared = one.calls.iter().filter(|at| calls.contains(at)).count();
            shared as f64 >= SAME * one.calls.len() as f64
        });
        match same {
            Some((_, spike)) => tell_beside(spike, one.key),
            None => {
                let spike = spike(&one, calls, changes, clock);
                shown.push((one.calls.into_iter().collect(), spike));
            }
        }
    }
    report.spikes = shown.into_iter().map(|(_, spike)| spike).collect();
    let spikes = &mut report.spikes;
    spikes.sort_by(|one, other| one.chance.total_cmp(&other.chance));
}

/// Today so far, and the last hours, which show what is new on a busy day.
fn windows(now: u64, today: u64) -> Vec<Window> {
    const LATE: u64 = 3 * HOUR;
    let window = |name, from| Window {
        name,
        from,
        to: now,
    };
    let last = window("in the last 3 hours", now.saturating_sub(LATE));
    if now - today <= LATE {
        // The day has hardly begun.
        return vec![last];
    }
    vec![window("today", today), last]
}

/// Everything that is counted, with the places of its calls.
fn keyed(calls: &[&Call]) -> BTreeMap<Key, Vec<usize>> {
    let mut keyed: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (place, call) in calls.iter().enumerate() {
        let mut keys = BTreeSet::from([Key::Calls]);
        keys.extend(call.product.clone().map(Key::Product));
        keys.extend(call.site.clone().map(Key::Site));
        keys.insert(match &call.issue {
            Some((id, _)) => Key::Issue(id.clone()),
            None => Key::Unanswered,
        });
        keys.extend(names(&call.text).map(Key::Identifier));
        for key in keys {
            keyed.entry(key).or_default().push(place);
        }
    }
    keyed
}

/// Events and error codes that a text names. An event goes by its number, with or without its
/// source: what callers read out is the number.
fn names(text: &str) -> impl Iterator<Item = String> {
    let found = identifiers::find(text).into_iter();
    found.filter_map(|found| match found.fact()? {
        FactValue::Event { number, .. } => Some(number.to_string()),
        value @ FactValue::ErrorCode { .. } => Some(describe(&value).1),
        _ => None,
    })
}

fn candidate<'k>(
    (key, places): (&'k Key, &'k [usize]),
    window: &'k Window,
    calls: &[&Call],
    first: u64,
) -> Option<Candidate<'k>> {
    let within = |from: u64, to: u64| {
        let at = |time: u64| places.partition_point(|&place| calls[place].at < time);
        at(from)..at(to)
    };
    let now = within(window.from, window.to.saturating_add(1));
    let here = places.get(now)?;
    if (here.len() as u64) < LEAST_CALLS {
        return None;
    }
    // The same hours, so many days ago, if calls were recorded then already.
    let before = |days: u64| {
        let ago = days * DAY;
        let from = window.from.checked_sub(ago).filter(|from| *from >= first)?;
        Some(within(from, window.to - ago).len() as u64)
    };
    let any_day: Vec<u64> = (1..=DAYS).filter_map(before).collect();
    let usual = any_day.iter().sum::<u64>() as f64 / any_day.len().max(1) as f64;
    let same_day: Vec<u64> = (1..=WEEKS).filter_map(|week| before(week * 7)).collect();
    let expected = Expected::new((usual.max(NEVER_SEEN), PRIOR_WEIGHT), &same_day);
    Some(Candidate {
        key,
        window,
        calls: here.to_vec(),
        usual: expected.mean(),
        chance: expected.chance(here.len() as u64),
    })
}

fn spike(one: &Candidate<'_>, calls: &[&Call], changes: &[Change], clock: &Clock) -> Spike {
    let of_spike: Vec<&Call> = one.calls.iter().map(|&place| calls[place]).collect();
    // As many calls as are usual may have nothing to do with it.
    let usual = (one.usual.round() as usize).min(of_spike.len() - 1);
    let began = of_spike[usual].at;
    let is_near = |change: &&Change| {
        let here = of_spike.iter().any(|call| call.site == change.site);
        (began.saturating_sub(CHANGE_WITHIN)..=began).contains(&change.at)
            && (change.site.is_none() || here)
    };
    let change = changes
        .iter()
        .filter(is_near)
        .max_by_key(|change| change.at);
    let title = match one.key {
        Key::Issue(_) => of_spike[0].issue.as_ref().map(|(_, title)| title.clone()),
        _ => None,
    };
    let (kind, name) = named(one.key);
    Spike {
        kind: kind.into(),
        name,
        title,
        window: one.window.name.into(),
        calls: of_spike.len() as u64,
        usual: one.usual,
        chance: one.chance,
        began: clock.stamp(began),
        change: change.map(|change| noted(change, clock)),
        change_before: change.map_or_else(String::new, |change| span_words(began - change.at)),
        sites: counts(&of_spike, |call| call.site.clone()),
        also: Vec::new(),
    }
}

/// Adds what rose with a spike, unless it is told by it already.
fn tell_beside(spike: &mut Spike, key: &Key) {
    let (kind, name) = named(key);
    let is_told = (spike.kind == kind && spike.name == name) || kind == "calls" || kind == "site";
    let told = if kind == "unanswered" {
        "calls without an answer".to_owned()
    } else {
        name
    };
    if !is_told && !spike.also.contains(&told) {
        spike.also.push(told);
    }
}

fn named(key: &Key) -> (&'static str, String) {
    match key {
        Key::Identifier(name) => ("identifier", name.clone()),
        Key::Issue(id) => ("issue", id.clone()),
        Key::Product(name) => ("product", name.clone()),
        Key::Site(name) => ("site", name.clone()),
        Key::Unanswered => ("unanswered", String::new()),
        Key::Calls => ("calls", String::new()),
    }
}
