//! Systems in a text, and whether it says that something is valid there.

use crate::answer::Validity;
use crate::understand::pattern::compiled;
use regex::Regex;
use std::sync::LazyLock;

/// A system as far as validity goes: a family, and a service pack if it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct System {
    /// The family in small letters (`xp`, `2003`), empty if only a service pack was named.
    pub(super) family: String,
    /// The service pack.
    pub(super) pack: Option<u32>,
    /// True for "before SP2".
    pub(super) is_before: bool,
    /// As written.
    pub(super) text: String,
}

static SYSTEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:windows[ \t]+(?:server[ \t]+)?(2000|xp|2003|2008|2012|2016|2019|2022|nt|95|98|me|vista|7|8|10|11)|(xp|win2000|winxp|win2003|server[ \t]+2003|2003|2000))\b(?:[ \t]+(?:professional|home|server|edition|4\.0))*(?:[ \t,]*(?:with[ \t]+)?(before[ \t]+|pre-?)?(?:sp|service[ \t]+pack)[ \t]*(\d))?|\b(before[ \t]+|pre-?)?(?:sp|service[ \t]+pack)[ \t]*(\d)\b",
    )
});

/// The systems that a text names, in order.
pub(super) fn systems(text: &str) -> Vec<System> {
    let found = SYSTEM.iter().flat_map(|system| system.captures_iter(text));
    found
        .map(|found| {
            let group = |place: usize| found.get(place).map(|group| group.as_str());
            let family = group(1).or(group(2)).unwrap_or_default().to_lowercase();
            System {
                family: family
                    .trim_start_matches("win")
                    .trim_start_matches("server")
                    .trim()
                    .to_owned(),
                pack: group(4).or(group(6)).and_then(|digits| digits.parse().ok()),
                is_before: group(3).or(group(5)).is_some(),
                text: group(0).unwrap_or_default().trim().to_owned(),
            }
        })
        .collect()
}

impl System {
    /// True if what is said of `self` is said of `asked`, which is of family `home` where `self`
    /// names only a service pack.
    pub(super) fn covers(&self, asked: &Self, home: &[String]) -> bool {
        let family = if self.family.is_empty() {
            home.contains(&asked.family)
        } else {
            self.family == asked.family
        };
        family && self.covers_pack(asked)
    }

    fn covers_pack(&self, asked: &Self) -> bool {
        match (self.pack, self.is_before) {
            (None, _) => true,
            (Some(own), false) => asked.pack == Some(own) && !asked.is_before,
            // A system named without its service pack may be any; one before it is meant.
            (Some(own), true) => asked.is_before || asked.pack.is_none_or(|pack| pack < own),
        }
    }
}

/// Words behind or before a system that make it the only one.
const ONLY: &[&str] = &["only"];

/// Words that deny what follows them.
const DENIES: &[&str] = &[
    "not on",
    "not valid",
    "does not run",
    "do not run",
    "does not work",
    "do not work",
    "has no",
    "have no",
    "not available",
    "does not exist",
    "cannot be used",
    "not supported",
    "not in",
    "don't work",
    "doesn't work",
    "no longer",
];

/// What a clause says of the systems it names, and whether of those only.
pub(super) fn statement(clause: &str) -> (Validity, bool) {
    let lower = format!(" {} ", clause.trim().to_lowercase());
    let denies = lower.starts_with(" no ") || DENIES.iter().any(|words| lower.contains(words));
    let only = ONLY.iter().any(|word| {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|one| one == *word)
    });
    let validity = if denies {
        Validity::Invalid
    } else {
        Validity::Valid
    };
    (validity, only && !denies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_read_with_their_packs() {
        let read = |text: &str| {
            let found = systems(text).into_iter();
            found
                .map(|one| (one.family, one.pack, one.is_before))
                .collect::<Vec<_>>()
        };
        let system = |family: &str, pack, is_before| (family.to_owned(), pack, is_before);
        for (text, expected) in [
            ("Windows XP SP2 only", vec![system("xp", Some(2), false)]),
            (
                "on Windows Server 2003, on Windows 2000",
                vec![system("2003", None, false), system("2000", None, false)],
            ),
            ("Windows XP before SP2", vec![system("xp", Some(2), true)]),
            ("XP service pack 1", vec![system("xp", Some(1), false)]),
            ("SP2 version only", vec![system("", Some(2), false)]),
            ("a loom of 1998", Vec::new()),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn packs_decide_what_is_covered() {
        let one = |text: &str| systems(text).remove(0);
        let home = ["xp".to_owned()];
        for (said, asked, covers) in [
            ("Windows XP", "Windows XP SP2", true),
            ("SP2", "Windows XP SP2", true),
            ("SP2", "Windows XP SP1", false),
            ("SP2", "Windows 2000 SP2", false),
            ("Windows XP before SP2", "Windows XP SP1", true),
            ("Windows XP before SP2", "Windows XP SP2", false),
            ("Windows Server 2003", "Windows XP", false),
        ] {
            assert_eq!(
                one(said).covers(&one(asked), &home),
                covers,
                "{said} / {asked}"
            );
        }
    }

    #[test]
    fn clauses_say_yes_no_and_only() {
        for (clause, validity, only) in [
            ("Shows the filters on Windows XP", Validity::Valid, false),
            ("works only on Windows XP SP2", Validity::Valid, true),
            ("Netsh has no loom commands on XP", Validity::Invalid, false),
            ("do not work before SP2", Validity::Invalid, false),
            ("No loom commands any more", Validity::Invalid, false),
            ("on XP, there is no restart", Validity::Valid, false),
        ] {
            assert_eq!(statement(clause), (validity, only), "{clause}");
        }
    }
}
