//! Tests of `identifiers`, on invented texts.

use super::*;

/// `event NUMBER PROVIDER`, `error HEX`, … for each identifier, to keep the tables short.
fn told(text: &str) -> Vec<String> {
    find(text).iter().map(tell).collect()
}

fn tell(one: &Identifier) -> String {
    match &one.value {
        Value::Event {
            number,
            provider,
            channel,
        } => {
            let mut told = format!("event {number}");
            if let Some(provider) = provider {
                told += &format!(" of {provider}");
            }
            if let Some(channel) = channel {
                told += &format!(" in {channel}");
            }
            told
        }
        Value::ErrorCode {
            value: Some(value), ..
        } => format!("error {value:x}"),
        Value::ErrorCode { symbol, .. } => {
            format!("symbol {}", symbol.as_deref().unwrap_or_default())
        }
        Value::Port { number, protocol } => match protocol {
            Some(protocol) => format!("port {number} {protocol:?}"),
            None => format!("port {number}"),
        },
        Value::Article(id) => format!("article {id}"),
        Value::RegistryKey(key) => format!("key {key}"),
        Value::File(name) => format!("file {name}"),
        Value::Address(address) => format!("address {address}"),
        Value::Version { product, version } => {
            format!("version {} {version}", product.as_deref().unwrap_or("-"))
        }
        Value::Number(number) => format!("number {number}"),
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text:?}");
}

#[test]
fn events_with_their_source() {
    check(
        "Event ID 4100\nSource: loomserv",
        &["event 4100 of loomserv"],
    );
    check(
        "Source: Loom Service Manager\r\nEvent ID: 12\r\n",
        &["event 12 of Loom Service Manager"],
    );
    check(
        "event id 412 source loom control manager in the application log",
        &["event 412 of loom control manager in Application"],
    );
    check("loom router event 20099", &["event 20099 of loom router"]);
    check("netlogon 5719", &["event 5719 of netlogon"]);
    check("dns 4004", &["event 4004 of dns"]);
    check(
        "Service Control Manager 7031 keeps coming up",
        &["event 7031 of Service Control Manager"],
    );
    check(
        "we get event 7031 from Service Control Manager",
        &["event 7031 of Service Control Manager"],
    );
    check(
        "MSExchangeIS Private 1025 is logged",
        &["event 1025 of MSExchangeIS Private"],
    );
    check(
        "event 5719 (NETLOGON) at every start",
        &["event 5719 of NETLOGON"],
    );
    check("Event 9 / Source: atapi", &["event 9 of atapi"]);
    check("event 1234, source: userenv", &["event 1234 of userenv"]);
    check("there is a disk event 51 in it", &["event 51 of disk"]);
    check(
        "events 5781 and 5783 from NETLOGON",
        &["event 5781 of NETLOGON", "event 5783 of NETLOGON"],
    );
    check(
        "Event ID: 1\nSource: One\n\nEvent ID: 2\nSource: Two\n",
        &["event 1 of One", "event 2 of Two"],
    );
}

#[test]
fn events_without_a_source_stay_without() {
    check(
        "since the update all of the printers drop event 624",
        &["event 624"],
    );
    check("I keep getting event 624", &["event 624"]);
    check("what is event id 624?", &["event 624"]);
    check("the system event 26", &["event 26"]);
}

#[test]
fn numbers_that_are_no_identifiers() {
    check("since 1999 there are 4000 users with 256 mb each", &[]);
    check("this event occurs 3 times", &[]);
    check("event 3 times a day", &[]);
    check(
        "windows 2000 and exchange 5.5 on nt 3.51",
        &[
            "version windows 2000",
            "version exchange 5.5",
            "version nt 3.51",
        ],
    );
    check("nt4 sp6a server", &["version nt 4", "version - SP6a"]);
    check("HP DeskJet 550C at 1024 by 768", &[]);
    check("call me on 4255551212 by phone", &[]);
    check("com port 2 and an 8 port hub", &[]);
}

