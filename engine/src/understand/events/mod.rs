//! Pasted and attached event records, whatever wrote them: Event Viewer text in its old and new
//! layouts, event XML, CSV exports, syslog lines, Oakley logs and `.evtx` files.
//!
//! Entries: [`read`] for text, [`read_bytes`] for an attached file, [`pasted()`] for what it says as
//! text. Each layout is a file that
//! turns text into drafts; `group` makes them records: the same event several times is one
//! record with a count, the most telling first, and names of people and machines are masked. A
//! layout that does not fit finds nothing; nothing fails. All readers are linear in the text.

mod binary;
mod delimited;
mod draft;
mod group;
mod oakley;
mod pasted;
mod syslog;
mod viewer;
mod xml;

pub use pasted::pasted;

use corpus::Span;
use draft::Draft;
use group::Groups;
use std::borrow::Cow;
use std::ops::Range;

/// How grave a record says it is, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The system or an application cannot go on.
    Critical,
    /// Something failed.
    Error,
    /// An audited action was refused.
    AuditFailure,
    /// Something may fail.
    Warning,
    /// An audited action was done.
    AuditSuccess,
    /// Something happened.
    Information,
    /// Detail for developers.
    Verbose,
}

/// Where a record was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// Labelled lines of Event Viewer or of a console command.
    Viewer,
    /// `<Event>` elements.
    Xml,
    /// Rows of an export.
    Delimited,
    /// Lines of a log server.
    Syslog,
    /// The IKE log of Windows.
    Oakley,
    /// A binary event log file.
    Binary,
}

/// One event, as often as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// The source that logged it, as written.
    pub provider: Option<String>,
    /// The log it stands in, as written.
    pub channel: Option<String>,
    /// The event number; logs without numbers have none.
    pub number: Option<u32>,
    /// How grave it says it is.
    pub level: Option<Level>,
    /// When it was logged first, as written.
    pub time: Option<String>,
    /// The computer, masked.
    pub computer: Option<String>,
    /// What it says, masked.
    pub description: String,
    /// How many records are the same event.
    pub count: usize,
    /// The first of them in the text; empty for a binary file.
    pub span: Span,
    /// All of them in the text, in order; none for a binary file.
    pub places: Vec<Span>,
    /// Where it was read from.
    pub layout: Layout,
}

/// What was read from a text or a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// Different events, the most telling first.
    pub records: Vec<EventRecord>,
    /// Records read, repetitions included.
    pub read: usize,
    /// Records that could not be read, or were too many to keep.
    pub skipped: usize,
}

impl Events {
    /// Adds what was read elsewhere; the most telling events come first again.
    pub fn join(&mut self, other: Self) {
        self.records.extend(other.records);
        self.records.sort_by_key(group::telling);
        self.read += other.read;
        self.skipped += other.skipped;
    }
}

/// Most different events that are kept; more are counted as skipped, so that memory stays bounded
/// for logs of any size.
const MOST_EVENTS: usize = 5_000;

/// Reads the events of a text. Prose around them does not hurt.
#[must_use]
pub fn read(text: &str) -> Events {
    let mut drafts = xml::read(text);
    for (layout, reader) in READERS {
        // A reader sees only what earlier ones left: a record has no end of its own in some
        // layouts, and would run on over the lines of another.
        let mut found = Vec::new();
        for open in left_over(text, &drafts) {
            let records = reader(&text[open.clone()]).into_iter();
            found.extend(records.map(|mut draft| {
                draft.span = draft.span.start + open.start..draft.span.end + open.start;
                (*layout, draft)
            }));
        }
        drafts.extend(found);
        drafts.sort_by_key(|(_, draft)| draft.span.start);
    }
    let mut groups = Groups::new(MOST_EVENTS);
    for (layout, draft) in drafts {
        groups.add(draft, layout);
    }
    groups.finish()
}

/// A reader of one layout.
type Reader = fn(&str) -> Vec<Draft>;

/// The layouts of text after XML, which may hold the others inside; an earlier one
/// takes its records away from the later ones.
const READERS: &[(Layout, Reader)] = &[
    (Layout::Delimited, delimited::read),
    (Layout::Syslog, syslog::read),
    (Layout::Viewer, viewer::read),
    (Layout::Oakley, oakley::read),
];

/// The stretches of a text between records, without those that hold nothing but spaces.
fn left_over(text: &str, sorted: &[(Layout, Draft)]) -> Vec<Range<usize>> {
    let ends = sorted.iter().map(|(_, draft)| draft.span.end);
    let starts = sorted.iter().map(|(_, draft)| draft.span.start);
    let starts = starts.chain([text.len()]);
    let between = std::iter::once(0).chain(ends).zip(starts);
    between
        .map(|(start, end)| start..end)
        .filter(|range| {
            let words = text.get(range.clone());
            words.is_some_and(|words| !words.trim().is_empty())
        })
        .collect()
}

/// Reads an attached file: a binary event log, or text in UTF-8, UTF-16 with a byte order mark
/// (as Event Viewer exports it) or Windows-1252.
#[must_use]
pub fn read_bytes(bytes: &[u8]) -> Events {
    if binary::is_event_log(bytes) {
        return binary::read(bytes);
    }
    read(&decode(bytes))
}

/// True if the bytes are a binary event log (`.evtx`).
#[must_use]
pub fn is_event_log(bytes: &[u8]) -> bool {
    binary::is_event_log(bytes)
}

/// The text of an attached file: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let known = encoding_rs::Encoding::for_bom(bytes);
    if let Some((encoding, _)) = known {
        return encoding.decode(bytes).0;
    }
    std::str::from_utf8(bytes)
        .map_or_else(|_| encoding_rs::WINDOWS_1252.decode(bytes).0, Cow::Borrowed)
}

#[cfg(test)]
mod tests;
