//! Blocks from small texts, shown in one line each.

use super::read;
use crate::article::{Block, Body, Item};
use crate::lines::Page;

/// The blocks of a text in short: `P(text)`, `S[1 text {children}]`, `L[- text]`, `T(2x3)`, `C(code)`.
fn blocks(text: &str) -> String {
    let page = Page::new(text);
    let mut warnings = Vec::new();
    let blocks = read(&page, 0..page.len(), None, &mut warnings);
    let mut shown = show(&blocks);
    for warning in warnings {
        shown.push_str(&format!(" !{:?}@{}", warning.kind, warning.line));
    }
    shown
}

fn show(blocks: &[Block]) -> String {
    let shown: Vec<String> = blocks
        .iter()
        .map(|block| match &block.body {
            Body::Paragraph(text) => format!("P({text})"),
            Body::Note(text) => format!("N({text})"),
            Body::Caution(text) => format!("!({text})"),
            Body::Code { text, .. } => format!("C({})", text.replace('\n', "/")),
            Body::Steps(items) => format!("S[{}]", show_items(items)),
            Body::List(items) => format!("L[{}]", show_items(items)),
            Body::Table(table) => {
                let columns = table.rows.first().map_or(0, |row| row.cells.len());
                format!("T({}x{columns})", table.rows.len())
            }
        })
        .collect();
    shown.join(" ")
}

fn show_items(items: &[Item]) -> String {
    let shown: Vec<String> = items
        .iter()
        .map(|item| {
            let children = if item.children.is_empty() {
                String::new()
            } else {
                format!(" {{{}}}", show(&item.children))
            };
            format!("{} {}{children}", item.label, item.text)
        })
        .collect();
    shown.join("; ")
}

#[test]
fn blocks_are_what_lines_look_like() {
    let cases = [
        // Paragraphs and their kinds.
        ("One\ntwo.\n\nThree.", "P(One two.) P(Three.)"),
        ("NOTE: One.", "N(One.)"),
        ("WARNING: One.", "!(WARNING: One.)"),
        ("Open it.\nNOTE: Two.", "P(Open it.) N(Two.)"),
        (
            "One:\n\n   Do not remove the disk.",
            "P(One:) P(Do not remove the disk.)",
        ),
        // Lists.
        ("1. One\n\n2. Two\n   more", "S[1 One; 2 Two more]"),
        (" - One\n\n-or-\n\n - Two", "L[- One {P(-or-)}; - Two]"),
        (
            "1. One:\n\n   a. A\n\n   b. B\n\n2. Two",
            "S[1 One: {S[a A; b B]}; 2 Two]",
        ),
        (
            "1. One\n\na. A\n\nb. B\n\n2. Two",
            "S[1 One {S[a A; b B]}; 2 Two]",
        ),
        ("1. One\n\nNOTE: N.\n\n2. Two", "S[1 One {N(N.)}; 2 Two]"),
        (
            "1. One\n\nOther text.\n\n1. One",
            "S[1 One] P(Other text.) S[1 One]",
        ),
        ("1. One\n\n3. Three", "S[1 One; 3 Three] !StepNumbering@3"),
        ("Q. Why?\n\nA. So.", "P(Q. Why?) P(A. So.)"),
        ("A. One\n\nB. Two", "S[A One; B Two]"),
        ("i. One\n\nii. Two", "S[i One; ii Two]"),
        ("Choose:\n - One\n - Two", "P(Choose:) L[- One; - Two]"),
        (
            "1. Click. Never wait. Go.",
            "S[1 Click. Never wait. Go. {!(Never wait.)}]",
        ),
        // Numbers in prose open no list.
        (
            "The version is\n1. and so on",
            "P(The version is 1. and so on)",
        ),
        // Verbatim lines.
        (
            "Type:\n\n   net use x: \\\\lamp\\light",
            "P(Type:) C(net use x: \\\\lamp\\light)",
        ),
        (
            "   Sub A()\n      b = 1\n\n   End Sub",
            "C(Sub A()/   b = 1//End Sub)",
        ),
        ("   * one = 1\n   x = 2", "C(* one = 1/x = 2)"),
        ("   [lamp]\n   Light=on", "C([lamp]/Light=on)"),
        // Lines broken on purpose.
        (
            "Files:\n\n   lamp.txt\n   light.txt",
            "P(Files:) L[ lamp.txt;  light.txt]",
        ),
        // Tables and rules.
        ("   A    B\n   -----\n   1    2", "T(1x2)"),
        ("+---+\n| A |\n+---+\n| 1 |\n+---+", "T(1x1)"),
        ("One.\n\n----------\n\nTwo.", "P(One.) P(Two.)"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(blocks(text), expected, "{text:?}");
    }
}

#[test]
fn a_table_is_called_by_the_sentence_above_it() {
    let page = Page::new("Look. The lamps are these:\n\n   A    B\n   -----\n   1    2\n");
    let blocks = read(&page, 0..page.len(), Some("Lamps"), &mut Vec::new());
    let Body::Table(table) = &blocks[1].body else {
        panic!("{blocks:?}");
    };
    assert_eq!(table.caption.as_deref(), Some("The lamps are these"));
}
