//! The rules of escalation, kept as data: `data/escalation.json`.

use serde::Deserialize;
use std::sync::LazyLock;

/// All rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    pub(super) items: Vec<ItemRule>,
    pub(super) hand_over: Vec<HandOverRule>,
    /// Words by which an article sends its reader to the vendor.
    pub(super) vendor: Vec<String>,
    pub(super) limits: Vec<LimitRule>,
}

/// Something to have collected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemRule {
    pub(super) name: String,
    pub(super) text: String,
    /// Words one of which the case or article has to have; none means always.
    pub(super) subject: Vec<String>,
    /// Lowest tier that can collect it.
    pub(super) tier: u8,
    pub(super) evidence: EvidenceRule,
    /// The event number, for evidence of an event.
    #[serde(default)]
    pub(super) event: Option<u32>,
    /// An item that has a word of each of these groups asks for the same.
    pub(super) covered_by: Vec<Vec<String>>,
}

/// By what a case shows that it has an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum EvidenceRule {
    /// A computer's name or address.
    OneComputer,
    /// Two of them.
    TwoComputers,
    /// A pasted record, error code or quoted message.
    Record,
    /// An event of a certain number, with an address.
    Event,
    /// Who and how many are affected.
    Scope,
    /// An operating system, version or service pack.
    System,
    /// What was changed before.
    Change,
    /// A walked playbook, or words about what was tried.
    Steps,
    /// The words of the item itself.
    Words,
}

/// Whom a case goes to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandOverRule {
    pub(super) to: String,
    pub(super) because: String,
    /// Words one of which the case or article has to have; none means always.
    pub(super) subject: Vec<String>,
    /// The tier it holds for and, with a subject, those above.
    pub(super) from_tier: u8,
}

/// What a tier may not do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitRule {
    pub(super) what: String,
    pub(super) who: String,
    /// Words one of which the case or article has to have.
    pub(super) subject: Vec<String>,
    /// Tiers below this one are bound by it.
    pub(super) below_tier: u8,
    /// Words that an article's sentence has to have, all of them, to stand as its source.
    pub(super) quote: Vec<String>,
}

/// The rules that ship with the program.
pub(super) fn shipped() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| {
        // The data is part of the program and tested; without it nothing is asked for.
        serde_json::from_str(include_str!("../../data/escalation.json")).unwrap_or_default()
    });
    &RULES
}

/// True if a text has one of the phrases at word boundaries; without phrases always. The text is
/// in small letters.
pub(super) fn is_about(text: &str, phrases: &[String]) -> bool {
    phrases.is_empty() || phrases.iter().any(|phrase| has_phrase(text, phrase))
}

/// True if the text has the phrase at word boundaries.
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    let in_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(at, found)| {
        !in_word(text[..at].chars().next_back())
            && !in_word(text[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_read() {
        let rules: Result<Rules, _> =
            serde_json::from_str(include_str!("../../data/escalation.json"));
        let rules = rules.unwrap();
        assert!(rules.items.len() >= 8 && rules.limits.len() >= 4);
        let events = rules
            .items
            .iter()
            .filter(|rule| rule.evidence == EvidenceRule::Event);
        assert!(events.clone().count() > 0);
        for rule in events {
            assert!(rule.event.is_some(), "{}", rule.name);
        }
        for tier in 1..=3 {
            let default = |rule: &&HandOverRule| rule.subject.is_empty() && rule.from_tier == tier;
            assert_eq!(rules.hand_over.iter().filter(default).count(), 1, "{tier}");
        }
    }

    #[test]
    fn phrases_are_found_as_words() {
        for (text, phrase, found) in [
            ("the ike log", "ike", true),
            ("it strikes", "ike", false),
            ("ipsec", "ipsec", true),
            ("über-ike", "ike", true),
            ("", "ike", false),
        ] {
            assert_eq!(has_phrase(text, phrase), found, "{text}");
        }
    }
}
