//! Tests of `chapter`, on invented texts.

use super::{likeness, parse};
use crate::article::{GapKind, PartKind};
use proptest::prelude::*;

/// An invented chapter: two headings glued to sentences, a lost list, a cut path, a cut end.
fn chapter() -> String {
    format!(
        "This chapter explains how to look after the weather station (WS). {filler} Before you \
         start, collect the following:\nThe list is used by the crew. Mast InspectionThis part is \
         about the mast. Set the key below HKEY_LOCAL_MACHINE\\System\\Mast\\ and wait. See \
         Knowledge Base article 123456, \"How to oil a mast\". The LogInterval value can be small. \
         Oiling the MastIf the mast creaks, then oil it and write down the da",
        filler = "The station is read by hand and by wire every day of the year. ".repeat(30)
    )
}

#[test]
fn a_heading_glued_to_its_sentence_opens_an_article() {
    let parsed = parse(&chapter(), "002.txt");
    let titles: Vec<_> = parsed.articles.iter().map(|a| a.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "How to look after the weather station (WS)",
            "Mast Inspection",
            "Oiling the Mast"
        ]
    );
    let base = "how-to-look-after-the-weather-station-ws";
    assert_eq!(parsed.articles[1].id, format!("{base}#mast-inspection"));
    assert_eq!(parsed.articles[1].part_of.as_deref(), Some(base));
    assert_eq!(parsed.articles[1].references[0].target, "Q123456");
    assert_eq!(parsed.articles[1].references[0].words, "How to oil a mast");
}

#[test]
fn what_was_lost_is_a_gap_of_the_article_that_announces_it() {
    let parsed = parse(&chapter(), "002.txt");
    let kinds: Vec<Vec<_>> = parsed
        .articles
        .iter()
        .map(|article| article.gaps.iter().map(|gap| gap.kind).collect())
        .collect();
    assert_eq!(
        kinds,
        [
            vec![GapKind::List],
            vec![GapKind::Value],
            vec![GapKind::Ending]
        ]
    );
    assert_eq!(parsed.warnings.len(), 3);
}

#[test]
fn short_lines_are_no_chapter() {
    assert!(likeness(&chapter(), "") > 50);
    assert_eq!(likeness(&"One line.\nAnother line.\n".repeat(200), ""), 0);
}

proptest! {
    #[test]
    fn parts_tile_any_text(text in "(?s)[ a-zA-Z\\\\.:?()0-9é\\n]{0,400}") {
        let parsed = parse(&text, "x");
        let mut at = 0;
        for part in &parsed.parts {
            prop_assert_eq!(part.span.start, at);
            prop_assert!(matches!(part.kind, PartKind::Section { .. }), "a part is a section");
            at = part.span.end;
        }
        prop_assert_eq!(at as usize, text.len());
        for gap in parsed.articles.iter().flat_map(|article| &article.gaps) {
            prop_assert!(text.get(gap.span.range()).is_some());
        }
    }
}
