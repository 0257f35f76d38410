//! Products known by name, and when their support ended: data, not rules.
//!
//! `data/products.tsv` has a line per product: name, versions (`*` or the starts of version
//! numbers) and the end of support as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A product and when its support ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownProduct {
    /// The name without the vendor.
    pub name: &'static str,
    /// `*`, or the starts of version numbers, separated by commas.
    versions: &'static str,
    /// The end of its support, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub ended: &'static str,
}

impl KnownProduct {
    /// True if the line speaks of this version.
    fn covers(&self, version: &str) -> bool {
        self.versions == "*"
            || self.versions.split(',').any(|start| {
                let rest = version.strip_prefix(start);
                // "1" is a version, and the start of "1.2", but not of "10".
                rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
            })
    }
}

/// The lines of the shipped table.
static PRODUCTS: LazyLock<Vec<KnownProduct>> =
    LazyLock::new(|| parse(include_str!("../data/products.tsv")).0);

/// The lines of the table by name.
static BY_NAME: LazyLock<HashMap<&'static str, Vec<KnownProduct>>> = LazyLock::new(|| {
    let mut by_name: HashMap<&'static str, Vec<KnownProduct>> = HashMap::new();
    for product in PRODUCTS.iter() {
        by_name.entry(product.name).or_default().push(*product);
    }
    by_name
});

/// Reads the table; gives the numbers of lines that are none.
fn parse(text: &'static str) -> (Vec<KnownProduct>, Vec<usize>) {
    let mut products = Vec::new();
    let mut bad = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            &[name, versions, ended] if is_date(ended) && !versions.is_empty() => {
                products.push(KnownProduct {
                    name,
                    versions,
                    ended,
                });
            }
            _ => bad.push(number),
        }
    }
    (products, bad)
}

fn is_date(text: &str) -> bool {
    matches!(text.len(), 4 | 7 | 10)
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The names of all known products, longest first, so that an alternation finds the longest.
#[must_use]
pub(crate) fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = BY_NAME.keys().copied().collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    names
}

/// The product behind a name as an applies-to block has it ("Microsoft Windows NT Server"),
/// in one of its versions, if its support has ended. The longest known name that the printed one
/// contains as whole words decides: "Excel 2002 for Windows" is Excel, not Windows.
#[must_use]
pub fn ended(name: &str, version: Option<&str>) -> Option<KnownProduct> {
    let name = name.strip_prefix("Microsoft ").unwrap_or(name);
    let whole = |known: &str| name.strip_prefix(known).is_some_and(ends_word);
    let version = version.unwrap_or_default();
    let mut best: Option<KnownProduct> = None;
    // A name starts at the front; what follows "for" and "with" is what it runs on.
    for end in name
        .char_indices()
        .map(|(at, _)| at)
        .filter(|&at| at > 0 && ends_word(&name[at..]))
        .chain([name.len()])
        .take(12)
    {
        let Some(lines) = BY_NAME.get(&name[..end]) else {
            continue;
        };
        let named = &name[end..];
        let found = lines.iter().find(|line| {
            line.covers(version) || version.is_empty() && line.covers(first_number(named))
        });
        if let Some(line) = found.filter(|line| whole(line.name)) {
            best = Some(*line);
        }
    }
    best
}

/// The first word that is a number: "Server 4.0" gives `4.0`.
fn first_number(text: &str) -> &str {
    text.split_ascii_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .unwrap_or_default()
}

/// True if a word that stands before this text ends there.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|next: char| next.is_alphanumeric() || next == '.' && rest.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_line_is_a_product() {
        let (products, bad) = parse(include_str!("../data/products.tsv"));
        assert_eq!(bad, Vec::<usize>::new());
        assert!(products.len() > 60);
        assert_eq!(parse("A\t*\t20\nB\t\t2001\nC\t1\n").1, [1, 2, 3]);
    }

    #[test]
    fn the_longest_name_and_the_version_decide() {
        for (name, version, expected) in [
            (
                "Microsoft Windows NT Server",
                Some("4.0"),
                Some("2004-12-31"),
            ),
            (
                "Microsoft Windows 2000 Professional",
                None,
                Some("2010-07-13"),
            ),
            (
                "Microsoft Exchange Server",
                Some("5.5 SP3"),
                Some("2006-01-10"),
            ),
            ("Microsoft Exchange Server", Some("55"), None),
            ("Microsoft Excel 2002 for Windows", None, Some("2011-07-12")),
            (
                "Microsoft Internet Explorer for Windows 95",
                Some("4.01"),
                Some("2010-07-13"),
            ),
            ("Loom Control", Some("2.0"), None),
            ("Windows 1999", None, None),
        ] {
            let found = ended(name, version).map(|known| known.ended);
            assert_eq!(found, expected, "{name} {version:?}");
        }
    }
}
