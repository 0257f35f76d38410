//! Which sentence of the competing sections answers best.
//!
//! A sentence earns by its own words of the question, by those of its neighbours, by its headings,
//! and by how close its neighbourhood comes to the question in meaning. Words weigh by how few of
//! the competing sections hold them. Meaning is asked only of the sentences that words put first:
//! it tells apart what says much the same, and costs more.

use super::expected::Expected;
use super::pool::Pool;
use crate::answer::Passage;
use crate::compose::overrule::is_rejected;
use crate::compose::passage::{ASKS_REMEDY, Matcher, Place, places, quoted, sum};
use crate::engine::Found;
use crate::index::vectors::words::{Reading, Words};
use corpus::Span;
use std::collections::HashMap;

// What a sentence's own words earn, what they earn together with its neighbours' and the heading's,
// what only the headings above hold, and how much of the heading they are, all count once: other
// weights were tried and told nothing on questions they were not fitted to. Halved or doubled, those
// below move the figures by less than two questions in a hundred.

/// Sentences on each side that count as near.
const NEAR: usize = 2;
/// What closeness in meaning earns.
const MEANING: f32 = 2.0;
/// What the place in the ranking earns: the document's best, and the article's own.
const PLACE: f32 = 0.4;
/// What a table earns that the question asks for.
const ASKED: f32 = 2.0;
/// What a section that says what to do earns when that is asked.
const REMEDY: f32 = 1.0;
/// What a sentence earns that states a value of the kind asked for: a port, a time.
const EXPECTED: f32 = 0.3;
/// Sentences whose meaning is asked.
const SHORTLIST: usize = 24;

/// A sentence that competes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    /// The member of the pool.
    pub(super) member: usize,
    /// The section among those of all members.
    section: usize,
    /// The unit in the section.
    unit: usize,
    /// What it earned.
    pub(super) score: f32,
    /// Closeness of its neighbourhood to the question, -1 to 1.
    pub(super) close: f32,
    /// Share of the question's telling words in its neighbourhood and headings, 0 to 1.
    pub(super) coverage: f32,
}

