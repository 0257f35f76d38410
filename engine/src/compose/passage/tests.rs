//! Tests of `passage`, on invented texts.

use super::sentences;

#[test]
fn sentences_end_before_a_capital_and_keep_what_a_colon_leads_to() {
    let text = "Version 2.0 is out. Use this: tent open. It rains (a lot.) Stay e.g. inside.";
    let found: Vec<_> = sentences::split(text)
        .into_iter()
        .map(|r| &text[r])
        .collect();
    assert_eq!(
        found,
        [
            "Version 2.0 is out.",
            "Use this: tent open.",
            "It rains (a lot.)",
            "Stay e.g. inside."
        ]
    );
}

#[test]
fn a_text_without_end_is_cut_at_words() {
    let text = "é word ".repeat(400);
    let found = sentences::split(&text);
    assert!(found.len() > 2 && found.iter().all(|range| range.len() <= 700));
    assert_eq!(found.last().map(|range| range.end), Some(text.len()));
}
