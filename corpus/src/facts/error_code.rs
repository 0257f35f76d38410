//! Error codes. Hexadecimal, decimal and signed notations of one 32-bit pattern are one value.

use super::{fact, stands_alone};
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// `0x8004010F`, with an optional suffix.
static HEX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b0x([0-9a-f]{1,16})(?:L|UL)?\b").ok());

/// `8004010F`, `C0040013`, `80004005h`: eight digits whose first says failure or a facility.
static BARE_HEX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b([89a-f][0-9a-f]{7})(h?)\b").ok());

/// `-2147213107`, `3780737096`.
static DECIMAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"-?\b\d{9,10}\b").ok());

/// "error 1722", "error code: -1018", "Error Msg 2755", "returned 1069".
static SMALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:error|err|return|status|result)(?:[ \t]+(?:code|number|no\.?|msg|message|value|status))?[ \t]*(?:is|was|of|=|:|#|\()?[ \t]*(-?\d{1,5})\b").ok()
});

/// `MAPI_E_NOT_FOUND`, `ERROR_ACCESS_DENIED`, `E_FAIL`.
static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:[A-Z][A-Z0-9]*_)?(?:E|ERROR|ERR|STATUS|EC)_[A-Z][A-Z0-9_]{2,}\b").ok()
});

/// Symbols that people quote without their number. `E_NOTIMPL` is not among them: sample code
/// returns it by the hundred where nothing went wrong.
const KNOWN_SYMBOLS: &[(&str, u64)] = &[
    ("ERROR_ACCESS_DENIED", 5),
    ("ERROR_BAD_NETPATH", 53),
    ("ERROR_FILE_NOT_FOUND", 2),
    ("ERROR_INVALID_PARAMETER", 87),
    ("ERROR_NOT_ENOUGH_MEMORY", 8),
    ("E_ABORT", 0x8000_4004),
    ("E_ACCESSDENIED", 0x8007_0005),
    ("E_FAIL", 0x8000_4005),
    ("E_HANDLE", 0x8007_0006),
    ("E_INVALIDARG", 0x8007_0057),
    ("E_NOINTERFACE", 0x8000_4002),
    ("E_OUTOFMEMORY", 0x8007_000e),
    ("E_POINTER", 0x8000_4003),
    ("E_UNEXPECTED", 0x8000_ffff),
    ("MAPI_E_LOGON_FAILED", 0x8004_0111),
    ("MAPI_E_NETWORK_ERROR", 0x8004_0115),
    ("MAPI_E_NOT_FOUND", 0x8004_010f),
    ("MAPI_E_NO_SUPPORT", 0x8004_0102),
    ("REGDB_E_CLASSNOTREG", 0x8004_0154),
    ("RPC_E_DISCONNECTED", 0x8001_0108),
];

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    let mut codes = Vec::new();
    hexadecimal(text, &mut codes);
    decimal(text, &mut codes);
    small(text, &mut codes);
    symbols(text, &mut codes);
    facts.append(&mut codes);
}

fn push(text: &str, start: usize, end: usize, value: u64, facts: &mut Vec<Fact>) {
    facts.push(fact(
        text,
        start,
        end,
        FactValue::ErrorCode {
            value,
            symbol: None,
        },
    ));
}

fn hexadecimal(text: &str, facts: &mut Vec<Fact>) {
    for found in HEX.iter().flat_map(|hex| hex.captures_iter(text)) {
        let (Some(all), Some(digits)) = (found.get(0), found.get(1)) else {
            continue;
        };
        // One or two digits are bytes and flags, not codes.
        if let Ok(value) = u64::from_str_radix(digits.as_str(), 16)
            && digits.len() > 2
        {
            push(text, all.start(), all.end(), value, facts);
        }
    }
    for found in BARE_HEX.iter().flat_map(|hex| hex.captures_iter(text)) {
        let (Some(all), Some(digits)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let is_suffixed = found.get(2).is_some_and(|suffix| !suffix.is_empty());
        let before = &text[..all.start()];
        let after = &text[all.end()..];
        if before.ends_with("0x") || before.ends_with("0X") || before.ends_with('-') {
            continue;
        }
        // A part of a class id ({8CC497C0-A1DF-…}) or of a dashed number; a store's error
        // (ID no: 80040111-0521-00000000) has its code in front, too, and names it.
        let is_dashed = after.starts_with('-');
        if before.ends_with('{') || is_dashed && (is_class_id(after) || !follows_error_word(before))
        {
            continue;
        }
        let looks_like_code = digits.as_str().starts_with(['8', 'c', 'C', 'e', 'E'])
            && digits.as_str()[1..].starts_with(['0', '1']);
        let is_named = follows_error_word(before) || precedes_error_word(after);
        if (looks_like_code || is_suffixed || is_named)
            && let Ok(value) = u64::from_str_radix(digits.as_str(), 16)
        {
            push(text, all.start(), all.end(), value, facts);
        }
    }
}

fn follows_error_word(before: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(24))..];
    let near = near.to_ascii_lowercase();
    ["error", "code", "result", "status", "id no"]
        .iter()
        .any(|word| near.contains(word))
}

