//! From ranked articles to known issues: articles that describe the same problem are shown as one,
//! by the member that fits the product and version of the case, with the vendor's fix.

use super::guard::{Viewer, sections_for};
use super::locate::locate;
use crate::answer::{Evidence, IssueMember, KnownIssue};
use crate::classify::confidence::probability;
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::index::articles::ArticleEntry;
use crate::index::issues::is_version;
use crate::query::Case;
use crate::rank::Ranked;
use crate::retrieve::exact::Identifier;
use corpus::article::{Block, Body, FixState, Role};
use corpus::{Article, Document};
use std::collections::{HashMap, HashSet};

/// Members of which title, products and fix are told; a known issue of more names their ids.
const TOLD: usize = 6;

/// A word of which this share of its articles has it in the product line names a product.
const NAMES_PRODUCT: f32 = 0.2;

/// What a sentence says that tells of a fix, in small letters.
const FIXED: &[&str] = &[
    "corrected in",
    "fixed in",
    "been corrected",
    "been fixed",
    "no longer occurs",
    "resolved in",
    "latest service pack",
    "hotfix",
    "supported fix",
];

/// What a sentence says that tells of a problem without one.
const CONFIRMED: &[&str] = &["confirmed this to be", "confirmed that this is"];

/// What a sentence says that tells that nothing will be changed.
const DESIGNED: &[&str] = &["by design"];

/// What a sentence says that tells that there will be no fix.
const NOT_FIXED: &[&str] = &[
    "will not be fixed",
    "will not be corrected",
    "no plans to fix",
    "no plans to correct",
    "there is no fix",
    "no fix is available",
];

/// A sentence without an end is cut at this many bytes.
const LONGEST: usize = 400;

/// Known issues in the place of articles.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Probabilities of the first known issues, never rising.
    pub(super) probabilities: Vec<f64>,
    /// The ranked members of each known issue, by the ordinal of the one that stands for it.
    members: HashMap<u32, Vec<u32>>,
}

/// Leaves one article of each known issue in `found.ranked`, the one that fits the case best, at
/// the place of the best ranked. Articles that may not appear are not ranked and stay out.
pub(super) fn settle(engine: &Engine, found: &mut Found, case: &Case) -> Settled {
    let of_articles = probabilities(engine, found);
    let wanted = wanted(found, case);
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut issues: Vec<(Vec<Ranked>, Option<f64>)> = Vec::new();
    for (at, article) in std::mem::take(&mut found.ranked).into_iter().enumerate() {
        let known = engine.generation().issues.first(article.ordinal);
        let place = *places.entry(known).or_insert_with(|| {
            issues.push((Vec::new(), of_articles.get(at).copied()));
            issues.len() - 1
        });
        issues[place].0.push(article);
    }
    let mut settled = Settled::default();
    for (members, probability) in issues {
        settled.probabilities.extend(probability);
        let fits = |article: &Ranked| {
            let entry = engine.generation().articles.get(article.ordinal);
            entry.map_or(0, |entry| fit(&entry, &wanted))
        };
        let mut order: Vec<(usize, Ranked)> = match members.len() {
            1 => members.into_iter().map(|article| (0, article)).collect(),
            _ => members
                .into_iter()
                .map(|article| (fits(&article), article))
                .collect(),
        };
        order.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        let ordinals: Vec<u32> = order.iter().map(|(_, article)| article.ordinal).collect();
        if let Some((_, best)) = order.into_iter().next() {
            if ordinals.len() > 1 {
                settled.members.insert(best.ordinal, ordinals);
            }
            found.ranked.push(best);
        }
    }
    settled
}

/// Probabilities of the ranked articles. Where use or state moved them, how likely the first one is
/// rests on the best by words, and how the others follow on the order as it is now.
fn probabilities(engine: &Engine, found: &Found) -> Vec<f64> {
    let Generation { text, issues, .. } = engine.generation();
    let (terms, exact) = (&found.query.terms, &found.exact);
    let of = |ranked: &[Ranked]| probability(text, issues, ranked, terms, exact);
    let Some(judged) = &found.judged else {
        return of(&found.ranked);
    };
    // Answers of the caller may have taken candidates out since.
    let left: HashSet<u32> = found.ranked.iter().map(|one| one.ordinal).collect();
    let judged = judged.iter().filter(|one| left.contains(&one.ordinal));
    let judged: Vec<Ranked> = judged.cloned().collect();
    let (best, moved) = (of(&judged), of(&found.ranked));
    let (Some(best), Some(first)) = (best.first(), moved.first()) else {
        return moved;
    };
    let scale = best / first.max(f64::MIN_POSITIVE);
    moved.iter().map(|one| (one * scale).min(1.0)).collect()
}

