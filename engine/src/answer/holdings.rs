//! What a knowledge base holds, counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Articles by what they are about, for one viewer: what the viewer may not see is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoldingsAnswer {
    /// Articles counted.
    pub articles: u64,
    /// By product, without versions; an article for several products counts for each.
    pub products: BTreeMap<String, u64>,
    /// By kind (`problem`, `how-to`, …); those of unknown kind are left out.
    pub kinds: BTreeMap<String, u64>,
    /// By the year of the date that the article carries.
    pub years: BTreeMap<u16, u64>,
    /// Articles that carry no date.
    pub undated: u64,
}