/// True for what follows the first group of a class id: two groups of four digits.
fn is_class_id(after: &str) -> bool {
    let group = |bytes: &[u8]| {
        bytes.len() == 5 && bytes[0] == b'-' && bytes[1..].iter().all(u8::is_ascii_hexdigit)
    };
    let bytes = after.as_bytes();
    bytes.len() > 10 && group(&bytes[..5]) && group(&bytes[5..10]) && bytes[10] == b'-'
}

/// "c0001003 error": the word may stand right behind the number, too.
fn precedes_error_word(after: &str) -> bool {
    let word = after.trim_start_matches([' ', '\t', '"', '\'', ')']);
    word.len() < after.len()
        && word
            .get(..5)
            .is_some_and(|start| start.eq_ignore_ascii_case("error"))
}

/// Long decimals that have the failure bit of a 32-bit code.
fn decimal(text: &str, facts: &mut Vec<Fact>) {
    for found in DECIMAL.iter().flat_map(|decimal| decimal.find_iter(text)) {
        let start = if found.as_str().starts_with('-')
            && !stands_alone(text, found.start(), found.start())
        {
            // A dash inside a number ("555-2147213107") is no sign.
            continue;
        } else {
            found.start()
        };
        let value = found.as_str().parse::<i64>().unwrap_or_default();
        let pattern = match value {
            -2_147_483_648..=-1 => u64::from(value as i32 as u32),
            2_147_483_648..=4_294_967_295 => value as u64,
            _ => continue,
        };
        push(text, start, found.end(), pattern, facts);
    }
}

/// Small numbers right behind a word for error.
fn small(text: &str, facts: &mut Vec<Fact>) {
    let taken: HashSet<usize> = facts.iter().map(|fact| fact.span.start as usize).collect();
    for found in SMALL.iter().flat_map(|small| small.captures_iter(text)) {
        let Some(number) = found.get(1) else { continue };
        if taken.contains(&number.start()) || !stands_alone(text, number.start(), number.end()) {
            continue;
        }
        let rest = &text.as_bytes()[number.end()..];
        // "error 5.1" and "error 12-3" are no codes.
        if matches!(rest, [b'.' | b'-', next, ..] if next.is_ascii_digit()) {
            continue;
        }
        if let Ok(value) = number.as_str().parse::<i32>() {
            push(
                text,
                number.start(),
                number.end(),
                u64::from(value as u32),
                facts,
            );
        }
    }
}

fn symbols(text: &str, facts: &mut Vec<Fact>) {
    if !text.contains('_') {
        return;
    }
    let mut codes: BTreeMap<usize, u64> = BTreeMap::new();
    for fact in facts.iter() {
        if let FactValue::ErrorCode { value, .. } = fact.value {
            codes.entry(fact.span.start as usize).or_insert(value);
        }
    }
    for found in SYMBOL.iter().flat_map(|symbol| symbol.find_iter(text)) {
        let symbol = found.as_str();
        let known = KNOWN_SYMBOLS
            .iter()
            .find(|(name, _)| *name == symbol)
            .map(|(_, value)| *value);
        let beside = known.or_else(|| number_beside(text, found.end(), &codes));
        if let Some(value) = beside {
            let value = FactValue::ErrorCode {
                value,
                symbol: Some(symbol.to_owned()),
            };
            facts.push(fact(text, found.start(), found.end(), value));
        }
    }
}

/// The code that stands right behind a symbol: "MAPI_E_CALL_FAILED (0x80004005)".
fn number_beside(text: &str, end: usize, codes: &BTreeMap<usize, u64>) -> Option<u64> {
    let (&start, &value) = codes.range(end..=end + 4).next()?;
    let between = text.get(end..start)?;
    let joined = between
        .chars()
        .all(|character| " \t(=:-".contains(character));
    joined.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[u64]) {
        let mut facts = Vec::new();
        find(text, &mut facts);
        let values: Vec<u64> = facts
            .iter()
            .filter_map(|fact| match fact.value {
                FactValue::ErrorCode { value, .. } => Some(value),
                _ => None,
            })
            .collect();
        assert_eq!(values, expected, "{text:?}");
    }

    #[test]
    fn notations_of_one_value() {
        check("0x80072EFD", &[0x8007_2efd]);
        check("error 80072efd", &[0x8007_2efd]);
        check("2147954429", &[0x8007_2efd]);
        check("error code -2147012867", &[0x8007_2efd]);
        check("80004005h", &[0x8000_4005]);
        check("store ID no: 80040111-0521-00000000", &[0x8004_0111]);
        check("error 8CC497C0-A1DF-11CE-8098-00AA0047BE5D", &[]);
        check("b2d0c17f error", &[0xb2d0_c17f]);
        check("build b2d0c17f of the tool", &[]);
        check("failed with E_FAIL", &[0x8000_4005]);
        check(
            "MAPI_E_CALL_FAILED (0x80004005)",
            &[0x8000_4005, 0x8000_4005],
        );
    }

    #[test]
    fn small_codes_need_a_word() {
        check("error 1722", &[1722]);
        check("Error code: -1018", &[0xffff_fc06]);
        check("there are 1722 files", &[]);
        check("error 5.1", &[]);
        check("{8CC497C0-A1DF-11CE-8098-00AA0047BE5D}", &[]);
        check("call 555-2147213107", &[]);
    }
}
