//! Texts made to be slow: 10 KB of each are read and looked over in under 50 ms and 200 MB, in
//! every format.

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

/// What the readers of text, facts, gaps and tables look for, over and over.
fn told() -> Vec<String> {
    let units = [
        "Event ID: 1\n",
        "Source: A\nEvent ID: 2\n",
        "event 1,2,3,",
        "0x80040001 ",
        "error 1 ",
        "E_FAIL ",
        "MAPI_E_LOOM_GONE (",
        "-2147213107 ",
        "TCP port 1, 2 ",
        "port 1,",
        "protocol 50 ",
        "HKLM\\a\\b ",
        "HKLM\\a b\\\n",
        "value named A set to 1 ",
        "HKLM\\a value named B ",
        "Windows XP and XP SP1 ",
        "in Windows XP a.exe;",
        "Windows XP before SP2 ",
        "A.exe ",
        "net stop A ",
        "The A service ",
        "Q123456 ",
        "KB 123456 (http://a) ",
        "DOCUMENT:Q123456\nTITLE   :A\n",
        "DOCUMENT:Q123456  01-JAN-2001  [a]\n",
        "KEYWORDS:kb ",
        "Keywords : kb\n",
        "SYMPTOMS\n========\n\na\n\n",
        "=====\n",
        " - Loom 1.0\n",
        "1. a\n\n",
        "   a. b\n",
        "+---+\n| a |\n",
        "a   b   c\n",
        "NoviceYesNoYes\n",
        "The following loom is here:\n\n",
        "Figure 1.1 ",
        "Table 1.1 A\n",
        "Back to the top\n",
        "Applies to\n",
        "A (B) ",
        "A, also known as B, ",
        "It works if a is b. ",
        "Do not a. ",
    ];
    units.iter().map(|unit| repeated(unit)).collect()
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

/// The first try within the limit, of many: what is asked is the work, not the weather on the machine.
fn fastest(format: Format, text: &str, limit: Duration) -> Duration {
    let once = || {
        let started = Instant::now();
        let document = read_as(
            format,
            "x",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
        );
        if let Ok(document) = &document {
            let _ = corpus::health::lint(document);
        }
        let took = started.elapsed();
        if let Ok(document) = document {
            check(&document);
        }
        took
    };
    // A machine that is busy with other things stretches some runs, a slow reader all of them.
    (0..40)
        .map(|_| once())
        .find(|took| *took <= limit)
        .unwrap_or_else(once)
}

#[test]
fn nasty_texts_are_read_fast() {
    // Without optimization everything is slower by about this.
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });
    let mut slow = Vec::new();
    let texts: Vec<String> = texts().into_iter().chain(told()).collect();
    for format in [
        Format::KbText,
        Format::SupportPage,
        Format::Chapter,
        Format::Markdown,
        Format::Html,
        Format::Plain,
    ] {
        for text in &texts {
            let took = fastest(format, text, limit);
            if took > limit {
                slow.push(format!(
                    "{format:?} {:?}: {took:?}",
                    &text[..text.floor_char_boundary(20)]
                ));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
    // The peak of the whole test binary is above that of any one text.
    if let Some(kilobytes) = peak_kilobytes() {
        assert!(kilobytes < 200_000, "{kilobytes} KB at the peak");
    }
}

/// The most memory that this process ever held; none where the system does not tell.
fn peak_kilobytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    peak.split_ascii_whitespace().nth(1)?.parse().ok()
}
