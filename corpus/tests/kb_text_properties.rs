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

/// Deep indentation and endless markers must not cost more than time in proportion.
#[test]
fn hostile_shapes_are_read_in_proportion() {
    let deep: String = (0..3_000)
        .map(|depth| format!("{}1. x\n\n", " ".repeat(depth % 700)))
        .collect();
    let stairs: String = (0..700)
        .map(|depth| format!("{}- x\n", " ".repeat(depth * 2)))
        .collect();
    let bars = "|".repeat(200_000);
    let steps: String = (0..30_000)
        .map(|step| format!("{step}. x\n\ny\n\n"))
        .collect();
    let dashes = "---\nx   y\n".repeat(20_000);
    let quoted = "Q912345 ".repeat(50_000);
    let never = "do not, never, ".repeat(30_000);
    for text in [
        deep,
        stairs,
        format!("+---+\n{bars}\n{bars}\n"),
        steps,
        dashes,
        quoted,
        never,
    ] {
        let start = std::time::Instant::now();
        check(&text, "hostile.txt");
        check(&format!("DOCUMENT:Q912345\n{text}"), "hostile.txt");
        let spent = start.elapsed().as_secs_f64();
        assert!(spent < 10.0, "{spent} s for {:?}", &text[..40]);
    }
}
