//! The one answer to a question: the passage among the first articles that answers best.
//!
//! Ranking puts articles in order by what they are about; which of them says the thing asked for
//! shows only in their passages. So the passages of the first articles compete, with the ranking
//! as a head start, and the winner has to hold enough of the question to be shown as an answer.

use super::passage::{Strength, answering};
use crate::answer::QuestionAnswer;
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;

/// Articles whose passages compete.
const CANDIDATES: usize = 12;
/// How much of a passage's score one step of the ranking's score is worth.
const HEAD_START: f32 = 0.35;
/// Below this share of the question's telling words nothing is shown as an answer.
const LEAST_COVERAGE: f32 = 0.5;

/// Answers what was found.
pub(crate) fn answer(engine: &Engine, found: &Found) -> Result<QuestionAnswer, EngineError> {
    let mut best: Option<(f32, usize, Strength)> = None;
    let top = found.ranked.first().map_or(0.0, |first| first.score);
    for (place, ranked) in found.ranked.iter().take(CANDIDATES).enumerate() {
        let (_, document, at) = engine.open_article(ranked.ordinal)?;
        let article = article_of(&document, at)?;
        let (_, strength) = answering(&document, article, &found.query.terms);
        let behind = (top - ranked.score).clamp(0.0, 6.0);
        let score = strength.score - HEAD_START * behind;
        if best.is_none_or(|(highest, ..)| score > highest) {
            best = Some((score, place, strength));
        }
    }
    let Some((_, place, strength)) = best else {
        return Ok(QuestionAnswer {
            abstained: true,
            ..QuestionAnswer::default()
        });
    };
    let result = engine.result(found, &found.ranked[place], false)?;
    Ok(QuestionAnswer {
        abstained: !strength.names_met || strength.coverage < LEAST_COVERAGE,
        result: Some(result),
        coverage: strength.coverage,
    })
}
