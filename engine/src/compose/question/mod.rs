//! The one answer to a question: the passage among the first articles that answers best.
//!
//! Ranking puts articles in order by what they are about; which of them says the thing asked for
//! shows only in their sentences. So the sections of the first articles, and of the chapters they
//! are parts of, compete ([`contest`]), and the winner has to hold enough of the question to be
//! shown as an answer. Where the source lost what the winner announces, or where another place of
//! its document answers nearly as well, that place is quoted too, with its own citation.

mod alternatives;
mod applies;
mod contest;
mod expected;
mod itself;
mod pool;
mod references;

use super::guard::sections_for;
use super::passage::{Matcher, is_name, keywords};
use crate::answer::{OtherPassage, Passage, QuestionAnswer};
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;
use crate::query::Query;
use crate::rank::Ranked;
use crate::understand::query_terms::QueryTerms;
use contest::{Contest, Entry};
use corpus::{Document, Span};
use pool::Pool;

/// What a document that lacks a name of the question falls back.
const UNNAMED: f32 = 0.5;
/// Below this sum of the share of the question's telling words and of the closeness in meaning,
/// less the share that the whole document lacks, nothing is shown as an answer: an answer in other
/// words is close, one in the question's own words need not be, and a document that never speaks
/// of what is asked does not answer.
const LEAST_SUM: f32 = 0.9;
/// What another passage has to earn beside the first to be quoted too.
const NEARLY: f32 = 0.8;

/// Passages quoted beside the first.
const OTHERS: usize = 2;

/// Words that open a question.
const OPENS: &[&str] = &[
    "are", "can", "could", "did", "do", "does", "how", "is", "may", "must", "should", "what",
    "when", "where", "which", "who", "whose", "why", "will",
];

/// True if a text is put as a question: it ends in its mark or opens with one of its words.
/// Anything longer than a few lines is a case, not a question.
pub(crate) fn is_question(text: &str) -> bool {
    let text = text.trim();
    let first = text.split_whitespace().next().unwrap_or_default();
    text.len() < 300
        && (text.ends_with('?') || OPENS.contains(&first.to_ascii_lowercase().as_str()))
}

/// Answers what was found; `matcher` is that of its terms.
pub(crate) fn answer<'q>(
    engine: &Engine,
    found: &'q Found,
    query: &Query,
    matcher: Matcher<'q>,
) -> Result<QuestionAnswer, EngineError> {
    if let Some(ranked) = named(engine, found, &query.text) {
        return of_named(engine, found, ranked, matcher);
    }
    let pool = Pool::open(engine, found, query)?;
    for member in 0..pool.members.len() {
        let (document, article) = pool.open_member(member);
        if let Some(passage) = keywords(document, article, &found.query.terms.words) {
            return told(engine, pool.members[member].ordinal, passage, 1.0);
        }
    }
    let listed = references::cited(&pool, &found.query.terms)
        .or_else(|| applies::applies_to(&pool, &found.query.terms));
    if let Some((member, passage)) = listed {
        return told(engine, pool.members[member].ordinal, passage, 1.0);
    }
    let met = met(&pool, &names(&found.query.terms, &query.text));
    let mut contest = Contest::hold(found, &pool, matcher);
    for entry in &mut contest.entries {
        if !met[pool.document_of(entry.member)] {
            entry.score -= UNNAMED;
        }
    }
    contest
        .entries
        .sort_by(|one, other| other.score.total_cmp(&one.score));
    let compared = alternatives::compared(&mut contest, &query.text);
    let Some(&first) = compared.first().or(contest.entries.first()) else {
        return Ok(QuestionAnswer {
            abstained: true,
            ..QuestionAnswer::default()
        });
    };
    let absent = contest.absent_from(first.member);
    let passage = contest.quote(first);
    let chosen = match compared.get(1..) {
        Some(others) => others.to_vec(),
        None => alternatives::entries(&mut contest, &query.text, first),
    };
    let others = others(&mut contest, &pool, (first, &passage), &chosen);
    let named = met[pool.document_of(first.member)];
    let mut answer = told(
        engine,
        pool.members[first.member].ordinal,
        passage,
        first.coverage,
    )?;
    answer.also = others;
    // Each thing that is compared has a section of its own.
    answer.abstained =
        compared.is_empty() && (!named || first.coverage + first.close - absent < LEAST_SUM);
    Ok(answer)
}

/// The answer of an article whose number the question gives: a field of its own, or its passage.
fn of_named(
    engine: &Engine,
    found: &Found,
    ranked: &Ranked,
    mut matcher: Matcher<'_>,
) -> Result<QuestionAnswer, EngineError> {
    let (entry, document, place) = engine.open_article(ranked.ordinal)?;
    let terms = &found.query.terms;
    let article = sections_for(article_of(&document, place)?, &found.viewer);
    let itself = applies::told_by(&document, &article, terms)
        .or_else(|| itself::field(&document, terms, &entry.id));
    if let Some(passage) = itself {
        return told(engine, ranked.ordinal, passage, 1.0);
    }
    Ok(QuestionAnswer {
        abstained: false,
        result: Some(engine.result(found, ranked, &mut matcher, false)?),
        coverage: 1.0,
        ..QuestionAnswer::default()
    })
}

/// Which documents of the pool hold every name of the question.
fn met(pool: &Pool, names: &[String]) -> Vec<bool> {
    let documents = pool.documents().iter();
    documents
        .map(|document| names.is_empty() || holds_all(document, names))
        .collect()
}

/// An answer with one passage.
fn told(
    engine: &Engine,
    ordinal: u32,
    passage: Passage,
    coverage: f32,
) -> Result<QuestionAnswer, EngineError> {
    Ok(QuestionAnswer {
        abstained: false,
        result: Some(engine.cited(ordinal, passage)?),
        coverage,
        also: Vec::new(),
    })
}

/// Other passages of the document: those `chosen`, and those that recover what is lost, or answer
/// nearly as well.
fn others(
    contest: &mut Contest<'_, '_>,
    pool: &Pool,
    (first, passage): (Entry, &Passage),
    chosen: &[Entry],
) -> Vec<OtherPassage> {
    let least = NEARLY * first.score;
    let mut quoted = vec![passage.span];
    let mut others = Vec::new();
    let following = contest.entries.iter().skip(1);
    let following = following.take_while(|entry| entry.score >= least);
    let following: Vec<Entry> = chosen.iter().chain(following).copied().collect();
    for entry in following {
        if others.len() >= OTHERS.max(chosen.len()) {
            break;
        }
        let span = contest.span(entry);
        let is_new = !quoted.iter().any(|whole| whole.contains(span));
        if !is_new || !pool.is_one_document(entry.member, first.member) {
            continue;
        }
        let (document, article) = pool.open_member(entry.member);
        let next = contest.quote(entry);
        quoted.push(next.span);
        others.push(OtherPassage {
            article: article.id.clone(),
            document: document.name.clone(),
            recovers: passage.gap.is_some(),
            text: next.text,
            heading: next.heading,
            span: next.span,
            highlights: next.highlights,
            core: next.core,
            gap: next.gap,
        });
    }
    others
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_opens_or_ends_like_one() {
        for (text, asks) in [
            ("Which glue holds wet wood", true),
            ("glue for wet wood?", true),
            ("how-to guide for glue", false),
            ("glue does not hold", false),
            ("", false),
        ] {
            assert_eq!(is_question(text), asks, "{text}");
        }
        assert!(!is_question(&"why? ".repeat(100)));
    }
}
