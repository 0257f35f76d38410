//! Tests of `support_page`, on invented texts.

use super::{likeness, parse};
use crate::article::{Body, PartKind, Role};
use proptest::prelude::*;

const PAGE: &str = "Kite Help\n\nWhich lines hold which kites\n\nArticle ID:654321\nLast Review:March 5, 2004\nRevision:1.1\nThis article was previously published under Q654321\nOn This Page\n\nSUMMARY\n\nLines and kites of the Box club.\n\nBack to the top\n\nMORE INFORMATION\n\nFly in one of these ways:\nBy hand\nBy reel\n\nBack to the top\n\nBy Reel\n\nCotton LineSilk Line (Thin)Wire\nBoxYesNoYes\nDelta WingYesYesNo\n\nBack to the top\n\nAPPLIES TO\nKite Box Club version 2.0\n\nBack to the top\n\nKeywords: \nkbinfo KB654321\n\nBack to the top\n\nRelated Support Centers\nA Cotton Box, Line of Silk, Thin Wire\n";

#[test]
fn fields_sections_and_noise_are_told_apart() {
    let parsed = parse(PAGE, "003.txt");
    let article = &parsed.articles[0];
    assert_eq!(article.id, "Q654321");
    assert_eq!(article.title, "Which lines hold which kites");
    assert_eq!(article.meta.date.as_deref(), Some("2004-03-05"));
    assert_eq!(article.meta.keywords, ["kbinfo", "KB654321"]);
    assert_eq!(article.meta.products[0].name, "Kite Box Club");
    let sections: Vec<_> = article
        .sections
        .iter()
        .map(|section| (section.role, section.heading.join(" > ")))
        .collect();
    let more = "MORE INFORMATION".to_owned();
    assert_eq!(
        sections,
        [
            (Role::Summary, "SUMMARY".to_owned()),
            (Role::MoreInformation, more.clone()),
            (Role::MoreInformation, format!("{more} > By Reel")),
            (Role::AppliesTo, "APPLIES TO".to_owned()),
        ]
    );
    let noise = |part: &&crate::article::Part| matches!(part.kind, PartKind::Boilerplate(_));
    assert!(parsed.parts.iter().filter(noise).count() > 4);
}

#[test]
fn a_run_together_table_is_cut_by_values_and_words() {
    let parsed = parse(PAGE, "003.txt");
    let section = &parsed.articles[0].sections[2];
    let Body::Table(table) = &section.blocks[0].body else {
        panic!("no table: {:?}", section.blocks);
    };
    let texts = |cells: &[crate::article::Cell]| {
        cells
            .iter()
            .map(|cell| cell.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(&table.header),
        ["", "Cotton Line", "Silk Line (Thin)", "Wire"]
    );
    assert_eq!(
        texts(&table.rows[1].cells),
        ["Delta Wing", "Yes", "Yes", "No"]
    );
    assert_eq!(table.caption.as_deref(), Some("By Reel"));
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        assert_eq!(&PAGE[cell.span.range()], cell.text);
    }
}

#[test]
fn a_list_announced_by_a_colon_is_a_list() {
    let parsed = parse(PAGE, "003.txt");
    let blocks = &parsed.articles[0].sections[1].blocks;
    assert!(
        matches!(&blocks[1].body, Body::List(items) if items.len() == 2),
        "{blocks:?}"
    );
    assert!(likeness(PAGE, "") > 90);
}

proptest! {
    #[test]
    fn parts_tile_any_text(
        lines in prop::collection::vec("(Back to the top|Article ID:[0-9]{0,7}|Keywords:|APPLIES TO|SUMMARY|[A-Za-z é]{0,20}(Yes|No){0,4}|)", 0..40)
    ) {
        let text = lines.join("\n");
        let parsed = parse(&text, "x");
        let mut at = 0;
        for part in &parsed.parts {
            prop_assert_eq!(part.span.start, at);
            at = part.span.end;
        }
        prop_assert_eq!(at as usize, text.len());
    }
}
