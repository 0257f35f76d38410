//! A case, decided: known issues with probability and evidence, remedies, the next question; or
//! an honest "no known issue" with what was nearest.

use super::case_reading::CaseReading;
use super::known_issues;
use super::next_question;
use super::overrule::overruled;
use super::remedy::{all_cautions, remedies};
use super::severity::PriorityTable;
use crate::answer::{Correction, Evidence, KnownIssue, Question, Remedy, TRIAGE_SCHEMA, Triage};
use crate::classify::confidence::THRESHOLD;
use crate::engine::{Engine, Found, article_of, milliseconds};
use crate::error::EngineError;
use crate::guide::offers;
use crate::index::identifiers::{event_key, folded};
use crate::query::{Case, Query};
use crate::rank::Ranked;
use crate::retrieve::exact::Identifier;
use corpus::article::{FactValue, FixState};
use std::time::Instant;

/// How many choices a question offers.
const MAX_CHOICES: usize = 8;

/// How many nearest articles an abstention names.
const NEAREST: usize = 3;

/// A candidate below this share of the best one's probability is not shown beside it.
const SHOWN_SHARE: f64 = 0.3;

/// Words that label the fields of event records.
const LABELS: &[&str] = &[
    "event",
    "type",
    "source",
    "user",
    "computer",
    "description",
    "category",
    "level",
    "keywords",
    "date",
    "time",
    "log",
    "name",
    "task",
    "id",
    "opcode",
    "logname",
    "sourcename",
    "eventcode",
    "eventid",
    "eventtype",
    "computername",
    "message",
    "n",
    "a",
];

/// Decides a case.
pub(crate) fn triage(engine: &Engine, case: &Case) -> Result<Triage, EngineError> {
    let start = Instant::now();
    let (reading, mut found) = read_and_find(engine, case)?;
    let settled = known_issues::settle(engine, &mut found, case);
    let probabilities = &settled.probabilities;
    let threshold = case.threshold.unwrap_or(THRESHOLD);
    let best = probabilities.first().copied().unwrap_or_default();
    let must_ask = first_some(number_question(&reading, case), || {
        source_question(engine, &found, case)
    })?;
    let is_open = must_ask.is_some();
    let question = first_some(must_ask, || {
        further_question(engine, &found, case, (best, threshold))
    })?;
    let (nearest, nearest_titles) = titles(engine, found.ranked.iter().take(NEAREST));
    let mut answer = Triage {
        schema: TRIAGE_SCHEMA.into(),
        abstained: best < threshold || is_open,
        probability: best,
        reason: String::new(),
        stop: super::guard::stop_card(&reading.prose),
        issues: Vec::new(),
        question,
        checklist: Vec::new(),
        escalation: None,
        guides: Vec::new(),
        nearest,
        nearest_titles,
        understood: understood(&found, &reading),
        corrections: corrections(&found, &reading),
        priority: super::severity::priority(
            &reading.quotable,
            reading.scope.as_deref(),
            case.priorities
                .as_ref()
                .unwrap_or_else(|| PriorityTable::shipped()),
        ),
        masked: String::new(),
        events: reading.events.clone(),
        readings: reading.readings.clone(),
        withheld: Vec::new(),
        case: None,
        took_ms: 0.0,
    };
    answer.reason = reason(&found, &reading, &answer, threshold);
    if !answer.abstained {
        let shown = found
            .ranked
            .iter()
            .zip(probabilities)
            .take(case.limit.max(1));
        for (ranked, &probability) in
            shown.filter(|(_, probability)| **probability >= best * SHOWN_SHARE)
        {
            answer.issues.push(issue(
                engine,
                &found,
                ranked,
                (probability, case, &reading.told),
            )?);
        }
        settled.describe(engine, &found.viewer, &mut answer.issues)?;
        answer.nearest.clear();
        answer.nearest_titles.clear();
        let (_, document, place) = engine.open_article(found.ranked[0].ordinal)?;
        let article = article_of(&document, place)?;
        answer.checklist = super::checklist::checklist(article, &reading.told);
        answer.escalation = super::checklist::escalation(article, &answer, &reading.masked);
    }
    let said = (reading.told.as_str(), &found.query.meaning.words);
    answer.guides = offers(engine.library(), said, &answer, &case.filters);
    answer.masked = reading.masked;
    answer.withheld = super::guard::restrict_triage(&mut answer, &case.filters.viewer());
    answer.took_ms = milliseconds(start);
    Ok(answer)
}

