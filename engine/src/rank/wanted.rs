//! The terms of a query by their numbers, as they are looked for in the record of an article.

use crate::index::text::TextIndex;
use crate::index::text::sighting::Hit;
use crate::understand::query_terms::QueryTerms;

/// What a query asks for: its terms, and all that may stand for one of them.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Numbers of the terms, ascending, each once.
    ids: Vec<u32>,
    /// How telling each is.
    idfs: Vec<f32>,
    /// What may be met for a term of the query, term by term: places in `ids` with what meeting it
    /// counts.
    standing: Vec<(usize, f32)>,
    /// Where in `standing` those of a term end.
    ends: Vec<usize>,
    /// For each of `ids` its place among the hits of the record that was looked at last.
    hits: Vec<Option<usize>>,
}

impl Wanted {
    pub(super) fn of(query: &QueryTerms, index: &TextIndex) -> Self {
        let terms = query.terms.iter();
        let mut ids: Vec<u32> = terms
            .flat_map(|term| term.ids().map(|(id, _)| id))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let (mut standing, mut ends) = (Vec::new(), Vec::new());
        for term in &query.terms {
            let places = term.ids().filter_map(|(id, share)| {
                let place = ids.binary_search(&id).ok()?;
                Some((place, share))
            });
            standing.extend(places);
            ends.push(standing.len());
        }
        Self {
            hits: vec![None; ids.len()],
            idfs: ids.iter().map(|&id| index.idf(id)).collect(),
            ids,
            standing,
            ends,
        }
    }

    /// Numbers of the terms, ascending, each once.
    pub(super) fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// How telling the term at a place among them is.
    pub(super) fn idf(&self, place: usize) -> f32 {
        self.idfs[place]
    }

    /// Notes what a record has of them.
    pub(super) fn note(&mut self, hits: &[Hit]) {
        self.hits.fill(None);
        for (at, hit) in hits.iter().enumerate() {
            self.hits[hit.wanted] = Some(at);
        }
    }

    /// The hits for a term of the query, the asked one first, with what each counts.
    pub(super) fn met(&self, term: usize) -> impl Iterator<Item = (usize, f32)> {
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        let standing = self.standing[start..self.ends[term]].iter();
        standing.filter_map(|&(place, share)| Some((self.hits[place]?, share)))
    }
}
