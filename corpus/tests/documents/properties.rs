//! What holds for any bytes: no panic, and every byte accounted for.

use crate::check::check;
use corpus::article::Format;
use corpus::read::read_as;
use corpus::source::{SourceOptions, each_document_in};
use corpus::{ReadOptions, read};
use proptest::prelude::*;

/// Text made of the marks that formats are made of, so that they meet in every order.
fn marks() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "#",
        "# ",
        "\n",
        "\n\n",
        "\r\n",
        "- ",
        "  ",
        "    ",
        "1. ",
        "> ",
        "```",
        "~~~",
        "|",
        "---",
        "---\n",
        "|-|-|\n",
        ":::",
        ":::note\n",
        "!!! warning\n",
        "***",
        "_",
        "`",
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        "</",
        "<p>",
        "<table>",
        "<tr>",
        "<td colspan=9 rowspan=9>",
        "<th>",
        "<ul>",
        "<li>",
        "</ul>",
        "<pre>",
        "<h1>",
        "</h1>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<main>",
        "<title>",
        "<body>",
        "&amp;",
        "&#x41;",
        "[^1]",
        "[^1]: ",
        "title: ",
        "id: ",
        "{",
        "}",
        ":",
        "word",
        "Note: ",
        "é",
        "\u{1F600}",
        "\u{feff}",
        "\t",
        "\u{0}1",
        "\u{c}",
        "Cause",
        "\"",
        "<div class=\"note\">",
        "</div>",
        "<dl><dt>",
        "<dd>",
        "> [!NOTE]\n",
        "\\",
        "Symptoms\n---\n",
    ]);
    prop::collection::vec(marks, 0..120).prop_map(|marks| marks.concat())
}

/// Cases of each property; more for a long run by `PROPTEST_CASES`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

/// The formats whose readers are held to the rule here.
const TILED: [Format; 2] = [Format::Markdown, Format::Html];

fn check_all(name: &str, bytes: &[u8]) {
    for format in TILED {
        if let Ok(document) = read_as(format, name, bytes.to_vec(), &ReadOptions::default()) {
            assert_eq!(document.format, format);
            check(&document);
        }
    }
    if let Ok(document) = read(name, bytes.to_vec(), &ReadOptions::default())
        && TILED.contains(&document.format)
    {
        check(&document);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn text_of_marks_is_tiled(text in marks(), name in ".{0,12}") {
        check_all(&name, text.as_bytes());
    }

    #[test]
    fn any_bytes_are_tiled(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_all("any", &bytes);
    }

    #[test]
    fn any_bytes_as_a_source_end_in_documents_or_errors(
        start in prop::sample::select(vec![
            &b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..700),
    ) {
        let whole = [start, &bytes].concat();
        let mut seen = 0;
        each_document_in("any", &whole, &SourceOptions::default(), &mut |_| {
            seen += 1;
            true
        });
        prop_assert!((1..100).contains(&seen));
    }
}

#[test]
fn texts_that_once_went_wrong_are_tiled() {
    for text in [
        "<dl><dt>1. <script>",
        "#<h1>1. <body>",
        "\u{1}\r# ",
        "\u{feff}",
    ] {
        check_all("x", text.as_bytes());
    }
}
