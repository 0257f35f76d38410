//! Ports and addresses.

use super::{Identifier, Notation, Pattern, Value, after, before, pattern, stands_alone};
use corpus::article::Protocol;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

/// "TCP port 2702", "ports 137, 138 and 139", "port number 25".
static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(tcp[ \t]*(?:/|and|or|&)[ \t]*udp|udp[ \t]*(?:/|and|or|&)[ \t]*tcp|tcp|udp)?[ \t]*\bports?[ \t]*(?:number|no\.?|#|:|=)?[ \t]*(\d{1,5}(?:(?:,[ \t]*(?:and[ \t]+)?|[ \t]+(?:and|or|&)[ \t]+)\d{1,5})*)(?:[ \t]*[/(]?[ \t]*(tcp|udp)\b)?",
    )
});

/// "TCP 2702", "UDP/500", "tcp:445".
static PREFIXED: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(tcp|udp)[ \t]?[/: ]?[ \t]?(\d{1,5})\b"));

/// "2702/tcp".
static SUFFIXED: Pattern = LazyLock::new(|| pattern(r"(?i)\b(\d{1,5})[ \t]?/[ \t]?(tcp|udp)\b"));

/// Anything dotted in four, or with colons enough for an IPv6 address.
static ADDRESS: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}")
});

pub(super) fn find(text: &str, found: &mut Vec<Identifier>) {
    named_ports(text, found);
    for matched in PREFIXED.iter().flat_map(|port| port.captures_iter(text)) {
        if let (Some(protocol), Some(number)) = (matched.get(1), matched.get(2)) {
            push_port(text, number.range(), protocols(protocol.as_str()), found);
        }
    }
    for matched in SUFFIXED.iter().flat_map(|port| port.captures_iter(text)) {
        if let (Some(number), Some(protocol)) = (matched.get(1), matched.get(2)) {
            push_port(text, number.range(), protocols(protocol.as_str()), found);
        }
    }
    for matched in ADDRESS.iter().flat_map(|address| address.find_iter(text)) {
        if is_address(text, &matched.range()) {
            let value = Value::Address(matched.as_str().to_owned());
            found.push(Identifier::new(
                text,
                matched.range(),
                value,
                Notation::Literal,
            ));
        }
    }
}

fn named_ports(text: &str, found: &mut Vec<Identifier>) {
    for matched in NAMED.iter().flat_map(|ports| ports.captures_iter(text)) {
        let (Some(all), Some(list)) = (matched.get(0), matched.get(2)) else {
            continue;
        };
        let protocol = matched
            .get(1)
            .or_else(|| matched.get(3))
            .map_or("", |word| word.as_str());
        if protocol.is_empty() && is_hardware(text, all.start()) {
            continue;
        }
        let mut at = list.start();
        for part in list
            .as_str()
            .split(|character: char| !character.is_ascii_digit())
        {
            let range = at..at + part.len();
            at = range.end + 1;
            // "TCP port 2702 and 500/udp": what stands behind the last number is its own.
            let own = matched.get(3).filter(|_| range.end == list.end());
            let protocol = own.map_or(protocol, |own| own.as_str());
            push_port(text, range, protocols(protocol), found);
        }
    }
}

/// "COM port 1", "printer port 3", "8-port hub".
fn is_hardware(text: &str, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "com", "lpt", "serial", "parallel", "printer", "usb", "scsi", "hub", "switch", "i/o",
        "base",
    ];
    let head = before(text, at, 24).to_ascii_lowercase();
    let last = head.split_whitespace().next_back().unwrap_or_default();
    WORDS.contains(&last)
}

fn protocols(word: &str) -> &'static [Option<Protocol>] {
    let word = word.to_ascii_lowercase();
    match (word.contains("tcp"), word.contains("udp")) {
        (true, true) => &[Some(Protocol::Tcp), Some(Protocol::Udp)],
        (true, false) => &[Some(Protocol::Tcp)],
        (false, true) => &[Some(Protocol::Udp)],
        (false, false) => &[None],
    }
}

fn push_port(
    text: &str,
    range: Range<usize>,
    protocols: &[Option<Protocol>],
    found: &mut Vec<Identifier>,
) {
    let digits = text.get(range.clone()).unwrap_or_default();
    let Some(number) = digits.parse::<u16>().ok().filter(|number| *number > 0) else {
        return;
    };
    if !stands_alone(text, &range) || is_decimal(after(text, range.end, 2)) {
        return;
    }
    for &protocol in protocols {
        let value = Value::Port { number, protocol };
        let known = found.iter().rev().take(4).any(|one| {
            one.span.start as usize == range.start && matches!(one.value, Value::Port { .. })
        });
        if !known || protocols.len() > 1 {
            found.push(Identifier::new(
                text,
                range.clone(),
                value,
                Notation::Phrase,
            ));
        }
    }
}

fn is_decimal(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'.', digit, ..] if digit.is_ascii_digit())
}

/// True if the range holds an IP address and no version, time or class id.
pub(in crate::understand) fn is_address(text: &str, range: &Range<usize>) -> bool {
    let written = text.get(range.clone()).unwrap_or_default();
    let touches =
        |character: char| character.is_alphanumeric() || matches!(character, '.' | ':' | '_');
    let head = before(text, range.start, 16);
    if head.ends_with(touches) && !head.ends_with([':', '.']) {
        return false;
    }
    if written.contains('.') {
        let tail = after(text, range.end, 2);
        let longer = is_decimal(tail) || head.ends_with('.');
        return !longer && !follows_version_word(head) && written.parse::<Ipv4Addr>().is_ok();
    }
    let groups = written.split(':').filter(|group| !group.is_empty()).count();
    let tail = after(text, range.end, 1);
    !head.ends_with(touches)
        && !tail.starts_with(touches)
        && groups >= 2
        && written.parse::<Ipv6Addr>().is_ok()
}

/// "version 4.0.1381.4", "build 5.0.2195.1", "v.1.2.3.4".
fn follows_version_word(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    let head = head.trim_end_matches([' ', ':', '.', '(', '=']);
    [
        "version", "ver", "build", " v", "release", "revision", "firmware", "driver",
    ]
    .iter()
    .any(|word| head.ends_with(word))
}
