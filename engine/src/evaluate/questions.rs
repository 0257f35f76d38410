//! What one answered question is worth: how often it brings the right article to the top, against a
//! question picked at random. The answer is the one that the right article gives.

use super::QuerySet;
use crate::compose::next_question::{Asking, Candidate, askings, candidates, said};
use crate::compose::triage::read_and_find;
use crate::engine::{Engine, Found};
use crate::error::EngineError;
use crate::query::Case;
use serde::{Deserialize, Serialize};

/// Schema name and version of the report.
pub const QUESTIONS_SCHEMA: &str = "firstline.questions/1";

/// Seed of the random questions, so that two runs tell the same.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Figures of one set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QuestionReport {
    /// The set's name.
    pub set: String,
    /// How many cases it has.
    pub cases: usize,
    /// Share of the cases with the right article first, before any question.
    pub first_before: f64,
    /// The same after the answer to the best question.
    pub first_after: f64,
    /// The same after the answer to a question picked at random.
    pub first_random: f64,
    /// Cases whose right article is a candidate, but not the first.
    pub behind: usize,
    /// Share of these that the answer to the best question brings to the top.
    pub raised: f64,
    /// Share of these that the answer to a random question brings to the top.
    pub raised_random: f64,
}

/// Asks about every case of a set.
///
/// # Errors
/// Whatever the engine fails with first.
pub fn ask_questions(engine: &Engine, set: &QuerySet) -> Result<QuestionReport, EngineError> {
    let mut counts = [0usize; 6];
    let mut random = Random(SEED);
    for query in &set.queries {
        let case = Case {
            exclude: query.exclude.clone(),
            ..Case::new(query.text.clone())
        };
        let right: Vec<u32> = query
            .relevant
            .iter()
            .filter_map(|id| engine.generation().articles.find(id))
            .collect();
        let (_, found) = read_and_find(engine, &case)?;
        let is_first = |found: &Found| {
            found
                .ranked
                .first()
                .is_some_and(|best| right.contains(&best.ordinal))
        };
        let candidates = candidates(engine, &found.ranked)?;
        let truth = candidates
            .iter()
            .find(|candidate| right.contains(&candidate.ordinal));
        let before = is_first(&found);
        let all = askings(&candidates, &[], &said(&found));
        let best = all
            .iter()
            .max_by(|one, other| one.gain.total_cmp(&other.gain));
        let picked = random.pick(&all);
        let after = |asked: Option<&Asking>| match asked.zip(truth) {
            Some((asked, truth)) => is_first_after(engine, &case, (asked, truth), &is_first),
            None => Ok(before),
        };
        let (after, by_chance) = (after(best)?, after(picked)?);
        let behind = truth.is_some() && !before;
        let counted = [
            before,
            after,
            by_chance,
            behind,
            behind && after,
            behind && by_chance,
        ];
        for (count, holds) in counts.iter_mut().zip(counted) {
            *count += usize::from(holds);
        }
    }
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    let cases = set.queries.len();
    let [before, after, by_chance, behind, raised, raised_by_chance] = counts;
    Ok(QuestionReport {
        set: set.name.clone(),
        cases,
        first_before: share(before, cases),
        first_after: share(after, cases),
        first_random: share(by_chance, cases),
        behind,
        raised: share(raised, behind),
        raised_random: share(raised_by_chance, behind),
    })
}

fn is_first_after(
    engine: &Engine,
    case: &Case,
    (asked, truth): (&Asking, &Candidate),
    is_first: &dyn Fn(&Found) -> bool,
) -> Result<bool, EngineError> {
    let answer = (asked.what().to_owned(), asked.true_choice(truth));
    let answered = Case {
        answers: vec![answer],
        ..case.clone()
    };
    Ok(is_first(&read_and_find(engine, &answered)?.1))
}

/// Numbers that look random (xorshift; Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from.get(usize::try_from(self.0 % from.len().max(1) as u64).ok()?)
    }
}
