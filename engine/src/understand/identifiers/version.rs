//! Versions and service packs. They also keep a version's digits from being read as an event or
//! an error ("exchange 5.5", "windows 2000", "nt 3.51").

use super::{Identifier, Notation, Pattern, Value, pattern};
use std::sync::LazyLock;

/// A product word and its version.
static PRODUCT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(windows(?:[ \t]+(?:nt|server|me|for workgroups))?|win(?:nt)?|nt|exchange(?:[ \t]+server)?|sms|systems management server|sql(?:[ \t]+server)?|outlook|word|excel|office|powerpoint|access|internet explorer|ie|iis|visual (?:basic|c\+\+|foxpro|studio|sourcesafe)|vb|vc(?:\+\+)?|vfp|foxpro|works|encarta|msn|sna(?:[ \t]+server)?|mac(?:[ \t]?os)?|ms-dos|dos|proxy(?:[ \t]+server)?|backoffice|schedule\+|project|publisher|money|isa(?:[ \t]+server)?|directx|mdac|dao|ado|netmeeting|media player|commerce server|site server|frontpage|flight simulator)[ \t-]?v?(\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)\b",
    )
});

/// "service pack 3", "SP2", "sp 6a".
static SERVICE_PACK: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(?:service[ \t]+pack|sp)[ \t-]?(\d{1,2}[a-z]?)\b"));

/// "version 4.0.1381", "ver. 2.2", "build 2195", "v1.2".
static NUMBERED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:version|ver\.?|release|rev(?:ision)?\.?|build|v\.?)[ \t]?:?[ \t]?(\d{1,5}(?:\.\d{1,5}){0,3}[a-z]?)\b",
    )
});

pub(super) fn find(text: &str, found: &mut Vec<Identifier>) {
    for matched in PRODUCT
        .iter()
        .flat_map(|product| product.captures_iter(text))
    {
        if let (Some(all), Some(product), Some(version)) =
            (matched.get(0), matched.get(1), matched.get(2))
        {
            if !is_version(version.as_str()) {
                continue;
            }
            let value = Value::Version {
                product: Some(product.as_str().to_owned()),
                version: version.as_str().to_owned(),
            };
            found.push(Identifier::new(text, all.range(), value, Notation::Phrase));
        }
    }
    for matched in SERVICE_PACK
        .iter()
        .flat_map(|pack| pack.captures_iter(text))
    {
        if let (Some(all), Some(version)) = (matched.get(0), matched.get(1)) {
            let version = format!("SP{}", version.as_str());
            let value = Value::Version {
                product: None,
                version,
            };
            found.push(Identifier::new(text, all.range(), value, Notation::Phrase));
        }
    }
    for matched in NUMBERED
        .iter()
        .flat_map(|numbered| numbered.captures_iter(text))
    {
        if let (Some(all), Some(version)) = (matched.get(0), matched.get(1)) {
            let version = version.as_str().to_owned();
            let value = Value::Version {
                product: None,
                version,
            };
            found.push(Identifier::new(text, all.range(), value, Notation::Phrase));
        }
    }
}

/// A version has a dot, is short, or is a year: "sms 9202" is none.
fn is_version(version: &str) -> bool {
    let digits = version.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let year = digits
        .parse::<u32>()
        .is_ok_and(|year| (1990..=2039).contains(&year));
    digits.contains('.') || digits.len() <= 2 || year || matches!(digits, "351" | "286" | "386")
}
