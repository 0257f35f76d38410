//! Where an error code stands: articles that are about it before lists in which it is one of many,
//! and in each article a place where it is written as it was asked for.

use super::{MAX_HITS, hit};
use crate::answer::LookupHit;
use crate::compose::guard::Viewer;
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::index::identifiers::Occurrence;
use corpus::Article;
use corpus::article::FactValue;
use std::collections::HashSet;

/// Articles that are looked at; a code of more of them is about everything.
const CONSIDERED: usize = 200;

/// An article with more codes is a list of codes.
const OWN_CODES: usize = 6;

/// Hits of an error code, as asked, with its keys in the index. Of articles that are alike in how
/// they tell of it the order stays.
pub(super) fn hits(
    engine: &Engine,
    (code, keys): (&str, &[String]),
    places: &[&[Occurrence]],
    viewer: &Viewer,
) -> Result<Vec<LookupHit>, EngineError> {
    let written = written(code, keys);
    let mut judged = Vec::new();
    for place in places.iter().take(CONSIDERED) {
        let (_, document, at) = engine.open_article(place[0].ordinal)?;
        let is_written = |text: &str| {
            let text = text.to_lowercase();
            written.iter().any(|written| text.contains(written))
        };
        let found = place
            .iter()
            .find(|occurrence| is_written(&document.text(occurrence.span)));
        let article = article_of(&document, at)?;
        let rank = (
            !is_written(&article.title),
            found.is_none(),
            codes(article) > OWN_CODES,
        );
        judged.push((rank, *found.unwrap_or(&place[0])));
    }
    judged.sort_by_key(|(rank, _)| *rank);
    let mut hits = Vec::new();
    for (_, occurrence) in judged.into_iter().take(MAX_HITS) {
        hits.extend(hit(engine, occurrence, viewer)?);
    }
    Ok(hits)
}

/// How the code may be written: as asked, and with all digits of its value.
fn written(code: &str, keys: &[String]) -> Vec<String> {
    let asked = code.trim().to_lowercase();
    let values = keys.iter().filter_map(|key| key.strip_prefix("error/"));
    let whole = values.filter(|digits| !digits.starts_with("0000"));
    std::iter::once(asked)
        .chain(whole.map(str::to_owned))
        .filter(|written| !written.is_empty())
        .collect()
}

/// How many different codes an article has.
fn codes(article: &Article) -> usize {
    let values = article.facts.iter().filter_map(|fact| match fact.value {
        FactValue::ErrorCode { value, .. } => Some(value),
        _ => None,
    });
    values.collect::<HashSet<u64>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_looked_for_as_asked_and_whole() {
        let key = |value: &str| format!("error/{value}");
        assert_eq!(
            written(" 0x8004010F", &[key("8004010f")]),
            ["0x8004010f", "8004010f"]
        );
        assert_eq!(written("53", &[key("00000035"), key("00000053")]), ["53"]);
        assert_eq!(
            written("LOOM_E_TORN", &["symbol/loom_e_torn".to_owned()]),
            ["loom_e_torn"]
        );
    }
}
