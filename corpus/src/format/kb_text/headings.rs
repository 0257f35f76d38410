//! The body cut into sections at its headings.
//!
//! A heading is a line with `====` (level 1) or `----` (level 2) below it. The main headings
//! (SYMPTOMS, CAUSE, …) are the top; any other heading underlined with `====` stands below the
//! last main one, and one underlined with `----` below both. A section without a role of its own
//! has that of the section it stands in: "Method 1" below RESOLUTION is a resolution.

use super::roles;
use crate::article::Role;
use crate::lines::Page;
use std::ops::Range;

/// How much longer or shorter than its heading an underline may be.
const UNDERLINE_SLACK: usize = 3;
/// A longer line is a sentence.
const LONGEST_HEADING: usize = 100;

/// A section before its blocks are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    /// What it is for.
    pub(super) role: Role,
    /// Headings from the outermost to its own.
    pub(super) heading: Vec<String>,
    /// All lines, heading included.
    pub(super) lines: Range<usize>,
    /// The lines below the heading.
    pub(super) content: Range<usize>,
}

/// A heading and its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heading {
    /// 0 for a main heading, 1 for another one with `====`, 2 for one with `----`.
    level: usize,
    /// How many lines it has, underline included.
    lines: usize,
}

/// Cuts `lines` into sections; there is none only if the lines are all blank.
pub(super) fn sections(page: &Page<'_>, lines: Range<usize>) -> Vec<Outline> {
    let mut sections: Vec<Outline> = Vec::new();
    let mut path: [Option<(String, Option<Role>)>; 3] = [None, None, None];
    let mut open = lines.start;
    let mut content = lines.start;
    let mut line = page.skip_blank(lines.start, lines.end);
    let first_words = line;
    while line < lines.end {
        let Some(heading) = heading_at(page, line, lines.clone()) else {
            line += 1;
            continue;
        };
        if line > first_words {
            sections.push(outline(&path, open..line, content));
            open = line;
        }
        let text = page.words(line).to_owned();
        let role = roles::of_heading(&text);
        path[heading.level] = Some((text, role));
        path[heading.level + 1..].fill(None);
        line += heading.lines;
        content = line;
    }
    if first_words < lines.end {
        sections.push(outline(&path, open..lines.end, content));
    }
    sections
}

fn outline(
    path: &[Option<(String, Option<Role>)>; 3],
    lines: Range<usize>,
    content: usize,
) -> Outline {
    let named = path.iter().flatten();
    let role = named.clone().rev().find_map(|(_, role)| *role);
    Outline {
        role: role.unwrap_or(Role::Other),
        heading: named.map(|(text, _)| text.clone()).collect(),
        content: content..lines.end,
        lines,
    }
}

fn heading_at(page: &Page<'_>, line: usize, limits: Range<usize>) -> Option<Heading> {
    let words = page.words(line);
    if words.is_empty() || words.len() > LONGEST_HEADING || page.indent(line) > 2 {
        return None;
    }
    let below = page.words(line + 1).as_bytes();
    match below.first() {
        Some(b'=' | b'-') if line + 1 < limits.end => underlined(page, line, limits),
        None if page.indent(line) == 0 && starts_chunk(page, line, &limits) => {
            roles::of_bare_line(words).map(|_| Heading { level: 0, lines: 1 })
        }
        _ => None,
    }
}

fn underlined(page: &Page<'_>, line: usize, limits: Range<usize>) -> Option<Heading> {
    let words = page.words(line);
    let below = page.words(line + 1);
    let character = below.as_bytes()[0];
    if below.len() < 2 || !below.bytes().all(|byte| byte == character) {
        return None;
    }
    let width = words.chars().count();
    if below.len().abs_diff(width) > UNDERLINE_SLACK
        || page.indent(line + 1).abs_diff(page.indent(line)) > 1
        || is_rule_itself(words)
    {
        return None;
    }
    let main = roles::is_main(words);
    if character == b'-' && !main {
        // Labels that spaces keep apart are the header of a table.
        let table = words.contains("  ") || words.contains('\t');
        if table || !starts_chunk(page, line, &limits) {
            return None;
        }
        return Some(Heading { level: 2, lines: 2 });
    }
    let level = usize::from(!main);
    Some(Heading { level, lines: 2 })
}

/// True if nothing, a blank line or the underline of another heading stands above.
fn starts_chunk(page: &Page<'_>, line: usize, limits: &Range<usize>) -> bool {
    line == limits.start || page.is_blank(line - 1) || is_rule_itself(page.words(line - 1))
}

fn is_rule_itself(words: &str) -> bool {
    words
        .bytes()
        .all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'+' | b' '))
}

#[cfg(test)]
mod cases {
    use super::*;

    fn outline(text: &str) -> Vec<(String, Role)> {
        let page = Page::new(text);
        let found = sections(&page, 0..page.len());
        let mut at = 0;
        for section in &found {
            assert_eq!(section.lines.start, at);
            at = section.lines.end;
        }
        let path = |section: &Outline| (section.heading.join(" > "), section.role);
        found.iter().map(path).collect()
    }

    #[test]
    fn headings_make_paths_and_roles() {
        use Role::{Cause, MoreInformation, Other, Resolution, StepsToReproduce};
        let cases: &[(&str, &[(&str, Role)])] = &[
            ("Text only.", &[("", Other)]),
            ("CAUSE\n=====\n\nText.", &[("CAUSE", Cause)]),
            ("Text.\n\nCAUSE\n=====\n", &[("", Other), ("CAUSE", Cause)]),
            (
                "RESOLUTION\n==========\n\nMethod 1\n--------\n\nText.",
                &[
                    ("RESOLUTION", Resolution),
                    ("RESOLUTION > Method 1", Resolution),
                ],
            ),
            (
                "MORE INFORMATION\n================\n\n1. Setup\n========\n\nDisks\n-----\n\nCAUSE\n=====\n",
                &[
                    ("MORE INFORMATION", MoreInformation),
                    ("MORE INFORMATION > 1. Setup", MoreInformation),
                    ("MORE INFORMATION > 1. Setup > Disks", MoreInformation),
                    ("CAUSE", Cause),
                ],
            ),
            (
                "CAUSE\n=====\n\nSteps to Reproduce\n------------------\n",
                &[
                    ("CAUSE", Cause),
                    ("CAUSE > Steps to Reproduce", StepsToReproduce),
                ],
            ),
            // No underline, but a name that is always a heading.
            (
                "Text.\n\nRESOLUTION\n\nText.",
                &[("", Other), ("RESOLUTION", Resolution)],
            ),
            // The header of a table, a rule below a sentence, a line inside a paragraph.
            ("Name    Size\n------------\n", &[("", Other)]),
            ("It was a long sentence.\n---\n", &[("", Other)]),
            ("one\ntwo\n---\n", &[("", Other)]),
        ];
        for (text, expected) in cases {
            let found = outline(text);
            let found: Vec<_> = found
                .iter()
                .map(|(path, role)| (path.as_str(), *role))
                .collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }
}
