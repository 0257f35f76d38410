//! Labelled records: Event Viewer's "copy" in its old layout (Event Type, Event Source, …) and its
//! new one (Log Name, Source, …), the friendly view of its Details tab, and the lists that
//! console commands and forwarders print (`Id : 7036`, `EventCode=7036`).
//!
//! A record is a run of lines with known labels. It ends where a label that opens records comes
//! again; a description goes on until then, over lines that merely look like labels.

use super::draft::{Draft, Field, field, folded};
use crate::understand::pattern::compiled;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Labels that stand only in event records, for texts that lost their line breaks.
static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?:^|[ \t])((?i:event[ _]?type|event[ _]?source|event[ _]?category|event[ _]?id|event[ _]?code|log[ _]?name|source[ _]?name|task[ _]?category)|Source|Type|Level|Date|Time|User|Computer|Keywords|OpCode|Description|Category)[ \t]*[:=]",
    )
});

/// Labels that open a record wherever they stand, folded as [`field`] folds them.
const OPENING: &[&str] = &[
    "eventtype",
    "eventsource",
    "eventid",
    "eventcode",
    "logname",
    "providername",
    "sourcename",
    "timecreated",
    "timegenerated",
    "index",
];

/// How many lines after an everyday label ("Source:") the event number has to follow, if the label
/// is to open a record inside a description.
const AHEAD: usize = 3;

/// Reads the labelled records of a text.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let mut reader = Reader::default();
    let pieces: Vec<Range<usize>> = pieces(text).collect();
    for (place, piece) in pieces.iter().enumerate() {
        let next = &pieces[place + 1..pieces.len().min(place + 1 + AHEAD)];
        reader.line(text, piece.clone(), next);
    }
    reader.flush();
    reader.records
}

/// The lines of a text; a line with several labels is cut before each of them.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').flat_map(move |line| {
        let start = at;
        at += line.len();
        cut(line)
            .into_iter()
            .map(move |piece| start + piece.start..start + piece.end)
    })
}

fn cut(line: &str) -> Vec<Range<usize>> {
    let whole: Vec<Range<usize>> = std::iter::once(0..line.len()).collect();
    if line
        .bytes()
        .filter(|byte| matches!(byte, b':' | b'='))
        .count()
        < 3
    {
        return whole;
    }
    let labels = INLINE.iter().flat_map(|inline| inline.captures_iter(line));
    let mut starts: Vec<usize> = labels
        .filter_map(|found| found.get(1))
        .map(|label| label.start())
        .collect();
    // Behind the description labels are text.
    if let Some(last) = starts
        .iter()
        .position(|&start| line[start..].starts_with("Description"))
    {
        starts.truncate(last + 1);
    }
    if starts.len() < 3 {
        return whole;
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    let mut cut: Vec<Range<usize>> = starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect();
    if cut[0].start > 0 {
        cut.insert(0, 0..cut[0].start);
    }
    cut
}

#[derive(Default)]
struct Reader {
    records: Vec<Draft>,
    draft: Draft,
    /// Fields the draft has, as bits.
    seen: u16,
    in_description: bool,
    blank_lines: usize,
}

impl Reader {
    fn line(&mut self, text: &str, piece: Range<usize>, next: &[Range<usize>]) {
        let line = bare(text, &piece);
        if line.is_empty() {
            self.blank_lines += 1;
            return;
        }
        let is_apart = self.blank_lines > 1;
        self.blank_lines = 0;
        let found =
            labelled(line, self.in_description).filter(|(_, found, value)| is_fit(*found, value));
        let opens =
            |label: &str| OPENING.contains(&folded(label).as_str()) || announces_number(text, next);
        match found {
            Some((_, Field::Aside, "")) if self.in_description => self.in_description = false,
            Some((label, found, value)) if !self.in_description || opens(label) => {
                self.take(found, value, piece);
            }
            _ if self.in_description && !is_apart => self.describe(line, piece.end),
            _ if self.in_description => self.flush(),
            _ => {}
        }
    }

    fn take(&mut self, found: Field, value: &str, piece: Range<usize>) {
        let again = self.has(found) && !matches!(found, Field::Aside | Field::Date | Field::Time);
        if again || (self.in_description && self.has(Field::Number)) {
            self.flush();
        }
        if self.seen == 0 {
            self.draft.span = piece.clone();
        }
        self.seen |= 1 << found as u16;
        self.draft.span.end = piece.end;
        self.draft.set(found, value);
        self.in_description = found == Field::Description;
    }

    fn has(&self, field: Field) -> bool {
        self.seen & (1 << field as u16) != 0
    }

    fn describe(&mut self, line: &str, end: usize) {
        let description = &mut self.draft.description;
        if !description.is_empty() {
            description.push('\n');
        }
        description.push_str(line);
        self.draft.span.end = end;
    }

    /// Ends the record, if it is one.
    fn flush(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        if draft.is_record() {
            self.records.push(draft);
        }
        self.seen = 0;
        self.in_description = false;
    }
}

/// A line without quotation marks of mails and list markers.
fn bare<'t>(text: &'t str, piece: &Range<usize>) -> &'t str {
    let line = text.get(piece.clone()).unwrap_or_default().trim();
    line.trim_start_matches(['>', '|', ' '])
        .trim_start_matches("- ")
        .trim()
}

/// True if one of the next lines is the event number of a record.
fn announces_number(text: &str, next: &[Range<usize>]) -> bool {
    next.iter().any(|piece| {
        let found = labelled(bare(text, piece), false);
        found.is_some_and(|(label, found, value)| {
            found == Field::Number && folded(label).starts_with("event") && is_fit(found, value)
        })
    })
}

/// True if a value can be that of its field.
fn is_fit(found: Field, value: &str) -> bool {
    match found {
        Field::Number => super::draft::number(value).is_some(),
        Field::Provider | Field::Channel | Field::Computer => value.len() <= 120,
        _ => true,
    }
}

/// The label, the field it names and its value: "Event ID: 5", "Id : 5", "EventCode=5"; in the
/// friendly view of details also "EventID 5" and "\[ Name\] Disk".
fn labelled(line: &str, in_description: bool) -> Option<(&str, Field, &str)> {
    const BARE: &[(&str, Field)] = &[
        ("EventID", Field::Number),
        ("Event ID", Field::Number),
        ("[ Name]", Field::Provider),
        ("[Name]", Field::Provider),
        ("[ SystemTime]", Field::Date),
        ("[SystemTime]", Field::Date),
        ("Channel", Field::Channel),
        ("Level", Field::Level),
        ("Computer", Field::Computer),
        ("EventData", Field::Description),
        ("UserData", Field::Description),
    ];
    if let Some(at) = line.find([':', '=']).filter(|&at| at <= 32) {
        let label = line[..at].trim().trim_matches(['*', '_', '-', '`']);
        if let Some(found) = field(label) {
            return Some((
                label,
                found,
                line[at + 1..].trim_matches(['*', ' ', '\t', '`']),
            ));
        }
    }
    if in_description {
        return None;
    }
    BARE.iter().find_map(|&(label, found)| {
        let rest = line.strip_prefix(label)?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((label, found, rest.trim()))
    })
}
