//! Tests of `command_card`, over the built-in knowledge base.

use super::*;
use crate::query::Filters;

fn ask(text: &str) -> Vec<CommandCard> {
    let engine = Engine::builtin().unwrap();
    cards(&engine, text, &Filters::default().viewer()).unwrap()
}

#[test]
fn the_one_valid_command_comes_first_and_the_others_say_why_not() {
    let cards = ask("which command shows the assigned policy on Windows XP SP2?");
    assert_eq!(cards[0].syntax.text, "ipseccmd show gpo");
    assert_eq!(cards[0].asked, Validity::Valid);
    assert!(
        cards
            .iter()
            .skip(1)
            .all(|card| card.asked != Validity::Valid || card.syntax.text.starts_with("ipseccmd"))
    );
    let netsh = ask("netsh ipsec on Windows XP SP2");
    assert!(!netsh.is_empty());
    for card in &netsh {
        assert_eq!(card.asked, Validity::Invalid, "{card:?}");
        assert!(
            card.systems
                .iter()
                .any(|system| system.says.text.contains("Windows"))
        );
    }
}

#[test]
fn a_script_has_its_effect_risk_rights_and_cautions() {
    let cards = ask("IPsec_Debug.vbs");
    let card = cards
        .iter()
        .find(|card| card.syntax.text.to_lowercase().contains("ipsec_debug.vbs"))
        .unwrap();
    assert_eq!(card.risk, Risk::Disruptive, "{card:?}");
    assert!(
        !card.rights.is_empty() && !card.cautions.is_empty(),
        "{card:?}"
    );
}

#[test]
fn names_are_exact() {
    let cards = ask("ipseccmd show filters");
    assert!(
        cards
            .iter()
            .all(|card| card.syntax.text.starts_with("ipseccmd show filters")),
        "{cards:?}"
    );
    assert!(!cards.is_empty());
    assert!(ask("loomctl.vbs").is_empty());
}

#[test]
fn programs_are_named_by_script_or_first_word() {
    for (line, name) in [
        ("cscript IPsec_Debug.vbs", "ipsec_debug.vbs"),
        ("netsh.exe ipsec", "netsh"),
        (r"C:\Tools\loom.exe /x", "loom"),
        ("", ""),
    ] {
        assert_eq!(program(line), name);
    }
}
