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

#[test]
fn a_section_that_announces_and_ends_lacks_its_list() {
    use crate::article::Format;
    use crate::{ReadOptions, read};
    for (text, kinds) in [
        (
            "# Tents\n\n## Packing\n\nPack all of these things:\n\n## Going\n\nGo.\n",
            vec![GapKind::List],
        ),
        (
            "# Tents\n\n## Packing\n\nPack all of these things:\n\n- a rope\n",
            vec![],
        ),
        (
            "# Tents\n\n## Packing\n\nPack all of these things:\n\n### Rope\n\nOne.\n",
            vec![],
        ),
        (
            "# Tents\n\n## Packing\n\nYou cannot pack a rope into drive A:\n",
            vec![],
        ),
        (
            "# Tents\n\nWhoever goes out in the rain to look for a lost rope needs the\n",
            vec![GapKind::Sentence],
        ),
        (
            "# Tents\n\nOpen HKEY_LOCAL_MACHINE\\Tents\\\n",
            vec![GapKind::Value],
        ),
        (
            "# Tents\n\nOpen the key:\n\nHKEY_LOCAL_MACHINE\\Tents\\\n\n(It is new.)\n",
            vec![],
        ),
        (
            "# Tents\n\nOpen HKEY_LOCAL_MACHINE\\Tents\\\nRopes now.\n",
            vec![],
        ),
    ] {
        let bytes = text.as_bytes().to_vec();
        let document = read("tents.md", bytes, &ReadOptions::default()).unwrap();
        assert_eq!(document.format, Format::Markdown, "{text}");
        let gaps = document.articles.iter().flat_map(|article| &article.gaps);
        assert_eq!(
            gaps.map(|gap| gap.kind).collect::<Vec<_>>(),
            kinds,
            "{text}"
        );
    }
}

#[test]
fn in_a_kb_text_an_announcement_may_mean_the_headings_below() {
    let document = |below: &str| {
        format!(
            "DOCUMENT:Q900009  01-MAY-2001  [tents]\nTITLE   :Packing Tents\nPRODUCT :Tents\n\
             PROD/VER::1\nOPER/SYS:\nKEYWORDS:kbtent\n\n{rule}\n\nMORE INFORMATION\n\
             ================\n\nPacking\n-------\n\nPack all of these things:\n\n{below}",
            rule = "=".repeat(70),
        )
    };
    for (below, kinds) in [
        ("", vec![GapKind::List]),
        ("Ropes\n-----\n\nTake two.\n", vec![]),
        ("STATUS\n======\n\nKnown.\n", vec![GapKind::List]),
    ] {
        let bytes = document(below).into_bytes();
        let read = crate::read("Q900009.TXT", bytes, &crate::ReadOptions::default()).unwrap();
        let gaps = read.articles.iter().flat_map(|article| &article.gaps);
        let found: Vec<_> = gaps.map(|gap| gap.kind).collect();
        assert_eq!(found, kinds, "{below}");
    }
}

#[test]
fn a_quoted_message_announces_nothing() {
    use crate::article::Format;
    use crate::{ReadOptions, read};
    for (message, gaps) in [
        ("   The headers it did return are:\n", 0),
        ("The headers it did return are:\n", 1),
    ] {
        let text = format!(
            "DOCUMENT:Q900001  01-JAN-2001  [tents]\nTITLE   :Tent Falls\nPRODUCT :Tents\n\n\
             SYMPTOMS\n========\n\nYou may see this message:\n\n{message}\n\
             CAUSE\n=====\n\nThe rope is wet.\n"
        );
        let document = read("q.txt", text.into_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(document.format, Format::KbText);
        assert_eq!(document.articles[0].gaps.len(), gaps, "{message}");
    }
}
