//! What the targets share: read, then check what must hold for any bytes.

use corpus::article::{Document, Format};
use corpus::read::{ReadOptions, read, read_as};
use cpu_time::ThreadTime;
use std::time::Duration;

/// Processor time for 10 KB, ten times the limit of an ordinary build: coverage and checks slow
/// everything down by about that. Wall time would blame a reader for a busy machine.
const LIMIT_PER_10_KB: Duration = Duration::from_millis(500);

/// Compiles every pattern before the clock of the first input runs.
pub fn warm_up() {
    let text = b"Event ID: 7\nSource: Loom\nerror 0x80040001 E_FAIL on TCP port 77, IP protocol 50, KB 123456, \
        HKLM\\Loom\\Beam, loom.exe, Windows XP SP2; ping -a loom\n";
    for format in [
        Format::KbText,
        Format::SupportPage,
        Format::Chapter,
        Format::Markdown,
        Format::Html,
        Format::Plain,
    ] {
        let _ = read_as(format, "fuzz", text.to_vec(), &ReadOptions::default());
    }
}

/// Reads the bytes in that format, whatever they look like.
pub fn read_in(format: Format, bytes: &[u8]) {
    let started = ThreadTime::now();
    let document = read_as(format, "fuzz", bytes.to_vec(), &ReadOptions::default());
    in_time(started, bytes.len());
    if let Ok(document) = document {
        assert_eq!(document.format, format);
        is_tiled(&document);
    }
}

/// Reads the bytes in the format they look like.
pub fn read_any(bytes: &[u8]) {
    let started = ThreadTime::now();
    let document = read("fuzz", bytes.to_vec(), &ReadOptions::default());
    in_time(started, bytes.len());
    if let Ok(document) = document {
        is_tiled(&document);
    }
}

fn in_time(started: ThreadTime, length: usize) {
    let pieces = u32::try_from(length / 10_000 + 1).unwrap_or(u32::MAX);
    assert!(started.elapsed() < LIMIT_PER_10_KB * pieces, "too slow");
}

/// The parts follow one another from the first byte to the last, and every span is inside.
fn is_tiled(document: &Document) {
    let length = document.bytes.len() as u32;
    let mut at = 0;
    for part in &document.parts {
        assert_eq!(part.span.start, at, "hole or overlap");
        assert!(part.span.end > at, "an empty part");
        at = part.span.end;
    }
    assert_eq!(at, length, "the parts end before the document");
    assert!(!document.articles.is_empty(), "no article");
    for article in &document.articles {
        assert!(!article.id.is_empty() && !article.title.is_empty());
        let sections = article.sections.iter();
        let blocks = sections.clone().flat_map(|section| &section.blocks);
        let spans = sections
            .map(|section| section.span)
            .chain(blocks.map(|block| block.span))
            .chain(article.facts.iter().map(|fact| fact.span))
            .chain(article.gaps.iter().map(|gap| gap.span))
            .chain(article.references.iter().map(|reference| reference.span))
            .chain([article.span, article.title_span]);
        for span in spans {
            assert!(span.start <= span.end && span.end <= length, "{span:?}");
        }
    }
}
