//! Lines of log servers: RFC 3164 and RFC 5424, with the bodies that Windows agents put into them
//! (tab-separated `MSWinEventLog`, EventReporter, numbered tags, structured data).

use super::Level;
use super::draft::{Draft, Field, level, number};
use crate::understand::pattern::compiled;
use regex::Regex;
use std::sync::LazyLock;

/// `<134>Nov 21 06:07:01 host `: the priority may be gone, the year may be there.
static OLD_HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"^(?:<(\d{1,3})>)?((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?: \d{4})?) (\S+) (.*)$",
    )
});

/// `<134>1 2020-01-02T03:04:05.678Z host app process id [data] message`.
static NEW_HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"^(?:<(\d{1,3})>)?1 (\d{4}-\d\d-\d\dT\S{5,}) (\S+) (\S+) (\S+) (\S+) (.*)$")
});

/// `EvntSLog: [ERR] Mon Jan 1 10:11:12 2001: HOST/Source (5719) - "text"`.
static REPORTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r#"EvntSLog:?[ \t]*(?:\d+:)?[ \t]*\[(\w{2,5})\][ \t]*(.*?):[ \t]+([^\s/]+)/([^(]+?)[ \t]*\((\d{1,10})\)[ \t]*-?[ \t]*(.*)$"#,
    )
});

/// `Service_Control_Manager: 7036: text`, `Security-Auditing: 4625: AUDIT_FAILURE text`.
static NUMBERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"^([A-Za-z][\w.$-]+)(?:\[[^\]]+\])?: ?(\d{1,5}): ?(.*)$"));

/// `app[123]: text`.
static TAGGED: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"^([\w./$-]+)(?:\[\d{1,10}\])?: ?(.*)$"));

/// `Name="value"` of structured data.
static DATUM: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r#"(\w{2,})="((?:[^"\\]|\\.)*)""#));

/// `EventCode=5719`, `EventID="5719"` in a message of named values.
static KEYED_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r#"(?i)\bevent_?(?:id|code)="?(\d{1,5})\b"#));

/// `SourceName=Service Control Manager` up to the next name, or in marks.
static KEYED_SOURCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r#"(?i)\b(?:source|provider)(?:_?name)?=(?:"([^"]{1,80})"|([^"=]{1,80}?)(?:[ \t]+\w+=|$))"#,
    )
});

/// Reads the syslog lines of a text.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let mut at = 0;
    let mut drafts = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        if let Some(draft) = draft(line.trim_end()) {
            drafts.push(Draft { span, ..draft });
        }
    }
    drafts
}

fn draft(line: &str) -> Option<Draft> {
    let agent = || snare(line).or_else(|| reporter(line));
    agent().or_else(|| old(line)).or_else(|| new(line))
}

/// The fields behind `MSWinEventLog`, in the order of the Snare agent's documentation:
/// criticality, log, counter, time, number, source, user, kind of SID, type, computer, category,
/// data, description.
fn snare(line: &str) -> Option<Draft> {
    let rest = &line[line.find("MSWinEventLog")?..];
    let separator = if rest.contains("#011") { "#011" } else { "\t" };
    let cells: Vec<&str> = rest.split(separator).collect();
    let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
    let mut draft = Draft::default();
    for (place, field) in [
        (2, Field::Channel),
        (4, Field::Date),
        (5, Field::Number),
        (6, Field::Provider),
        (9, Field::Level),
        (10, Field::Computer),
        (13, Field::Description),
    ] {
        draft.set(field, cell(place));
    }
    draft.is_record().then_some(draft)
}

fn reporter(line: &str) -> Option<Draft> {
    if !line.contains("EvntSLog") {
        return None;
    }
    let found = REPORTER.as_ref()?.captures(line)?;
    let group = |place: usize| found.get(place).map_or("", |group| group.as_str());
    let mut draft = Draft::default();
    for (place, field) in [
        (1, Field::Level),
        (2, Field::Date),
        (3, Field::Computer),
        (4, Field::Provider),
        (5, Field::Number),
        (6, Field::Description),
    ] {
        draft.set(field, group(place));
    }
    draft.is_record().then_some(draft)
}

fn old(line: &str) -> Option<Draft> {
    let found = OLD_HEAD.as_ref()?.captures(line)?;
    let group = |place: usize| found.get(place).map_or("", |group| group.as_str());
    let mut draft = Draft {
        level: priority(group(1)),
        time: Some(group(2).to_owned()),
        computer: Some(group(3).to_owned()),
        ..Draft::default()
    };
    body(&mut draft, group(4));
    Some(draft)
}

/// What stands behind the head: a numbered tag of a Windows agent, or the tag of a program.
fn body(draft: &mut Draft, words: &str) {
    if let Some(found) = NUMBERED
        .as_ref()
        .and_then(|numbered| numbered.captures(words))
    {
        let group = |place: usize| found.get(place).map_or("", |group| group.as_str());
        // Agents write blanks of a source as underscores.
        draft.provider = Some(group(1).replace('_', " "));
        draft.number = number(group(2));
        group(3).clone_into(&mut draft.description);
        let audit = group(3).split([' ', ':']).next().and_then(level);
        draft.level = audit.or(draft.level);
    } else if let Some(found) = TAGGED.as_ref().and_then(|tagged| tagged.captures(words)) {
        draft.provider = found.get(1).map(|tag| tag.as_str().to_owned());
        draft.description = found.get(2).map_or("", |rest| rest.as_str()).to_owned();
        keyed(draft);
    } else {
        words.clone_into(&mut draft.description);
        keyed(draft);
    }
}

/// A message of named values says itself whose event it carries; the tag in front is the agent's.
fn keyed(draft: &mut Draft) {
    let find = |regex: &Option<Regex>| {
        let found = regex.as_ref()?.captures(&draft.description)?;
        let value = found.get(1).or(found.get(2))?;
        Some(value.as_str().trim().to_owned())
    };
    if let (Some(value), Some(source)) = (find(&KEYED_NUMBER), find(&KEYED_SOURCE)) {
        draft.number = number(&value);
        draft.provider = Some(source);
    }
}

fn new(line: &str) -> Option<Draft> {
    let found = NEW_HEAD.as_ref()?.captures(line)?;
    let group = |place: usize| found.get(place).map_or("", |group| group.as_str());
    let mut draft = Draft::default();
    let rest = group(7);
    let data = if rest.starts_with('[') {
        data_length(rest)
    } else {
        rest.len().min(1)
    };
    for datum in DATUM
        .iter()
        .flat_map(|datum| datum.captures_iter(&rest[..data]))
    {
        let part = |place: usize| datum.get(place).map_or("", |part| part.as_str());
        if let Some(field) = super::draft::field(part(1)) {
            draft.set(field, part(2));
        }
    }
    draft.set(Field::Provider, group(4));
    draft.set(Field::Computer, group(3));
    draft.set(Field::Description, &rest[data..]);
    draft.time = Some(group(2).to_owned());
    draft.level = draft.level.or_else(|| priority(group(1)));
    Some(draft)
}

/// Bytes of the structured data at the head of `rest`: its closing bracket outside quotes that no
/// further element follows.
fn data_length(rest: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted && !rest[at + 1..].starts_with('[') => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The severity of a priority (RFC 5424, section 6.2.1), as a level.
fn priority(digits: &str) -> Option<Level> {
    let severity = digits.parse::<u32>().ok()? % 8;
    Some(match severity {
        0..=2 => Level::Critical,
        3 => Level::Error,
        4 => Level::Warning,
        5 | 6 => Level::Information,
        _ => Level::Verbose,
    })
}
