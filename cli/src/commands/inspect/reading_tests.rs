//! How a hand-made document is told.

use super::*;
use crate::output::text;
use corpus::article::{
    ArticleKind, Block, Body, Cell, Encoding, Fact, FactValue, Format, Gap, GapKind, Part,
    Protocol, Reference, Role, Row, Section, Table, TableShape, Warning, WarningKind,
};

const TEXT: &str = "TITLE: Loom\nSYMPTOMS\nThe loom stops on port 77.\nSee Q900002.\n";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn table() -> Block {
    let cell = |text: &str| Cell {
        text: text.into(),
        span: span("loom"),
    };
    let row = Row {
        span: span("loom"),
        cells: vec![cell("a"), cell("b")],
    };
    Block {
        span: span("The loom"),
        body: Body::Table(Table {
            shape: TableShape::Pipe,
            caption: Some("Spindles".into()),
            header: Vec::new(),
            rows: vec![row],
        }),
    }
}

fn document() -> Document {
    let body = Span::new(12, TEXT.len());
    let paragraph = Block {
        span: span("The loom stops on port 77."),
        body: Body::Paragraph("The loom stops on port 77.".into()),
    };
    let section = Section {
        role: Role::Symptoms,
        heading: vec!["SYMPTOMS".into()],
        span: body,
        blocks: vec![paragraph.clone(), paragraph, table()],
        audience: None,
    };
    let port = FactValue::Port {
        number: 77,
        protocol: Some(Protocol::Tcp),
    };
    let article = Article {
        id: "Q900001".into(),
        title: "Loom".into(),
        title_span: span("Loom"),
        part_of: None,
        span: Span::new(0, TEXT.len()),
        meta: Meta {
            date: Some("2001-02-03".into()),
            kind: Some(ArticleKind::HowTo),
            ..Meta::default()
        },
        sections: vec![section],
        facts: vec![Fact {
            value: port,
            text: "port 77".into(),
            span: span("port 77"),
            scope: vec!["Loom 2".into()],
        }],
        gaps: vec![Gap {
            kind: GapKind::List,
            span: span("SYMPTOMS"),
            announced: "SYMPTOMS".into(),
            reason: "nothing follows".into(),
        }],
        references: vec![Reference {
            target: "Q900002".into(),
            words: "See".into(),
            span: span("Q900002"),
            url: None,
        }],
    };
    Document {
        name: "loom.txt".into(),
        format: Format::KbText,
        encoding: Encoding::Windows1252,
        bytes: TEXT.as_bytes().to_vec(),
        articles: vec![article],
        parts: vec![
            Part {
                span: Span::new(0, 12),
                kind: PartKind::Header("TITLE".into()),
            },
            Part {
                span: body,
                kind: PartKind::Section {
                    article: 0,
                    section: 0,
                },
            },
        ],
        warnings: vec![Warning {
            kind: WarningKind::FooterMissing,
            line: 4,
            message: "the footer is missing".into(),
        }],
    }
}

#[test]
fn a_reading_as_a_page() {
    let page = text::reading(&Reading::of(&document()), 80).finish();
    insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
}

#[test]
fn a_reading_as_json_has_lines_and_spans() {
    let json = serde_json::to_value(Reading::of(&document())).unwrap();
    let fact = &json["articles"][0]["facts"][0];
    assert_eq!(fact["line"], 3);
    assert_eq!(fact["kind"], "port");
    assert_eq!(
        fact["span"],
        serde_json::json!([span("port 77").start, span("port 77").end])
    );
    assert_eq!(json["parts"][1]["name"], "symptoms");
    assert_eq!(json["oddities"][0]["kind"], "footer_missing");
}
