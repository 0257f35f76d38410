//! What the probability of an answer rests on.
//!
//! All signals are shares, differences of shares, or weights against the most that a word can
//! weigh in the corpus, so that a model fitted on one corpus holds for others of any size.

use super::explained::{Asked, Explained};
use crate::index::text::TextIndex;
use crate::index::text::forward::ForwardRecord;
use crate::rank::Ranked;
use crate::rank::features::{self, COUNT};
use crate::retrieve::bm25f::idf;
use crate::understand::query_terms::QueryTerms;

/// Articles whose words are compared with the case by meaning.
const EXPLAINING: usize = 10;

/// Articles that the best one is measured against.
const FIELD: usize = 40;

/// Names of the signals, in order.
pub const NAMES: &[&str] = &[
    "explained",
    "explained_margin",
    "explained_lead_over_mean",
    "lacking",
    "covered_weight",
    "coverage",
    "coverage_margin",
    "coverage_title",
    "coverage_front_spread",
    "title_pairs",
    "lead_pairs",
    "cause_score",
    "product_agreement",
    "words_lead",
    "words_margin",
    "corpus_spread",
    "score_lead_over_tenth",
    "places_agree",
    "unknown_share",
    "word_weight",
    "rarest_word",
];

/// The signals of a ranking, in the order of [`NAMES`].
#[must_use]
pub fn signals(index: &TextIndex, ranked: &[Ranked], query: &QueryTerms) -> Vec<f32> {
    let field = Field::new(&ranked[..ranked.len().min(FIELD)]);
    let (best, others) = explained(index, ranked, query);
    let most = others.iter().map(|other| other.whole).fold(0.0, f32::max);
    let mean = others.iter().map(|other| other.whole).sum::<f32>() / others.len().max(1) as f32;
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
    let known = query.terms.iter().filter(|term| term.id.is_some());
    let rarest = known.map(|term| term.idf).fold(0.0, f32::max);
    vec![
        best.whole,
        best.whole - most,
        best.whole - mean,
        best.lacking,
        (field.best("coverage") * total / heaviest).ln_1p(),
        field.best("coverage"),
        field.margin("coverage"),
        field.best("coverage_title"),
        field.spread("coverage_front"),
        field.best("title_pairs"),
        field.best("lead_pairs"),
        field.best("cause_score"),
        field.best("product_agreement"),
        field.best("words_lead"),
        field.margin("words_most"),
        field.spread("corpus_article"),
        field.score_over(9),
        field.best("bm25f_rank") + field.best("words_rank"),
        unknown / total.max(1e-6),
        total / count / heaviest,
        rarest / heaviest,
    ]
}

/// How well the best article explains the case, and how well those behind it do.
fn explained(
    index: &TextIndex,
    ranked: &[Ranked],
    query: &QueryTerms,
) -> (Explained, Vec<Explained>) {
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
        let count = others.len().max(1) as f32;
        let mean = others.iter().sum::<f32>() / count;
        let variance = others
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f32>()
            / count;
        (best - mean) / (variance.sqrt() + 0.02)
    }

    /// The best article's score over that of the article at `place`, or of the last.
    fn score_over(&self, place: usize) -> f32 {
        let behind = self.ranked.get(place).or(self.ranked.last());
        let first = self.ranked.first().map_or(0.0, |best| best.score);
        first - behind.map_or(0.0, |behind| behind.score)
    }
}
