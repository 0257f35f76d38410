//! Which articles may appear: product, system, kind, tier, audience.

use crate::index::articles::ArticleEntry;
use crate::query::Filters;
use corpus::article::Audience;

/// Filters made ready for comparing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    product: Vec<String>,
    os: Vec<String>,
    kind: Option<String>,
    tier: Option<u8>,
    audience: Option<Audience>,
}

impl Filter {
    /// Prepares filters.
    #[must_use]
    pub fn new(filters: &Filters) -> Self {
        let words = |text: &Option<String>| text.as_deref().map(words).unwrap_or_default();
        Self {
            product: words(&filters.product),
            os: words(&filters.os),
            kind: filters
                .kind
                .as_deref()
                .map(|kind| kind.trim().to_lowercase()),
            tier: filters.tier,
            // The highest audience sees everything.
            audience: Some(filters.viewer().clearance()).filter(|most| *most < Audience::Tier3),
        }
    }

    /// True if nothing is filtered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.product.is_empty()
            && self.os.is_empty()
            && self.kind.is_none()
            && self.tier.is_none()
            && self.audience.is_none()
    }

    /// True if the article may appear. An article that names no product or system is about none
    /// in particular and passes the filter for systems, not the one for products.
    #[must_use]
    pub fn admits(&self, entry: &ArticleEntry) -> bool {
        let products = entry.products.join(" ").to_lowercase();
        let platforms = entry.platforms.join(" ").to_lowercase();
        let kind = self
            .kind
            .as_ref()
            .is_none_or(|kind| entry.kind.is_some_and(|is| is.name() == kind));
        let tier = self
            .tier
            .is_none_or(|tier| entry.tier.is_none_or(|needed| needed <= tier));
        let audience = self
            .audience
            .is_none_or(|audience| entry.audience <= audience);
        let system = format!("{products} {platforms}");
        kind && tier
            && audience
            && has_all(&self.product, &system)
            && (has_all(&self.os, &system) || system.trim().is_empty())
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

fn has_all(words: &[String], text: &str) -> bool {
    words.iter().all(|word| {
        text.split(|character: char| !character.is_alphanumeric() && character != '.')
            .any(|token| token == word.as_str())
    })
}
