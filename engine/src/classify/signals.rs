//! What the probability of an answer rests on.
//!
//! All signals are shares, places among the candidates, differences of shares, or weights against
//! the most that a word can weigh in the corpus, so that a model fitted on one corpus holds for
//! others of any size.

use super::explained::Asked;
use crate::index::text::TextIndex;
use crate::index::text::forward::ForwardRecord;
use crate::index::text::worths::idf;
use crate::rank::Ranked;
use crate::rank::features::{self, COUNT};
use crate::understand::query_terms::QueryTerms;

/// Articles whose words are compared with the case by meaning.
const EXPLAINING: usize = 10;

/// Articles that the best one is measured against.
const FIELD: usize = 40;

/// Articles right behind the best one.
const CLOSE: usize = 10;

/// Names of the signals, in order.
pub const NAMES: &[&str] = &[
    "explained_margin",
    "explained_lead_over_mean",
    "covered_weight",
    "coverage_margin",
    "title_pairs",
    "words_margin",
    "corpus_spread",
    "word_weight",
    "unknown_share",
    "symptoms_place",
    "lead_pairs_place",
    "length_spread",
    "product_conflict_spread",
    "lead_margin",
    "firsts",
];

/// Ways to look at an article that agree where it is right: lexical and by meaning, whole and by
/// field.
const VIEWS: &[&str] = &[
    "bm25f",
    "coverage",
    "coverage_front",
    "coverage_title",
    "coverage_lead",
    "words_article",
    "words_title",
    "words_lead",
    "corpus_article",
    "title_precision",
    "lead_pairs",
    "title_pairs",
    "symptoms_score",
    "title_score",
];

/// The signals of a ranking, in the order of [`NAMES`].
#[must_use]
pub fn signals(index: &TextIndex, ranked: &[Ranked], query: &QueryTerms) -> Vec<f32> {
    let field = Field::new(&ranked[..ranked.len().min(FIELD)]);
    let close = Field::new(&ranked[..ranked.len().min(CLOSE + 1)]);
    let (best, others) = explained(index, ranked, query);
    let most = others.iter().copied().fold(0.0, f32::max);
    let mean = others.iter().sum::<f32>() / others.len().max(1) as f32;
    let heaviest = idf(1, index.articles()).max(1e-6);
    let count = query.terms.len().max(1) as f32;
    let total: f32 = query.terms.iter().map(|term| term.idf).sum();
    let unknown = query
        .terms
        .iter()
        .filter(|term| term.ids().next().is_none());
    // A word that no article has, and for which nothing stands in, must be rare in the corpus's
    // world: its weight is that of a word which a single article has.
    let unknown: f32 = unknown.map(|term| term.idf).sum();
    vec![
        best - most,
        best - mean,
        (field.best("coverage") * total / heaviest).ln_1p(),
        field.margin("coverage"),
        field.best("title_pairs"),
        field.margin("words_most"),
        field.spread("corpus_article"),
        total / count / heaviest,
        unknown / total.max(1e-6),
        field.place("symptoms_score"),
        field.place("lead_pairs"),
        field.spread("length"),
        field.spread("product_conflict"),
        close.margin("coverage_lead"),
        VIEWS.iter().filter(|view| field.is_first(view)).count() as f32 / VIEWS.len() as f32,
    ]
}

/// How well the best article explains the case, and how well those behind it do.
fn explained(index: &TextIndex, ranked: &[Ranked], query: &QueryTerms) -> (f32, Vec<f32>) {
    let asked = Asked::new(index, query);
    let mut record = ForwardRecord::default();
    let mut all = ranked.iter().take(EXPLAINING).map(|article| {
        index.forward.read(article.ordinal, &mut record);
        asked.by(&record)
    });
    let best = all.next().unwrap_or_default();
    (best, all.collect())
}

/// The best article among those behind it, feature by feature.
struct Field<'r> {
    ranked: &'r [Ranked],
}

impl<'r> Field<'r> {
    fn new(ranked: &'r [Ranked]) -> Self {
        Self { ranked }
    }

    fn values(&self, name: &str) -> (f32, impl Iterator<Item = f32> + use<'r>) {
        let place = features::NAMES.iter().position(|known| *known == name);
        let place = place.unwrap_or(COUNT);
        let value = move |article: &Ranked| article.values.get(place).copied().unwrap_or_default();
        let best = self.ranked.first().map_or(0.0, value);
        (best, self.ranked.iter().skip(1).map(value))
    }

    fn best(&self, name: &str) -> f32 {
        self.values(name).0
    }

    /// The best article's value over the highest of the others.
    fn margin(&self, name: &str) -> f32 {
        let (best, others) = self.values(name);
        others.reduce(f32::max).map_or(0.0, |most| best - most)
    }

    /// The best article's value over the mean of the others, in their standard deviations.
    fn spread(&self, name: &str) -> f32 {
        let (best, others) = self.values(name);
        let others: Vec<f32> = others.collect();
        if others.is_empty() {
            return 0.0;
        }
        let count = others.len() as f32;
        let mean = others.iter().sum::<f32>() / count;
        let variance = others
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f32>()
            / count;
        (best - mean) / (variance.sqrt() + 0.02)
    }

    /// Share of the others whose value is below that of the best article.
    fn place(&self, name: &str) -> f32 {
        let (best, others) = self.values(name);
        let below = others.filter(|value| *value < best).count();
        match self.ranked.len() {
            0 | 1 => 1.0,
            count => below as f32 / (count - 1) as f32,
        }
    }

    /// True if the best article has something of it, and none of the others has more.
    fn is_first(&self, name: &str) -> bool {
        let (best, mut others) = self.values(name);
        best > 0.0 && others.all(|value| value <= best)
    }
}
