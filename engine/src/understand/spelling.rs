//! Misspelt words read as words of the corpus. Identifiers are never touched.

use super::humps;
use super::query_terms::{QueryTerm, QueryTerms};
use crate::answer::Correction;
use crate::index::text::vocabulary::Vocabulary;
use crate::index::vectors::words::Words;
use fst::{IntoStreamer, Streamer};

/// Words shorter than this have too many neighbours to guess at.
const MIN_LETTERS: usize = 4;

/// A neighbour must be held by this many articles to be worth reading for. In a large collection
/// a word of one or two articles is likely a slip itself; in a small one most words are that rare.
fn least_documents(articles: usize) -> u32 {
    match articles {
        0..300 => 1,
        300..3000 => 2,
        _ => 3,
    }
}

/// Replaces unknown words of the query by the nearest known ones; tells which.
pub fn correct(
    query: &mut QueryTerms,
    vocabulary: &Vocabulary,
    articles: usize,
) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for term in &mut query.terms {
        if term.id.is_some() || term.is_identifier || term.term.chars().count() < MIN_LETTERS {
            continue;
        }
        // Names that programs make of words, such as `TimeCreated`: nobody mistyped them.
        if humps::parts(&term.surface).is_some() {
            continue;
        }
        // What is a word elsewhere is no slip: "book" is not "boot" because only that is known here.
        if Words::shipped().find(&term.term).is_some() {
            continue;
        }
        let Some(near) = nearest(&term.term, vocabulary, least_documents(articles)) else {
            continue;
        };
        corrections.push(Correction {
            from: term.surface.clone(),
            to: readable(term, &near),
        });
        let weight = term.weight;
        *term = QueryTerm {
            weight,
            is_corrected: true,
            ..QueryTerm::new(&near, &term.surface, vocabulary, articles)
        };
    }
    corrections
}

/// The corrected word as a person would write it: the stem with the ending that was typed.
fn readable(term: &QueryTerm, near: &str) -> String {
    let typed = term.surface.to_lowercase();
    let ending = typed.strip_prefix(&term.term).unwrap_or_default();
    format!("{near}{ending}")
}

/// The known word at the least distance (optimal string alignment: a swap of neighbours is one
/// slip), the most frequent of equals. One slip in short words, two in longer ones. The first
/// letter is taken as typed, which people rarely miss, or as swapped with the second.
fn nearest(word: &str, vocabulary: &Vocabulary, least: u32) -> Option<String> {
    let letters = word.chars().count();
    let allowed = if letters < 7 { 1 } else { 2 };
    let mut best: Option<(usize, u32, String)> = None;
    let mut firsts = word.chars();
    for first in firsts.by_ref().take(2) {
        let (from, to) = (
            first.to_string(),
            char::from_u32(first as u32 + 1)?.to_string(),
        );
        let mut stream = vocabulary
            .dictionary()
            .range()
            .ge(&from)
            .lt(&to)
            .into_stream();
        while let Some((bytes, id)) = stream.next() {
            let Ok(known) = std::str::from_utf8(bytes) else {
                continue;
            };
            let length = known.len();
            if length.abs_diff(word.len()) > allowed
                || !known.bytes().all(|byte| byte.is_ascii_lowercase())
            {
                continue;
            }
            let documents = vocabulary.info(u32::try_from(id).ok()?).documents;
            if documents < least {
                continue;
            }
            let distance = strsim::osa_distance(word, known);
            if distance > allowed {
                continue;
            }
            let closer = best.as_ref().is_none_or(|(nearest, most, _)| {
                (distance, std::cmp::Reverse(documents)) < (*nearest, std::cmp::Reverse(*most))
            });
            if closer {
                best = Some((distance, documents, known.to_owned()));
            }
        }
    }
    best.map(|(_, _, known)| known)
}
