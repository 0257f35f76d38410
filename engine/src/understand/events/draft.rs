//! A record while it is being read, and the names that fields have in the different layouts.

use super::Level;
use std::ops::Range;

/// A record as read, before grouping and masking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) provider: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) number: Option<u32>,
    pub(super) level: Option<Level>,
    pub(super) time: Option<String>,
    pub(super) computer: Option<String>,
    pub(super) description: String,
    pub(super) span: Range<usize>,
}

/// The fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Provider,
    Channel,
    Number,
    Level,
    /// A level in words, or one of the EVENTLOG constants of the Windows API.
    Type,
    Date,
    Time,
    Computer,
    Description,
    /// Known and not kept: the user, the category, keywords.
    Aside,
}

/// Labels of fields in Event Viewer, its exports, the console commands and log forwarders; lower
/// case, blanks and underscores removed. German ones are those of the exports most often pasted
/// beside the English.
const LABELS: &[(&str, Field)] = &[
    ("eventsource", Field::Provider),
    ("source", Field::Provider),
    ("sourcename", Field::Provider),
    ("provider", Field::Provider),
    ("providername", Field::Provider),
    ("quelle", Field::Provider),
    ("logname", Field::Channel),
    ("log", Field::Channel),
    ("channel", Field::Channel),
    ("eventlog", Field::Channel),
    ("logfile", Field::Channel),
    ("protokollname", Field::Channel),
    ("eventid", Field::Number),
    ("eventcode", Field::Number),
    ("eventnumber", Field::Number),
    ("id", Field::Number),
    ("event", Field::Number),
    ("eventidentifier", Field::Number),
    ("ereignis-id", Field::Number),
    ("ereigniskennung", Field::Number),
    ("eventtype", Field::Type),
    ("type", Field::Level),
    ("level", Field::Level),
    ("entrytype", Field::Level),
    ("leveldisplayname", Field::Level),
    ("severity", Field::Level),
    ("ebene", Field::Level),
    ("typ", Field::Level),
    ("date", Field::Date),
    ("dateandtime", Field::Date),
    ("timegenerated", Field::Date),
    ("timecreated", Field::Date),
    ("datumunduhrzeit", Field::Date),
    ("datum", Field::Date),
    ("timestamp", Field::Date),
    ("timewritten", Field::Date),
    ("time", Field::Time),
    ("uhrzeit", Field::Time),
    ("computer", Field::Computer),
    ("computername", Field::Computer),
    ("machinename", Field::Computer),
    ("host", Field::Computer),
    ("hostname", Field::Computer),
    ("description", Field::Description),
    ("message", Field::Description),
    ("beschreibung", Field::Description),
    ("user", Field::Aside),
    ("username", Field::Aside),
    ("userid", Field::Aside),
    ("benutzer", Field::Aside),
    ("category", Field::Aside),
    ("eventcategory", Field::Aside),
    ("taskcategory", Field::Aside),
    ("task", Field::Aside),
    ("opcode", Field::Aside),
    ("keywords", Field::Aside),
    ("aufgabenkategorie", Field::Aside),
    ("categorynumber", Field::Aside),
    ("index", Field::Aside),
    ("instanceid", Field::Aside),
    ("recordnumber", Field::Aside),
    ("recordid", Field::Aside),
    ("eventrecordid", Field::Aside),
    ("data", Field::Aside),
    ("replacementstrings", Field::Aside),
    ("eventxml", Field::Aside),
    ("version", Field::Aside),
    ("processid", Field::Aside),
    ("threadid", Field::Aside),
    ("sid", Field::Aside),
    ("sidtype", Field::Aside),
];

/// The field that a label names.
pub(super) fn field(label: &str) -> Option<Field> {
    // The longest label there is, and some blanks: longer text is not worth folding.
    if label.len() > 30 {
        return None;
    }
    let folded = folded(label);
    LABELS
        .iter()
        .find(|(name, _)| *name == folded)
        .map(|(_, field)| *field)
}

