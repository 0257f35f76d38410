//! Which words of a case name a product, so that no other product is offered.

use std::collections::HashSet;

/// A word that this share of its articles have in their product line names a product.
const NAMES_PRODUCT: f32 = 0.2;

/// Words of product lines that name no product by themselves.
const GENERIC: &[&str] = &[
    "server",
    "client",
    "internet",
    "mail",
    "web",
    "services",
    "service",
    "network",
    "tools",
    "media",
    "system",
    "systems",
    "management",
    "personal",
    "site",
    "business",
    "home",
    "standard",
    "professional",
    "enterprise",
    "edition",
    "version",
    "small",
    "operating",
    "release",
    "beta",
    "pack",
    "kit",
    "resource",
    "developer",
    "development",
    "microsoft",
    "advanced",
    "workstation",
    "database",
    "computer",
    "terminal",
    "driver",
    "drivers",
    "data",
    "software",
    "update",
    "component",
    "components",
    "games",
    "game",
    "support",
    "product",
    "products",
    "information",
];

/// Names of products that are words of other things, unless they are written in capitals.
const AMBIGUOUS: &[&str] = &[
    "access",
    "word",
    "office",
    "project",
    "money",
    "works",
    "publisher",
    "explorer",
    "messenger",
    "exchange",
    "team",
    "manager",
    "proxy",
    "transaction",
    "host",
    "commerce",
    "phone",
    "studio",
    "basic",
    "golf",
    "greetings",
    "picture",
    "plus",
    "visual",
    "windows",
    "press",
    "front",
    "page",
];

/// Systems that others run on: they name what is meant only where nothing else does.
const PLATFORMS: &[&str] = &["windows", "nt", "dos", "ms-dos", "macintosh", "mac", "os"];

/// True if a word of the case, as typed, names a product; `share` is the share of the articles that
/// have it in their product line.
pub(super) fn names_product(typed: &str, share: f32) -> bool {
    let lower = typed.to_lowercase();
    let is_written_big = typed.starts_with(char::is_uppercase);
    share >= NAMES_PRODUCT
        && typed.chars().any(char::is_alphabetic)
        && !GENERIC.contains(&lower.as_str())
        && (is_written_big || !AMBIGUOUS.contains(&lower.as_str()))
}

/// Platforms count only where no other product is named.
pub(super) fn without_platforms(mut named: HashSet<String>) -> HashSet<String> {
    let is_platform = |name: &String| PLATFORMS.contains(&name.as_str());
    if !named.iter().all(is_platform) {
        named.retain(|name| !is_platform(name));
    }
    named
}

/// True if a product is one of those named.
pub(super) fn is_of(product: &str, named: &HashSet<String>) -> bool {
    product
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .any(|word| named.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_words() {
        for (typed, share, names) in [
            ("outlook", 0.5, true),
            ("Word", 0.4, true),
            ("word", 0.4, false),
            ("Server", 0.9, false),
            ("97", 0.9, false),
            ("outlook", 0.1, false),
        ] {
            assert_eq!(names_product(typed, share), names, "{typed}");
        }
        let named = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(
            without_platforms(named(&["outlook", "windows"])),
            named(&["outlook"])
        );
        assert_eq!(without_platforms(named(&["windows"])), named(&["windows"]));
        assert!(is_of("Outlook 2000", &named(&["outlook"])));
        assert!(!is_of("Battle of Looms", &named(&["loom"])));
    }
}
