//! Products whose support has ended.

use super::{Finding, FindingKind, finding};
use crate::article::{Article, Span};
use crate::products;
use std::collections::BTreeMap;

/// A finding for each product of the article whose every named version has ended.
pub(super) fn find(article: &Article, found: &mut Vec<Finding>) {
    let mut stale: BTreeMap<String, &'static str> = BTreeMap::new();
    for product in &article.meta.products {
        let versions: Vec<Option<&str>> = match product.versions.as_slice() {
            [] => vec![None],
            versions => versions
                .iter()
                .map(|version| Some(version.as_str()))
                .collect(),
        };
        let ended: Vec<&'static str> = versions
            .iter()
            .filter_map(|version| Some(products::ended(&product.name, *version)?.ended))
            .collect();
        if ended.len() == versions.len()
            && let Some(last) = ended.into_iter().max()
        {
            let told = format!("{} {}", product.name, product.versions.join(", "));
            stale.insert(told.trim_end().to_owned(), last);
        }
    }
    for (product, ended) in stale {
        let text = format!("support ended {ended}");
        found.push(finding(
            FindingKind::StaleProduct,
            Span::new(article.span.start as usize, article.span.start as usize),
            &product,
            text,
        ));
    }
}
