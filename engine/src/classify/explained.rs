//! How well an article explains the words of a case by meaning.
//!
//! A caller says "crashes", the article "fault": no word is shared, and yet the word is explained.
//! Every word of the case is compared with every word of the article's title and lead by the
//! shipped word vectors, and counts by its best match (after Zhang et al., "BERTScore", 2020, with
//! static vectors).

use crate::index::text::TextIndex;
use crate::index::text::forward::ForwardRecord;
use crate::index::vectors::quantised::Rounded;
use crate::index::vectors::words::Words;
use crate::understand::query_terms::{QueryTerm, QueryTerms};

/// The most telling words of a case that are compared.
const MOST_TERMS: usize = 32;

/// The words of a case, ready to be compared.
#[derive(Debug)]
pub struct Asked<'i> {
    index: &'i TextIndex,
    terms: Vec<(f32, Vec<u32>, Option<Rounded>)>,
    total: f32,
}

impl<'i> Asked<'i> {
    /// Prepares the words of a case.
    #[must_use]
    pub fn new(index: &'i TextIndex, query: &QueryTerms) -> Self {
        let mut telling: Vec<&QueryTerm> = query.terms.iter().collect();
        telling.sort_by(|a, b| b.idf.total_cmp(&a.idf).then(a.term.cmp(&b.term)));
        telling.truncate(MOST_TERMS);
        let words = Words::shipped();
        let terms: Vec<_> = telling
            .iter()
            .map(|term| {
                let ids = term.ids().map(|(id, _)| id).collect();
                let vector = words.find(&term.term).map(|row| words.vector(row));
                (term.idf * term.weight, ids, vector)
            })
            .collect();
        Self {
            index,
            total: terms.iter().map(|(worth, ..)| worth).sum::<f32>().max(1e-6),
            terms,
        }
    }

    /// Share of the case's weight that an article's title and lead explain, 0 to 1.
    #[must_use]
    pub fn by(&self, record: &ForwardRecord) -> f32 {
        let best = self.best(record);
        let worths = self.terms.iter().zip(best);
        worths.map(|((worth, ..), best)| worth * best).sum::<f32>() / self.total
    }

    /// For each word of the case its best match in title and lead.
    fn best(&self, record: &ForwardRecord) -> Vec<f32> {
        let words = Words::shipped();
        let mut places: Vec<u32> = record.title.iter().chain(&record.lead).copied().collect();
        places.sort_unstable();
        places.dedup();
        let mut matches = vec![0.0f32; self.terms.len()];
        for &place in &places {
            let Some(&id) = record.terms.get(place as usize) else {
                continue;
            };
            let vector = self
                .index
                .vocabulary
                .term(id)
                .and_then(|term| words.find(&term))
                .map(|row| words.vector(row));
            for (best, (_, ids, asked)) in matches.iter_mut().zip(&self.terms) {
                let similarity = if ids.contains(&id) {
                    1.0
                } else {
                    match (asked, &vector) {
                        (Some(asked), Some(vector)) if *best < 1.0 => asked.cosine(vector),
                        _ => 0.0,
                    }
                };
                *best = best.max(similarity);
            }
        }
        matches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_explains_its_own_title_better_than_others_do() {
        let engine = crate::Engine::builtin().unwrap();
        let generation = engine.generation();
        let (text, articles) = (&generation.text, &generation.articles);
        for ordinal in [2u32, 11, 23] {
            let title = articles.get(ordinal).unwrap().title;
            let query = QueryTerms::read(&title, &text.vocabulary, text.articles());
            let asked = Asked::new(text, &query);
            let by = |ordinal: u32| {
                let mut record = ForwardRecord::default();
                text.forward.read(ordinal, &mut record);
                asked.by(&record)
            };
            let own = by(ordinal);
            assert!(own > 0.99, "{title}: {own}");
            let others = (0..articles.len() as u32).filter(|&other| other != ordinal);
            let mean = others.clone().map(by).sum::<f32>() / others.count() as f32;
            assert!(own > mean + 0.3, "{title}: {own} {mean}");
        }
    }
}
