//! Products and versions named in running text.
//!
//! "Windows 2000 and Windows XP SP1", "Windows NT Server version 4.0 Service Pack 6", "XP" where
//! "Windows" stands before it in the enumeration. A mention keeps how the version is bounded
//! ("SP2 and later", "before SP2"), for a scope without its bound would be another scope.

use crate::products;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A product named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// First byte.
    pub(super) start: usize,
    /// Just past the last byte.
    pub(super) end: usize,
    /// The name without the vendor: `Windows XP`.
    pub(super) name: String,
    /// Version, service pack and bound: `4.0 SP6`, `SP2 and later`.
    pub(super) version: Option<String>,
}

impl Mention {
    /// Name and version together.
    pub(super) fn told(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A version, a service pack, and a bound, each of which may be absent. In brackets, too:
/// "Windows XP (including SP1)".
const VERSION: &str = r"(?:(?:[ \t\r\n]+(?:Server|Workstation|Professional|Home Edition|Advanced Server|Enterprise Edition|Terminal Server))*(?:,?[ \t\r\n]+[vV]ersions?)?[ \t\r\n]+(?P<version>\d{1,2}\.\d{1,2}[a-z]?))?(?P<pack>(?:,?[ \t\r\n]+(?:with[ \t\r\n]+|\((?:including[ \t\r\n]+|with[ \t\r\n]+|up to[ \t\r\n]+)?)?(?:SP[ \t]?|Service[ \t\r\n]+Pack[ \t\r\n]+)[1-9]a?\)?)?)(?P<bound>[ \t\r\n]+(?:and|or)[ \t\r\n]+(?:later|above|newer|higher|earlier)\b|[ \t\r\n]+\((?:and|or)[ \t\r\n]+(?:later|earlier)\))?";

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names: Vec<String> = products::names().into_iter().map(regex::escape).collect();
    let names = names.join("|").replace(' ', r"[ \t\r\n]+");
    Regex::new(&format!(r"\b(?P<name>{names})\b{VERSION}")).ok()
});

/// A member of an enumeration that leaves "Windows" out: " and XP SP1", "/98", ", Server 2003".
static CONTINUED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:[ \t\r\n]*[,/][ \t\r\n]*(?:(?:and|or)[ \t\r\n]+)?|[ \t\r\n]+(?:and|or)[ \t\r\n]+)(?P<name>XP|2000|NT|95|98|Me|Server[ \t\r\n]+2003|Vista)\b{VERSION}"
    ))
    .ok()
});

/// "pre-SP2", "before SP2", "earlier than SP2" with no product beside it.
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:pre-|[Bb]efore[ \t\r\n]+|[Ee]arlier[ \t\r\n]+than[ \t\r\n]+)(?:SP[ \t]?|Service[ \t\r\n]+Pack[ \t\r\n]+)([1-9])\b").ok()
});

/// The products named in a text, in order.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let (Some(named), Some(continued)) = (NAMED.as_ref(), CONTINUED.as_ref()) else {
        return found;
    };
    for captures in named.captures_iter(text) {
        let Some(first) = mention(&captures, 0, "") else {
            continue;
        };
        // "Windows", "Mail" and "Works" alone are words of any sentence.
        if first.version.is_none() && !first.name.contains([' ', '-', '+']) {
            continue;
        }
        let is_windows = first.name.starts_with("Windows");
        let mut end = first.end;
        found.push(first);
        // Only what was found last is continued, so nothing is read twice.
        while is_windows
            && let Some(captures) = text.get(end..).and_then(|rest| continued.captures(rest))
            && let Some(next) = mention(&captures, end, "Windows ")
        {
            end = next.end;
            found.push(next);
        }
    }
    for captures in SHORT.iter().flat_map(|short| short.captures_iter(text)) {
        if let (Some(all), Some(pack)) = (captures.get(0), captures.get(1)) {
            // The product is the one named last.
            let named = found.iter().rev().find(|known| known.start < all.start());
            let name = named.map_or_else(String::new, |known| known.name.clone());
            if name.is_empty() || named.is_some_and(|known| known.end > all.start()) {
                continue;
            }
            found.push(Mention {
                start: all.start(),
                end: all.end(),
                name,
                version: Some(format!("before SP{}", pack.as_str())),
            });
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

fn mention(captures: &Captures<'_>, offset: usize, family: &str) -> Option<Mention> {
    let (all, name) = (captures.get(0)?, captures.name("name")?);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut version = captures
        .name("version")
        .map_or_else(String::new, |version| version.as_str().to_owned());
    let mut add = |part: &str| {
        if !version.is_empty() {
            version.push(' ');
        }
        version.push_str(part);
    };
    if let Some(digit) = captures
        .name("pack")
        .and_then(|pack| pack.as_str().bytes().rfind(u8::is_ascii_digit))
    {
        add(&format!("SP{}", char::from(digit)));
    }
    if let Some(bound) = captures.name("bound") {
        let earlier = bound.as_str().contains("earlier");
        add(if earlier { "and earlier" } else { "and later" });
    }
    Some(Mention {
        start: offset + name.start(),
        end: offset + all.end(),
        name: format!("{family}{}", words(name.as_str())),
        version: (!version.is_empty()).then_some(version),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_versions_packs_and_bounds() {
        for (text, expected) in [
            (
                "in Windows 2000 and XP SP1, the log",
                vec!["Windows 2000", "Windows XP SP1"],
            ),
            ("Windows XP SP2 and later", vec!["Windows XP SP2 and later"]),
            ("Windows XP (including SP1) looms", vec!["Windows XP SP1"]),
            (
                "Microsoft Windows NT Server version 4.0 Service Pack 6a",
                vec!["Windows NT 4.0 SP6"],
            ),
            (
                "Windows 95/98 or NT 4.0",
                vec!["Windows 95", "Windows 98", "Windows NT 4.0"],
            ),
            (
                "Windows XP and\n   Windows Server 2003",
                vec!["Windows XP", "Windows Server 2003"],
            ),
            (
                "only in Windows XP SP2; not on pre-SP2 looms",
                vec!["Windows XP SP2", "Windows XP before SP2"],
            ),
            ("in 2000 and 98 looms before SP2", vec![]),
            ("Windows 2000s and xWindows XP1", vec![]),
        ] {
            let found: Vec<String> = mentions(text).iter().map(Mention::told).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn mentions_lie_inside_any_text(text in "(Windows (XP|NT|2000)|SP[12]|[ ,/;é]|and|or|later|pre-|4\\.0|\\PC){0,40}") {
            for mention in mentions(&text) {
                prop_assert!(text.get(mention.start..mention.end).is_some());
            }
        }
    }
}
