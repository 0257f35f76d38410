//! Other articles named by their number: `Q167128` (never longer; `KB` numbers grew), `KB 301529`, "article ID: 301529".

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:Q(\d{5,6})|(?:(?i:kb)[ \t#]?|(?i:article(?:[ \t]+id)?)[ \t]*:?[ \t]*(?i:q)?)(\d{5,7}))\b")
        .ok()
});

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    for found in NUMBER.iter().flat_map(|number| number.captures_iter(text)) {
        if let (Some(all), Some(digits)) = (found.get(0), found.get(1).or(found.get(2))) {
            let id = format!("Q{}", digits.as_str());
            facts.push(fact(text, all.start(), all.end(), FactValue::Kb { id }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_numbers_are_parts_and_files() {
        let mut facts = Vec::new();
        find("Q2200510 WP_      1624", &mut facts);
        assert_eq!(facts, []);
    }

    #[test]
    fn notations() {
        for text in [
            "see Q167128.",
            "KB167128",
            "kb 167128",
            "Article ID: 167128",
            "article Q167128",
        ] {
            let mut facts = Vec::new();
            find(text, &mut facts);
            assert_eq!(facts.len(), 1, "{text:?}");
            assert_eq!(
                facts[0].value,
                FactValue::Kb {
                    id: "Q167128".into()
                },
                "{text:?}"
            );
        }
    }
}
