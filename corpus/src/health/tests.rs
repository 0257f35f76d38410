//! Tests of `health`, on invented documents.

use super::*;
use crate::{ReadOptions, read};

fn kinds(name: &str, text: &str) -> Vec<(FindingKind, String)> {
    let document = read(name, text.as_bytes().to_vec(), &ReadOptions::default());
    let findings = lint(&document.unwrap()).into_iter();
    findings
        .map(|finding| (finding.kind, finding.quote))
        .collect()
}

const MATRIX: &str = "## Looms\n\n\
    | | Silk belt | Felt belt | Chain |\n|---|---|---|---|\n\
    | Weaver | Yes | Yes | Yes |\n| Dyer | Yes | Yes | Yes |\n| Weaver and dyer | Yes | No | Yes |\n";

#[test]
fn a_sentence_against_its_table_is_a_tension() {
    for (sentence, tension) in [
        (
            "It works if either the weaver or the dyer is on a belt, but not if the weaver and the dyer are both on a belt.",
            true,
        ),
        (
            "It does not work if both the weaver and the dyer are on a felt belt.",
            false,
        ),
        (
            "It works if both the weaver and the dyer are on a felt belt.",
            true,
        ),
        ("It works if the weaver is on a belt.", false),
        (
            "It may work if both the weaver and the dyer are on a felt belt.",
            false,
        ),
        (
            "It works if both the weaver and the dyer are on a rope.",
            false,
        ),
        ("The weaver and the dyer like the felt belt.", false),
    ] {
        let found = kinds(
            "a.md",
            &format!("# Belts\n\n{MATRIX}\n## Notes\n\n{sentence}\n"),
        );
        let quotes: Vec<&str> = found
            .iter()
            .filter(|(kind, _)| *kind == FindingKind::Tension)
            .map(|(_, quote)| quote.as_str())
            .collect();
        assert_eq!(quotes, if tension { vec![sentence] } else { vec![] });
    }
}

#[test]
fn steps_and_stale_products_are_found() {
    let text = "---\nproducts: [Microsoft Windows NT 4.0]\n---\n# Loom\n\n## Resolution\n\n\
        1. Fix the problem.\n2. Oil the spindle.\n";
    let found: Vec<FindingKind> = kinds("a.md", text)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert!(found.contains(&FindingKind::UntestableStep), "{found:?}");
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    for kind in FindingKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
}

#[test]
fn a_long_quotation_is_clipped_on_a_character() {
    let text = "é".repeat(400);
    assert!(clip(&text).ends_with(" …"));
    assert_eq!(clip("a\n b"), "a b");
}
