//! What the best results have in common: how many are of a kind, how many of a product. Counted
//! over the first ones only, and said so: what ranks below nobody looks at, and what was not
//! ranked at all cannot be counted.

use crate::answer::{FacetCount, Facets};
use corpus::article::ArticleKind;
use std::collections::{BTreeMap, BTreeSet};

/// Results that are counted.
pub(crate) const COUNTED: usize = 100;
/// Products that are told apart, the most frequent.
const PRODUCTS: usize = 12;

/// What is counted of a result: its kind, and its products as printed.
pub(crate) type Counted = (Option<ArticleKind>, Vec<String>);

/// Counts kinds and products of results.
pub(crate) fn facets(results: impl Iterator<Item = Counted>) -> Facets {
    let mut of = 0;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut products: BTreeMap<String, usize> = BTreeMap::new();
    for (kind, named) in results {
        of += 1;
        if let Some(kind) = kind {
            *kinds.entry(kind.name().to_owned()).or_default() += 1;
        }
        let names: BTreeSet<&str> = named.iter().map(|it| unversioned(it)).collect();
        for name in names {
            *products.entry(name.to_owned()).or_default() += 1;
        }
    }
    let mut facets = Facets {
        of,
        kinds: by_count(kinds),
        products: by_count(products),
    };
    facets.products.truncate(PRODUCTS);
    facets
}

/// The most frequent first.
fn by_count(counts: BTreeMap<String, usize>) -> Vec<FacetCount> {
    let counts = counts.into_iter();
    let mut counts: Vec<_> = counts
        .map(|(name, count)| FacetCount { name, count })
        .collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.count));
    counts
}

/// A product's name up to its versions.
fn unversioned(product: &str) -> &str {
    let version = product.char_indices().find(|&(at, letter)| {
        let before = product.get(..at).unwrap_or_default();
        letter.is_ascii_digit() && before.ends_with(' ') && !before.trim().is_empty()
    });
    version
        .and_then(|(at, _)| product.get(..at))
        .map_or(product, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_versions_and_nothing_else() {
        for (product, name) in [
            ("Loom Control 2.0, 2.1", "Loom Control"),
            ("Loom 95", "Loom"),
            ("3270 Loom Terminal", "3270 Loom Terminal"),
            ("Loom2000 Server", "Loom2000 Server"),
            ("Webstuhl für 2 Hände", "Webstuhl für"),
            ("", ""),
        ] {
            assert_eq!(unversioned(product), name, "{product}");
        }
    }

    #[test]
    fn an_article_counts_once_for_each_of_its_products() {
        let entry = |kind, products: &[&str]| -> Counted {
            (kind, products.iter().map(|it| (*it).to_owned()).collect())
        };
        let found = facets(
            [
                entry(Some(ArticleKind::Bug), &["Loom 1.0", "Loom 2.0"]),
                entry(None, &["Loom 2.0", "Bobbin 7"]),
                entry(Some(ArticleKind::Bug), &[]),
            ]
            .into_iter(),
        );
        assert_eq!(found.of, 3);
        let told = |counts: &[FacetCount]| -> Vec<(String, usize)> {
            let counts = counts.iter();
            counts.map(|it| (it.name.clone(), it.count)).collect()
        };
        assert_eq!(told(&found.kinds), [("bug".into(), 2)]);
        assert_eq!(
            told(&found.products),
            [("Loom".into(), 2), ("Bobbin".into(), 1)]
        );
    }
}
