//! What points where: dead references, pointers by another title, and titles that repeat.
//!
//! Kept of each article are its id and title, of each pointer its place and words; the rest of a
//! document is gone by the time all targets are known.

use super::tally::Tally;
use crate::answer::WantedCount;
use crate::index::articles::canonical_id;
use corpus::article::FactValue;
use corpus::health::{Finding, FindingKind, Lines, clip};
use corpus::{Document, Span};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Share of words below which a pointer's words are not the title of its target.
const SAME_TITLE: f64 = 0.34;
/// A number of fewer digits is none of an article: `[1]`.
const FEWEST_DIGITS: usize = 4;
/// A pointer with fewer words says too little of the title.
const FEWEST_WORDS: usize = 3;

/// Pointers and titles of some documents.
#[derive(Debug, Default)]
pub(super) struct Pointers {
    titles: Vec<Title>,
    /// Ids that links by path point at, of documents whose articles have other ids.
    paths: HashSet<String>,
    pointers: Vec<Pointer>,
}

#[derive(Debug)]
struct Title {
    id: String,
    article: String,
    document: String,
    title: String,
    span: Span,
    line: u32,
    is_part: bool,
}

#[derive(Debug)]
struct Pointer {
    target: String,
    /// The target as a person knows it: an id, or a path as written.
    told: String,
    article: String,
    document: String,
    words: String,
    span: Span,
    line: u32,
}

impl Pointers {
    /// Ids of the articles of the documents, in the one notation.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(|title| title.id.as_str())
    }

    /// Those of a document.
    pub(super) fn of(document: &Document) -> Self {
        let lines = Lines::of(document);
        let mut found = Self::default();
        found
            .paths
            .insert(canonical_id(&corpus::format::path_id(&document.name)));
        for article in &document.articles {
            let aliases = article.meta.aliases.iter();
            for id in aliases.chain([&article.id]) {
                found.titles.push(Title {
                    id: canonical_id(id),
                    article: article.id.clone(),
                    document: document.name.clone(),
                    title: article.title.clone(),
                    span: article.title_span,
                    line: lines.line(article.title_span),
                    is_part: article.part_of.is_some(),
                });
            }
            let references = article.references.iter();
            let references = references.filter(|it| !it.is_web()).map(|it| {
                let path = it.document_path().map(str::to_owned);
                (&it.target, path, it.words.as_str(), it.span)
            });
            // A number in running text is pointed at, too, by words that are no title.
            let mentions = article.facts.iter().filter_map(|fact| match &fact.value {
                FactValue::Kb { id } => Some((id, None, "", fact.span)),
                _ => None,
            });
            // Pointed at twice is pointed at once, and oneself is not.
            let aliases = article.meta.aliases.iter();
            let mut seen: HashSet<String> = aliases.map(|id| canonical_id(id)).collect();
            seen.insert(canonical_id(&article.id));
            for (target, path, words, span) in references.chain(mentions) {
                let leads = is_id(target) || path.is_some();
                if leads && seen.insert(canonical_id(target)) {
                    found.pointers.push(Pointer {
                        target: target.clone(),
                        told: path.unwrap_or_else(|| target.clone()),
                        article: article.id.clone(),
                        document: document.name.clone(),
                        words: clip(words),
                        span,
                        line: lines.line(span),
                    });
                }
            }
        }
        found
    }

    /// Adds those of other documents.
    pub(super) fn join(&mut self, other: Self) {
        self.titles.extend(other.titles);
        self.paths.extend(other.paths);
        self.pointers.extend(other.pointers);
    }

    /// Tells what leads nowhere; `elsewhere` gives titles of articles outside these documents.
    pub(super) fn finish(self, tally: &mut Tally<'_>, elsewhere: &dyn Fn(&str) -> Option<String>) {
        self.same_titles(tally);
        let here: HashMap<&str, &str> = self
            .titles
            .iter()
            .map(|title| (title.id.as_str(), title.title.as_str()))
            .collect();
        let mut wanted: BTreeMap<String, (u64, BTreeMap<&str, u64>)> = BTreeMap::new();
        for pointer in &self.pointers {
            let id = canonical_id(&pointer.target);
            let found = here.get(id.as_str()).map(ToString::to_string);
            match found.or_else(|| elsewhere(&pointer.target)) {
                None if self.paths.contains(&id) => {}
                None => {
                    let (count, words) = wanted.entry(pointer.told.clone()).or_default();
                    *count += 1;
                    *words.entry(&pointer.words).or_default() += 1;
                    let told = format!("{} is not in this knowledge base", pointer.told);
                    tally.add(
                        &pointer.document,
                        pointer.finding(FindingKind::DeadReference, told),
                    );
                }
                // Whoever links by path writes what fits the sentence.
                Some(title) if is_id(&pointer.target) && is_another(&pointer.words, &title) => {
                    let told = format!("{} has another title: {title}", pointer.target);
                    let kind = FindingKind::ReferenceTitle;
                    tally.add(&pointer.document, pointer.finding(kind, told));
                }
                Some(_) => {}
            }
        }
        let mut wanted: Vec<WantedCount> = wanted
            .into_iter()
            .map(|(id, (count, words))| {
                let most = words.into_iter().max_by_key(|&(_, count)| count);
                let words = most.map(|(words, _)| words.to_owned()).unwrap_or_default();
                WantedCount { id, words, count }
            })
            .collect();
        wanted.sort_by_key(|wanted| std::cmp::Reverse(wanted.count));
        tally.wanted = wanted;
    }

    /// Articles of one title: whoever searches cannot tell them apart. Parts of chapters share
    /// headings by nature.
    fn same_titles(&self, tally: &mut Tally<'_>) {
        let mut by_title: HashMap<String, Vec<&Title>> = HashMap::new();
        for title in self.titles.iter().filter(|title| !title.is_part) {
            let same = by_title.entry(title.title.to_lowercase()).or_default();
            // The aliases of an article stand side by side.
            if same
                .last()
                .is_none_or(|known| known.article != title.article)
            {
                same.push(title);
            }
        }
        let mut same: Vec<Vec<&Title>> = by_title
            .into_values()
            .filter(|same| same.len() > 1)
            .collect();
        same.sort_by_key(|same| same.iter().map(|title| (&title.document, title.line)).min());
        for same in same {
            let ids: Vec<&str> = same.iter().map(|title| title.article.as_str()).collect();
            let first = same[0];
            let finding = Finding {
                kind: FindingKind::SameTitle,
                article: first.article.clone(),
                text: format!("one title for {}", ids.join(", ")),
                quote: clip(&first.title),
                span: first.span,
                line: first.line,
            };
            tally.add(&first.document, finding);
        }
    }
}

