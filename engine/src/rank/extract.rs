//! Reads the record of a candidate for a query, and makes features of what it finds.

use super::features::{Candidate, Feature};
use super::wanted::Wanted;
use crate::index::model::ModelCloseness;
use crate::index::text::TextIndex;
use crate::index::text::field::{FIELD_COUNT, Field};
use crate::index::text::meaning::Closeness;
use crate::index::text::sighting::{Hit, Seen, Sighting};
use crate::index::text::worths::Worths;
use crate::understand::query_terms::QueryTerms;

/// What is known of a candidate before its words are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Prior {
    /// Similarities by shipped word vectors and by those learned from the corpus.
    pub(super) closeness: Closeness,
    /// Similarity by an embedding model.
    pub(super) model: ModelCloseness,
    /// Kind of article as a number.
    pub(super) kind: u8,
    /// How many articles point here.
    pub(super) in_links: u32,
}

impl Prior {
    fn tell(&self, found: &mut Candidate) {
        let Closeness {
            title,
            lead,
            article,
            corpus,
        } = self.closeness;
        found.set(Feature::Kind, f32::from(self.kind));
        found.set(Feature::InLinks, (1.0 + self.in_links as f32).ln());
        found.set(Feature::WordsArticle, article);
        found.set(Feature::WordsTitle, title);
        found.set(Feature::WordsLead, lead);
        found.set(Feature::WordsMost, article.max(title).max(lead));
        found.set(Feature::CorpusArticle, corpus);
        found.set(Feature::ModelArticle, self.model.article);
        found.set(Feature::ModelTitle, self.model.title);
    }
}

/// Reads candidates of one query.
#[derive(Debug)]
pub(super) struct Extractor<'q> {
    index: &'q TextIndex,
    worths: &'q Worths,
    query: &'q QueryTerms,
    wanted: Wanted,
    total: f32,
    most_telling: f32,
    sighting: Sighting,
    matches: Matches,
}

/// How a candidate's fields hold the query's terms.
#[derive(Debug, Default)]
struct Matches {
    /// For each query term, what of the record was met for it first.
    hits: Vec<Option<Hit>>,
    bm25f: f32,
    /// Saturated, weighted score per field.
    fields: [f32; FIELD_COUNT],
    covered: f32,
    covered_title: f32,
    covered_front: f32,
}

impl Matches {
    fn place(&self, term: usize) -> Option<u32> {
        Some(self.hits.get(term)?.as_ref()?.place)
    }
}

impl<'q> Extractor<'q> {
    /// Prepares for the candidates of one query.
    pub(super) fn new(index: &'q TextIndex, query: &'q QueryTerms) -> Self {
        let idfs = query.terms.iter().map(|term| term.idf);
        Self {
            index,
            worths: index.worths(),
            query,
            wanted: Wanted::of(query, index),
            total: query.total_weight().max(1e-6),
            most_telling: idfs.fold(1e-6, f32::max),
            sighting: Sighting::default(),
            matches: Matches::default(),
        }
    }

    /// The features of one candidate but for those that compare it with others.
    pub(super) fn extract(&mut self, ordinal: u32, prior: &Prior) -> Candidate {
        let wanted = self.wanted.ids();
        self.index.forward.look(ordinal, wanted, &mut self.sighting);
        self.wanted.note(&self.sighting.hits);
        self.match_terms(ordinal);
        let (matches, sighting) = (&self.matches, &self.sighting);
        let mut found = Candidate::new(ordinal, matches.bm25f);
        found.set(Feature::Bm25f, matches.bm25f / self.total);
        found.set_scores(matches.fields.map(|score| score / self.total));
        found.set(Feature::Coverage, matches.covered / self.total);
        found.set(Feature::CoverageTitle, matches.covered_title / self.total);
        found.set(Feature::CoverageFront, matches.covered_front / self.total);
        found.set(Feature::CoverageLead, self.covered_lead() / self.total);
        found.set(Feature::TitlePrecision, self.title_precision(ordinal));
        found.set(Feature::TitlePairs, self.pairs(&sighting.in_title));
        found.set(Feature::LeadPairs, self.pairs(&sighting.in_lead));
        found.set(Feature::MissingMost, self.missing_most());
        let (agreement, conflict) = self.products();
        found.set(Feature::ProductAgreement, agreement);
        found.set(Feature::ProductConflict, conflict);
        found.set(Feature::Identifiers, self.identifiers());
        let length = sighting.terms.len() as f32;
        found.set(Feature::Length, (1.0 + length).ln());
        found.set(Feature::TitleLength, sighting.title.len() as f32);
        let asked = self.query.terms.len();
        found.set(Feature::QueryLength, asked as f32);
        found.set(Feature::QueryWeight, self.total / asked.max(1) as f32);
        prior.tell(&mut found);
        found
    }

