//! The passage of an article that answers a query best.
//!
//! A section is read as a row of units (a sentence, an entry, a command, a table of which only
//! the rows asked for are kept). Every stretch of units that a person takes in at a glance is a
//! candidate: it earns the weight of the query's terms that it holds, something for holding them
//! close together, and something for the terms that its headings hold. The best one is quoted,
//! with the cautions of its section and what the source lost right there.

mod cautions;
mod matcher;
mod place;
mod sentences;
mod units;
mod window;

#[cfg(test)]
mod tests;

use crate::answer::{GapAnswer, Passage};
use crate::compose::matrix;
use crate::understand::query_terms::QueryTerms;
use corpus::article::{GapKind, PartKind, Role, Section};
use corpus::{Article, Document, Span};
pub(crate) use matcher::Matcher;
pub(in crate::compose) use matcher::{is_name, sum};
pub(in crate::compose) use place::{Place, places, quoted};
pub(in crate::compose) use units::Unit;

/// Words that ask what to do.
pub(in crate::compose) const ASKS_REMEDY: &[&str] = &[
    "how",
    "fix",
    "patch",
    "hotfix",
    "solve",
    "workaround",
    "resolve",
    "repair",
    "avoid",
];
/// What a section that says what to do counts then.
const REMEDY: f32 = 1.5;

/// The best passage of `article` for a query; the start of the article if nothing matches.
#[must_use]
pub fn best_passage(document: &Document, article: &Article, query: &QueryTerms) -> Passage {
    passage_for(document, article, &mut Matcher::new(query))
}

/// The same for one of many articles.
pub(crate) fn passage_for(
    document: &Document,
    article: &Article,
    matcher: &mut Matcher<'_>,
) -> Passage {
    if let Some(passage) = keywords(document, article, matcher.words()) {
        return passage;
    }
    let title = matcher.mask(&article.title);
    let read = read_sections(article, matcher);
    let masks: Vec<u128> = read
        .iter()
        .flat_map(|(_, units)| units.iter().map(|unit| unit.mask))
        .collect();
    let weights = matcher.local(&masks, title);
    let tables = matrix::asks_for_table(matcher);
    let remedy = matcher.says(ASKS_REMEDY);
    let about = !tables && matcher.share(title) > 0.85;
    let mut best: Option<(f32, &Section, &[Unit<'_>])> = None;
    for (section, units) in &read {
        let (own, outer) = section
            .heading
            .split_last()
            .map_or(("", &[][..]), |(own, outer)| (own.as_str(), outer));
        let heading = matcher.mask(own);
        let above = outer
            .iter()
            .fold(title, |mask, heading| mask | matcher.mask(heading));
        let frame = window::Frame {
            heading,
            above,
            weights: &weights,
        };
        let Some(window) = window::best(units, &frame) else {
            continue;
        };
        let mut score = window.score * prominence(section.role);
        if remedy && section.role.is_remedy() {
            score *= REMEDY;
        }
        // Who asks for what the title says asks what the article is about.
        if about && section.role == Role::Summary {
            score *= 2.0;
        }
        if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
            best = Some((score, section, &units[window.units]));
        }
    }
    let Some((_, section, quoted)) = best else {
        return Passage::default();
    };
    let mut passage = quote(document, section, quoted, matcher);
    passage.cautions = cautions::of(document, section, matcher);
    passage.gap = gap(article, passage.span, matcher);
    passage.cell = quoted
        .iter()
        .find_map(|unit| matrix::cell(unit.table?, matcher));
    passage
}

/// The article's keywords as printed, if the query asks for one of them as a tag.
pub(in crate::compose) fn keywords(
    document: &Document,
    article: &Article,
    words: &[String],
) -> Option<Passage> {
    let asks = |word: &String| ["tagged", "tag", "keyword", "keywords"].contains(&word.as_str());
    if document.articles.len() > 1 || !words.iter().any(asks) {
        return None;
    }
    let mut known = article.meta.keywords.iter();
    known.find(|keyword| words.contains(&keyword.to_lowercase()))?;
    let part = document.parts.iter().find(
        |part| matches!(&part.kind, PartKind::Footer(name) if name.eq_ignore_ascii_case("keywords")),
    )?;
    Some(Passage {
        text: document.text(part.span).trim().to_owned(),
        heading: vec!["Keywords".to_owned()],
        span: part.span,
        ..Passage::default()
    })
}

/// The sections that may be quoted, as units.
fn read_sections<'a>(
    article: &'a Article,
    matcher: &mut Matcher<'_>,
) -> Vec<(&'a Section, Vec<Unit<'a>>)> {
    article
        .sections
        .iter()
        .filter(|section| !matches!(section.role, Role::AppliesTo | Role::References))
        .map(|section| (section, units::of(section, matcher)))
        .collect()
}

/// What the user sees tells a reader at a glance whether the article is theirs.
fn prominence(role: Role) -> f32 {
    match role {
        Role::Symptoms | Role::Summary => 1.02,
        Role::Cause | Role::Resolution | Role::Workaround => 1.03,
        Role::Status => 0.7,
        _ => 1.0,
    }
}

/// The units as one text, as they stand in the source.
fn quote(
    document: &Document,
    section: &Section,
    quoted: &[Unit<'_>],
    matcher: &mut Matcher<'_>,
) -> Passage {
    let mut text = String::new();
    let mut block = None;
    for unit in quoted {
        if !text.is_empty() {
            text.push(if block == Some(unit.block) {
                unit.joint
            } else {
                '\n'
            });
        }
        text.push_str(&unit.text);
        block = Some(unit.block);
    }
    let span = Unit::locate_all(quoted, document);
    Passage {
        highlights: matcher.highlights(&text),
        text,
        heading: section.heading.clone(),
        span: span.unwrap_or(section.span),
        ..Passage::default()
    }
}

/// What the source lost inside the passage or right behind it; of several, what the query asks
/// for most.
fn gap(article: &Article, quoted: Span, matcher: &mut Matcher<'_>) -> Option<GapAnswer> {
    let inside = article
        .gaps
        .iter()
        .filter(|gap| quoted.start < gap.span.end && gap.span.start < quoted.end);
    let mut best: Option<(f32, &corpus::article::Gap)> = None;
    for gap in inside {
        let worth = matcher.worth_of(&gap.announced);
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, gap));
        }
    }
    best.map(|(_, gap)| GapAnswer {
        kind: gap_name(gap.kind).to_owned(),
        announced: gap.announced.clone(),
        reason: gap.reason.clone(),
        span: gap.span,
    })
}

fn gap_name(kind: GapKind) -> &'static str {
    match kind {
        GapKind::List => "list",
        GapKind::Table => "table",
        GapKind::Figure => "figure",
        GapKind::Value => "value",
        GapKind::Sentence => "sentence",
        _ => "ending",
    }
}
