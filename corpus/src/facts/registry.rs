//! Registry keys, wrapped over lines or not.

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

/// A hive and what follows it: path parts may hold spaces when more path follows, and a line may
/// end behind a backslash.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const PART: &str = r"[\w.{}()%+\-]+";
    let pattern = format!(
        r"(?i)\b(?:HKEY_[A-Z_]+|HKLM|HKCU|HKCR|HKU)[ \t]*\\[ \t]*(?:\r?\n[ \t]*)?(?:{PART}(?:[ \t]{PART}){{0,4}}\\[ \t]*(?:\r?\n[ \t]*)?)*(?:{PART})?"
    );
    Regex::new(&pattern).ok()
});

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    for found in KEY.iter().flat_map(|key| key.find_iter(text)) {
        let key: String = found
            .as_str()
            .split_inclusive('\n')
            .map(str::trim)
            .collect();
        if key.contains('\\') && key.len() <= 300 {
            let value = FactValue::Registry { key, value: None };
            facts.push(fact(text, found.start(), found.end(), value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_joined_over_lines() {
        let keys = |text: &str| -> Vec<String> {
            let mut facts = Vec::new();
            find(text, &mut facts);
            let keys = facts.into_iter().filter_map(|fact| match fact.value {
                FactValue::Registry { key, .. } => Some(key),
                _ => None,
            });
            keys.collect()
        };
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
}
