//! Whether a subject ("ipsec", "dns") is at fault: evidence for and against, quoted, and how to
//! find out without breaking anything.
//!
//! Entry: [`rule_out`]. Articles about the subject are those that have it in title, keywords or
//! headings. What the case shares with them speaks for the subject: its events and error codes
//! first, then their passages on symptoms. What other articles explain better, and what the
//! subject's own articles say is not its doing, speaks against it. Checks are their instructions
//! in order of risk; what interrupts service is kept apart, with the cautions that limit it.

mod signs;

use super::article::describe;
use super::case_reading::CaseReading;
use super::guard::{sections_for, stop_card};
use super::overrule::{limits, telling};
use super::passage::best_passage;
use super::remedy::{all_cautions, remedies};
use super::risk::{is_forbidding, is_known, risk_of};
use crate::answer::{CautionAnswer, Check, RULE_OUT_SCHEMA, Risk, RuleOut, Sign};
use crate::classify::confidence::{THRESHOLD, probability};
use crate::engine::{Engine, Found, article_of, milliseconds};
use crate::error::EngineError;
use crate::query::{Case, Query};
use corpus::article::{Fact, FactValue, Role};
use corpus::{Article, Document};
use std::collections::HashSet;
use std::time::Instant;

/// Ranked articles that are looked at for the case.
const FOR_CASE: usize = 24;
/// Articles about the subject whose instructions become checks.
const FOR_CHECKS: usize = 14;
/// Most signs on each side.
const SIGNS: usize = 4;
/// Most checks shown.
const CHECKS: usize = 6;
/// Most instructions kept for the last.
const LAST: usize = 2;
/// Most cautions shown.
const CAUTIONS: usize = 3;

/// Weighs a subject against a case.
pub(crate) fn rule_out(
    engine: &Engine,
    case: &Case,
    subject: &str,
) -> Result<RuleOut, EngineError> {
    let start = Instant::now();
    let reading = CaseReading::of(case, &engine.generation().identifiers);
    let mut answer = RuleOut {
        schema: RULE_OUT_SCHEMA.into(),
        subject: subject.trim().to_owned(),
        stop: stop_card(&reading.prose),
        ..RuleOut::default()
    };
    let about = articles_about(engine, &case.query(subject), subject)?;
    answer.known = !about.is_empty();
    if answer.known && !reading.query.trim().is_empty() {
        let found = engine.find(&case.query(reading.query.clone()))?;
        weigh(engine, &found, subject, &mut answer)?;
    }
    let both = format!("{subject} {}", reading.query);
    let found = engine.find(&case.query(both))?;
    let mut ordinals: Vec<u32> = found
        .ranked
        .iter()
        .take(FOR_CASE)
        .map(|ranked| ranked.ordinal)
        .collect();
    ordinals.retain(|ordinal| about.contains(ordinal));
    ordinals.extend(
        about
            .iter()
            .filter(|ordinal| !ordinals.contains(ordinal))
            .copied()
            .collect::<Vec<_>>(),
    );
    for &ordinal in ordinals.iter().take(FOR_CHECKS) {
        let (_, document, place) = engine.open_article(ordinal)?;
        let article = sections_for(article_of(&document, place)?, &found.viewer);
        answer
            .evidence_against
            .extend(signs::denials(&article, subject));
        checks(&document, &article, &mut answer);
        checks_in_prose(&article, &mut answer);
    }
    finish(&mut answer);
    answer.took_ms = milliseconds(start);
    Ok(answer)
}

/// Articles about a subject, best first.
fn articles_about(engine: &Engine, query: &Query, subject: &str) -> Result<Vec<u32>, EngineError> {
    const LOOKED_AT: usize = 80;
    let found = engine.find(query)?;
    let mut about = Vec::new();
    for ranked in found.ranked.iter().take(LOOKED_AT) {
        let (_, document, place) = engine.open_article(ranked.ordinal)?;
        if is_about(&document, article_of(&document, place)?, subject) {
            about.push(ranked.ordinal);
        }
    }
    Ok(about)
}

