//! Questions without an answer, grouped by the terms they share: what to write next.

use super::Call;
use super::clock::Clock;
use crate::answer::{DeskReport, Topic};
use crate::understand::masking::without_tokens;
use crate::understand::words::{Analyzer, tokens};
use std::collections::{BTreeMap, HashMap};

/// Questions that are grouped, the newest.
const MOST_CALLS: usize = 2_000;
/// Terms of a question that count, the most telling.
const MOST_TERMS: usize = 24;
/// Groups that are shown.
const SHOWN: usize = 20;
/// Terms that name a group.
const NAMED: usize = 5;
/// Nearest articles that are named.
const NEAREST: usize = 3;
/// Characters of an example.
const EXAMPLE: usize = 160;
/// Cosine from which on a question belongs to a group.
const ALIKE: f64 = 0.35;

/// A question as weighed terms; its length is 1.
type Weighed = BTreeMap<String, f64>;

/// A group while it grows.
#[derive(Default)]
struct Group<'c> {
    /// Sum of its questions.
    sum: Weighed,
    calls: Vec<&'c Call>,
    /// How many of its questions have a term.
    holders: HashMap<String, u64>,
}

/// Groups the unanswered questions of a period, given in the order of their times.
pub(super) fn group(
    report: &mut DeskReport,
    calls: &[&Call],
    rarity: &dyn Fn(&str) -> f64,
    clock: &Clock,
) {
    let mut analyzer = Analyzer::new();
    let mut surfaces: HashMap<String, BTreeMap<String, u32>> = HashMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut by_term: HashMap<String, Vec<usize>> = HashMap::new();
    let open = calls.iter().rev().filter(|call| call.issue.is_none());
    for call in open.take(MOST_CALLS) {
        let weighed = weigh(&call.text, rarity, (&mut analyzer, &mut surfaces));
        let place = nearest(&weighed, &groups, &by_term).unwrap_or_else(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        for (term, weight) in weighed {
            let places = by_term.entry(term.clone()).or_default();
            if places.last() != Some(&place) && !places.contains(&place) {
                places.push(place);
            }
            *groups[place].holders.entry(term.clone()).or_default() += 1;
            *groups[place].sum.entry(term).or_default() += weight;
        }
        groups[place].calls.push(call);
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.calls.len()));
    let further = groups.iter().skip(SHOWN).map(|group| group.calls.len());
    report.further_unanswered = further.sum::<usize>() as u64;
    let shown = groups.iter().take(SHOWN);
    report.topics = shown.map(|group| topic(group, &surfaces, clock)).collect();
}

/// The telling terms of a question. Masks are no words of it.
fn weigh(
    text: &str,
    rarity: &dyn Fn(&str) -> f64,
    (analyzer, surfaces): (&mut Analyzer, &mut HashMap<String, BTreeMap<String, u32>>),
) -> Weighed {
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    tokens(&without_tokens(text), |token| {
        let Some(term) = analyzer.term(token).map(str::to_owned) else {
            return;
        };
        let weight = rarity(&term);
        if weight > 0.0 {
            let written = surfaces.entry(term.clone()).or_default();
            *written.entry(token.text.to_lowercase()).or_default() += 1;
            weights.insert(term, weight);
        }
    });
    let mut telling: Vec<(String, f64)> = weights.into_iter().collect();
    telling.sort_by(|one, other| other.1.total_cmp(&one.1));
    telling.truncate(MOST_TERMS);
    let length = telling
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f64>();
    let length = length.sqrt().max(f64::MIN_POSITIVE);
    let terms = telling.into_iter();
    terms
        .map(|(term, weight)| (term, weight / length))
        .collect()
}

/// The group that a question is most like, if it is like any.
fn nearest(
    weighed: &Weighed,
    groups: &[Group<'_>],
    by_term: &HashMap<String, Vec<usize>>,
) -> Option<usize> {
    let mut products: HashMap<usize, f64> = HashMap::new();
    for (term, weight) in weighed {
        for &place in by_term.get(term).into_iter().flatten() {
            let theirs = groups[place].sum.get(term).copied().unwrap_or_default();
            *products.entry(place).or_default() += weight * theirs;
        }
    }
    let alike = products.into_iter().map(|(place, product)| {
        let length = groups[place].sum.values().map(|one| one * one).sum::<f64>();
        (place, product / length.sqrt().max(f64::MIN_POSITIVE))
    });
    let best = alike.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))?;
    (best.1 >= ALIKE).then_some(best.0)
}

fn topic(
    group: &Group<'_>,
    surfaces: &HashMap<String, BTreeMap<String, u32>>,
    clock: &Clock,
) -> Topic {
    let half = group.calls.len().div_ceil(2) as u64;
    let shared = group.sum.iter().filter(|(term, _)| {
        let holders = group.holders.get(*term).copied().unwrap_or_default();
        holders >= half
    });
    let mut shared: Vec<(&String, f64)> = shared.map(|(term, weight)| (term, *weight)).collect();
    shared.sort_by(|one, other| other.1.total_cmp(&one.1));
    let written = |term: &String| {
        let forms = surfaces.get(term)?.iter();
        let most = forms.max_by_key(|(form, times)| (**times, std::cmp::Reverse(form.len())))?;
        Some(most.0.clone())
    };
    let mut terms: Vec<String> = Vec::new();
    for term in shared.into_iter().filter_map(|(term, _)| written(term)) {
        // A compound and its parts say the same.
        if terms.len() < NAMED && !terms.iter().any(|known| known.contains(&term)) {
            terms.push(term);
        }
    }
    let mut people: Vec<&String> = group
        .calls
        .iter()
        .filter_map(|call| call.person.as_ref())
        .collect();
    people.sort_unstable();
    people.dedup();
    let mut nearest: BTreeMap<&String, u64> = BTreeMap::new();
    for id in group.calls.iter().filter_map(|call| call.nearest.first()) {
        *nearest.entry(id).or_default() += 1;
    }
    let mut nearest: Vec<(&String, u64)> = nearest.into_iter().collect();
    nearest.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let newest = group.calls.first();
    Topic {
        terms,
        calls: group.calls.len() as u64,
        people: people.len() as u64,
        last: newest.map_or_else(String::new, |call| clock.stamp(call.at)),
        case: newest.map_or_else(String::new, |call| call.id.clone()),
        example: newest.map_or_else(String::new, |call| shortened(&call.text)),
        nearest: nearest
            .into_iter()
            .take(NEAREST)
            .map(|(id, _)| id.clone())
            .collect(),
    }
}

/// The beginning of a text on one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXAMPLE {
        return line;
    }
    let cut: String = line.chars().take(EXAMPLE - 1).collect();
    format!("{}…", cut.trim_end())
}
