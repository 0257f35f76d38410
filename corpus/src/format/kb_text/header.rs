//! The header: `NAME    :value` lines from `DOCUMENT` to `KEYWORDS`.

use super::fields::Field;
use super::layout::is_rule;
use crate::article::Span;
use crate::lines::Page;
use std::ops::Range;

/// The fields of a header, in their usual order.
const NAMES: &[&str] = &[
    "DOCUMENT", "TITLE", "PRODUCT", "PROD/VER", "OPER/SYS", "KEYWORDS",
];
/// A longer value without a new field is text, not a header.
const MOST_WRAPPED: usize = 40;

/// The name of the header field that a line begins, if it begins one.
pub(super) fn field_name(line: &str) -> Option<&'static str> {
    let first = line.as_bytes().first()?;
    if !matches!(first, b'D' | b'T' | b'P' | b'O' | b'K') {
        return None;
    }
    NAMES.iter().copied().find(|name| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':'))
    })
}

/// The line after the header: after its last field, the wrapped lines of that, blank lines and
/// the rule of equal signs.
pub(super) fn end(page: &Page<'_>) -> usize {
    let mut line = page.skip_blank(0, page.len());
    let mut wrapped = 0;
    let mut last = 0;
    while line < page.len() {
        let words = page.words(line);
        if field_name(words).is_some() {
            wrapped = 0;
        } else if words.is_empty() || last == 0 || is_rule(words, b'=', 20) {
            break;
        } else {
            wrapped += 1;
            if wrapped > MOST_WRAPPED {
                break;
            }
        }
        line += 1;
        last = line;
    }
    if last == 0 {
        return 0;
    }
    let rule = page.skip_blank(last, page.len());
    if is_rule(page.words(rule), b'=', 20) {
        rule + 1
    } else {
        last
    }
}

/// The fields of the header's lines.
pub(super) fn fields(page: &Page<'_>, lines: Range<usize>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::with_capacity(NAMES.len());
    for line in lines {
        let words = page.words(line);
        let start = page.lines[line].words;
        if let Some(name) = field_name(words) {
            let colon = words.find(':').unwrap_or(words.len() - 1);
            let rest = &words[colon + 1..];
            let value = rest.trim_start();
            let at = start + words.len() - value.len();
            let mut field = Field {
                name: name.to_owned(),
                value: String::new(),
                span: Span::new(at, at),
                line,
            };
            if !value.is_empty() {
                field.extend(value, Span::new(at, at + value.len()));
            }
            fields.push(field);
        } else if !words.is_empty()
            && !is_rule(words, b'=', 20)
            && let Some(field) = fields.last_mut()
        {
            field.extend(words, page.words_span(line..line + 1));
        }
    }
    fields
}

/// What the value of the `DOCUMENT` line says: id, date as printed, tags.
pub(super) fn document_line(value: &str) -> (Option<String>, Option<&str>, Vec<String>) {
    let (value, tags) = match value.split_once('[') {
        Some((value, tags)) => (value, tags.trim_end().trim_end_matches(']')),
        None => (value, ""),
    };
    let mut words = value.split_ascii_whitespace();
    let id = words.next().and_then(article_id);
    let date = if id.is_some() {
        words.next()
    } else {
        value.split_ascii_whitespace().nth(1)
    };
    let tags = tags
        .split([',', ';', ' ', '[', ']'])
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect();
    (id, date, tags)
}

/// The canonical form (`Q123456`) of an article id.
fn article_id(word: &str) -> Option<String> {
    let digits = word
        .strip_prefix(['Q', 'q'])
        .or_else(|| word.strip_prefix("KB"))
        .unwrap_or(word);
    let plausible = (4..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plausible.then(|| format!("Q{digits}"))
}

/// `06-AUG-2002` as `2002-08-06`; `None` if it is no date.
pub(super) fn iso_date(printed: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut parts = printed.split('-');
    let day: u32 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let year: u32 = parts.next()?.parse().ok()?;
    let month = MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(month))?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = DAYS[month] + u32::from(month == 1 && leap);
    let sane = (1..=last).contains(&day) && (1970..=2100).contains(&year);
    (sane && parts.next().is_none()).then(|| format!("{year:04}-{:02}-{day:02}", month + 1))
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn dates_become_iso_dates() {
        let cases = [
            ("06-AUG-2002", Some("2002-08-06")),
            ("29-FEB-2000", Some("2000-02-29")),
            ("29-FEB-2001", None),
            ("31-APR-2001", None),
            ("00-JAN-2001", None),
            ("06-FOO-2002", None),
            ("2002-08-06", None),
            ("06-AUG-2002-1", None),
        ];
        for (printed, expected) in cases {
            assert_eq!(iso_date(printed).as_deref(), expected, "{printed}");
        }
    }

    #[test]
    fn the_document_line_names_id_date_and_tags() {
        let (id, date, tags) = document_line("Q10022  07-SEP-2001  [word97]");
        assert_eq!(id.as_deref(), Some("Q10022"));
        assert_eq!(date, Some("07-SEP-2001"));
        assert_eq!(tags, ["word97"]);
        assert_eq!(document_line(" of the year").0, None);
    }
}