/// How likely the best of a ranking is.
pub(super) fn best(engine: &Engine, found: &Found) -> f64 {
    let probabilities = probabilities(engine, found);
    probabilities.first().copied().unwrap_or_default()
}

/// Words of the case that name products and versions, in small letters.
fn wanted(found: &Found, case: &Case) -> HashSet<String> {
    let terms = found.query.terms.terms.iter();
    let said = terms.filter(|term| term.product_share >= NAMES_PRODUCT || is_version(&term.term));
    let mut wanted: HashSet<String> = said.map(|term| term.surface.to_lowercase()).collect();
    let answers = case.answers.iter();
    let of_product = answers.filter(|(what, _)| what == "product" || what == "version");
    wanted.extend(of_product.flat_map(|(_, value)| name_words(value)));
    wanted
}

fn name_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
}

/// How many of the wanted names an article's product line and title have.
fn fit(entry: &ArticleEntry, wanted: &HashSet<String>) -> usize {
    let lines = entry.products.iter().chain([&entry.title]);
    let words: HashSet<String> = lines.flat_map(|line| name_words(line)).collect();
    wanted.intersection(&words).count()
}

impl Settled {
    /// Adds the members of each known issue, and what is said of a fix.
    pub(super) fn describe(
        &self,
        engine: &Engine,
        viewer: &Viewer,
        issues: &mut [KnownIssue],
    ) -> Result<(), EngineError> {
        for issue in issues {
            let articles = &engine.generation().articles;
            let Some(ordinal) = articles.find(&issue.id) else {
                continue;
            };
            let alone = vec![ordinal];
            let ordinals = self.members.get(&ordinal).unwrap_or(&alone);
            let ids = ordinals
                .iter()
                .filter_map(|&ordinal| Some(articles.get(ordinal)?.id));
            issue.articles = ids.collect();
            let mut says = None;
            for &ordinal in ordinals.iter().take(TOLD) {
                let (entry, document, place) = engine.open_article(ordinal)?;
                let article = article_of(&document, place)?;
                let article = &*sections_for(article, viewer);
                says = says.or_else(|| fix_said(&document, article));
                issue.members.push(IssueMember {
                    id: entry.id,
                    title: entry.title,
                    products: entry.products,
                    fix: article.meta.fix.map(fix_name),
                });
            }
            let mut states = issue.members.iter().filter_map(|member| member.fix.clone());
            let told = says.as_ref().and_then(|(_, state)| *state);
            issue.fix = issue.fix.take().or_else(|| states.next());
            issue.fix = issue.fix.take().or_else(|| told.map(str::to_owned));
            issue.fix_says = says.map(|(sentence, _)| sentence);
        }
        Ok(())
    }
}

fn fix_name(fix: FixState) -> String {
    match fix {
        FixState::Fixed => "fixed",
        FixState::Pending => "pending",
        _ => "no-fix",
    }
    .to_owned()
}