/// True if an article has every word of the subject in its title, keywords, products or headings,
/// or is a part of a chapter that has; or speaks of it again and again.
fn is_about(document: &Document, article: &Article, subject: &str) -> bool {
    const OFTEN: usize = 3;
    let meta = &article.meta;
    let names = std::iter::once(&article.title)
        .chain(&article.part_of)
        .chain(&meta.keywords)
        .chain(&meta.query_words)
        .chain(&meta.tags)
        .chain(meta.products.iter().map(|product| &product.name))
        .chain(article.sections.iter().flat_map(|section| &section.heading));
    let subject = subject.trim().to_lowercase();
    if words(&subject).next().is_none() {
        return false;
    }
    let said = || document.text(article.span).to_lowercase();
    names_subject(names.map(String::as_str), &subject) || said().matches(&subject).count() >= OFTEN
}

/// True if the texts together have every word of the subject.
fn names_subject<'t>(texts: impl Iterator<Item = &'t str>, subject: &str) -> bool {
    let text = texts.collect::<Vec<_>>().join(" ").to_lowercase();
    let known: HashSet<&str> = words(&text).collect();
    let subject = subject.to_lowercase();
    words(&subject).all(|word| known.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Sorts what the case meets into what speaks for the subject and what against.
fn weigh(
    engine: &Engine,
    found: &Found,
    subject: &str,
    answer: &mut RuleOut,
) -> Result<(), EngineError> {
    let chances = probability(
        &engine.generation().text,
        &engine.generation().issues,
        &found.ranked,
        &found.query.terms,
        &found.exact,
    );
    let best_about = |chance: f64| chance >= THRESHOLD / 2.0;
    for (place, ranked) in found.ranked.iter().take(FOR_CASE).enumerate() {
        let (_, document, at) = engine.open_article(ranked.ordinal)?;
        let article = &*sections_for(article_of(&document, at)?, &found.viewer);
        let is_subject = is_about(&document, article, subject);
        let exact = exact_signs(found, ranked.ordinal, (&document, article));
        let chance = chances.get(place).copied().unwrap_or_default();
        let side = if is_subject {
            &mut answer.evidence_for
        } else {
            &mut answer.evidence_against
        };
        let has_exact = !exact.is_empty();
        side.extend(exact);
        // Anything comes near something in meaning; only what is a likely answer speaks.
        if !has_exact && best_about(chance) {
            side.push(passage_sign(&document, article, found, chance));
        }
    }
    // What an article of the subject records cannot speak against it because others record it, too.
    let met: HashSet<&str> = answer
        .evidence_for
        .iter()
        .map(|sign| sign.meets.as_str())
        .collect();
    answer
        .evidence_against
        .retain(|sign| !met.contains(sign.meets.as_str()));
    Ok(())
}

/// The identifiers of the case that an article records.
fn exact_signs(
    found: &Found,
    ordinal: u32,
    (document, article): (&Document, &Article),
) -> Vec<Sign> {
    let held = found.exact.identifiers.iter().filter(|identifier| {
        identifier.holders.binary_search(&ordinal).is_ok()
            || records_number(article, &identifier.value)
    });
    let signs = held.map(|identifier| {
        let described = describe(&identifier.value).1;
        let meets = match &identifier.value {
            FactValue::Event { number, .. } => format!("event {number}"),
            _ => described.clone(),
        };
        let fact = article
            .facts
            .iter()
            .find(|fact| describe(&fact.value).1 == described)
            .or_else(|| number_in(article, &identifier.value));
        let passage = best_passage(document, article, &found.query.terms);
        let said = fact.and_then(|fact| {
            let said = document.text(fact.span);
            signs::sentence_at(article, fact.span, &said)
        });
        Sign {
            text: said.unwrap_or(passage.text),
            meets,
            article: article.id.clone(),
            title: article.title.clone(),
            span: fact.map_or(passage.span, |fact| fact.span),
        }
    });
    signs.take(1).collect()
}

/// True if an article records the number of an event and either of the two names no source: people
/// say in which log an event stands where its source belongs.
fn records_number(article: &Article, value: &FactValue) -> bool {
    number_in(article, value).is_some()
}

fn number_in<'a>(article: &'a Article, value: &FactValue) -> Option<&'a Fact> {
    let FactValue::Event { number: asked, .. } = value else {
        return None;
    };
    article.facts.iter().find(|fact| {
        matches!(&fact.value, FactValue::Event { number, provider: None, .. } if number == asked)
    })
}

