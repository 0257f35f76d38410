//! Whatever stands in a document: reading never panics, parts tile it, spans hold their words.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its cases share"
)]

#[path = "shared/whole.rs"]
mod whole;

use corpus::article::Format;
use corpus::{ReadOptions, read};
use proptest::prelude::*;

const PRINTER: &str = include_str!("articles/printer-steps.txt");
const PORTS: &str = include_str!("articles/ports-boxes.txt");

/// Pieces of which lines of the format are made, and some that no author would write.
const PIECES: &[&str] = &[
    "SYMPTOMS",
    "========",
    "Method 1",
    "--------",
    "1. ",
    "2. ",
    "a. ",
    " - ",
    "   ",
    "      ",
    "\t",
    "NOTE: ",
    "WARNING: ",
    "Do not ",
    "never ",
    "press the button.",
    "Q912345",
    "Q912345 The Title",
    "+----+",
    "| a | b |",
    "|",
    "||",
    "------------------------------",
    "key=value;",
    "Name     Size  ",
    "----     ----",
    "x   12",
    "The information in this article applies to:",
    "TITLE   :",
    "KEYWORDS:",
    "Keywords          : ",
    "Additional query words: ",
    "THE INFORMATION PROVIDED IN THIS",
    "Copyright Contoso",
    "======================================================================",
    "naïve – “x”",
    "\u{a0}",
    "日本語",
    "\u{c}",
    "\r",
    ":",
    ".",
    "'",
    "-or-",
    "double-",
    "\u{1a}",
];

fn check(text: &str, name: &str) {
    let options = ReadOptions {
        facts: false,
        ..ReadOptions::default()
    };
    let Ok(document) = read(name, text.as_bytes().to_vec(), &options) else {
        return;
    };
    if matches!(document.format, Format::KbText | Format::Plain) {
        whole::check(&document);
    }
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(prop::sample::select(PIECES), 0..4);
    prop::collection::vec(line, 0..40).prop_map(|lines| {
        let lines: Vec<String> = lines.iter().map(|pieces| pieces.concat()).collect();
        lines.join("\n")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_of_the_format_in_any_order(text in lines()) {
        check(&text, "lines.txt");
        check(&format!("DOCUMENT:Q912345  05-JAN-2001  [x]\n{text}"), "lines.txt");
    }

    #[test]
    fn any_text_at_all(text in "(\\PC|[\r\n\t -])*") {
        check(&text, "any.txt");
        check(&format!("DOCUMENT:Q912345\n{text}"), "any.txt");
    }

    #[test]
    fn articles_with_lines_lost_doubled_or_moved(
        which in prop::bool::ANY,
        edits in prop::collection::vec((0_usize..200, 0_usize..200, 0_u8..4), 1..20),
        cut in 0_usize..6000,
    ) {
        let mut lines: Vec<String> = if which { PRINTER } else { PORTS }
            .lines()
            .map(str::to_owned)
            .collect();
        for (from, to, kind) in edits {
            let (from, to) = (from % lines.len(), to % lines.len());
            match kind {
                0 if lines.len() > 1 => { lines.remove(from); }
                1 => lines.insert(to, lines[from].clone()),
                2 => lines.swap(from, to),
                _ => { let half = lines[from].chars().take(to).collect(); lines[from] = half; }
            }
        }
        let text: String = lines.join("\n").chars().take(cut).collect();
        check(&text, "edited.txt");
    }
}

/// Shapes that tempt a reader into the square of their length, or into cells nobody drew.
#[test]
fn hostile_shapes_are_read_in_proportion() {
    let words: String = (0..60_000).map(|word| format!("kb{word} ")).collect();
    let list: String = (0..60_000).map(|version| format!("{version}.0,")).collect();
    let shapes = [
        (0..3_000)
            .map(|depth| format!("{}1. x\n\n", " ".repeat(depth % 700)))
            .collect(),
        (0..700)
            .map(|depth| format!("{}- x\n", " ".repeat(depth * 2)))
            .collect(),
        (0..30_000)
            .map(|step| format!("{step}. x\n\ny\n\n"))
            .collect(),
        format!("+---+\n|{}\n{}", "|".repeat(200_000), "|\n".repeat(100_000)),
        format!("{}\n---\n{}", "a  ".repeat(130), "a\n".repeat(100_000)),
        "---\nx   y\n".repeat(20_000),
        "abc\n---\n".repeat(50_000),
        "See Q123456 ".repeat(40_000),
        format!("| {}", "Q123456 ".repeat(40_000)),
        "the x, do not, never, ".repeat(20_000),
        "   f() g(1) = 2 ".repeat(20_000),
        "   f() = 2;\n".repeat(40_000),
        "* a\n".repeat(60_000),
        format!("TITLE   :x\nKEYWORDS:{words}\nPROD/VER:{list}\n\nText."),
        format!(
            "\n------------------------------\nThe information in this article applies to:\n\n - Contoso, versions {list}\n - Contoso, versions {list}\n"
        ),
        format!("Keywords          : {words}\n"),
    ];
    for text in shapes {
        let text: String = text;
        let start = std::time::Instant::now();
        check(&text, "hostile.txt");
        check(&format!("DOCUMENT:Q912345\n{text}"), "hostile.txt");
        let spent = start.elapsed().as_secs_f64();
        let shape: String = text.chars().take(40).collect();
        assert!(spent < 8.0, "{spent} s for {shape:?}");
    }
}
