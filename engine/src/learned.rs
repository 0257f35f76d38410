//! What moves the order of articles beside their words: what came of them in use, and where they
//! stand in their life.
//!
//! Both are shifts of the ranking score, small against the distance of a clearly better article,
//! and both come before exact identifiers put their holders first. An engine that was told nothing
//! ([`Engine::learn`]) over finished articles ranks as its model does.

use crate::answer::OutcomesSeen;
use crate::engine::Engine;
use crate::index::articles::canonical_id;
use crate::outcomes::{Priors, Tally};
use crate::rank::Ranked;
use corpus::article::State;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError};

/// How far a draft stands back: behind a finished article whose probability is at least 0.7 of
/// its own (`exp(-0.35)`).
const DRAFT: f64 = -0.35;
/// How far an article stands back that nobody has confirmed.
const NOT_VALIDATED: f64 = -0.1;

/// Priors made ready for one generation.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    priors: Priors,
    shifts: HashMap<u32, f64>,
    /// Stands for what of it shows in answers.
    mark: u64,
}

impl Engine {
    /// Takes what is known from use, in place of what was known before; answers that are being
    /// worked out go on with what they began with.
    pub fn learn(&self, priors: Priors) {
        let articles = &self.generation().articles;
        let counting = priors.articles().filter(|(_, tally)| tally.counts());
        let shifts = counting
            .filter_map(|(id, tally)| Some((articles.find(id)?, tally.shift)))
            .collect();
        let mark = mark(&priors);
        let learned = Arc::new(Learned {
            priors,
            shifts,
            mark,
        });
        *self.learned.write().unwrap_or_else(PoisonError::into_inner) = learned;
    }

    /// As [`Engine::learn`], for an engine that is being opened.
    #[must_use]
    pub fn with_outcomes(self, priors: Priors) -> Self {
        self.learn(priors);
        self
    }

    /// Changes when what is known from use changes answers; 0 while nothing is known. A shift that
    /// fades by less than a hundredth changes none.
    #[must_use]
    pub fn outcomes_mark(&self) -> u64 {
        self.learned().mark
    }

    /// What came of articles, or of one: id, title, outcomes; those that are moved most first. An
    /// article that is not in this knowledge base has no title.
    #[must_use]
    pub fn outcomes_seen(&self, only: Option<&str>) -> Vec<(String, String, OutcomesSeen)> {
        let learned = self.learned();
        let only = only.map(canonical_id);
        let articles = &self.generation().articles;
        let meant = learned.priors.articles();
        let meant = meant.filter(|(id, _)| only.as_deref().is_none_or(|only| only == *id));
        let mut found: Vec<_> = meant
            .filter_map(|(id, tally)| {
                let entry = articles.find(id).and_then(|ordinal| articles.get(ordinal));
                let (id, title) = match entry {
                    Some(entry) => (entry.id, entry.title),
                    None => (id.to_owned(), String::new()),
                };
                Some((id, title, seen(tally)?))
            })
            .collect();
        found.sort_by(|one, other| other.2.shift.abs().total_cmp(&one.2.shift.abs()));
        found
    }

    /// What is known from use.
    #[must_use]
    pub fn outcomes(&self) -> Priors {
        self.learned().priors.clone()
    }

    pub(crate) fn learned(&self) -> Arc<Learned> {
        let learned = self.learned.read();
        Arc::clone(&learned.unwrap_or_else(PoisonError::into_inner))
    }

    /// What is added to the score of an article.
    pub(crate) fn shift_of(&self, learned: &Learned, ordinal: u32) -> f64 {
        let state = match self.generation().articles.state(ordinal) {
            State::WorkInProgress => DRAFT,
            State::NotValidated => NOT_VALIDATED,
            _ => 0.0,
        };
        state + learned.shifts.get(&ordinal).copied().unwrap_or_default()
    }

    /// The candidates in the order that use and state give them; none if that changes nothing.
    pub(crate) fn moved(&self, ranked: &[Ranked]) -> Option<Vec<Ranked>> {
        let learned = self.learned();
        let shift = |article: &Ranked| self.shift_of(&learned, article.ordinal);
        if ranked.iter().all(|article| shift(article) == 0.0) {
            return None;
        }
        let mut moved = ranked.to_vec();
        for article in &mut moved {
            article.score += shift(article) as f32;
        }
        moved.sort_by(|one, other| other.score.total_cmp(&one.score));
        Some(moved)
    }

    /// What came of an article so far, to be shown beside it.
    pub(crate) fn outcomes_of(&self, id: &str) -> Option<OutcomesSeen> {
        self.learned().priors.article(id).and_then(seen)
    }

    /// What came of a remedy so far.
    pub(crate) fn outcomes_of_remedy(&self, id: &str, section: &str) -> Option<OutcomesSeen> {
        self.learned().priors.remedy(id, section).and_then(seen)
    }
}

fn mark(priors: &Priors) -> u64 {
    if priors.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    for (id, tally) in priors.articles() {
        let told = (
            tally.helped,
            tally.tried,
            tally.people,
            tally.unsafe_people,
            tally.last,
        );
        (id, told, (tally.shift * 100.0).round() as i64).hash(&mut hasher);
    }
    hasher.finish()
}

/// A tally as it is shown; none if nobody said anything.
pub(crate) fn seen(tally: &Tally) -> Option<OutcomesSeen> {
    let says_something = tally.people > 0;
    says_something.then(|| OutcomesSeen {
        helped: tally.helped,
        tried: tally.tried,
        people: tally.people,
        last: crate::guide::clock::date(tally.last),
        unsafe_people: tally.unsafe_people,
        shift: tally.shift,
    })
}