fn passage_sign(document: &Document, article: &Article, found: &Found, chance: f64) -> Sign {
    let passage = best_passage(document, article, &found.query.terms);
    Sign {
        text: passage.text,
        meets: format!(
            "the case's words ({:.0} % likely)",
            (chance * 100.0).clamp(1.0, 99.0)
        ),
        article: article.id.clone(),
        title: article.title.clone(),
        span: passage.span,
    }
}

/// The instructions of an article that find something out about the subject, and what it forbids.
fn checks(document: &Document, article: &Article, answer: &mut RuleOut) {
    let cautions: Vec<CautionAnswer> = all_cautions(article).iter().map(telling).collect();
    for remedy in remedies(document, article) {
        let above = names(article).chain(remedy.heading.iter().map(String::as_str));
        let is_subjects = names_subject(above, &answer.subject);
        for step in remedy.steps {
            if !is_subjects && !names_subject(std::iter::once(step.text.as_str()), &answer.subject)
            {
                continue;
            }
            let (risk, reason) = risk_of(&step.text);
            let check = Check {
                cautions: limiting(&cautions, &step.text, risk),
                text: step.text,
                risk,
                risk_reason: reason.to_owned(),
                risk_unknown: !is_known(reason),
                article: article.id.clone(),
                span: step.span,
            };
            let list = if risk >= Risk::Disruptive {
                &mut answer.last_resort
            } else {
                &mut answer.checks
            };
            let fits = match risk {
                Risk::ReadOnly | Risk::Reversible => signs::finds_out(&check.text, risk),
                _ => takes_out(&check.text),
            };
            if fits && list.iter().all(|known| known.text != check.text) {
                list.push(check);
            }
        }
    }
    let concerns = |caution: &CautionAnswer| {
        tries(caution) || names_subject(std::iter::once(caution.text.as_str()), &answer.subject)
    };
    let cautions: Vec<CautionAnswer> = cautions
        .into_iter()
        .filter(|caution| is_forbidding(&caution.text) && concerns(caution))
        .collect();
    for caution in cautions {
        if answer
            .cautions
            .iter()
            .all(|known| known.text != caution.text)
        {
            answer.cautions.push(caution);
        }
    }
}

/// What an article is called.
fn names(article: &Article) -> impl Iterator<Item = &str> {
    let part_of = article.part_of.iter().map(String::as_str);
    part_of.chain(std::iter::once(article.title.as_str()))
}

/// Sentences of an article without steps that tell to look at something of the subject: a chapter
/// says in prose how one finds out.
fn checks_in_prose(article: &Article, answer: &mut RuleOut) {
    const SHORTEST: usize = 30;
    const LONGEST: usize = 400;
    let is_subjects = names_subject(names(article), &answer.subject);
    let mut found = Vec::new();
    for section in &article.sections {
        if matches!(
            section.role,
            Role::Symptoms | Role::Cause | Role::StepsToReproduce
        ) {
            continue;
        }
        signs::sentences(&section.blocks, &mut |sentence, span| {
            let (risk, reason) = risk_of(sentence);
            let fits = (SHORTEST..LONGEST).contains(&sentence.len())
                && !sentence.ends_with(':')
                && risk <= Risk::Reversible
                && signs::tells_to_look(sentence);
            let concerns =
                || is_subjects || names_subject(std::iter::once(sentence), &answer.subject);
            if fits && concerns() && !is_forbidding(sentence) {
                found.push(Check {
                    cautions: Vec::new(),
                    text: sentence.to_owned(),
                    risk,
                    risk_unknown: !is_known(reason),
                    risk_reason: reason.to_owned(),
                    article: article.id.clone(),
                    span,
                });
            }
        });
    }
    for check in found {
        let is_new =
            |known: &Check| !known.text.contains(&check.text) && !check.text.contains(&known.text);
        if answer.checks.iter().all(is_new) {
            answer.checks.push(check);
        }
    }
}

