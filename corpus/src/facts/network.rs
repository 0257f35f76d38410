//! Ports and protocols.

use super::fact;
use crate::article::{Fact, FactValue, Protocol};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// "TCP port 445", "UDP ports 500 and 4500", "port 3389", "TCP 445", "500/udp".
static PORTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(tcp|udp)(?:/ip)?[ \t]+)?ports?(?:[ \t]+(?:numbers?|#))?[ \t]+((?:(?:tcp|udp)[ \t]+)?\d{1,5}(?:(?:,[ \t]*|,?[ \t]+(?:and|or)[ \t]+)\d{1,5})*)(?:[ \t/]+\(?(tcp|udp)\b)?").ok()
});

/// "TCP 445", "UDP 500 and 4500", "445/tcp".
static PROTOCOL_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(TCP|UDP)[ \t]+(\d{2,5}(?:(?:,[ \t]*|,?[ \t]+(?:and|or)[ \t]+)\d{2,5})*)\b|\b(\d{1,5})/(tcp|udp|TCP|UDP)\b").ok()
});

/// "IP protocol 50", "protocol ID 51", "protocols 50 and 51".
static IP_PROTOCOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:ip[ \t]+)?protocols?(?:[ \t]+(?:id|number|type)s?)?[ \t]+(\d{1,3}(?:(?:,[ \t]*|,?[ \t]+(?:and|or)[ \t]+)\d{1,3})*)\b").ok()
});

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    ports(text, facts);
    ip_protocols(text, facts);
}

fn ports(text: &str, facts: &mut Vec<Fact>) {
    // Places of the ports found so far: two patterns may read one number.
    let mut taken = HashSet::new();
    for found in PORTS.iter().flat_map(|ports| ports.captures_iter(text)) {
        let protocol = found
            .get(1)
            .or_else(|| found.get(3))
            .and_then(|name| protocol(name.as_str()));
        if let Some(list) = found.get(2) {
            push_ports(
                text,
                list.start(),
                list.as_str(),
                protocol,
                (facts, &mut taken),
            );
        }
    }
    for found in PROTOCOL_FIRST
        .iter()
        .flat_map(|ports| ports.captures_iter(text))
    {
        let protocol = found
            .get(1)
            .or_else(|| found.get(4))
            .and_then(|name| protocol(name.as_str()));
        if let Some(list) = found.get(2).or_else(|| found.get(3)) {
            push_ports(
                text,
                list.start(),
                list.as_str(),
                protocol,
                (facts, &mut taken),
            );
        }
    }
}

fn ip_protocols(text: &str, facts: &mut Vec<Fact>) {
    for found in IP_PROTOCOL
        .iter()
        .flat_map(|protocols| protocols.captures_iter(text))
    {
        let Some(list) = found.get(1) else { continue };
        for (start, digits) in numbers(list.as_str()) {
            let start = list.start() + start;
            if let Ok(number) = digits.parse() {
                let value = FactValue::IpProtocol { number };
                facts.push(fact(text, start, start + digits.len(), value));
            }
        }
    }
}

fn protocol(name: &str) -> Option<Protocol> {
    match name.to_ascii_lowercase().as_str() {
        "tcp" => Some(Protocol::Tcp),
        "udp" => Some(Protocol::Udp),
        _ => None,
    }
}

fn push_ports(
    text: &str,
    at: usize,
    list: &str,
    protocol: Option<Protocol>,
    (facts, taken): (&mut Vec<Fact>, &mut HashSet<usize>),
) {
    for (start, digits) in numbers(list) {
        let (start, end) = (at + start, at + start + digits.len());
        if let Ok(number) = digits.parse::<u16>()
            && number > 0
            && taken.insert(start)
        {
            facts.push(fact(text, start, end, FactValue::Port { number, protocol }));
        }
    }
}

/// Runs of digits with their places.
fn numbers(list: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in list.split(|character: char| !character.is_ascii_digit()) {
        if !part.is_empty() {
            found.push((at, part));
        }
        at += part.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_with_and_without_protocol() {
        let ports = |text: &str| -> Vec<(u16, Option<Protocol>)> {
            let mut facts = Vec::new();
            find(text, &mut facts);
            let ports = facts.iter().filter_map(|fact| match fact.value {
                FactValue::Port { number, protocol } => Some((number, protocol)),
                _ => None,
            });
            ports.collect()
        };
        let (tcp, udp) = (Some(Protocol::Tcp), Some(Protocol::Udp));
        assert_eq!(ports("open TCP port 445 inbound"), [(445, tcp)]);
        assert_eq!(ports("UDP ports 500 and 4500"), [(500, udp), (4500, udp)]);
        assert_eq!(ports("listens on port 3389;"), [(3389, None)]);
        assert_eq!(ports("UDP 500, 4500"), [(500, udp), (4500, udp)]);
        assert_eq!(ports("53/udp"), [(53, udp)]);
        assert_eq!(ports("supports 3 modes; port 99999"), []);
    }
}
