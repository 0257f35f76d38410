//! Texts made to be slow: 10 KB of each are read in under 50 ms.

use crate::check::check;
use corpus::ReadOptions;
use corpus::article::Format;
use corpus::read::read_as;
use std::time::{Duration, Instant};

const SIZE: usize = 10_000;

/// `unit` over and over, 10 KB of it.
fn repeated(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}

fn texts() -> Vec<String> {
    let units = [
        "<",
        "[",
        "*",
        "_",
        "`",
        "**a",
        "![",
        "[a](",
        "](",
        "> ",
        "- ",
        "1. ",
        "# ",
        "#",
        "|",
        "&",
        "&#",
        "<!--",
        "<a",
        "<p>",
        "<div>",
        "</div>",
        "<b><p>",
        "<ul><li>",
        "<table><tr><td>",
        "<td rowspan=999>x",
        "<svg><p>",
        "<form>",
        "<form><b>",
        "<div class=note>",
        "<aside>",
        "```\n",
        "~~~\n",
        ":::note\n",
        ":::note\nx\n\n",
        ":::\n",
        "!!! note\n",
        "!!! note\n    x\n",
        "    ",
        "\t",
        "\n",
        "\r",
        "a\n---\n",
        "a|b\n-|-\n",
        "|a|b|\n",
        "[^1]",
        "[^1]: x\n\n",
        "[a]: b\n",
        "- a\n  ",
        "* * * ",
        "<li>",
        "<dl><dt>x<dd>",
        "<select><option>",
        "<script>",
        "<title>",
        "<main>",
        "<h1>",
        "# a\n",
        "## Cause\n",
        "é",
        "a ",
        "<x ",
        "<x y=",
        "\\",
        "~~",
        "$",
        "<a href=q>",
    ];
    let mut texts: Vec<String> = units.iter().map(|unit| repeated(unit)).collect();
    let deep: String = (0..140)
        .map(|depth| format!("{}- a\n", " ".repeat(depth)))
        .collect();
    texts.push(deep);
    texts.push(format!("---\n{}\n---\n", repeated("[")));
    texts.push(format!("---\n{}\n---\n", repeated("a: {")));
    texts.push(format!("---\n{}---\n", repeated("- - - ")));
    texts.push(format!("---\n{}\n---\n", repeated("&a *a ")));
    texts.push(format!("---\nx: {}\n---\n", repeated("\"")));
    texts.push(format!("{}{}", "[".repeat(SIZE / 2), "]".repeat(SIZE / 2)));
    texts.push(format!(
        "{}{}",
        "*a ".repeat(SIZE / 6),
        "b* ".repeat(SIZE / 6)
    ));
    texts.push(format!("{}{}", "<div>".repeat(900), "</div>".repeat(900)));
    let spread: String = (0..90)
        .map(|_| "<td colspan=99 rowspan=99>long text in a cell")
        .collect();
    texts.push(format!("<table><tr>{spread}{}", "<tr><td>".repeat(700)));
    texts
}

/// The fastest of three tries: what is asked is the work, not the weather on the machine.
fn fastest(format: Format, text: &str) -> Duration {
    let once = || {
        let started = Instant::now();
        let document = read_as(
            format,
            "x",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
        );
        let took = started.elapsed();
        if let Ok(document) = document {
            check(&document);
        }
        took
    };
    (0..3).map(|_| once()).min().unwrap()
}

#[test]
fn nasty_texts_are_read_fast() {
    // Without optimization everything is slower by about this.
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });
    let mut slow = Vec::new();
    for format in [Format::Markdown, Format::Html] {
        for text in texts() {
            let took = fastest(format, &text);
            if took > limit {
                slow.push(format!(
                    "{format:?} {:?}: {took:?}",
                    &text[..text.floor_char_boundary(20)]
                ));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
