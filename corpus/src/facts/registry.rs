//! Registry keys, wrapped over lines or not, with the values and data that the text states.
//!
//! A key is a fact of its own. Each value named behind it ("Value Name: MaxLooms", "the value
//! MaxLooms", `"MaxLooms"=dword:4`) is another fact of that key, at the place of the name.

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

/// Bytes behind a key in which its values stand.
const REACH: usize = 700;
/// Values of one key; a longer run is a dump.
const MOST_VALUES: usize = 40;

/// A hive and what follows it: path parts may hold spaces when more path follows, and a line may
/// end behind a backslash.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const PART: &str = r"[\w.{}()%+\-]+";
    let pattern = format!(
        r"(?i)\b(?:HKEY_[A-Z_]+|HKLM|HKCU|HKCR|HKU)[ \t]*\\[ \t]*(?:\r?\n[ \t]*)?(?:{PART}(?:[ \t]{PART}){{0,4}}\\[ \t]*(?:\r?\n[ \t]*)?)*(?:{PART})?"
    );
    Regex::new(&pattern).ok()
});

/// A value's name: as a field, in a sentence, or as an export has it.
static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?im)^[ \t>-]*(?:registry[ \t]+)?(?:value(?:[ \t]+name)?|parameter|entry)[ \t]*:[ \t]*"?(?P<field>[A-Za-z][\w.\-]*(?:[ \t][\w.\-]+){0,3})"?[ \t]*\r?$"#,
        r#"|\b(?:value|entry|parameter)[ \t\r\n]+(?:is[ \t\r\n]+)?(?:named|called)[ \t\r\n]+"?(?P<named>[A-Za-z][\w\-]*)"#,
        r#"|\bvalue,?[ \t\r\n]+"(?P<quoted>[A-Za-z][\w \-]{0,60})""#,
        r#"|\b(?:the|a|new)[ \t\r\n]+"?(?P<before>(?-i:[A-Za-z]*[a-z][A-Z]\w*|Enable\w+|Disable\w+))"?[ \t\r\n]+(?:registry[ \t\r\n]+)?(?:DWORD[ \t\r\n]+|string[ \t\r\n]+)?(?:value|entry|parameter)\b"#,
        r#"|^[ \t]*"(?P<export>[^"\r\n]{1,60})"[ \t]*=[ \t]*(?P<data>(?:dword|hex(?:\(\w+\))?):[0-9a-f,]+|"[^"\r\n]{0,80}")"#,
    ))
    .ok()
});

/// The data of a value: as a field, or what it is set to.
static DATA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?im)^[ \t>-]*(?:(?:value[ \t]+)?data|string|setting|value)[ \t]*:[ \t]*"?(?P<field>[^"\r\n]{1,80}?)"?[ \t]*\r?$"#,
        r#"|\b(?:set|change|changed|edit)\b[^.\r\n]{0,60}?(?:\r?\n[^.\r\n]{0,40}?)?\bto[ \t\r\n]+"?(?P<set>0x[0-9a-f]+|\d+)\b"#,
    ))
    .ok()
});

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    let mut keys: Vec<(usize, usize, String)> = Vec::new();
    for found in KEY.iter().flat_map(|key| key.find_iter(text)) {
        let key: String = found
            .as_str()
            .split_inclusive('\n')
            .map(str::trim)
            .collect();
        if key.contains('\\') && key.len() <= 300 {
            keys.push((found.start(), found.end(), key));
        }
    }
    for (at, (start, end, key)) in keys.iter().enumerate() {
        let value = FactValue::Registry {
            key: key.clone(),
            value: None,
            data: None,
        };
        facts.push(fact(text, *start, *end, value));
        // Up to the next key, so that no byte is looked at for two keys.
        let next = keys.get(at + 1).map_or(text.len(), |next| next.0);
        let reach = text
            .floor_char_boundary(end.saturating_add(REACH))
            .min(next);
        values(text, key, *end..reach, facts);
    }
}

/// The values named in `range`, behind their key.
fn values(text: &str, key: &str, range: std::ops::Range<usize>, facts: &mut Vec<Fact>) {
    let (Some(pattern), Some(behind)) = (VALUE.as_ref(), text.get(range.clone())) else {
        return;
    };
    let mut found: Vec<(usize, usize, Option<String>)> = Vec::new();
    for captures in pattern.captures_iter(behind).take(MOST_VALUES) {
        let name = ["field", "named", "quoted", "before", "export"]
            .iter()
            .find_map(|group| captures.name(group));
        let Some(name) = name else { continue };
        // "Value: 1" states data, and "the value data" no name.
        let lower = name.as_str().to_ascii_lowercase();
        if [
            "data", "type", "name", "value", "in", "of", "to", "and", "dword", "string", "binary",
        ]
        .contains(&lower.as_str())
        {
            continue;
        }
        let data = captures.name("data").map(|data| data.as_str().to_owned());
        found.push((name.start(), name.end(), data));
    }
    for (at, (start, end, data)) in found.iter().enumerate() {
        let next = found.get(at + 1).map_or(behind.len(), |next| next.0);
        let data = data
            .clone()
            .or_else(|| stated_data(behind.get(*end..next)?));
        let value = FactValue::Registry {
            key: key.to_owned(),
            value: Some(behind[*start..*end].to_owned()),
            data,
        };
        facts.push(fact(text, range.start + start, range.start + end, value));
    }
}

fn stated_data(behind: &str) -> Option<String> {
    let captures = DATA.as_ref()?.captures(behind)?;
    let data = captures.name("field").or_else(|| captures.name("set"))?;
    Some(data.as_str().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let mut facts = Vec::new();
        find(text, &mut facts);
        let keys = facts.into_iter().filter_map(|fact| match fact.value {
            FactValue::Registry { key, value, data } => Some((key, value, data)),
            _ => None,
        });
        keys.collect()
    }

    #[test]
    fn keys_are_joined_over_lines() {
        let keys =
            |text: &str| -> Vec<String> { read(text).into_iter().map(|(key, _, _)| key).collect() };
        let wrapped =
            "open\n   HKEY_LOCAL_MACHINE\\System\\\n   CurrentControlSet\\Services\\Loom\nand";
        assert_eq!(
            keys(wrapped),
            [r"HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services\Loom"]
        );
        assert_eq!(
            keys(r"HKLM\Software\Loom Works\Setup is"),
            [r"HKLM\Software\Loom Works\Setup"]
        );
        assert_eq!(keys("the HKLM hive"), Vec::<String>::new());
    }

    #[test]
    fn values_and_data_follow_their_key() {
        for (text, value, data) in [
            (
                "HKLM\\Loom\\Beam\n\n   Value Name: MaxThreads\n   Data Type: REG_DWORD\n   Data: 4\n",
                "MaxThreads",
                Some("4"),
            ),
            (
                "HKLM\\Loom\\Beam\nAdd a DWORD value named Spin and set it to 1.",
                "Spin",
                Some("1"),
            ),
            (
                "HKLM\\Loom\\Beam\n\"Warp\"=dword:0000000a\n",
                "Warp",
                Some("dword:0000000a"),
            ),
            (
                "In HKLM\\Loom\\Beam edit the MaxWeft value.",
                "MaxWeft",
                None,
            ),
        ] {
            let found = read(text);
            assert_eq!(found.len(), 2, "{text} {found:?}");
            assert_eq!(found[1].1.as_deref(), Some(value), "{text}");
            assert_eq!(found[1].2.as_deref(), data, "{text}");
        }
        assert_eq!(read("HKLM\\Loom\\Beam holds one value: 7").len(), 1);
    }
}