#[test]
fn error_codes_in_every_notation_are_one_value() {
    for text in [
        "0x80072EFD",
        "error 80072efd",
        "80072EFDh",
        "2147954429",
        "error code -2147012867",
        "0xFFFFFFFF80072EFD",
        "hr=0x80072efdL",
    ] {
        check(text, &["error 80072efd"]);
    }
    check("it fails with MAPI_E_NOT_FOUND", &["error 8004010f"]);
    check("it fails with LOOM_E_TANGLED", &["symbol LOOM_E_TANGLED"]);
    check(
        "stop 0xa (0x00000004, 0x00000002)",
        &["error a", "error 4", "error 2"],
    );
    check("Error: -1018", &["error fffffc06"]);
    check("error \u{2212}1018", &["error fffffc06"]);
    check("{8CC497C0-A1DF-11CE-8098-00AA0047BE5D}", &[]);
    check("at 12:30 we had error 5 times", &[]);
}

#[test]
fn an_ambiguous_number_keeps_its_readings() {
    let values = |text: &str| -> Vec<u32> {
        let found = find(text);
        found[0]
            .readings
            .iter()
            .map(|reading| reading.value)
            .collect()
    };
    assert_eq!(values("error 1645"), [1645, 0x1645, 0x8007_066d]);
    assert_eq!(values("1645"), [1645, 1645, 0x1645, 0x8007_066d]);
    assert_eq!(values("0x80004005"), [0u32; 0]);
    assert_eq!(find("1645")[0].value, Value::Number(1645));
    assert_eq!(find("error 1645 and no more")[0].text, "1645");
}

#[test]
fn names_ports_and_addresses() {
    check(
        "see Q235174 and KB 885267",
        &["article Q235174", "article Q885267"],
    );
    check(
        r"set HKEY_LOCAL_MACHINE\Software\Loom Works\Shuttle Speed and restart",
        &[r"key HKLM\Software\Loom Works\Shuttle"],
    );
    check(
        r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion, value Shell",
        &[r"key HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"],
    );
    check(
        "loom32.dll and C:\\Loom\\weave.exe crash",
        &["file loom32.dll", "file C:\\Loom\\weave.exe"],
    );
    check(
        "TCP port 2702 and 500/udp",
        &["port 2702 Tcp", "port 500 Udp"],
    );
    check("TCP/UDP port 53", &["port 53 Tcp", "port 53 Udp"]);
    check(
        "ports 137, 138 and 139",
        &["port 137", "port 138", "port 139"],
    );
    check(
        "ping 10.1.2.3 and fe80::12:3",
        &["address 10.1.2.3", "address fe80::12:3"],
    );
    check("version 4.0.13.1 at 10:30:00", &["version - 4.0.13.1"]);
}

mod properties {
    use super::super::find;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_hold_the_words_and_do_not_cross(text in "(?s).{0,200}|([a-zA-Z0-9:\\\\.,#() \n-]{0,12}(event id|source:|error|0x|port|HKLM\\\\|tcp|sp)[ \n]?[0-9a-f\u{e9}]{0,11}){0,8}") {
            let mut end = 0;
            let mut last = None;
            for one in find(&text) {
                prop_assert_eq!(&text[one.span.range()], one.text.as_str());
                prop_assert!(one.span.start >= end || last == Some(one.span));
                end = one.span.end;
                last = Some(one.span);
            }
        }
    }
}

/// Accuracy on the development sets, where they are at hand.
mod development_sets {
    use super::super::{Value, find};
    use std::path::PathBuf;

