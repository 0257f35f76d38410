//! A case, decided: known issues with probability and evidence, remedies, the next question; or
//! an honest "no known issue" with what was nearest.

use super::overrule::overruled;
use super::remedy::{all_cautions, remedies};
use crate::answer::{Evidence, KnownIssue, Question, TRIAGE_SCHEMA, Triage};
use crate::classify::confidence::{THRESHOLD, probability};
use crate::engine::{Engine, Found, article_of, milliseconds};
use crate::error::EngineError;
use crate::guide::offers;
use crate::index::identifiers::{event_key, folded};
use crate::query::{Case, Query};
use crate::rank::Ranked;
use crate::retrieve::exact::Identifier;
use crate::understand::masking::mask;
use corpus::article::{FactValue, FixState};
use std::time::Instant;

/// How many choices a question offers.
const MAX_CHOICES: usize = 8;

/// How many nearest articles an abstention names.
const NEAREST: usize = 3;

/// A candidate below this share of the best one's probability is not shown beside it.
const SHOWN_SHARE: f64 = 0.3;

/// Decides a case.
pub(crate) fn triage(engine: &Engine, case: &Case) -> Result<Triage, EngineError> {
    let start = Instant::now();
    let found = engine.find(&query(case))?;
    let question = source_question(engine, &found, case)?;
    let probabilities = probability(&found.ranked, &found.query.terms, &found.exact);
    let best = probabilities.first().copied().unwrap_or_default();
    let (nearest, nearest_titles) = titles(engine, found.ranked.iter().take(NEAREST));
    let mut answer = Triage {
        schema: TRIAGE_SCHEMA.into(),
        abstained: best < THRESHOLD || question.is_some(),
        reason: String::new(),
        stop: super::guard::stop_card(&case.text),
        issues: Vec::new(),
        question,
        checklist: Vec::new(),
        escalation: None,
        guides: Vec::new(),
        nearest,
        nearest_titles,
        understood: understood(&found),
        corrections: found.corrections.clone(),
        took_ms: 0.0,
    };
    answer.reason = reason(&found, &answer, best);
    if !answer.abstained {
        let shown = found
            .ranked
            .iter()
            .zip(&probabilities)
            .take(case.limit.max(1));
        for (ranked, &probability) in
            shown.filter(|(_, probability)| **probability >= best * SHOWN_SHARE)
        {
            answer
                .issues
                .push(issue(engine, &found, ranked, (probability, &case.text))?);
        }
        answer.nearest.clear();
        answer.nearest_titles.clear();
        let (_, document, place) = engine.open_article(found.ranked[0].ordinal)?;
        let article = article_of(&document, place)?;
        answer.checklist = super::checklist::checklist(article, &case.text);
        answer.escalation = super::checklist::escalation(article, &answer, &mask(&case.text).text);
    }
    let said = (case.text.as_str(), &found.query.meaning.words);
    answer.guides = offers(engine.library(), said, &answer, &case.filters);
    answer.took_ms = milliseconds(start);
    Ok(answer)
}

/// The case as a query: its words and what was answered since.
fn query(case: &Case) -> Query {
    let answers = case.answers.iter().filter(|(what, _)| what != "source");
    let mut text = case.text.clone();
    for (_, value) in answers {
        text.push('\n');
        text.push_str(value);
    }
    for (_, source) in case.answers.iter().filter(|(what, _)| what == "source") {
        text.push_str("\nSource: ");
        text.push_str(source);
    }
    Query {
        filters: case.filters.clone(),
        exclude: case.exclude.clone(),
        limit: case.limit,
        ..Query::new(text)
    }
}

/// An event number that several sources use, and none was named: which one is meant decides
/// everything, so it is asked before anything is answered.
fn source_question(
    engine: &Engine,
    found: &Found,
    case: &Case,
) -> Result<Option<Question>, EngineError> {
    if case.answers.iter().any(|(what, _)| what == "source") {
        return Ok(None);
    }
    let ambiguous = |identifier: &&Identifier| identifier.sources.len() > 1;
    let Some(identifier) = found.exact.identifiers.iter().find(ambiguous) else {
        return Ok(None);
    };
    let FactValue::Event { number, .. } = identifier.value else {
        return Ok(None);
    };
    let sources = identifier.sources.iter().take(MAX_CHOICES);
    let choices = sources.map(|source| source_as_written(engine, number, source));
    Ok(Some(Question {
        text: format!("Which source logged event {number}?"),
        choices: choices.collect::<Result<_, _>>()?,
    }))
}

