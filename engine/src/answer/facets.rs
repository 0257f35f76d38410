//! What the results of a search have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many of the best results are of a kind or a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facets {
    /// How many results were counted: the first ones, not all there may be.
    pub of: usize,
    /// Kinds of article, the most frequent first.
    pub kinds: Vec<FacetCount>,
    /// Products without their versions, the most frequent first.
    pub products: Vec<FacetCount>,
}

/// A name and how many results have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetCount {
    /// The kind or the product.
    pub name: String,
    /// How many of the results that were counted.
    pub count: usize,
}