    fn texts(set: &str) -> Option<Vec<String>> {
        let shared = std::env::var_os("FIRSTLINE_SHARED").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
            PathBuf::from,
        );
        let path = shared.join("eval").join(set);
        let Ok(lines) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return None;
        };
        let text = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["text"].as_str().unwrap().to_owned()
        };
        Some(lines.lines().map(text).collect())
    }

    /// Number and source as the three forms of the set print them.
    fn wanted_event(text: &str) -> (u32, String) {
        let lower = text.to_lowercase();
        let field = |label: &str| {
            let rest = &lower[lower.find(label)? + label.len()..];
            Some(
                rest.trim_start_matches([':', ' '])
                    .lines()
                    .next()?
                    .to_owned(),
            )
        };
        if let (Some(number), Some(source)) = (field("event id"), field("source:")) {
            return (number.trim().parse().unwrap(), source.trim().to_owned());
        }
        if let Some(rest) = lower.strip_prefix("event id ") {
            let (number, rest) = rest.split_once(" source ").unwrap();
            let source = rest.strip_suffix(" in the application log").unwrap();
            return (number.parse().unwrap(), source.to_owned());
        }
        let (source, number) = lower.rsplit_once(" event ").unwrap();
        (number.trim().parse().unwrap(), source.to_owned())
    }

    #[test]
    fn every_event_query_gives_its_number_and_source() {
        let Some(texts) = texts("events-dev.jsonl") else {
            return;
        };
        let is_right = |text: &&String| {
            let (number, source) = wanted_event(text);
            let found = find(text);
            let first = found.iter().find_map(|one| match &one.value {
                Value::Event {
                    number, provider, ..
                } => Some((*number, provider.clone())),
                _ => None,
            });
            let right = first.as_ref().is_some_and(|(found, provider)| {
                *found == number
                    && provider.as_deref().map(str::to_lowercase) == Some(source.clone())
            });
            if !right {
                println!("missed: {text:?}: {first:?}");
            }
            right
        };
        let right = texts.iter().filter(is_right).count();
        println!("events: {right} of {}", texts.len());
        assert_eq!(right, texts.len());
    }

    #[test]
    fn every_code_query_gives_its_value() {
        let Some(texts) = texts("codes-dev.jsonl") else {
            return;
        };
        let wanted = |text: &str| -> u32 {
            let word = text
                .split_whitespace()
                .find(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
                .unwrap();
            let signed = word
                .parse::<i64>()
                .ok()
                .filter(|value| word.starts_with('-') || *value >= 1 << 31);
            let digits = word.trim_start_matches("0x");
            signed.map_or_else(
                || u32::from_str_radix(digits, 16).unwrap(),
                |value| value as u32,
            )
        };
        let is_right = |text: &&String| {
            let values: Vec<Value> = find(text).into_iter().map(|one| one.value).collect();
            let right = matches!(values.as_slice(), [Value::ErrorCode { value: Some(value), .. }] if *value == wanted(text));
            if !right {
                println!("missed: {text:?}: {values:x?}");
            }
            right
        };
        let right = texts.iter().filter(is_right).count();
        println!("codes: {right} of {}", texts.len());
        assert_eq!(right, texts.len());
    }

    /// In plain descriptions events, codes and ports are rare; what is found is printed to be
    /// judged, and the few are held.
    #[test]
    fn descriptions_hold_few_identifiers() {
        let sets = ["search-dev.jsonl", "caller-dev.jsonl", "foreign-dev.jsonl"];
        let texts: Vec<String> = sets.iter().filter_map(|set| texts(set)).flatten().collect();
        let mut events_and_codes = 0;
        for text in &texts {
            for one in find(text) {
                let counts = matches!(
                    one.value,
                    Value::Event { .. }
                        | Value::ErrorCode { .. }
                        | Value::Port { .. }
                        | Value::Number(_)
                );
                events_and_codes += usize::from(counts);
                println!(
                    "{} {:?} in {text:?}",
                    if counts { "!" } else { " " },
                    one.value
                );
            }
        }
        println!(
            "events, codes and ports in {} descriptions: {events_and_codes}",
            texts.len()
        );
        assert!(events_and_codes <= texts.len() / 40);
    }
}
