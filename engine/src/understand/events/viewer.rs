//! Labelled records: Event Viewer's "copy" in its old layout (Event Type, Event Source, …) and its
//! new one (Log Name, Source, …), the friendly view of its Details tab, and the lists that
//! console commands and forwarders print (`Id : 7036`, `EventCode=7036`).
//!
//! A record is a run of lines with known labels. It ends where a label that opens records comes
//! again; a description goes on until then, over lines that merely look like labels.

use super::draft::{Draft, Field, field};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Labels that stand only in event records, for texts that lost their line breaks.
static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[ \t])((?i:event[ _]?type|event[ _]?source|event[ _]?category|event[ _]?id|event[ _]?code|log[ _]?name|source[ _]?name|task[ _]?category)|Source|Type|Level|Date|Time|User|Computer|Keywords|OpCode|Description|Category)[ \t]*[:=]",
    )
    .ok()
});

/// Reads the labelled records of a text.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let mut reader = Reader::default();
    let mut lines = pieces(text).peekable();
    while let Some(piece) = lines.next() {
        reader.line(text, piece);
        // Text far longer than any record's head, and nothing that opens one, costs one check a
        // line and no more.
        if lines.peek().is_none() {
            break;
        }
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
    let whole = vec![0..line.len()];
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
    fn line(&mut self, text: &str, piece: Range<usize>) {
        let line = text.get(piece.clone()).unwrap_or_default();
        let line = line
            .trim()
            .trim_start_matches(['>', '|'])
            .trim_start_matches("- ")
            .trim();
        if line.is_empty() {
            self.blank_lines += 1;
            return;
        }
        let is_apart = self.blank_lines > 1;
        self.blank_lines = 0;
        match labelled(line, self.in_description) {
            Some((found, value)) if self.accepts(found, value) => self.take(found, value, piece),
            _ if self.in_description && !is_apart => self.describe(line, piece.end),
            _ if self.in_description => self.flush(),
            _ => {}
        }
    }

    /// Inside a description only a label that opens or identifies the next record counts.
    fn accepts(&self, found: Field, value: &str) -> bool {
        match found {
            Field::Number => super::draft::number(value).is_some(),
            Field::Level if self.in_description => super::draft::level(value).is_some(),
            Field::Provider | Field::Channel => {
                !self.in_description || self.has(Field::Number) && value.len() <= 80
            }
            _ => !self.in_description,
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

/// The field a line names and its value: "Event ID: 5", "Id : 5", "EventCode=5"; in the friendly
/// view of details also "EventID 5", "[ Name] Disk".
fn labelled(line: &str, in_description: bool) -> Option<(Field, &str)> {
    const BARE: &[(&str, Field)] = &[
        ("EventID", Field::Number),
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
    if let Some(at) = line.find([':', '=']).filter(|&at| at <= 32)
        && let Some(found) = field(line[..at].trim().trim_matches(['*', '_', '-', '`']))
    {
        return Some((found, line[at + 1..].trim_matches(['*', ' ', '\t', '`'])));
    }
    if in_description {
        return None;
    }
    BARE.iter().find_map(|&(label, found)| {
        let rest = line.strip_prefix(label)?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((found, rest.trim()))
    })
}
