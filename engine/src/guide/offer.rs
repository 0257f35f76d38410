//! Which playbooks a case calls for.
//!
//! Three kinds of evidence: phrases of `applies_when` that stand in the case, closeness of the
//! case to those phrases by the shipped word vectors, and a link from the playbook to the article
//! of the likeliest known issue. A playbook takes minutes of a call, so it is better not offered
//! than offered for nothing: words alone or closeness alone are not enough.

use super::library::{Entry, Library};
use crate::answer::{GuideOffer, Triage};
use crate::index::vectors::quantised::Rounded;
use crate::index::vectors::words::Words;
use crate::query::Filters;
use crate::understand::words::{Analyzer, tokens};
use corpus::article::Audience;
use std::collections::HashMap;

/// Most playbooks that are offered.
const MOST: usize = 2;

/// Terms of a case that are looked at; what calls for a playbook is said early.
const MOST_TERMS: usize = 3_000;

/// Words that may stand between those of a phrase, all gaps together.
const SLACK: usize = 4;

/// Closeness of the case to a phrase or title from which a phrase found is believed, and from
/// which a case that has a single telling word is. From the cases of other worlds and of other
/// problems that the tests hold.
const NEAR: f32 = 0.42;
const VERY_NEAR: f32 = 0.62;

/// Probability of a known issue from which a step that leads to its article counts.
const LIKELY: f64 = 0.5;

/// Closeness that such a step needs where the case has none of the phrases.
const NEAR_TO_LEAD: f32 = 0.5;

/// A playbook as matched with cases.
#[derive(Debug)]
pub(super) struct Profile {
    id: String,
    title: String,
    tier: u8,
    audience: Audience,
    phrases: Vec<Phrase>,
    /// Articles and playbooks that it leads to.
    links: Vec<String>,
}

#[derive(Debug)]
struct Phrase {
    words: String,
    terms: Vec<String>,
    vector: Rounded,
}

impl Profile {
    pub(super) fn of(entry: &Entry) -> Self {
        let playbook = &entry.playbook;
        let mut analyzer = Analyzer::new();
        let words = playbook.applies_when.iter().chain([&playbook.title]);
        let phrases = words.map(|words| Phrase {
            words: words.clone(),
            terms: terms_of(words, &mut analyzer),
            vector: Words::shipped().embed(words),
        });
        Self {
            id: playbook.id.clone(),
            title: playbook.title.clone(),
            tier: playbook.tier,
            audience: playbook.audience,
            phrases: phrases.collect(),
            links: playbook
                .links()
                .map(|(target, _)| target.to_owned())
                .collect(),
        }
    }

    fn is_for(&self, filters: &Filters) -> bool {
        filters.tier.is_none_or(|tier| tier >= self.tier)
            && filters
                .audience
                .is_none_or(|audience| audience >= self.audience)
    }
}

/// The playbooks that a case calls for, the most fitting first. `meaning` is the case's vector by
/// the shipped words.
pub(crate) fn offers(
    library: &Library,
    (text, meaning): (&str, &Rounded),
    triage: &Triage,
    filters: &Filters,
) -> Vec<GuideOffer> {
    let said = match &triage.stop {
        // What the card stops is said in its words, however the case puts it.
        Some(card) => Said::of(&format!("{}\n{text}", card.title)),
        None => Said::of(text),
    };
    let issue = triage.issues.first().filter(|_| !triage.abstained);
    let mut found: Vec<(f32, GuideOffer)> = Vec::new();
    // A playbook that another one leads to is walked from there.
    let mut inner: Vec<&str> = Vec::new();
    for profile in library
        .profiles()
        .iter()
        .filter(|profile| profile.is_for(filters))
    {
        let leads = issue
            .is_some_and(|issue| issue.probability >= LIKELY && profile.links.contains(&issue.id));
        if let Some((score, why)) = fit(profile, &said, meaning, leads) {
            let offer = GuideOffer {
                id: profile.id.clone(),
                title: profile.title.clone(),
                why,
            };
            found.push((score, offer));
            inner.extend(profile.links.iter().map(String::as_str));
        }
    }
    found.retain(|(_, offer)| !inner.contains(&offer.id.as_str()));
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MOST);
    found.into_iter().map(|(_, offer)| offer).collect()
}

/// How well a playbook fits, and why; none if it is not to be offered.
fn fit(profile: &Profile, said: &Said, meaning: &Rounded, leads: bool) -> Option<(f32, String)> {
    let near = profile
        .phrases
        .iter()
        .map(|phrase| phrase.vector.cosine(meaning))
        .fold(0.0, f32::max);
    let (whole, single): (Vec<&Phrase>, Vec<&Phrase>) = profile
        .phrases
        .iter()
        .filter(|phrase| said.has(&phrase.terms))
        .partition(|phrase| phrase.terms.len() > 1);
    let is_called = match (whole.len(), single.len()) {
        (0, 0) => leads && near >= NEAR_TO_LEAD,
        (0, 1) => near >= VERY_NEAR || leads,
        (0, _) => near >= NEAR || leads,
        (1, 0) => near >= NEAR || leads,
        _ => true,
    };
    if !is_called {
        return None;
    }
    let weight = |phrase: &&Phrase| phrase.terms.len() as f32;
    let words: f32 = whole.iter().chain(&single).map(weight).sum();
    let score = near + words / 2.0 + if leads { 1.0 } else { 0.0 };
    let named: Vec<String> = whole
        .iter()
        .chain(&single)
        .take(3)
        .map(|phrase| format!("“{}”", phrase.words))
        .collect();
    let why = if named.is_empty() {
        "one of its steps is the article of the likeliest known issue".to_owned()
    } else {
        format!("the case speaks of {}", named.join(", "))
    };
    Some((score, why))
}

fn terms_of(text: &str, analyzer: &mut Analyzer) -> Vec<String> {
    analyzer.term_list(text)
}

/// The terms of a case and where each stands.
struct Said {
    places: HashMap<String, Vec<usize>>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut analyzer = Analyzer::new();
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        let mut place = 0;
        tokens(text, |token| {
            if place < MOST_TERMS
                && let Some(term) = analyzer.term(token)
            {
                places.entry(term.to_owned()).or_default().push(place);
                place += 1;
            }
        });
        Self { places }
    }

    /// True if all terms stand near each other somewhere, in whatever order.
    fn has(&self, terms: &[String]) -> bool {
        let Some((first, rest)) = terms.split_first() else {
            return false;
        };
        let reach = terms.len() + SLACK;
        let Some(starts) = self.places.get(first) else {
            return false;
        };
        starts.iter().any(|&start| {
            rest.iter().all(|term| {
                let places = self.places.get(term).map_or(&[][..], Vec::as_slice);
                let after = places.partition_point(|&place| place + reach < start);
                places
                    .get(after)
                    .is_some_and(|&place| place <= start + reach)
            })
        })
    }
}