/// Reads a case and ranks for it, with the answers given so far.
pub(crate) fn read_and_find(
    engine: &Engine,
    case: &Case,
) -> Result<(CaseReading, Found), EngineError> {
    let reading = CaseReading::of(case, &engine.generation().identifiers);
    let mut found = engine.find(&query(case, &reading, false))?;
    let fits = next_question::narrow(engine, &mut found, &case.answers)?;
    let adds_words = |(what, value): &(String, String)| next_question::adds_words(what, value);
    if case.answers.iter().any(adds_words) {
        // Said at once, the words of an answer would have been words of the case: what fits the
        // answer may not be among what was found without them.
        let mut told = engine.find(&query(case, &reading, true))?;
        next_question::narrow(engine, &mut told, &case.answers)?;
        if !fits || known_issues::best(engine, &told) > known_issues::best(engine, &found) {
            found = told;
        }
    }
    Ok((reading, found))
}

/// The case as a query: its words and the source that was answered, with or without the words of
/// the other answers.
fn query(case: &Case, reading: &CaseReading, with_answers: bool) -> Query {
    let mut text = reading.query.clone();
    if let Some((_, value)) = case.answers.iter().find(|(what, _)| what == "number") {
        // The answer is the number with the word that says what it is.
        text.clone_from(value);
    }
    let answers = case
        .answers
        .iter()
        .filter(|(what, value)| with_answers && next_question::adds_words(what, value));
    for (_, value) in answers {
        text.push('\n');
        text.push_str(value);
    }
    for (_, source) in case.answers.iter().filter(|(what, _)| what == "source") {
        text.push_str("\nSource: ");
        text.push_str(source);
    }
    case.query(text)
}

/// The first question there is.
fn first_some(
    first: Option<Question>,
    next: impl FnOnce() -> Result<Option<Question>, EngineError>,
) -> Result<Option<Question>, EngineError> {
    first.map_or_else(next, |question| Ok(Some(question)))
}

/// A case that is nothing but a number that can be several things.
fn number_question(reading: &CaseReading, case: &Case) -> Option<Question> {
    let number = reading.readings.iter().find(|one| {
        one.text.bytes().all(|byte| byte.is_ascii_digit()) && reading.told.trim() == one.text
    })?;
    let is_answered = case.answers.iter().any(|(what, _)| what == "number");
    (!is_answered).then(|| Question {
        what: "number".into(),
        text: format!("What is {}?", number.text),
        choices: number.readings.clone(),
        ..Question::default()
    })
}

/// The question that separates the candidates best, if the answer is not plain already. Where
/// nothing is near, only what the caller can read off (product, version, message) is worth asking;
/// where nothing fits at all, asking would only cost the caller's time.
fn further_question(
    engine: &Engine,
    found: &Found,
    case: &Case,
    (best, threshold): (f64, f64),
) -> Result<Option<Question>, EngineError> {
    const PLAIN: f64 = 0.75;
    const FAR: f64 = 0.5;
    const HOPELESS: f64 = 0.1;
    if !(HOPELESS * threshold..PLAIN).contains(&best) {
        return Ok(None);
    }
    next_question::ask(engine, found, &case.answers, best >= FAR * threshold)
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
    // Some of those looked at turn out to be one source with words behind it.
    let sources = identifier.sources.iter().take(2 * MAX_CHOICES);
    let choices = sources.map(|source| source_as_written(engine, number, source));
    let mut choices = without_longer(choices.collect::<Result<_, _>>()?);
    choices.truncate(MAX_CHOICES);
    if choices.len() < 2 {
        return Ok(None);
    }
    Ok(Some(Question {
        what: "source".into(),
        text: format!("Which source logged event {number}?"),
        choices,
        ..Question::default()
    }))
}

