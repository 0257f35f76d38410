//! The one question whose answer tells most about which candidate is the case's problem.
//!
//! Entries: `ask` picks the question, `narrow` takes an answer into account. Candidates are the
//! first ranked articles, each as probable as its score says. What separates them is read from the
//! articles (`attributes`): product, version, event source, message, the change before, who is
//! affected, and words of their titles. For each attribute the expected information of its answer
//! is worked out (Lindley, "On a Measure of the Information Provided by an Experiment", 1956):
//! the entropy of the candidates less the mean entropy after an answer, where callers are allowed
//! to be wrong or not to know.

mod attributes;
pub mod keys;
mod narrow;
mod products;

pub(crate) use narrow::{adds_words, narrow};

use crate::answer::Question;
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;
use crate::rank::Ranked;
use crate::understand::query_terms::QueryTerm;
use attributes::{Attribute, attributes};
use corpus::article::FactValue;
use std::collections::{BTreeMap, HashSet};

/// Candidates that a question is to separate.
const CANDIDATES: usize = 12;

/// Choices that a question offers; the last further one is always "none of these".
const CHOICES: usize = 5;

/// The choice that says that no other fits.
pub(crate) const NONE: &str = "none of these";

/// The answer of a caller who cannot tell.
const UNKNOWN: &str = "unknown";

/// The least expected information, in bits, that is worth a question on the telephone.
const LEAST_GAIN: f64 = 0.25;

/// A candidate and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Position in the article table.
    pub(crate) ordinal: u32,
    /// Share of the probability among the candidates.
    weight: f64,
    /// What is known of it, by name of the attribute.
    values: BTreeMap<String, Vec<String>>,
}

/// A question with the attribute it asks for.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    attribute: Attribute,
    choices: Vec<String>,
    /// Expected information in bits.
    pub(crate) gain: f64,
}

/// The question that tells most, unless nothing is worth asking. `answered` are the names of what
/// is known already. Words of titles are asked about only if `is_near`: "does it have to do with
/// …" is no question about candidates that hardly fit.
pub(crate) fn ask(
    engine: &Engine,
    found: &Found,
    answered: &[(String, String)],
    is_near: bool,
) -> Result<Option<Question>, EngineError> {
    let candidates = candidates(engine, &found.ranked)?;
    let askings = askings(&candidates, answered, &said(found));
    let best = askings
        .into_iter()
        .filter(|asking| is_near || !asking.attribute.is_of_title())
        .max_by(|one, other| one.gain.total_cmp(&other.gain));
    Ok(best
        .filter(|best| best.gain >= LEAST_GAIN)
        .map(|best| best.question()))
}

/// The first ranked articles as candidates.
pub(crate) fn candidates(
    engine: &Engine,
    ranked: &[Ranked],
) -> Result<Vec<Candidate>, EngineError> {
    let first = &ranked[..ranked.len().min(CANDIDATES)];
    let top = first.first().map_or(0.0, |best| f64::from(best.score));
    let mut candidates = Vec::with_capacity(first.len());
    for ranked in first {
        let (_, document, place) = engine.open_article(ranked.ordinal)?;
        let article = article_of(&document, place)?;
        candidates.push(Candidate {
            ordinal: ranked.ordinal,
            weight: (f64::from(ranked.score) - top).min(0.0).exp(),
            values: attributes::values(article),
        });
    }
    let total: f64 = candidates.iter().map(|candidate| candidate.weight).sum();
    for candidate in &mut candidates {
        candidate.weight /= total.max(f64::MIN_POSITIVE);
    }
    Ok(candidates)
}

/// What a case says already, which needs no question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// Its words in small letters.
    words: HashSet<String>,
    /// Those that name a product, in small letters.
    products: HashSet<String>,
    /// True if it has an event and not where that comes from.
    lacks_source: bool,
}

/// What a case says.
pub(crate) fn said(found: &Found) -> Said {
    let terms = &found.query.terms.terms;
    let lower = |term: &QueryTerm| term.surface.to_lowercase();
    let products: HashSet<String> = terms
        .iter()
        .filter(|term| products::names_product(&term.surface, term.product_share))
        .map(lower)
        .collect();
    let mut identifiers = found.exact.identifiers.iter();
    let lacks_source =
        identifiers.any(|one| matches!(one.value, FactValue::Event { provider: None, .. }));
    Said {
        lacks_source,
        words: terms.iter().map(lower).collect(),
        products: products::without_platforms(products),
    }
}

