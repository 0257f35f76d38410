//! Files and services by their names.

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

/// A file name with an extension that programs and their data carry.
static FILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[\w~$%\-]{1,40}\.(?:exe|dll|sys|vxd|ocx|drv|ini|inf|log|bat|cmd|vbs|js|reg|msc|cpl|com|dat|edb|stm|pst|ost|mdb|mdw|dot|xla|xls|doc|ppt|hlp|chm|cab|msi|mif|sms|nt|adm|asp|htm|html|txt|cfg|bin|ps1|dbf|fll|app|vbp|frm|bas|cls|lib|ocm|386|scr|tlb|olb|wri|ttf|fon|spd|ppd|gpd)\b").ok()
});

/// "the IPSEC Policy Agent service", "Net Logon service".
static SERVICE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b((?:[A-Z][A-Za-z0-9]+[ \t]+){1,4})[Ss]ervice\b").ok());

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    for found in FILE.iter().flat_map(|file| file.find_iter(text)) {
        let value = FactValue::File {
            name: found.as_str().to_owned(),
        };
        facts.push(fact(text, found.start(), found.end(), value));
    }
    for found in SERVICE
        .iter()
        .flat_map(|service| service.captures_iter(text))
    {
        let Some(name) = found.get(1) else { continue };
        // "Windows XP Service Pack 2" is no service.
        let after = found.get(0).map_or("", |all| &text[all.end()..]);
        if after.trim_start().starts_with("Pack") {
            continue;
        }
        let trimmed = name.as_str().trim_end();
        // "The service" and "This Service" name nobody.
        let first = trimmed.split_whitespace().next().unwrap_or_default();
        let named = trimmed
            .strip_prefix(first)
            .filter(|_| ARTICLES.contains(&first));
        let named = named.map_or(trimmed, str::trim_start);
        if !named.is_empty() {
            let start = name.start() + trimmed.len() - named.len();
            let value = FactValue::Service {
                name: named.to_owned(),
            };
            facts.push(fact(text, start, name.start() + trimmed.len(), value));
        }
    }
}

/// Words that start a sentence or a phrase and no name.
const ARTICLES: &[&str] = &[
    "The", "This", "A", "An", "Your", "If", "When", "Each", "Any", "In", "For",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let values = |text: &str| -> Vec<FactValue> {
            let mut facts = Vec::new();
            find(text, &mut facts);
            facts.into_iter().map(|fact| fact.value).collect()
        };
        let file = |name: &str| FactValue::File { name: name.into() };
        assert_eq!(values("replace Loom32.dll now"), [file("Loom32.dll")]);
        assert_eq!(
            values("stop the Loom Policy Agent service"),
            [FactValue::Service {
                name: "Loom Policy Agent".into()
            }]
        );
        assert_eq!(values("The service stops"), []);
    }
}