/// A label in lower case without blanks, underscores and quotation marks.
pub(super) fn folded(label: &str) -> String {
    let is_kept =
        |character: &char| !character.is_whitespace() && *character != '_' && *character != '"';
    label
        .chars()
        .filter(is_kept)
        .flat_map(char::to_lowercase)
        .collect()
}

/// How grave a word or a number of a level field is.
pub(super) fn level(value: &str) -> Option<Level> {
    let lower = value.trim().trim_matches(['[', ']', '"']).to_lowercase();
    let is = |words: &[&str]| words.contains(&lower.as_str());
    if is(&["critical", "kritisch", "crit", "1"]) {
        Some(Level::Critical)
    } else if is(&["error", "err", "fehler", "2", "stop"]) {
        Some(Level::Error)
    } else if is(&["warning", "warn", "wrn", "warnung", "3"]) {
        Some(Level::Warning)
    } else if is(&[
        "information",
        "info",
        "inf",
        "informational",
        "informationen",
        "0",
        "4",
        "success",
        "none",
    ]) {
        Some(Level::Information)
    } else if is(&["verbose", "ausf\u{fc}hrlich", "debug", "5"]) {
        Some(Level::Verbose)
    } else if is(&[
        "audit success",
        "success audit",
        "successaudit",
        "audit_success",
        "auditsuccess",
        "aus",
    ]) {
        Some(Level::AuditSuccess)
    } else if is(&[
        "audit failure",
        "failure audit",
        "failureaudit",
        "audit_failure",
        "auditfailure",
        "auf",
        "failure",
    ]) {
        Some(Level::AuditFailure)
    } else {
        None
    }
}

/// The level of an event type: EVENTLOG_ERROR_TYPE and its like (winnt.h), or words.
fn event_type(value: &str) -> Option<Level> {
    match value {
        "1" => Some(Level::Error),
        "2" => Some(Level::Warning),
        "4" => Some(Level::Information),
        "8" => Some(Level::AuditSuccess),
        "16" => Some(Level::AuditFailure),
        words => level(words),
    }
}

/// The number at the head of a field ("7036", "7036 (0x1B7C)"); more than digits in front is none.
pub(super) fn number(value: &str) -> Option<u32> {
    let value = value.trim().trim_start_matches(['(', '"', '\'', '[', ' ']);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let next = value[digits..].chars().next();
    let ends = next.is_none_or(|next| !next.is_alphanumeric() && next != '.' && next != '-');
    value[..digits].parse().ok().filter(|_| ends)
}

impl Draft {
    /// Sets a field. A date and a time join; the first of two values wins.
    pub(super) fn set(&mut self, field: Field, value: &str) {
        let value = value.trim().trim_matches('"').trim();
        if value.is_empty() {
            return;
        }
        let own = || Some(value.to_owned());
        match field {
            Field::Provider => self.provider = self.provider.take().or_else(own),
            Field::Channel => self.channel = self.channel.take().or_else(own),
            Field::Number => self.number = self.number.or_else(|| number(value)),
            Field::Level => self.level = self.level.or_else(|| level(value)),
            Field::Type => self.level = self.level.or_else(|| event_type(value)),
            Field::Computer => self.computer = self.computer.take().or_else(own),
            Field::Date | Field::Time => {
                self.time = Some(match self.time.take() {
                    Some(time) => format!("{time} {value}"),
                    None => value.to_owned(),
                });
            }
            Field::Description if self.description.is_empty() => {
                value.clone_into(&mut self.description)
            }
            Field::Description | Field::Aside => {}
        }
    }

    /// True if the draft says enough to be a record: a number, and something that goes with one.
    pub(super) fn is_record(&self) -> bool {
        self.number.is_some()
            && (self.provider.is_some() || self.channel.is_some() || self.level.is_some())
    }
}