/// Every question that can be asked about the candidates, with what it is expected to tell; `said`
/// are the words of the case.
pub(crate) fn askings(
    candidates: &[Candidate],
    answered: &[(String, String)],
    said: &Said,
) -> Vec<Asking> {
    let is_answered =
        |attribute: &Attribute| answered.iter().any(|(what, _)| *what == attribute.what);
    let is_open = |attribute: &Attribute| {
        !is_answered(attribute)
            && !attribute.is_about(&said.words)
            && (said.lacks_source || attribute.what != "source")
    };
    let all = attributes(candidates);
    let mut askings: Vec<Asking> = all
        .into_iter()
        .filter(is_open)
        .filter_map(|attribute| Asking::of(attribute, candidates, &said.products))
        .collect();
    askings.retain(|asking| asking.gain > 0.0);
    askings
}

impl Asking {
    /// The question about an attribute; none if the candidates do not differ in it. Where the case
    /// names products, only these are offered, and not if that leaves nothing to choose.
    fn of(attribute: Attribute, candidates: &[Candidate], named: &HashSet<String>) -> Option<Self> {
        let mut choices = choices(&attribute, candidates);
        let is_narrowed = attribute.is_of_product() && !named.is_empty();
        if is_narrowed {
            choices.retain(|choice| products::is_of(choice, named));
        }
        let none = usize::from(attribute.has_none && !is_narrowed);
        if choices.len() + none < 2 {
            return None;
        }
        let gain = gain(&attribute, &choices, candidates);
        Some(Self {
            attribute,
            choices,
            gain,
        })
    }

    /// As it is put to a person.
    pub(crate) fn question(&self) -> Question {
        let none = self.attribute.has_none.then(|| NONE.to_owned());
        Question {
            what: self.attribute.what.clone(),
            gain: (self.gain * 100.0).round() / 100.0,
            text: self.attribute.text.clone(),
            choices: self.choices.iter().cloned().chain(none).collect(),
        }
    }

    /// Name of what is asked for.
    pub(crate) fn what(&self) -> &str {
        &self.attribute.what
    }

    /// The choice that is true of a candidate.
    pub(crate) fn true_choice(&self, candidate: &Candidate) -> String {
        let own = self.attribute.of(candidate);
        let named = self
            .choices
            .iter()
            .find(|choice| own.iter().any(|value| value == *choice));
        match named {
            Some(choice) => choice.clone(),
            None if self.attribute.has_none => NONE.to_owned(),
            None => UNKNOWN.to_owned(),
        }
    }
}

/// Values of an attribute, those of the likeliest candidates first.
fn choices(attribute: &Attribute, candidates: &[Candidate]) -> Vec<String> {
    let mut weights: Vec<(String, f64)> = Vec::new();
    for candidate in candidates {
        for value in attribute.of(candidate) {
            match weights.iter_mut().find(|(known, _)| *known == value) {
                Some((_, weight)) => *weight += candidate.weight,
                None => weights.push((value, candidate.weight)),
            }
        }
    }
    weights.sort_by(|one, other| other.1.total_cmp(&one.1));
    weights
        .into_iter()
        .take(CHOICES)
        .map(|(value, _)| value)
        .collect()
}

/// Expected information of an answer, in bits.
fn gain(attribute: &Attribute, choices: &[String], candidates: &[Candidate]) -> f64 {
    let prior: Vec<f64> = candidates
        .iter()
        .map(|candidate| candidate.weight)
        .collect();
    let answers = choices
        .iter()
        .map(Some)
        .chain(attribute.has_none.then_some(None));
    let after: f64 = answers
        .map(|answer| {
            let joint: Vec<f64> = candidates
                .iter()
                .map(|candidate| candidate.weight * chance(attribute, choices, answer, candidate))
                .collect();
            let total: f64 = joint.iter().sum();
            total * entropy(&joint)
        })
        .sum();
    entropy(&prior) - after
}

/// How probable an answer is if a candidate is the problem: callers name what is true of it with
/// the attribute's reliability, and else anything.
fn chance(
    attribute: &Attribute,
    choices: &[String],
    answer: Option<&String>,
    candidate: &Candidate,
) -> f64 {
    let own = attribute.of(candidate);
    let offered = choices.iter().filter(|choice| own.contains(choice)).count();
    let answers = (choices.len() + usize::from(attribute.has_none)) as f64;
    let sure = attribute.reliability;
    let astray = (1.0 - sure) / answers;
    let is_true = match answer {
        Some(answer) if own.contains(answer) => sure / offered as f64,
        None if offered == 0 && attribute.has_none && !own.is_empty() => sure,
        // What an article does not say may be anything.
        _ if own.is_empty() => sure / answers,
        _ => 0.0,
    };
    is_true + astray
}

/// Entropy of weights in bits.
fn entropy(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    weights
        .iter()
        .map(|weight| weight / total)
        .filter(|share| *share > 0.0)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests;