/// Names without those that are another one and words behind it: an article that goes on in the
/// same line gives a source more words than it has.
fn without_longer(names: Vec<String>) -> Vec<String> {
    let goes_on = |name: &String, other: &String| {
        let rest = name.strip_prefix(other.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let is_plain = |name: &&String| !names.iter().any(|other| goes_on(name, other));
    names.iter().filter(is_plain).cloned().collect()
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

fn reason(found: &Found, reading: &CaseReading, answer: &Triage, threshold: f64) -> String {
    match &answer.question {
        Some(question) if question.what == "source" => {
            return format!("Several sources use this event number. {}", question.text);
        }
        Some(question) if question.what == "number" => {
            return format!("The number can be several things. {}", question.text);
        }
        _ => {}
    }
    if answer.abstained {
        if found.ranked.is_empty() {
            return "No known issue: no article shares a word or a meaning with the case.".into();
        }
        let may_repeat = |word: &str| reading.may_repeat(word);
        let unknown: Vec<&str> = found
            .query
            .terms
            .terms
            .iter()
            .filter(|term| term.id.is_none())
            .map(|term| term.surface.as_str())
            .filter(|word| may_repeat(word))
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
        let (nearest, asked) = told_apart(answer.probability, threshold);
        return format!(
            "No known issue is likely enough: the nearest has {nearest} % where {asked} % are asked for.{unknown}"
        );
    }
    known_issues::rests_on(found)
}

/// Two probabilities in percent, with as many places as tell them apart.
fn told_apart(nearest: f64, asked: f64) -> (String, String) {
    let set = |places: usize| {
        let percent = |value: f64| format!("{:.places$}", value * 100.0);
        (percent(nearest), percent(asked))
    };
    let [whole, exact] = [set(0), set(1)];
    match (whole.0 == whole.1, exact.0 == exact.1) {
        (false, _) => whole,
        (true, false) => exact,
        (true, true) => (format!("just under {}", whole.0), whole.1),
    }
}

/// Identifiers and words of the case that were used, names left out.
fn understood(found: &Found, reading: &CaseReading) -> Vec<String> {
    let may_repeat = |word: &str| reading.may_repeat(word);
    let identifiers = found
        .exact
        .identifiers
        .iter()
        .map(|identifier| super::article::describe(&identifier.value).1);
    let terms = &found.query.terms;
    // Words that were added stand behind those of the text.
    let said = terms.sequence.iter().max().map_or(0, |last| last + 1);
    let words = terms
        .terms
        .iter()
        .take(said)
        .filter(|term| term.id.is_some());
    // The labels of a record are not what it says.
    let has_events = reading.events.is_some();
    let is_label = |word: &str| {
        // Numbers that count stand among the identifiers; the others are of dates.
        let is_number = || word.bytes().all(|byte| byte.is_ascii_digit());
        has_events && (LABELS.contains(&word.to_lowercase().as_str()) || is_number())
    };
    let words = words
        .map(|term| term.surface.clone())
        .filter(|word| !is_label(word));
    let mut understood: Vec<String> = Vec::new();
    for word in identifiers.chain(words).filter(|word| may_repeat(word)) {
        if !understood.contains(&word) {
            understood.push(word);
        }
    }
    understood
}

/// Words that were read as others, names left out.
fn corrections(found: &Found, reading: &CaseReading) -> Vec<Correction> {
    let may_repeat = |word: &str| reading.may_repeat(word);
    let corrections = found.corrections.iter().filter(|one| may_repeat(&one.from));
    corrections.cloned().collect()
}

fn issue(
    engine: &Engine,
    found: &Found,
    ranked: &Ranked,
    (probability, case, told): (f64, &Case, &str),
) -> Result<KnownIssue, EngineError> {
    let (entry, document, place) = engine.open_article(ranked.ordinal)?;
    let article = article_of(&document, place)?;
    let article = &*super::guard::sections_for(article, &case.filters.viewer());
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
    let state = article.meta.state.told();
    let outcomes = engine.outcomes_of(&entry.id);
    let remedies = proven(engine, remedies(&document, article));
    Ok(KnownIssue {
        id: entry.id.clone(),
        title: entry.title,
        probability,
        articles: vec![entry.id],
        evidence,
        remedies,
        overruled: overruled(told, &all_cautions(article)),
        fix: fix.map(str::to_owned),
        fix_says: None,
        state,
        outcomes,
        members: Vec::new(),
    })
}

/// Remedies with what came of them; of equal risk those that helped more come first.
fn proven(engine: &Engine, mut remedies: Vec<Remedy>) -> Vec<Remedy> {
    for remedy in &mut remedies {
        remedy.outcomes = engine.outcomes_of_remedy(&remedy.article, &remedy.section);
    }
    let shift = |remedy: &Remedy| remedy.outcomes.as_ref().map_or(0.0, |seen| seen.shift);
    remedies.sort_by(|one, other| {
        let by_risk = one.risk.cmp(&other.risk);
        by_risk.then_with(|| shift(other).total_cmp(&shift(one)))
    });
    remedies
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
