//! Command lines: on a line or in quotes of their own, and in running text behind a colon.
//!
//! A document that lost its lines has its commands in mid-sentence ("use the following syntax:
//! netsh loom show all To see less, …"): there the colon says where a command starts, and the
//! next word of prose or the next program where it ends.

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

/// Programs that articles tell people to run.
const PROGRAMS: &[&str] = &[
    "net",
    "netsh",
    "netstat",
    "netdiag",
    "netdom",
    "netuse",
    "nbtstat",
    "ipconfig",
    "ipseccmd",
    "ping",
    "pathping",
    "tracert",
    "nslookup",
    "route",
    "arp",
    "cscript",
    "wscript",
    "regsvr32",
    "regedit",
    "chkdsk",
    "fdisk",
    "format",
    "sc",
    "gpupdate",
    "gpresult",
    "secedit",
    "klist",
    "ldp",
    "nltest",
    "eseutil",
    "isinteg",
    "esefile",
    "dcdiag",
    "repadmin",
    "ntdsutil",
    "setspn",
    "winipcfg",
    "rdisk",
    "kubectl",
    "oc",
    "curl",
    "systemctl",
    "journalctl",
    "telnet",
    "ftp",
    "attrib",
    "expand",
    "extract",
    "sfc",
    "msiexec",
    "scanreg",
    "convert",
    "cacls",
    "xcacls",
    "rundll32",
];

/// What stands behind a program when it is run and not spoken of.
const ARGUMENTS: &str = r"(?:[-/\\<%]|[\w.]+[ \t]+[-/\\<%]|(?:ipsec|interface|int|show|set|start|stop|use|user|view|share|config|query|get|describe|logs|import|print|add|delete|purge|tickets)\b|[\w]+\.(?:vbs|js|dll|reg|exe|sys))";

/// Words of prose that end a command in running text, in small letters.
const PROSE: &[&str] = &[
    "and", "then", "or", "the", "to", "if", "is", "this", "that", "where", "which", "when", "from",
    "in",
];

/// Bytes of a command in running text.
const LONGEST: usize = 160;

/// A program that is run by name with arguments, on a line or in quotes of its own.
static OWN_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let programs = PROGRAMS.join("|");
    Regex::new(&format!(
        r#"(?im)(?:^[ \t>]*(?:[A-Z]:\\[^\r\n>]*>)?|["`])((?:{programs})(?:\.exe)?[ \t]+{ARGUMENTS}[^\r\n"`]{{0,160}})"#
    ))
    .ok()
});

/// A program with arguments behind the colon that announces it.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let programs = PROGRAMS.join("|");
    Regex::new(&format!(
        r"(?i):[ \t]+((?:{programs})(?:\.exe)?[ \t]+{ARGUMENTS})"
    ))
    .ok()
});

/// The same at the start of what follows a command in running text.
static NEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let programs = PROGRAMS.join("|");
    Regex::new(&format!(r"(?i)^(?:{programs})(?:\.exe)?[ \t]+{ARGUMENTS}")).ok()
});

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    let mut known: Vec<(usize, usize)> = Vec::new();
    for found in OWN_LINE.iter().flat_map(|line| line.captures_iter(text)) {
        if let Some(line) = found.get(1) {
            let end = line.start() + line.as_str().trim_end().len();
            known.push((line.start(), end));
        }
    }
    let own_lines = known.len();
    for found in ANNOUNCED.iter().flat_map(|start| start.captures_iter(text)) {
        let Some(first) = found.get(1) else { continue };
        let before = known[..own_lines].partition_point(|line| line.0 <= first.start());
        if before > 0 && known[before - 1].1 > first.start() {
            continue;
        }
        let mut start = first.start();
        while let Some(end) = end_in_prose(text, start) {
            known.push((start, end));
            let rest = text[end..].trim_start_matches([' ', '\t']);
            start = text.len() - rest.len();
            if !NEXT.iter().any(|next| next.is_match(reach(rest))) {
                break;
            }
        }
    }
    for (start, end) in known {
        let value = FactValue::Command {
            line: text[start..end].to_owned(),
        };
        facts.push(fact(text, start, end, value));
    }
}

/// As much of a text as a command may take.
fn reach(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST.min(text.len()))]
}

/// Where the command that starts at a byte of running text ends; none if nothing follows the
/// program.
fn end_in_prose(text: &str, start: usize) -> Option<usize> {
    let line = reach(&text[start..]);
    let line = line.lines().next().unwrap_or_default();
    let mut end = 0;
    let mut words = 0;
    for (at, word) in words_of(line) {
        let is_next = words > 1
            && NEXT
                .iter()
                .any(|next| next.is_match(reach(&text[start + at..])));
        if words > 0 && (is_next || is_prose(word)) {
            break;
        }
        let bare = word.trim_end_matches(['.', ',', ';']);
        if bare.is_empty() {
            break;
        }
        words += 1;
        end = start + at + bare.len();
        if bare.len() < word.len() {
            break;
        }
    }
    (words > 1).then_some(end)
}

/// The words of a line with their places.
fn words_of(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split([' ', '\t'])
        .scan(0, |next, word| {
            let at = *next;
            *next += word.len() + 1;
            Some((at, word))
        })
        .filter(|(_, word)| !word.is_empty())
}

/// True for a word that no command line has: one of prose, or one that starts a sentence.
fn is_prose(word: &str) -> bool {
    let is_drive = word.as_bytes().get(1) == Some(&b':');
    let bare = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let starts = bare.starts_with(|first: char| first.is_ascii_uppercase());
    let is_plain = bare
        .chars()
        .skip(1)
        .all(|letter| letter.is_ascii_lowercase());
    PROSE.contains(&bare)
        || starts
            && is_plain
            && !is_drive
            && !PROGRAMS.contains(&bare.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_on_lines_and_behind_colons() {
        for (text, expected) in [
            (
                "   nbtstat -a <client name>\n",
                &["nbtstat -a <client name>"][..],
            ),
            ("run \"sc query loom\" first", &["sc query loom"]),
            ("netsh is not there", &[]),
            ("Two tools: ping the loom, and netsh.", &[]),
            (
                "use this syntax: netsh loom -v show all. Other tools follow",
                &["netsh loom -v show all"],
            ),
            (
                "all of it: ipseccmd show all To see what is assigned: Ipseccmd show gpo Note On SP2.",
                &["ipseccmd show all", "Ipseccmd show gpo"],
            ),
            (
                "enter the following: ipconfig /release ipconfig /renew If it fails, call",
                &["ipconfig /release", "ipconfig /renew"],
            ),
            (
                "Run the script: cscript Loom_Check.vbs The script looks",
                &["cscript Loom_Check.vbs"],
            ),
            ("type: net stop loomd and press ENTER", &["net stop loomd"]),
            (
                "enter: net use \\\\Loom\\Warp X:, then",
                &["net use \\\\Loom\\Warp X:"],
            ),
        ] {
            let mut facts = Vec::new();
            find(text, &mut facts);
            let lines: Vec<&str> = facts.iter().map(|fact| fact.text.as_str()).collect();
            assert_eq!(lines, expected, "{text}");
        }
    }
}
