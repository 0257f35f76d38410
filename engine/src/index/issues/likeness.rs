//! Whether two articles describe the same problem.
//!
//! Titles weigh most, since they name the problem: what one title says and the other article has
//! nowhere up front tells two of a series apart ("… with printer A", "… with printer B"). Names of
//! products and versions do not count, as they are what members of a known issue differ in.

use super::title::{is_procedure, is_version, series_marks, telling_words};
use crate::index::text::TextIndex;
use crate::index::text::field::{FIELD_COUNT, Field};
use crate::index::text::forward::ForwardRecord;
use crate::index::text::worths::idf;
use crate::understand::words::Analyzer;
use std::cell::RefCell;

/// A term in more than this share of the articles is no sign of kinship.
const RARE_SHARE: f32 = 0.03;

/// A term of which this share of its articles has it in the product line names a product.
const PRODUCT_SHARE: f32 = 0.3;

/// Leads with less than this share of rare terms in common are not looked at closely.
const WORTH_A_LOOK: f32 = 0.12;

/// Titles with less in common than this name different problems.
const LEAST_TITLE: f32 = 0.3;

/// Two titles that each say a word of more than this weight which the other does not say name
/// different problems.
const MOST_DIFFERENT: f32 = 0.3;

/// What is compared of an article. Terms are numbers of the vocabulary, ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    ordinal: u32,
    /// What the title says of the article's place in a series.
    marks: Vec<String>,
    /// True for an article on how something is done.
    is_procedure: bool,
    /// Title terms that tell the problem.
    pub(super) title: Vec<u32>,
    /// Terms of title and lead that are rare enough to find kin by.
    pub(super) rare: Vec<u32>,
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
    static RECORDS: RefCell<(ForwardRecord, ForwardRecord)> = RefCell::default();
}

impl Profile {
    /// The profile of an article.
    pub(super) fn new(text: &TextIndex, ordinal: u32, title: &str) -> Self {
        let mut record = ForwardRecord::default();
        text.forward.read(ordinal, &mut record);
        let most = (text.articles() as f32 * RARE_SHARE).max(3.0) as u32;
        let mut rare = up_front(&record);
        rare.retain(|&term| text.vocabulary.info(term).documents <= most);
        // The profiles of all articles are held at once.
        rare.shrink_to_fit();
        let telling = title;
        let words = telling_words(telling).join(" ");
        let terms = ANALYZER.with_borrow_mut(|analyzer| analyzer.term_list(&words));
        let known = terms.iter().filter_map(|term| text.vocabulary.get(term));
        let mut terms: Vec<u32> = known.map(|info| info.id).collect();
        terms.sort_unstable();
        terms.dedup();
        terms.shrink_to_fit();
        Self {
            ordinal,
            marks: series_marks(telling),
            is_procedure: is_procedure(telling),
            title: terms,
            rare,
        }
    }
}

fn names_product(in_product: u32, documents: u32) -> bool {
    in_product as f32 >= PRODUCT_SHARE * documents as f32
}

/// Terms of title and lead, ascending, each once.
fn up_front(record: &ForwardRecord) -> Vec<u32> {
    let places = record.title.iter().chain(&record.lead);
    let mut terms: Vec<u32> = places
        .filter_map(|&place| record.terms.get(place as usize).copied())
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// How two articles compare; shares are 0 to 1, by weight of the terms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Comparison {
    /// Title terms in common.
    pub title: f32,
    /// The weightiest title term of each that the other's title lacks, against the most that a term
    /// can weigh: the lower of the two sides.
    pub both_differ: f32,
    /// The weightiest title term of either that the other does not have anywhere up front.
    pub one_differs: f32,
    /// Terms of title and lead in common.
    pub lead: f32,
    /// Terms of the sections on the cause in common; 1 where one has none.
    pub cause: f32,
    /// Terms of the whole text in common.
    pub body: f32,
    /// Cosine of the leads by shipped word vectors.
    pub meaning: f32,
    /// Numbers, codes and names with marks in title and lead in common; 1 where one has none.
    pub exact: f32,
    /// True if both say what goes wrong.
    pub are_problems: bool,
    /// True if both say how something is done.
    pub are_procedures: bool,
}

/// How titles compare (see [`Comparison::title`] and [`Comparison::both_differ`]); none if titles
/// or rare terms show that the articles describe different problems.
pub(super) fn titles(text: &TextIndex, one: &Profile, other: &Profile) -> Option<(f32, f32)> {
    let shared = common(&one.rare, &other.rare).count();
    let either = one.rare.len() + other.rare.len() - shared;
    if (shared as f32) < WORTH_A_LOOK * either as f32 || shared == 0 {
        return None;
    }
    let scale = Scale { text };
    let title = scale.share(&one.title, &other.title);
    let both_differ = scale
        .most_missing(&one.title, &other.title)
        .min(scale.most_missing(&other.title, &one.title));
    if title < LEAST_TITLE || both_differ > MOST_DIFFERENT {
        return None;
    }
    // "Part 1" and "Part 2", "[Server Check]" and "[User Check]" are different whatever else is said.
    if one.marks != other.marks {
        return None;
    }
    Some((title, both_differ))
}

/// Compares two articles.
fn compare(text: &TextIndex, one: &Profile, other: &Profile) -> Option<Comparison> {
    let (title, both_differ) = titles(text, one, other)?;
    let scale = Scale { text };
    let compared = RECORDS.with_borrow_mut(|(first, second)| {
        text.forward.read(one.ordinal, first);
        text.forward.read(other.ordinal, second);
        let (front, other_front) = (up_front(first), up_front(second));
        let missing = scale.most_missing(&one.title, &other_front);
        let missing = missing.max(scale.most_missing(&other.title, &front));
        Comparison {
            title,
            both_differ,
            one_differs: missing,
            lead: scale.share(&front, &other_front),
            cause: scale.cause(first, second),
            body: scale.share(&content(first), &content(second)),
            meaning: text.meaning.lead_likeness(one.ordinal, other.ordinal),
            exact: scale.exact(&front, &other_front),
            are_problems: is_problem(first) && is_problem(second),
            are_procedures: one.is_procedure && other.is_procedure,
        }
    });
    Some(compared)
}

