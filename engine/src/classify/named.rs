//! What the probability rests on where the best article holds identifiers of the case.
//!
//! An event that a case is nothing but ("… event 4284") decides it; an error code that a long story
//! mentions ("access denied, error 5") is one word of many.

use crate::rank::Ranked;
use crate::retrieve::exact::Exact;
use crate::understand::query_terms::QueryTerms;
use corpus::article::FactValue;

/// Names of the signals, in order.
pub const NAMES: &[&str] = &["event", "holders", "share", "held", "words_odds"];

/// A case of which identifiers are less than this share, by weight, is a story that mentions them.
const MOSTLY: f32 = 0.5;

/// The signals, in the order of [`NAMES`]; none if the best article holds no identifier that the
/// case is about: an event, or one that is most of what it says.
/// `words_odds` is what the model over words says.
#[must_use]
pub fn named(
    ranked: &[Ranked],
    query: &QueryTerms,
    exact: &Exact,
    words_odds: f32,
) -> Option<Vec<f32>> {
    let best = ranked.first()?.ordinal;
    let holds = |holders: &[u32]| holders.binary_search(&best).is_ok();
    let held = exact
        .identifiers
        .iter()
        .filter(|found| holds(&found.holders));
    let is_event = held
        .clone()
        .any(|found| matches!(found.value, FactValue::Event { .. }));
    let fewest = held.clone().map(|found| found.holders.len()).min()?;
    let total: f32 = query.terms.iter().map(|term| term.idf).sum();
    let exact_words = query.terms.iter().filter(|term| term.is_identifier);
    let exact_weight: f32 = exact_words.map(|term| term.idf).sum();
    let count = exact.identifiers.len().max(1) as f32;
    let share = exact_weight / total.max(1e-6);
    if !is_event && share < MOSTLY {
        return None;
    }
    Some(vec![
        f32::from(u8::from(is_event)),
        (fewest as f32).ln_1p(),
        share,
        held.count() as f32 / count,
        words_odds,
    ])
}