    /// Meets the query's terms in the record that was read.
    fn match_terms(&mut self, ordinal: u32) {
        let Self {
            index,
            worths,
            query,
            wanted,
            sighting,
            matches,
            ..
        } = self;
        *matches = Matches {
            hits: std::mem::take(&mut matches.hits),
            ..Matches::default()
        };
        matches.hits.clear();
        let lengths = index.length_codes_of(ordinal);
        for (at, term) in query.terms.iter().enumerate() {
            let (mut frequency, mut first) = (0.0, None);
            for (hit, share) in wanted.met(at) {
                let hit = sighting.hits[hit];
                frequency += share * worths.frequency(&lengths, &hit.counts);
                first = first.or(Some((hit, share)));
            }
            matches.bm25f +=
                term.weight * term.idf * (worths.k1 + 1.0) * frequency / (worths.k1 + frequency);
            matches.hits.push(first.map(|(hit, _)| hit));
            let Some((Hit { counts, .. }, share)) = first else {
                continue;
            };
            let worth = term.idf * term.weight * share;
            matches.covered += worth;
            for field in Field::ALL {
                let count = counts[field as usize];
                if count > 0 {
                    let frequency = f32::from(count) / worths.norm(&lengths, field);
                    matches.fields[field as usize] += worth * frequency / (1.0 + frequency);
                }
            }
            let has = |field: Field| counts[field as usize] > 0;
            if has(Field::Title) {
                matches.covered_title += worth;
            }
            if has(Field::Title) || has(Field::Symptoms) || has(Field::Summary) {
                matches.covered_front += worth;
            }
        }
    }

    fn covered_lead(&self) -> f32 {
        let in_lead = |hit: &Hit| {
            let mut lead = self.sighting.in_lead.iter();
            lead.any(|seen| seen.place == hit.place)
        };
        let terms = self.query.terms.iter().zip(&self.matches.hits);
        terms
            .filter(|(_, hit)| hit.as_ref().is_some_and(in_lead))
            .map(|(term, _)| term.idf * term.weight)
            .sum()
    }

    /// Share of the title's weight that the query asks for.
    fn title_precision(&self, ordinal: u32) -> f32 {
        let Sighting {
            terms,
            title,
            in_title,
            ..
        } = &self.sighting;
        let title = title.iter().map(|&place| terms[place as usize]);
        let total = self.index.title_weight(ordinal, title);
        let asked = |seen: &Seen| {
            let mut hits = self.matches.hits.iter().flatten();
            let hit = hits.find(|hit| hit.place == seen.place)?;
            Some(self.wanted.idf(hit.wanted))
        };
        let asked: f32 = in_title.iter().filter_map(asked).sum();
        if total > 0.0 { asked / total } else { 0.0 }
    }

    /// Share of the query's neighbouring terms that are neighbours in a sequence too, in order,
    /// with at most one term between them.
    fn pairs(&self, sequence: &[Seen]) -> f32 {
        let mut held = 0;
        let pairs = self.query.sequence.windows(2);
        let total = pairs.len();
        for pair in pairs {
            let (Some(first), Some(second)) =
                (self.matches.place(pair[0]), self.matches.place(pair[1]))
            else {
                continue;
            };
            let follows = |start: &Seen| {
                let after = start.at + 1..=start.at + 2;
                let is_next = |seen: &Seen| seen.place == second && after.contains(&seen.at);
                start.place == first && sequence.iter().any(is_next)
            };
            held += usize::from(sequence.iter().any(follows));
        }
        if total == 0 {
            0.0
        } else {
            held as f32 / total as f32
        }
    }

    /// Weight of the most telling term that is missing, against the most telling of all.
    fn missing_most(&self) -> f32 {
        let terms = self.query.terms.iter().zip(&self.matches.hits);
        let missing = terms.filter(|(_, hit)| hit.is_none());
        missing.map(|(term, _)| term.idf).fold(0.0, f32::max) / self.most_telling
    }

    /// How much of what the query says of products the product line or title has, and lacks.
    fn products(&self) -> (f32, f32) {
        let (mut agreement, mut conflict) = (0.0, 0.0);
        for (term, hit) in self.query.terms.iter().zip(&self.matches.hits) {
            let said = term.product_share * term.idf;
            let has = hit.is_some_and(|Hit { counts, .. }| {
                counts[Field::Product as usize] > 0 || counts[Field::Title as usize] > 0
            });
            *(if has { &mut agreement } else { &mut conflict }) += said;
        }
        (agreement / self.total, conflict / self.total)
    }

    /// Share of the query's identifiers that the article holds; 0.5 if there are none.
    fn identifiers(&self) -> f32 {
        let terms = self.query.terms.iter().zip(&self.matches.hits);
        let (mut held, mut total) = (0, 0);
        for (_, hit) in terms.filter(|(term, _)| term.is_identifier) {
            total += 1;
            held += usize::from(hit.is_some());
        }
        if total == 0 {
            0.5
        } else {
            held as f32 / total as f32
        }
    }
}