/// The sentence of an article that says in what its problem was fixed, or else that it is known;
/// what the vendor says of its state goes before what a resolution mentions. With the state that a
/// sentence without a fix tells.
fn fix_said(document: &Document, article: &Article) -> Option<(Evidence, Option<&'static str>)> {
    let of_role = |role: Role, signs: &[&str]| {
        let sections = article
            .sections
            .iter()
            .filter(move |section| section.role == role);
        let mut blocks = sections.flat_map(|section| &section.blocks);
        blocks.find_map(|block| sentence_with(document, article, block, signs))
    };
    let places: [(Role, &[&str], Option<&'static str>); 5] = [
        (Role::Status, NOT_FIXED, Some("no-fix")),
        (Role::Status, FIXED, None),
        (Role::Resolution, FIXED, None),
        (Role::Status, CONFIRMED, Some("confirmed")),
        (Role::Status, DESIGNED, None),
    ];
    places
        .into_iter()
        .find_map(|(role, signs, state)| Some((of_role(role, signs)?, state)))
}

fn sentence_with(
    document: &Document,
    article: &Article,
    block: &Block,
    signs: &[&str],
) -> Option<Evidence> {
    let (Body::Paragraph(text) | Body::Note(text)) = &block.body else {
        return None;
    };
    let range = sentences(text).find(|range| {
        let sentence = text[range.clone()].to_lowercase();
        signs.iter().any(|sign| sentence.contains(sign))
    })?;
    Some(Evidence {
        text: text[range.clone()].trim().to_owned(),
        article: article.id.clone(),
        span: locate(document, block.span, text, range),
    })
}

/// Sentences: up to a full stop with a space behind it that ends no abbreviation ("the latest U.S.
/// service pack").
fn sentences(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.trim().is_empty())?;
        let mut stops = rest.match_indices(". ").map(|(at, _)| at);
        let end = stops.find(|&at| !rest[..at].ends_with("U.S"));
        let end = end.map_or(rest.len(), |at| at + 1);
        let end = start + rest.floor_char_boundary(end.min(LONGEST));
        let range = start..end.max(start + 1);
        start = range.end;
        text.get(range.clone()).map(|_| range)
    })
}

/// What the answer rests on: the identifiers that the articles record, or words and meaning.
pub(super) fn rests_on(found: &Found) -> String {
    let held = found.exact.identifiers.iter();
    let held: Vec<&Identifier> = held.filter(|one| !one.holders.is_empty()).take(3).collect();
    let name = |one: &Identifier| super::article::describe(&one.value).1;
    let Some((first, others)) = held.split_first() else {
        return "Found by words and meaning.".into();
    };
    let behind = "those whose text is nearest to the case come first";
    if others.iter().all(|one| one.holders == first.holders) {
        let names: Vec<String> = held.iter().map(|one| name(one)).collect();
        return match first.holders.len() {
            1 => format!("The article records {}.", names.join(", ")),
            most => format!("{most} articles record {}; {behind}.", names.join(", ")),
        };
    }
    // Articles that record one need not record the other.
    let count = |one: &Identifier| match one.holders.len() {
        1 => format!("1 article records {}", name(one)),
        most => format!("{most} articles record {}", name(one)),
    };
    let counts: Vec<String> = held.iter().map(|one| count(one)).collect();
    format!("{}; {behind}.", counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Document, Article) {
        let read = corpus::read(
            "a.md",
            text.as_bytes().to_vec(),
            &corpus::ReadOptions::default(),
        );
        let document = read.unwrap();
        let article = document.articles[0].clone();
        (document, article)
    }

    #[test]
    fn the_state_of_a_fix_is_quoted() {
        for (status, says) in [
            (
                "We have confirmed this to be a fault in Toaster 5. This problem was corrected in \
                 Toaster 5 SP3. More follows.",
                Some(("This problem was corrected in Toaster 5 SP3.", None)),
            ),
            (
                "The maker has confirmed this to be a fault in Toaster 5.",
                Some((
                    "The maker has confirmed this to be a fault in Toaster 5.",
                    Some("confirmed"),
                )),
            ),
            (
                "The maker has confirmed this to be a fault. It will not be fixed.",
                Some(("It will not be fixed.", Some("no-fix"))),
            ),
            ("This is by design.", Some(("This is by design.", None))),
            ("Nothing is known of it.", None),
        ] {
            let text =
                format!("# Bread burns\n\n## Symptoms\n\nIt is black.\n\n## Status\n\n{status}\n");
            let (document, article) = read(&text);
            let found = fix_said(&document, &article);
            assert_eq!(
                found
                    .as_ref()
                    .map(|(one, state)| (one.text.as_str(), *state)),
                says,
                "{status}"
            );
            if let Some((found, _)) = found {
                assert_eq!(document.text(found.span), found.text);
            }
        }
    }

    proptest! {
        #[test]
        fn sentences_stand_in_the_text_and_end(text in ".{0,900}") {
            let mut at = 0;
            for range in sentences(&text) {
                prop_assert!(range.start == at && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                at = range.end;
            }
        }
    }
}
