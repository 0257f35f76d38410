//! The record of an article read for a query: what it has of the wanted terms, and where in title
//! and lead those stand. Ranking reads some hundred records for a query, and would spend half its
//! time on decoding what no term of the query is about.

use super::field::FIELD_COUNT;
use super::forward::{Indices, held, spread, take_counts, take_terms};

/// What of an article's record bears on a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    /// Term numbers, ascending.
    pub terms: Vec<u32>,
    /// The wanted terms that the article has, ascending.
    pub hits: Vec<Hit>,
    /// The title as indices into `terms`.
    pub title: Vec<u32>,
    /// Where the wanted terms stand in the title, in its order.
    pub in_title: Vec<Seen>,
    /// The same for the lead.
    pub in_lead: Vec<Seen>,
    /// A bit for each of `terms` that is wanted.
    marks: Vec<u64>,
}

/// A wanted term that an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its place among those wanted.
    pub wanted: usize,
    /// Its place among the terms of the article.
    pub place: u32,
    /// Its frequencies per field.
    pub counts: [u8; FIELD_COUNT],
}

/// An occurrence of a wanted term in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Where in the sequence.
    pub at: usize,
    /// The term's place among those of the article.
    pub place: u32,
}

impl Sighting {
    pub(super) fn clear(&mut self) {
        self.terms.clear();
        self.hits.clear();
        self.title.clear();
        self.in_title.clear();
        self.in_lead.clear();
        self.marks.clear();
    }

    /// Reads a record; one that is damaged gives what stands before the damage.
    pub(super) fn decode(&mut self, bytes: &mut &[u8], wanted: &[u32]) -> Option<()> {
        take_terms(bytes, &mut self.terms)?;
        let (masks, counts) = take_counts(bytes, self.terms.len())?;
        self.meet(wanted, masks, counts)?;
        for (at, place) in Indices::take(bytes, self.terms.len())?.enumerate() {
            if (place as usize) < self.terms.len() {
                self.title.push(place);
            }
            if self.is_wanted(place) {
                self.in_title.push(Seen { at, place });
            }
        }
        for (at, place) in Indices::take(bytes, self.terms.len())?.enumerate() {
            if self.is_wanted(place) {
                self.in_lead.push(Seen { at, place });
            }
        }
        Some(())
    }

    /// Goes through both rows of terms, which ascend, side by side.
    fn meet(&mut self, wanted: &[u32], masks: &[u8], counts: &[u8]) -> Option<()> {
        self.marks.resize(self.terms.len().div_ceil(64), 0);
        let (mut place, mut before, mut counted) = (0, 0, 0);
        for (wanted, &sought) in wanted.iter().enumerate() {
            let rest = self.terms.get(place..)?;
            place += rest.iter().take_while(|term| **term < sought).count();
            if self.terms.get(place) != Some(&sought) {
                continue;
            }
            counted += held(masks.get(before..place)?);
            before = place;
            let mask = *masks.get(place)?;
            let own = counts.get(counted..)?.get(..mask.count_ones() as usize)?;
            self.marks[place / 64] |= 1 << (place % 64);
            self.hits.push(Hit {
                wanted,
                place: place as u32,
                counts: spread(mask, own),
            });
        }
        Some(())
    }

    fn is_wanted(&self, place: u32) -> bool {
        let word = self.marks.get(place as usize / 64);
        word.is_some_and(|word| word & 1 << (place % 64) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::forward::ForwardRecord;
    use super::super::forward::tests::{of_record, records};
    use super::*;
    use proptest::prelude::*;

    /// The same found term by term.
    fn seen(record: &ForwardRecord, wanted: &[u32]) -> Sighting {
        let mut sighting = Sighting {
            terms: record.terms.clone(),
            title: record.title.clone(),
            marks: vec![0; record.terms.len().div_ceil(64)],
            ..Sighting::default()
        };
        for (at, &term) in wanted.iter().enumerate() {
            if let Some(place) = record.find(term) {
                sighting.marks[place / 64] |= 1 << (place % 64);
                sighting.hits.push(Hit {
                    wanted: at,
                    place: place as u32,
                    counts: record.counts[place],
                });
            }
        }
        let occurrences = |sequence: &[u32]| -> Vec<Seen> {
            let places = sequence.iter().copied().enumerate();
            let wanted = |place: u32| wanted.contains(&record.terms[place as usize]);
            let seen = places.filter(|(_, place)| wanted(*place));
            seen.map(|(at, place)| Seen { at, place }).collect()
        };
        sighting.in_title = occurrences(&record.title);
        sighting.in_lead = occurrences(&record.lead);
        sighting
    }

    proptest! {
        #[test]
        fn what_is_wanted_is_seen(
            record in records(2000),
            others in prop::collection::btree_set(0u32..2100, 0..60),
        ) {
            let mut bytes = Vec::new();
            record.encode(&mut bytes);
            let forward = of_record(bytes);
            let others: Vec<u32> = others.into_iter().collect();
            for wanted in [&[][..], &others, &record.terms] {
                let mut sighting = Sighting::default();
                forward.look(0, wanted, &mut sighting);
                prop_assert_eq!(sighting, seen(&record, wanted));
            }
        }

        #[test]
        fn damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let forward = of_record(bytes);
            forward.look(0, &[0, 1, 2, 3, 200, 5000], &mut Sighting::default());
            forward.look(7, &[1], &mut Sighting::default());
        }
    }
}