/// How alike two articles are if they describe the same problem; none if not.
pub(super) fn alike(text: &TextIndex, one: &Profile, other: &Profile) -> Option<f32> {
    let compared = compare(text, one, other)?;
    compared.is_same_problem().then(|| compared.score())
}

impl Comparison {
    fn score(&self) -> f32 {
        self.title + self.lead + self.body - self.both_differ
    }

    /// The bounds were set on pairs of the archive read side by side. Problems say what is seen, so
    /// equal titles need less; lists, read-me files and series of references share their frames and
    /// have to be the same text.
    fn is_same_problem(&self) -> bool {
        if self.both_differ > 0.12 || self.exact < 0.3 {
            return false;
        }
        // The same message for another reason is another problem.
        if self.cause < 0.2 {
            return false;
        }
        if self.are_problems {
            let same_text = self.lead >= 0.85
                || (self.lead >= 0.57 && self.body >= 0.25)
                || (self.lead >= 0.35 && self.body >= 0.6);
            let same_title = self.title >= 0.8 && self.one_differs <= 0.35 && self.meaning >= 0.8;
            let near_title = self.title >= 0.5 && self.one_differs <= 0.4 && self.meaning >= 0.9;
            return same_title && same_text || near_title && self.lead >= 0.65 && self.body >= 0.55;
        }
        let (lead, body) = if self.are_procedures {
            (0.6, 0.6)
        } else {
            (0.9, 0.95)
        };
        self.title >= 0.95 && self.lead >= lead && self.body >= body
    }
}

/// True if the article says what goes wrong: it has symptoms or a cause.
fn is_problem(record: &ForwardRecord) -> bool {
    let says = |counts: &[u8; FIELD_COUNT]| {
        counts[Field::Symptoms as usize] > 0 || counts[Field::Cause as usize] > 0
    };
    record.counts.iter().any(says)
}

/// Terms that tell of content: not those only in the product line or the author's query words.
fn content(record: &ForwardRecord) -> Vec<u32> {
    let told = |counts: &[u8; FIELD_COUNT]| {
        let fields = Field::ALL.iter();
        fields
            .filter(|field| !matches!(field, Field::Product | Field::QueryWords))
            .any(|&field| counts[field as usize] > 0)
    };
    let terms = record.terms.iter().zip(&record.counts);
    terms
        .filter(|(_, counts)| told(counts))
        .map(|(&term, _)| term)
        .collect()
}

/// Terms in both of two ascending lists.
fn common<'t>(one: &'t [u32], other: &'t [u32]) -> impl Iterator<Item = u32> + 't {
    one.iter()
        .copied()
        .filter(|term| other.binary_search(term).is_ok())
}

/// What terms weigh.
struct Scale<'t> {
    text: &'t TextIndex,
}

impl Scale<'_> {
    /// Weight of a term; next to nothing for names of products.
    fn weight(&self, term: u32) -> f32 {
        let info = self.text.vocabulary.info(term);
        let weight = idf(info.documents as usize, self.text.articles());
        if names_product(info.in_product, info.documents) {
            weight * 0.3
        } else {
            weight
        }
    }

    fn sum(&self, terms: impl Iterator<Item = u32>) -> f32 {
        terms.map(|term| self.weight(term)).sum()
    }

    /// Weighted share of terms in common (Jaccard).
    fn share(&self, one: &[u32], other: &[u32]) -> f32 {
        let shared = self.sum(common(one, other));
        let either = self.sum(one.iter().chain(other).copied()) - shared;
        if either > 0.0 { shared / either } else { 0.0 }
    }

    /// The weightiest of `terms` that `other` lacks, against the most that a term can weigh.
    fn most_missing(&self, terms: &[u32], other: &[u32]) -> f32 {
        let missing = terms
            .iter()
            .filter(|term| other.binary_search(term).is_err());
        // Names of products count in full here: the same said of two products is two problems.
        let full = |&term: &u32| {
            let documents = self.text.vocabulary.info(term).documents;
            idf(documents as usize, self.text.articles())
        };
        let most = missing.map(full).fold(0.0, f32::max);
        most / idf(1, self.text.articles()).max(1e-6)
    }

    fn cause(&self, one: &ForwardRecord, other: &ForwardRecord) -> f32 {
        let terms = |record: &ForwardRecord| -> Vec<u32> {
            let terms = record.terms.iter().zip(&record.counts);
            let told = terms.filter(|(_, counts)| counts[Field::Cause as usize] > 0);
            told.map(|(&term, _)| term).collect()
        };
        let (one, other) = (terms(one), terms(other));
        if one.is_empty() || other.is_empty() {
            return 1.0;
        }
        self.share(&one, &other)
    }

    fn exact(&self, one: &[u32], other: &[u32]) -> f32 {
        let is_exact = |term: &u32| {
            let term = self.text.vocabulary.term(*term).unwrap_or_default();
            term.len() > 2 && term.bytes().any(|byte| byte.is_ascii_digit()) && !is_version(&term)
        };
        let one: Vec<u32> = one.iter().copied().filter(is_exact).collect();
        let other: Vec<u32> = other.iter().copied().filter(is_exact).collect();
        if one.is_empty() || other.is_empty() {
            return 1.0;
        }
        self.share(&one, &other)
    }
}
