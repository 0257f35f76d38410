//! The applies-to block: products with versions.
//!
//! An entry reads `Microsoft Mail, versions 3.2, 3.5` or, nested, `…, on platform(s):` with the
//! operating systems below it, or `…, included with:` with the products that carry it.

use crate::article::{Block, Body, Item, Product};
use std::collections::HashSet;

/// What an applies-to block says.
#[derive(Debug, Default)]
pub(super) struct Applies {
    /// The products with their versions.
    pub(super) products: Vec<Product>,
    /// Operating systems named as platforms of a product.
    pub(super) platforms: Vec<String>,
}

/// Reads the products from the lists among the block's `blocks`.
pub(super) fn products(blocks: &[Block]) -> Applies {
    let mut applies = Applies::default();
    for block in blocks {
        if let Body::List(items) = &block.body {
            items.iter().for_each(|item| add_item(item, &mut applies));
        }
    }
    applies
}

fn add_item(item: &Item, applies: &mut Applies) {
    let text = item.text.trim();
    let below = item.children.iter().filter_map(|child| match &child.body {
        Body::List(items) => Some(items),
        _ => None,
    });
    if let Some(system) = text.strip_prefix("the operating system: ") {
        applies.platforms.push(system.trim().to_owned());
        return;
    }
    if let Some(platforms) = text.strip_prefix("on the following platforms: ") {
        let names = platforms.split(", ").map(|name| name.trim().to_owned());
        applies
            .platforms
            .extend(names.filter(|name| !name.is_empty()));
        return;
    }
    let name = text
        .trim_end_matches(':')
        .trim_end_matches("on platform(s)")
        .trim_end_matches("included with")
        .trim_end_matches("used with")
        .trim_end()
        .trim_end_matches(',');
    if !name.is_empty() {
        add_product(product(name), &mut applies.products);
    }
    for items in below {
        items.iter().for_each(|item| add_item(item, applies));
    }
}

/// Adds a product, or its versions to the product of the same name.
fn add_product(product: Product, products: &mut Vec<Product>) {
    match products.iter_mut().find(|known| known.name == product.name) {
        Some(known) => {
            let seen: HashSet<String> = known.versions.iter().cloned().collect();
            let new = product.versions.into_iter();
            known
                .versions
                .extend(new.filter(|version| !seen.contains(version)));
        }
        None => products.push(product),
    }
}

/// A product's name and versions, as an entry of the block prints them.
pub(in crate::format) fn product(text: &str) -> Product {
    let text = text.trim();
    let found = [" versions ", " version ", " Version ", " Versions "]
        .iter()
        .filter_map(|word| Some((text.find(word)?, word.len())))
        .min();
    match found {
        Some((at, width)) => {
            let name = text[..at].trim_end_matches(',');
            with_versions(name, &text[at + width..])
        }
        None => without_word(text),
    }
}

/// `4.0, 4.0 SP1, Terminal Server Edition`: versions while they look so, the rest is name.
fn with_versions(name: &str, list: &str) -> Product {
    let mut versions = Vec::new();
    let mut rest = Vec::new();
    for part in list.split(',').flat_map(|part| part.split(" and ")) {
        let part = part.trim().trim_start_matches("and ").trim();
        if part.is_empty() {
            continue;
        }
        if rest.is_empty() && is_version(part) {
            let (version, tail) = split_version(part);
            versions.push(version.to_owned());
            if !tail.is_empty() {
                rest.push(tail);
            }
        } else if is_service_pack(part) {
            versions.push(part.to_owned());
        } else {
            rest.push(part);
        }
    }
    let mut name = name.to_owned();
    for (number, part) in rest.iter().enumerate() {
        let joins = number == 0 && part.starts_with("for ");
        name.push_str(if joins { " " } else { ", " });
        name.push_str(part);
    }
    Product { name, versions }
}

/// Without the word, only trailing dotted numbers and service packs are versions: `95` and
/// `2000` belong to names.
fn without_word(text: &str) -> Product {
    let mut name = text;
    let mut versions = Vec::new();
    while let Some((head, last)) = name.rsplit_once([' ', ',']) {
        let last = last.trim();
        let head = head.trim_end_matches([' ', ',']);
        if is_dotted(last) && !head.is_empty() {
            versions.push(last.to_owned());
        } else if is_service_pack(last) && !head.is_empty() {
            if let Some((before, number)) = head.rsplit_once([' ', ','])
                && is_dotted(number)
            {
                versions.push(format!("{number} {last}"));
                name = before.trim_end_matches([' ', ',']);
                continue;
            }
            versions.push(last.to_owned());
        } else {
            break;
        }
        name = head;
    }
    versions.reverse();
    Product {
        name: name.to_owned(),
        versions,
    }
}

fn is_version(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_digit()) || part.starts_with("SP")
}

/// A version with its service pack, and what follows it (`4.0 for Windows`).
fn split_version(part: &str) -> (&str, &str) {
    match part.find(" for ").or_else(|| part.find(" on ")) {
        Some(at) => (part[..at].trim_end(), part[at..].trim_start()),
        None => (part, ""),
    }
}

fn is_dotted(word: &str) -> bool {
    let digits = word.trim_end_matches(|last: char| last.is_ascii_lowercase());
    digits.len() + 2 >= word.len()
        && digits.contains('.')
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_service_pack(word: &str) -> bool {
    word.strip_prefix("SP").is_some_and(|number| {
        (1..=3).contains(&number.len()) && number.starts_with(|first: char| first.is_ascii_digit())
    })
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn entries_are_names_and_versions() {
        let cases: &[(&str, &str, &[&str])] = &[
            (
                "Contoso Mail, versions 3.2, 3.5a",
                "Contoso Mail",
                &["3.2", "3.5a"],
            ),
            (
                "Contoso NT Server version 4.0",
                "Contoso NT Server",
                &["4.0"],
            ),
            (
                "Contoso NT Server version 4.0, Terminal Server Edition",
                "Contoso NT Server, Terminal Server Edition",
                &["4.0"],
            ),
            ("Contoso SMS version 2.0 SP2", "Contoso SMS", &["2.0 SP2"]),
            ("Contoso 95", "Contoso 95", &[]),
            ("Contoso SDK (SDK) 3.1", "Contoso SDK (SDK)", &["3.1"]),
            ("Contoso 2000 Server SP1", "Contoso 2000 Server", &["SP1"]),
            ("Contoso Web 5.0 SP1", "Contoso Web", &["5.0 SP1"]),
            ("Contoso versions 1.0 and 2.0", "Contoso", &["1.0", "2.0"]),
        ];
        for (text, name, versions) in cases {
            let product = product(text);
            assert_eq!(product.name, *name);
            assert_eq!(product.versions, *versions, "{text}");
        }
    }
}
