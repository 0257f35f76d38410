//! Error codes of a query in every notation.
//!
//! A caller reads `2147942405` where the article has `0x80070005`. By their value both are known to
//! be one ([`identifiers`]); here they become one in words, too, so that an article is not put first
//! for printing the code as the caller happens to.

use super::identifiers::{self, Value};
use super::query_terms::{QueryTerm, QueryTerms};
use crate::index::text::vocabulary::Vocabulary;
use crate::index::text::worths::idf;

/// The largest code that is left alone: short numbers stand for many things.
const SHORT: u32 = 0xFFFF;

/// Characters of the shortest notation of a longer one (`10000h`).
const LEAST: usize = 5;

/// Lets every notation that the corpus has stand in for the one typed; it is then as telling as the
/// most common of them. `articles` is the size of the corpus.
pub fn apply(text: &str, terms: &mut QueryTerms, vocabulary: &Vocabulary, articles: usize) {
    let is_long = |term: &QueryTerm| term.is_identifier && term.term.len() >= LEAST;
    if !terms.terms.iter().any(is_long) {
        return;
    }
    for found in identifiers::find(text) {
        let Value::ErrorCode {
            value: Some(pattern),
            ..
        } = found.value
        else {
            continue;
        };
        if pattern <= SHORT {
            continue;
        }
        let notations = notations(pattern);
        let typed = terms.terms.iter_mut();
        for term in typed.filter(|term| notations.contains(&term.term)) {
            for other in &notations {
                if let Some(info) = vocabulary.get(other).filter(|_| *other != term.term) {
                    term.stand_in(other, 1.0, vocabulary, articles);
                    term.idf = term.idf.min(idf(info.documents as usize, articles));
                }
            }
        }
    }
}

/// The index terms that a code is written as; the sign of a negative number is no part of one.
fn notations(pattern: u32) -> Vec<String> {
    let mut notations = vec![
        format!("0x{pattern:08x}"),
        format!("{pattern:08x}"),
        format!("{pattern:08x}h"),
        format!("0x{pattern:x}"),
        pattern.to_string(),
    ];
    let signed = pattern.cast_signed();
    if signed < 0 {
        notations.push(signed.unsigned_abs().to_string());
    }
    notations.dedup();
    notations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::words::Analyzer;

    #[test]
    fn every_notation_of_a_code_is_an_index_term_of_its_text() {
        for text in [
            "0x80070005",
            "0X80070005",
            "80070005",
            "80070005h",
            "2147942405",
            "-2147024891",
        ] {
            let terms = Analyzer::new().term_list(text);
            assert_eq!(terms.len(), 1, "{text}");
            assert!(notations(0x8007_0005).contains(&terms[0]), "{text}");
        }
        assert!(notations(0x0001_0045).contains(&"0x10045".to_owned()));
    }
}