/// True if a step takes something out of service to see what happens; other steps that interrupt
/// are repairs, which tell nothing of the cause.
fn takes_out(step: &str) -> bool {
    const VERBS: &[&str] = &[
        "stop",
        "disable",
        "unassign",
        "turn off",
        "switch off",
        "deactivate",
    ];
    let lower = step.to_lowercase();
    let opens = |clause: &str| VERBS.iter().any(|verb| clause.trim().starts_with(verb));
    lower
        .split(['.', ',', ';', ':', '\n'])
        .flat_map(|part| part.split(" then "))
        .flat_map(|part| part.split(" and "))
        .any(opens)
}

/// True if a caution is about what one would try in order to find out.
fn tries(caution: &CautionAnswer) -> bool {
    let lower = caution.text.to_lowercase();
    ["stop", "restart", "disable", "unassign"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The cautions about the same action on the same thing; for what interrupts, all that forbid.
fn limiting(cautions: &[CautionAnswer], step: &str, risk: Risk) -> Vec<CautionAnswer> {
    let concerns = |caution: &&CautionAnswer| {
        limits(&caution.text, step) || (risk >= Risk::Disruptive && is_forbidding(&caution.text))
    };
    cautions.iter().filter(concerns).cloned().collect()
}

/// Puts harmless checks first, cuts the lists, and says where the evidence points.
fn finish(answer: &mut RuleOut) {
    answer.checks.sort_by_key(|check| check.risk);
    answer.checks.truncate(CHECKS);
    answer.last_resort.sort_by_key(|check| check.risk);
    answer.last_resort.truncate(LAST);
    settle_sides(answer);
    for signs in [&mut answer.evidence_for, &mut answer.evidence_against] {
        let (mut seen, mut said) = (HashSet::new(), HashSet::new());
        signs.retain(|sign| {
            seen.insert((sign.article.clone(), sign.span.start)) && said.insert(sign.text.clone())
        });
        // What meets the case comes before what holds for any.
        signs.sort_by_key(|sign| sign.meets.is_empty());
        signs.truncate(SIGNS);
    }
    // Cautions about stopping and restarting concern whoever wants to find out.
    answer.cautions.sort_by_key(|caution| !tries(caution));
    answer.cautions.truncate(CAUTIONS);
    answer.leaning = leaning(answer);
}

/// A quotation stands on one side only: on that of what it says.
fn settle_sides(answer: &mut RuleOut) {
    let denies = |sign: &Sign| signs::denies(&sign.text, &answer.subject);
    let (against, one): (Vec<Sign>, Vec<Sign>) = std::mem::take(&mut answer.evidence_for)
        .into_iter()
        .partition(denies);
    let is_for = |sign: &Sign| {
        let same = |known: &Sign| {
            known.text == sign.text
                || (known.article == sign.article
                    && known.span.start < sign.span.end
                    && sign.span.start < known.span.end)
        };
        one.iter().any(same)
    };
    answer.evidence_against.retain(|sign| !is_for(sign));
    answer.evidence_against.splice(0..0, against);
    answer.evidence_for = one;
}

fn leaning(answer: &RuleOut) -> String {
    let subject = &answer.subject;
    if !answer.known {
        return format!("No article is about {subject}: nothing here can rule it in or out.");
    }
    let meets = |signs: &[Sign]| signs.iter().filter(|sign| !sign.meets.is_empty()).count();
    match (meets(&answer.evidence_for), meets(&answer.evidence_against)) {
        (0, 0) => {
            format!("Nothing in the case speaks for or against {subject}. Start with the checks.")
        }
        (0, _) => {
            format!("Nothing in the case speaks for {subject}; something else explains it better.")
        }
        (_, 0) if !answer.evidence_against.is_empty() => format!(
            "The case has signs of {subject}; what speaks against it holds in general, not of this case."
        ),
        (_, 0) => format!("The case has signs of {subject}, and nothing speaks against it."),
        (one, other) if one > other => {
            format!("The case points to {subject}, but not only: check first.")
        }
        (one, other) if one == other => {
            format!("The case may be {subject} or something else: check first.")
        }
        _ => format!("The case points away from {subject}, but does not rule it out: check first."),
    }
}

#[cfg(test)]
mod tests;
