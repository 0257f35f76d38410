//! Tests of `gaps`, on invented texts.

use super::*;

#[test]
fn a_break_is_a_lost_list_table_or_figure() {
    let text = "Pack these things:\nThen go. Table 2.1 Weights of the Tents\nFigure 3 shows the \
                way:\n![]() Then rest.\n";
    let found: Vec<_> = at_breaks(&Page::new(text))
        .into_iter()
        .map(|gap| (gap.kind, gap.announced))
        .collect();
    assert_eq!(
        found,
        [
            (GapKind::Figure, "Figure 3 shows the way:".to_owned()),
            (GapKind::List, "Pack these things:".to_owned()),
            (GapKind::Table, "Table 2.1 Weights of the Tents".to_owned()),
        ]
    );
}

#[test]
fn only_a_sentence_without_end_is_cut() {
    for (text, cut) in [
        ("It was raining and the ", true),
        ("It was raining. ", false),
        ("Type the following: tent open all ", false),
    ] {
        let found = cut_sentences(&format!("{text}Next Heading"), &[text.len()]);
        assert_eq!(found.len(), usize::from(cut), "{text}");
    }
}
