//! What ranking looks at: numbers for a query and one of its candidates.

use crate::index::text::field::FIELD_COUNT;

macro_rules! features {
    ($($feature:ident = $name:literal,)*) => {
        /// A feature; its place is its number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Feature {
            $($feature,)*
        }

        /// Names of the features, in order.
        pub const NAMES: &[&str] = &[$($name,)*];
    };
}

features! {
    Bm25f = "bm25f",
    Bm25fToBest = "bm25f_to_best",
    Bm25fRank = "bm25f_rank",
    TitleScore = "title_score",
    SymptomsScore = "symptoms_score",
    SummaryScore = "summary_score",
    CauseScore = "cause_score",
    ResolutionScore = "resolution_score",
    BodyScore = "body_score",
    ProductScore = "product_score",
    QueryWordsScore = "query_words_score",
    Coverage = "coverage",
    CoverageTitle = "coverage_title",
    CoverageFront = "coverage_front",
    CoverageLead = "coverage_lead",
    TitlePrecision = "title_precision",
    TitlePairs = "title_pairs",
    LeadPairs = "lead_pairs",
    MissingMost = "missing_most",
    ProductAgreement = "product_agreement",
    ProductConflict = "product_conflict",
    Identifiers = "identifiers",
    Length = "length",
    TitleLength = "title_length",
    QueryLength = "query_length",
    QueryWeight = "query_weight",
    Kind = "kind",
    InLinks = "in_links",
    WordsArticle = "words_article",
    WordsTitle = "words_title",
    WordsLead = "words_lead",
    WordsMost = "words_most",
    WordsToBest = "words_to_best",
    WordsRank = "words_rank",
    CorpusArticle = "corpus_article",
    CorpusToBest = "corpus_to_best",
    ModelArticle = "model_article",
    ModelTitle = "model_title",
    ModelToBest = "model_to_best",
    ModelRank = "model_rank",
}

/// Scores per field, in the order of the fields.
const SCORES: [Feature; FIELD_COUNT] = [
    Feature::TitleScore,
    Feature::SymptomsScore,
    Feature::SummaryScore,
    Feature::CauseScore,
    Feature::ResolutionScore,
    Feature::BodyScore,
    Feature::ProductScore,
    Feature::QueryWordsScore,
];

/// How many features there are.
pub const COUNT: usize = NAMES.len();

/// A candidate while its features are gathered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// Position in the article table.
    pub(super) ordinal: u32,
    /// BM25F score.
    pub(super) bm25f: f32,
    /// The features, in the order of [`NAMES`].
    pub(super) values: [f32; COUNT],
}

impl Candidate {
    pub(super) fn new(ordinal: u32, bm25f: f32) -> Self {
        Self {
            ordinal,
            bm25f,
            values: [0.0; COUNT],
        }
    }

    pub(super) fn set(&mut self, feature: Feature, value: f32) {
        self.values[feature as usize] = value;
    }

    /// Sets the scores per field.
    pub(super) fn set_scores(&mut self, scores: [f32; FIELD_COUNT]) {
        for (feature, score) in SCORES.into_iter().zip(scores) {
            self.set(feature, score);
        }
    }

    fn get(&self, feature: Feature) -> f32 {
        self.values[feature as usize]
    }
}

/// Fills in the features that compare a candidate with the others: its distance from the best and
/// its place by each measure.
pub(super) fn relate(candidates: &mut [Candidate], with_model: bool) {
    let best = candidates.iter().map(|one| one.bm25f).fold(0.0, f32::max);
    for one in candidates.iter_mut().filter(|_| best > 0.0) {
        one.set(Feature::Bm25fToBest, one.bm25f / best);
    }
    for (measure, to_best) in [
        (Feature::WordsArticle, Feature::WordsToBest),
        (Feature::CorpusArticle, Feature::CorpusToBest),
        (Feature::ModelArticle, Feature::ModelToBest),
    ] {
        // Nothing is nearer by being the best of those that point the other way.
        let values = candidates.iter().map(|one| one.get(measure));
        let best = values.fold(0.0, f32::max);
        for one in &mut *candidates {
            one.set(to_best, one.get(measure) - best);
        }
    }
    number(candidates, |one| one.bm25f, Feature::Bm25fRank);
    number(
        candidates,
        |one| one.get(Feature::WordsMost),
        Feature::WordsRank,
    );
    if with_model {
        number(
            candidates,
            |one| one.get(Feature::ModelArticle),
            Feature::ModelRank,
        );
    } else {
        for one in candidates {
            one.set(Feature::ModelRank, 1.0);
        }
    }
}

/// Gives every candidate the reciprocal of its place by a value, the highest first.
fn number(candidates: &mut [Candidate], value: impl Fn(&Candidate) -> f32, rank: Feature) {
    let mut order: Vec<(f32, usize)> = (0..)
        .zip(candidates.iter())
        .map(|(at, one)| (value(one), at))
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (place, (_, at)) in (1..).zip(order) {
        candidates[at].set(rank, 1.0 / place as f32);
    }
}