/// The competing sections.
pub(super) struct Contest<'p, 'q> {
    pool: &'p Pool,
    matcher: Matcher<'q>,
    places: Vec<(usize, Place<'p>)>,
    /// Best first, of each section the best and the best apart from it.
    pub(super) entries: Vec<Entry>,
}

impl<'p, 'q> Contest<'p, 'q> {
    /// Lets the sections of a pool compete.
    pub(super) fn hold(found: &'q Found, pool: &'p Pool, mut matcher: Matcher<'q>) -> Self {
        let mut all: Vec<(usize, Place<'p>)> = Vec::new();
        for member in 0..pool.members.len() {
            let (_, article) = pool.open_member(member);
            let read = places(article, &mut matcher);
            all.extend(read.into_iter().map(|place| (member, place)));
        }
        let mut contest = Self {
            pool,
            matcher,
            places: all,
            entries: Vec::new(),
        };
        contest.by_words();
        contest.by_meaning(found);
        contest.keep_best_of_sections();
        contest
    }

    fn by_words(&mut self) {
        let masks: Vec<u128> = self
            .places
            .iter()
            .map(|(_, place)| held(&place.units) | place.heading)
            .collect();
        let weights = self.matcher.local(&masks, 0);
        let total = weights.iter().sum::<f32>().max(1e-6);
        let remedy = self.matcher.says(ASKS_REMEDY);
        for (section, (member, place)) in self.places.iter().enumerate() {
            let share = place.heading.count_ones() as f32 / place.heading_words.max(1) as f32;
            let heading = sum(&weights, place.heading) * share.min(1.0);
            for unit in 0..place.units.len() {
                let own = place.units[unit].mask;
                let joined = near(place, unit) | place.heading;
                let above = place.above & !joined;
                let words = sum(&weights, own) + sum(&weights, joined) + sum(&weights, above);
                let mut score = (words + heading) / total + ASKED * place.units[unit].asked;
                if remedy && place.section.role.is_remedy() {
                    score += REMEDY;
                }
                let member = *member;
                let start = &self.pool.members[member];
                score += PLACE * (start.start + start.document_start);
                self.entries.push(Entry {
                    member,
                    section,
                    unit,
                    score,
                    close: 0.0,
                    // `No` in a cell says what a question for what fails says in other words.
                    coverage: if place.units[unit].told || place.units[unit].asked > 1.0 {
                        1.0
                    } else {
                        self.matcher.share(joined | place.above)
                    },
                });
            }
        }
        self.entries
            .sort_by(|one, other| other.score.total_cmp(&one.score));
        self.entries.truncate(SHORTLIST);
        // What an article quotes only to reject it must not be read out as its answer.
        let places = &self.places;
        self.entries.retain(|entry| {
            let units = &places[entry.section].1.units;
            let next = units.get(entry.unit + 1);
            !next.is_some_and(|next| is_rejected(&units[entry.unit].text, &next.text))
        });
    }

    fn by_meaning(&mut self, found: &Found) {
        let asked = &found.query.meaning;
        let expected = Expected::of(&found.query.terms.words);
        let words = Words::shipped();
        // Most sentences stand beside others of the shortlist, too.
        let mut readings: HashMap<(usize, usize), Reading> = HashMap::new();
        for entry in &mut self.entries {
            let units = &self.places[entry.section].1.units;
            let around = entry.unit.saturating_sub(1)..units.len().min(entry.unit + 2);
            for unit in around.clone() {
                let reading = readings.entry((entry.section, unit));
                reading.or_insert_with(|| words.read(&units[unit].text));
            }
            let around = around.filter_map(|unit| readings.get(&(entry.section, unit)));
            let close = words.embed_all(around).cosine(&asked.words);
            entry.close = close;
            entry.score += MEANING * close;
            if expected.is_some_and(|kind| kind.is_in(&units[entry.unit].text)) {
                entry.score += EXPECTED;
            }
        }
        self.entries
            .sort_by(|one, other| other.score.total_cmp(&one.score));
    }

    /// A long section may answer at two places.
    fn keep_best_of_sections(&mut self) {
        let mut kept: Vec<Entry> = Vec::new();
        for entry in &self.entries {
            let mut of_section = kept.iter().filter(|other| other.section == entry.section);
            let is_apart = |other: &Entry| other.unit.abs_diff(entry.unit) > 2 * NEAR;
            if of_section.clone().count() < 2 && of_section.all(is_apart) {
                kept.push(*entry);
            }
        }
        self.entries = kept;
    }

    /// Where a sentence stands in its document.
    pub(super) fn span(&self, entry: Entry) -> Span {
        let (document, _) = self.pool.open_member(entry.member);
        self.places[entry.section].1.units[entry.unit].locate(document)
    }

    /// The first sentence of an entry's section that says one of some words beside a word of the
    /// question; the entry itself if none does.
    pub(super) fn to_saying(&self, entry: Entry, words: &[&str]) -> Entry {
        let units = &self.places[entry.section].1.units;
        let says = |text: &str| {
            let mut said = text.split(|letter: char| !letter.is_alphanumeric());
            said.any(|word| words.contains(&word.to_lowercase().as_str()))
        };
        let first = units
            .iter()
            .position(|unit| self.matcher.telling(unit.mask) > 0 && says(&unit.text));
        Entry {
            unit: first.unwrap_or(entry.unit),
            ..entry
        }
    }

    /// The first sentence of an entry's section.
    pub(super) fn to_start(&self, entry: Entry) -> Entry {
        Entry { unit: 0, ..entry }
    }

    /// True if the question says one of some words.
    pub(super) fn asks(&self, words: &[&str]) -> bool {
        self.matcher.says(words)
    }

    /// The question's terms in a text.
    pub(super) fn mask(&mut self, text: &str) -> u128 {
        self.matcher.mask(text)
    }

    /// The question's terms in the heading that a sentence stands under.
    pub(super) fn heading(&self, entry: Entry) -> u128 {
        self.places[entry.section].1.heading
    }

    /// What share of the question the telling words are that a whole document lacks; nothing if
    /// it lacks one word only, which may be the caller's own for a thing.
    pub(super) fn absent_from(&mut self, member: usize) -> f32 {
        let (document, _) = self.pool.open_member(member);
        let whole = Span::new(0, document.bytes.len());
        let mask = self.matcher.mask(&document.text(whole));
        match self.matcher.absent(mask) {
            (0 | 1, _) => 0.0,
            (_, share) => share,
        }
    }

    /// The passage around a sentence.
    pub(super) fn quote(&mut self, entry: Entry) -> Passage {
        let (document, article) = self.pool.open_member(entry.member);
        let place = &self.places[entry.section].1;
        quoted(document, article, (place, entry.unit), &mut self.matcher)
    }
}

fn held(units: &[crate::compose::passage::Unit<'_>]) -> u128 {
    units.iter().fold(0, |all, unit| all | unit.mask)
}

fn near(place: &Place<'_>, unit: usize) -> u128 {
    let end = place.units.len().min(unit + NEAR + 1);
    held(&place.units[unit.saturating_sub(NEAR)..end])
}
