//! Ids made from paths and headings, and where a link leads.

use crate::article::{Reference, Span};
use std::collections::{HashMap, HashSet};

/// Endings of names that say how a document is written, not what it is.
const DOCUMENT_SUFFIXES: &[&str] = &[
    ".markdown",
    ".md",
    ".mdx",
    ".html",
    ".htm",
    ".xhtml",
    ".txt",
];

/// The id of a document by its path: lower case, folders joined with `.`, spaces as `-`. Two
/// paths that differ in anything but case, spaces and suffix get different ids: where another
/// character has to be replaced, a short hash of the path is added.
pub(crate) fn slug_of_path(path: &str) -> String {
    let stem = strip_suffix(path);
    let mut lossy = false;
    let mut slug = String::with_capacity(stem.len());
    for character in stem.trim_matches('/').chars() {
        match character {
            '/' => slug.push('.'),
            ' ' | '-' => slug.push('-'),
            '_' => slug.push('_'),
            _ if character.is_alphanumeric() => slug.extend(character.to_lowercase()),
            _ => {
                lossy = true;
                if !slug.is_empty() && !slug.ends_with(['-', '.']) {
                    slug.push('-');
                }
            }
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() {
        return format!("document-{}", short_hash(stem));
    }
    if lossy {
        return format!("{slug}-{}", short_hash(stem));
    }
    slug.to_owned()
}

/// The path without a suffix that names a document format.
pub(crate) fn strip_suffix(path: &str) -> &str {
    DOCUMENT_SUFFIXES
        .iter()
        .find_map(|suffix| {
            let cut = path.len().checked_sub(suffix.len())?;
            let (stem, end) = path.split_at_checked(cut)?;
            (end.eq_ignore_ascii_case(suffix) && !stem.is_empty()).then_some(stem)
        })
        .unwrap_or(path)
}

/// A title made from a file name: its last part, with `-` and `_` as spaces.
pub(crate) fn title_of_path(path: &str) -> String {
    let last = strip_suffix(path).rsplit('/').next().unwrap_or(path);
    let words: Vec<&str> = last
        .split(|character: char| character == '-' || character == '_' || character.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        "Untitled".to_owned()
    } else {
        words.join(" ")
    }
}

fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

/// Gives each heading of a document an anchor of its own.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    taken: HashSet<String>,
    next: HashMap<String, u32>,
}

impl Anchors {
    /// The anchor of a heading: its words in lower case joined with `-`, a number after repeats.
    pub(crate) fn make(&mut self, heading: &str) -> String {
        let words: Vec<String> = heading
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let base = if words.is_empty() {
            "part".to_owned()
        } else {
            words.join("-")
        };
        let number = self.next.entry(base.clone()).or_insert(1);
        let mut anchor = base.clone();
        while !self.taken.insert(anchor.clone()) {
            *number += 1;
            anchor = format!("{base}-{number}");
        }
        anchor
    }
}

/// A link as a pointer to another article; none if it leads nowhere else (`#anchor`, `mailto:`,
/// an image). `document` is the name of the document that holds the link.
pub(crate) fn reference(
    destination: &str,
    words: &str,
    span: Span,
    document: &str,
) -> Option<Reference> {
    let destination = destination.trim();
    let words = words.trim();
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let target = if let Some(id) = kb_id(destination).or_else(|| article_number(words)) {
        id
    } else if is_web(destination) {
        if words.is_empty() { destination } else { words }.to_owned()
    } else if path.is_empty() || path.contains(':') || is_media(path) {
        return None;
    } else {
        slug_of_path(&resolve(path, document))
    };
    Some(Reference {
        target,
        words: words.to_owned(),
        span,
        url: Some(destination.to_owned()),
    })
}

fn is_web(destination: &str) -> bool {
    ["http://", "https://", "//"]
        .iter()
        .any(|scheme| destination.starts_with(scheme))
}

fn is_media(path: &str) -> bool {
    [
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".css", ".js",
    ]
    .iter()
    .any(|suffix| path.to_ascii_lowercase().ends_with(suffix))
}

/// The canonical id in an address of the vendor's knowledge base: `/kb/301529`, `/?id=301529`,
/// `/articles/Q301/5/29`-like forms excepted.
fn kb_id(destination: &str) -> Option<String> {
    let lower = destination.to_ascii_lowercase();
    let is_vendor = lower.contains("support.microsoft.com");
    let mut parts = lower.split(['/', '?', '=', '&', '#', ';']).peekable();
    while let Some(part) = parts.next() {
        let announces = matches!(
            part,
            "kb" | "help" | "id" | "kbid" | "scid" | "default.aspx"
        );
        if let (true, Some(next)) = (announces && is_vendor, parts.peek())
            && is_number(next)
        {
            return Some(format!("Q{next}"));
        }
        if let Some(id) = article_number(part) {
            return Some(id);
        }
    }
    None
}

/// `Q301529`, `KB301529` or `KB 301529` alone, as the canonical id.
fn article_number(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let number = lower
        .strip_prefix("kb")
        .or_else(|| lower.strip_prefix('q'))?
        .trim_start();
    is_number(number).then(|| format!("Q{number}"))
}

fn is_number(text: &str) -> bool {
    (5..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The path that a relative link names, seen from the folder of `document`.
fn resolve(path: &str, document: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_ids() {
        let cases = [
            ("ipsec-timeout.md", "ipsec-timeout"),
            ("alerts/dns/CoreDNSErrors.md", "alerts.dns.corednserrors"),
            ("My Page.HTML", "my-page"),
            ("a_b.txt", "a_b"),
        ];
        for (path, wanted) in cases {
            assert_eq!(slug_of_path(path), wanted);
        }
        assert_ne!(slug_of_path("v1.2.md"), slug_of_path("v1-2.md"));
        assert_ne!(slug_of_path("a/x.md"), slug_of_path("b/x.md"));
        assert!(slug_of_path("-").starts_with("document-"));
        assert!(!slug_of_path("\u{130}.md").is_empty());
        assert_eq!(
            title_of_path("a/printer_jams-often.md"),
            "printer jams often"
        );
    }

    #[test]
    fn links_name_articles() {
        let target = |destination: &str, words: &str| {
            reference(destination, words, Span::default(), "kb/net/dns.md")
                .map(|reference| reference.target)
        };
        let cases = [
            (
                "https://support.microsoft.com/kb/301529",
                "this",
                Some("Q301529"),
            ),
            (
                "http://support.microsoft.com/?id=301529",
                "this",
                Some("Q301529"),
            ),
            ("https://host/x", "KB 301529", Some("Q301529")),
            ("https://host/x", "A title", Some("A title")),
            ("https://host/x", "", Some("https://host/x")),
            ("dhcp.md#lease", "DHCP", Some("kb.net.dhcp")),
            ("../vpn/one.md", "VPN", Some("kb.vpn.one")),
            ("#below", "below", None),
            ("mailto:a@b", "mail", None),
            ("figure.png", "figure", None),
        ];
        for (destination, words, wanted) in cases {
            assert_eq!(
                target(destination, words).as_deref(),
                wanted,
                "{destination}"
            );
        }
    }

    #[test]
    fn anchors_are_unique() {
        let mut anchors = Anchors::default();
        let made: Vec<String> = ["Event 4284!", "Steps", "Steps", "Steps 2", "…"]
            .iter()
            .map(|heading| anchors.make(heading))
            .collect();
        assert_eq!(
            made,
            ["event-4284", "steps", "steps-2", "steps-2-2", "part"]
        );
    }
}