/// A source's name as the first article that records the event writes it: keys are folded, and a
/// person compares with what the event viewer shows.
fn source_as_written(engine: &Engine, number: u32, source: &str) -> Result<String, EngineError> {
    let places = engine
        .generation()
        .identifiers
        .find(&event_key(number, source));
    let Some(place) = places.first() else {
        return Ok(source.to_owned());
    };
    let (_, document, at) = engine.open_article(place.ordinal)?;
    let facts = &article_of(&document, at)?.facts;
    let written = facts.iter().find_map(|fact| match &fact.value {
        FactValue::Event {
            provider: Some(provider),
            ..
        } if folded(provider) == source => Some(provider.clone()),
        _ => None,
    });
    Ok(written.unwrap_or_else(|| source.to_owned()))
}

fn reason(found: &Found, answer: &Triage, best: f64) -> String {
    if let Some(question) = &answer.question {
        return format!("Several sources use this event number. {}", question.text);
    }
    if answer.abstained {
        if found.ranked.is_empty() {
            return "No known issue: no article shares a word or a meaning with the case.".into();
        }
        let unknown: Vec<&str> = found
            .query
            .terms
            .terms
            .iter()
            .filter(|term| term.id.is_none())
            .map(|term| term.surface.as_str())
            .take(5)
            .collect();
        let unknown = if unknown.is_empty() {
            String::new()
        } else {
            format!(
                " Words that this knowledge base does not know: {}.",
                unknown.join(", ")
            )
        };
        return format!(
            "No known issue is likely enough: the nearest has {:.0} % where {:.0} % are asked for.{unknown}",
            best * 100.0,
            THRESHOLD * 100.0
        );
    }
    let exact = found
        .exact
        .identifiers
        .iter()
        .filter(|identifier| !identifier.holders.is_empty());
    let named: Vec<String> = exact
        .map(|identifier| super::article::describe(&identifier.value).1)
        .take(3)
        .collect();
    if named.is_empty() {
        "Found by words and meaning.".into()
    } else {
        format!("The article records {}.", named.join(", "))
    }
}

fn understood(found: &Found) -> Vec<String> {
    let identifiers = found
        .exact
        .identifiers
        .iter()
        .map(|identifier| super::article::describe(&identifier.value).1);
    let terms = found
        .query
        .terms
        .terms
        .iter()
        .filter(|term| term.id.is_some());
    identifiers
        .chain(terms.map(|term| term.surface.clone()))
        .collect()
}

fn issue(
    engine: &Engine,
    found: &Found,
    ranked: &Ranked,
    (probability, text): (f64, &str),
) -> Result<KnownIssue, EngineError> {
    let (entry, document, place) = engine.open_article(ranked.ordinal)?;
    let article = article_of(&document, place)?;
    let passage = super::passage::best_passage(&document, article, &found.query.terms);
    let mut evidence = vec![Evidence {
        text: passage.text,
        article: entry.id.clone(),
        span: passage.span,
    }];
    for identifier in &found.exact.identifiers {
        let fact = article
            .facts
            .iter()
            .find(|fact| same_value(&fact.value, &identifier.value));
        evidence.extend(fact.map(|fact| Evidence {
            text: document.text(fact.span),
            article: entry.id.clone(),
            span: fact.span,
        }));
    }
    let fix = article.meta.fix.map(|fix| match fix {
        FixState::Fixed => "fixed",
        FixState::Pending => "pending",
        _ => "no-fix",
    });
    Ok(KnownIssue {
        id: entry.id.clone(),
        title: entry.title,
        probability,
        articles: vec![entry.id],
        evidence,
        remedies: remedies(&document, article),
        overruled: overruled(text, &all_cautions(article)),
        fix: fix.map(str::to_owned),
    })
}

/// True if two facts name the same thing; an event without a source matches any.
fn same_value(one: &FactValue, other: &FactValue) -> bool {
    match (one, other) {
        (FactValue::Event { number: a, .. }, FactValue::Event { number: b, .. }) => a == b,
        (FactValue::ErrorCode { value: a, .. }, FactValue::ErrorCode { value: b, .. }) => a == b,
        _ => one == other,
    }
}

/// Ids and titles of articles.
fn titles<'r>(
    engine: &Engine,
    ranked: impl Iterator<Item = &'r Ranked>,
) -> (Vec<String>, Vec<String>) {
    let entries = ranked.filter_map(|ranked| engine.generation().articles.get(ranked.ordinal));
    entries.map(|entry| (entry.id, entry.title)).unzip()
}
