//! The one answer to a question: the passage among the first articles that answers best.
//!
//! Ranking puts articles in order by what they are about; which of them says the thing asked for
//! shows only in their passages. So the passages of the first articles compete, with the ranking
//! as a head start, and the winner has to hold enough of the question to be shown as an answer.

use super::passage::{Strength, answering, is_name};
use crate::answer::QuestionAnswer;
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;
use crate::rank::Ranked;
use crate::rank::features::NAMES;
use crate::understand::query_terms::QueryTerms;
use corpus::{Document, Span};

/// Articles whose passages compete.
const CANDIDATES: usize = 12;
/// What standing first in the ranking is worth beside the passage, the others in proportion.
const HEAD_START: f32 = 0.4;
/// What a document that lacks a name of the question falls back.
const UNNAMED: f32 = 0.5;
/// Below this share of the question's telling words nothing is shown as an answer.
const LEAST_COVERAGE: f32 = 0.505;

/// Answers what was found.
pub(crate) fn answer(
    engine: &Engine,
    found: &Found,
    question: &str,
) -> Result<QuestionAnswer, EngineError> {
    if let Some(ordinal) = named(engine, found, question) {
        return Ok(QuestionAnswer {
            abstained: false,
            result: Some(engine.result(found, ordinal, false)?),
            coverage: 1.0,
        });
    }
    let names = names(&found.query.terms, question);
    let mut best: Option<(f32, usize, Strength, bool)> = None;
    for (place, ranked) in found.ranked.iter().take(CANDIDATES).enumerate() {
        let (_, document, at) = engine.open_article(ranked.ordinal)?;
        let article = article_of(&document, at)?;
        let (_, strength) = answering(&document, article, &found.query.terms);
        let met = names.is_empty() || holds_all(&document, &names);
        let behind = if met { 0.0 } else { UNNAMED };
        let score = strength.score + HEAD_START * to_best(ranked, place) - behind;
        if best.is_none_or(|(highest, ..)| score > highest) {
            best = Some((score, place, strength, met));
        }
    }
    let Some((_, place, strength, met)) = best else {
        return Ok(QuestionAnswer {
            abstained: true,
            ..QuestionAnswer::default()
        });
    };
    let result = engine.result(found, &found.ranked[place], false)?;
    Ok(QuestionAnswer {
        abstained: !met || strength.coverage < LEAST_COVERAGE,
        result: Some(result),
        coverage: strength.coverage,
    })
}

/// Names and numbers of the question, in small letters.
fn names(query: &QueryTerms, question: &str) -> Vec<String> {
    let first = question.split_whitespace().next().unwrap_or_default();
    let named = query
        .terms
        .iter()
        // Abbreviations of two letters stand for anything (`PC`, `XP`).
        .filter(|term| term.surface.len() > 2 && is_name(&term.surface, term.surface == first));
    named
        .map(|term| term.surface.to_ascii_lowercase())
        .collect()
}

/// True if a document holds every name. A short one has to stand alone: `ike` is not in `hike`.
fn holds_all(document: &Document, names: &[String]) -> bool {
    let whole = Span::new(0, document.bytes.len());
    let text = document.text(whole).to_ascii_lowercase();
    let bytes = text.as_bytes();
    names.iter().all(|name| {
        let digits = name.bytes().all(|byte| byte.is_ascii_digit());
        let apart = |at: usize| {
            bytes.get(at).is_none_or(|byte| {
                !if digits {
                    byte.is_ascii_digit()
                } else {
                    byte.is_ascii_alphabetic()
                }
            })
        };
        text.match_indices(name.as_str()).any(|(at, _)| {
            !digits && name.len() > 4 || (at == 0 || apart(at - 1)) && apart(at + name.len())
        })
    })
}

/// The article whose id the question names, if it is among the found.
fn named<'f>(engine: &Engine, found: &'f Found, question: &str) -> Option<&'f Ranked> {
    let articles = &engine.generation().articles;
    question
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .map(|word| word.trim_start_matches(['q', 'Q', 'k', 'K', 'b', 'B']))
        .filter(|word| (5..=7).contains(&word.len()))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|word| articles.find(word))
        .find_map(|ordinal| found.ranked.iter().find(|ranked| ranked.ordinal == ordinal))
}

/// How near an article's words come to the best article's, 0 to 1; later places count less.
fn to_best(ranked: &Ranked, place: usize) -> f32 {
    let at = NAMES.iter().position(|name| *name == "bm25f_to_best");
    let share = at.map_or(0.0, |at| ranked.values[at]);
    0.5 * share.clamp(0.0, 1.0) + 0.5 / (1.0 + place as f32).sqrt()
}
