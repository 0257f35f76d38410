//! The legacy KB text format on articles made up in its form.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its cases share"
)]

#[path = "shared/outline.rs"]
mod outline;
#[path = "shared/whole.rs"]
mod whole;

use corpus::article::{Article, Body, Document, Encoding, Format, Part, PartKind, Section};
use corpus::{ReadOptions, read};

const PRINTER: &str = include_str!("articles/printer-steps.txt");
const PORTS: &str = include_str!("articles/ports-boxes.txt");
const TRUNCATED: &str = include_str!("articles/truncated.txt");

fn parse(name: &str, bytes: &[u8]) -> Document {
    let options = ReadOptions {
        facts: false,
        ..ReadOptions::default()
    };
    let document = read(name, bytes.to_vec(), &options).unwrap();
    assert_eq!(document.format, Format::KbText, "{name}");
    whole::check(&document);
    document
}

fn outline(document: &Document) -> String {
    let mut out = Vec::new();
    outline::print(&mut out, document).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn steps_notes_cautions_code_and_a_cut_header() {
    insta::assert_snapshot!(outline(&parse("printer-steps.txt", PRINTER.as_bytes())));
}

#[test]
fn boxes_unruled_headings_and_an_old_footer() {
    insta::assert_snapshot!(outline(&parse("ports-boxes.txt", PORTS.as_bytes())));
}

#[test]
fn an_article_that_breaks_off() {
    insta::assert_snapshot!(outline(&parse("truncated.txt", TRUNCATED.as_bytes())));
}

#[test]
fn parts_name_every_byte() {
    let document = parse("printer-steps.txt", PRINTER.as_bytes());
    let names: Vec<String> = document
        .parts
        .iter()
        .map(|part| name(&document, part))
        .collect();
    insta::assert_snapshot!(names.join("\n"));
}

fn name(document: &Document, part: &Part) -> String {
    let text = document.text(part.span);
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let first: String = first.chars().take(40).collect();
    match &part.kind {
        PartKind::Section { section, .. } => format!("section {section}: {first}"),
        kind => format!("{kind:?}: {first}"),
    }
}

/// What an article says, without the places it says it in.
fn said(article: &Article) -> String {
    let texts = |section: &Section| -> Vec<String> {
        section
            .blocks
            .iter()
            .map(|block| match &block.body {
                Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => text.clone(),
                Body::Code { text, .. } => text.clone(),
                Body::Steps(items) | Body::List(items) => items
                    .iter()
                    .map(|item| format!("{} {}\n", item.label, item.text))
                    .collect(),
                Body::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.map(|cell| format!("{}|", cell.text)).collect()
                }
                other => format!("{other:?}"),
            })
            .collect()
    };
    let sections: Vec<Vec<String>> = article.sections.iter().map(texts).collect();
    format!("{} {:?} {sections:#?}", article.title, article.meta)
}

#[test]
fn line_ends_and_encodings_change_nothing_that_is_said() {
    for (name, text) in [
        ("printer", PRINTER),
        ("ports", PORTS),
        ("truncated", TRUNCATED),
    ] {
        let plain = parse(name, text.as_bytes());
        let windows = text.replace('\n', "\r\n");
        let variants = [
            (windows.as_bytes().to_vec(), Encoding::Utf8),
            (text.replace('\n', "\r").into_bytes(), Encoding::Utf8),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
            (
                encoding_rs::WINDOWS_1252.encode(&windows).0.into_owned(),
                Encoding::Windows1252,
            ),
        ];
        for (bytes, encoding) in variants {
            let document = parse(name, &bytes);
            if !text.is_ascii() {
                assert_eq!(document.encoding, encoding);
            }
            assert_eq!(said(&document.articles[0]), said(&plain.articles[0]));
        }
    }
}

#[test]
fn the_form_is_recognised_by_content() {
    let cases = [
        ("DOCUMENT:Q912345  05-JAN-2001  [x]\nanything", true),
        (
            "TITLE   :One\nPRODUCT :Two\nPROD/VER:\nOPER/SYS:\nKEYWORDS:\n\ntext",
            true,
        ),
        ("DOCUMENT: the plan\n\nWe have one.", false),
        ("Just text.", false),
    ];
    for (text, expected) in cases {
        let document = read("note.txt", text.into(), &ReadOptions::default()).unwrap();
        assert_eq!(document.format == Format::KbText, expected, "{text:?}");
    }
}