impl Pointer {
    fn finding(&self, kind: FindingKind, text: String) -> Finding {
        Finding {
            kind,
            article: self.article.clone(),
            text,
            quote: self.words.clone(),
            span: self.span,
            line: self.line,
        }
    }
}

/// True for a numbered article; a pointer by title alone cannot be followed anyway.
fn is_id(target: &str) -> bool {
    let canonical = canonical_id(target);
    canonical.strip_prefix('q').is_some_and(|digits| {
        digits.len() >= FEWEST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// True if a pointer's words are a title, and not this one.
fn is_another(words: &str, title: &str) -> bool {
    let split = |text: &str| -> HashSet<String> {
        text.to_lowercase()
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect()
    };
    // A sentence around a number is no title.
    if words.ends_with('.') || words.ends_with(':') || words.contains(". ") {
        return false;
    }
    let starts_as_title = words.starts_with(|first: char| first.is_uppercase());
    let (said, meant) = (split(words), split(title));
    let shared = said.intersection(&meant).count() as f64;
    let fewer = said.len().min(meant.len()).max(1) as f64;
    starts_as_title && said.len() >= FEWEST_WORDS && shared / fewer < SAME_TITLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_by_another_title_is_told() {
        for (words, title, another) in [
            (
                "How to Oil the Warp Beam",
                "HOWTO: Oil the Warp Beam",
                false,
            ),
            ("How to Oil the Warp Beam", "Lamps Blink at Night", true),
            (
                "For lamps, see article Q123456.",
                "Lamps Blink at Night",
                false,
            ),
            ("Warp Beam", "Lamps Blink at Night", false),
        ] {
            assert_eq!(is_another(words, title), another, "{words}");
        }
    }

    #[test]
    fn numbers_in_any_notation_are_ids() {
        for (target, id) in [
            ("Q123456", true),
            ("kb 123456", true),
            ("Loom Guide", false),
            ("q", false),
            ("1", false),
        ] {
            assert_eq!(is_id(target), id, "{target}");
        }
    }
}
