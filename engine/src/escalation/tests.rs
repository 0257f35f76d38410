//! Packets: what is asked for, what is there, whom it goes to; every packet fits the schema.

use super::*;
use crate::guide::{Choice, MemoryStore, Reply};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builtin().unwrap());

/// 2026-11-21 09:30 UTC.
const NOW: u64 = 1_795_253_400;

fn request(text: &str) -> EscalationRequest {
    EscalationRequest {
        case: Case::new(text),
        have: Vec::new(),
        session: None,
        tier: 1,
        now: NOW,
    }
}

fn walked(id: &str, answers: &[&str]) -> SessionAnswer {
    let store = MemoryStore::default();
    let choice = Choice::on("2026-11-21");
    let mut session = ENGINE
        .begin_guide(&store, (id, &choice), None, NOW)
        .unwrap();
    for answer in answers {
        let reply = Reply {
            text: (*answer).to_owned(),
            revision: None,
        };
        session = ENGINE
            .answer_guide(&store, &session.code, &reply, NOW)
            .unwrap();
    }
    session
}

fn packet(request: &EscalationRequest) -> EscalationPacket {
    let packet = ENGINE.escalation(request).unwrap();
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
    let value = serde_json::to_value(&packet).unwrap();
    let faults = super::schema_check::faults(&schema, &schema, &value, "packet");
    assert_eq!(faults, Vec::<String>::new(), "{value:#}");
    packet
}

fn is_there(packet: &EscalationPacket, words: &str) -> Option<bool> {
    let item = packet.items.iter().find(|item| item.item.contains(words));
    item.map(|item| item.have)
}

const EVENT: &str = "Event Type: Error\nEvent Source: IPSEC\nEvent Category: None\nEvent ID: 4284\n\
    Date: 1/2/2006\nTime: 3:04:05 PM\nUser: N/A\nComputer: WEAVER7\nDescription:\n\
    Received 12 packet(s) in the clear from 10.7.8.9 which should have been secured.\n";

#[test]
fn an_event_goes_to_whom_its_article_says_with_what_it_asks_for() {
    let packet = packet(&request(EVENT));
    assert_eq!(packet.to.to, "IPsec policy designer");
    assert!(packet.to.source.is_some());
    assert_eq!(is_there(&packet, "Complete event text"), Some(true));
    assert_eq!(is_there(&packet, "Event 547"), Some(false));
    assert!(
        packet.completeness.contains("event 547 record"),
        "{}",
        packet.completeness
    );
    assert!(!packet.cautions.is_empty());
    assert!(
        packet.limits.iter().any(|limit| limit.who == "Tier 2"),
        "{:?}",
        packet.limits
    );
}

#[test]
fn names_and_addresses_of_the_text_are_masked_everywhere() {
    let packet = packet(&request(EVENT));
    let json = serde_json::to_string(&packet).unwrap();
    for secret in ["WEAVER7", "10.7.8.9"] {
        assert!(!json.contains(secret), "{secret}");
    }
    assert_eq!(packet.case.masked.get("address"), Some(&1));
}

#[test]
fn the_number_of_an_event_alone_is_no_record() {
    let packet = packet(&request("event 4284 keeps coming"));
    assert_eq!(is_there(&packet, "Complete event text"), Some(false));
}

#[test]
fn what_is_given_is_there_by_number_name_or_words() {
    let mut request = request(EVENT);
    let have = |what: &str, value: Option<&str>| (what.to_owned(), value.map(str::to_owned));
    let before = packet(&request).missing;
    request.have = vec![
        have("547 record", Some("none in the log")),
        have("scripts", None),
        have("weather", Some("fine")),
    ];
    let packet = packet(&request);
    assert_eq!(packet.missing, before - 2);
    assert_eq!(is_there(&packet, "Event 547"), Some(true));
    let given = packet.items.last().unwrap();
    assert_eq!(
        (given.item.as_str(), given.value.as_deref()),
        ("weather", Some("fine"))
    );
    request.have = vec![have("scope", Some("only PC-17 of Ann Weaver"))];
    let named = self::packet(&request).markdown;
    assert!(
        named.contains("only [host-") && !named.contains("PC-17") && !named.contains("Weaver"),
        "{named}"
    );
    assert!(packet.markdown.contains(": none in the log"));
}

#[test]
fn a_walked_playbook_decides_and_its_transcript_goes_along() {
    let mut request = request("");
    request.session = Some(walked("callers-own-computer", &["1", "1", "no"]));
    let packet = packet(&request);
    assert!(
        packet.to.to.starts_with("Tier 2; the team"),
        "{:?}",
        packet.to
    );
    assert_eq!(is_there(&packet, "Steps taken"), Some(true));
    let session = packet.session.as_ref().unwrap();
    assert_eq!(session.status.as_deref(), Some("not fixed, escalated"));
    assert!(
        packet.markdown.contains("Local administrator")
            || packet.markdown.contains("local administrator")
    );
    // What the playbook asks for is not asked for again by a rule.
    let asks = |word: &str| {
        packet
            .items
            .iter()
            .filter(|item| item.item.to_lowercase().contains(word))
            .count()
    };
    assert_eq!(
        (asks("scope"), asks("steps taken")),
        (1, 1),
        "{:#?}",
        packet.items
    );
}

#[test]
fn a_case_is_never_handed_to_ones_own_tier() {
    for (tier, to) in [(1, "Tier 2"), (2, "Tier 3"), (3, "Vendor support")] {
        let mut request = request("the zither has lost its strings");
        request.tier = tier;
        let packet = packet(&request);
        assert_eq!((packet.to.to.as_str(), &packet.issue), (to, &None));
        assert!(
            packet.reason.contains("No known issue"),
            "{}",
            packet.reason
        );
    }
}

#[test]
fn a_caller_who_asks_to_be_connected_to_goes_to_the_security_team() {
    let packet = packet(&request(
        "caller wants me to connect to 10.1.2.3 and look what is wrong",
    ));
    assert_eq!(packet.to.to, "Supervisor and the security team");
}

#[test]
fn higher_tiers_collect_more_and_are_bound_less() {
    let text = "IPsec negotiation between two servers fails with event 547";
    let first = packet(&request(text));
    let mut second = request(text);
    second.tier = 2;
    let second = packet(&second);
    assert_eq!(is_there(&first, "Kerberos tickets"), None);
    assert_eq!(is_there(&second, "Kerberos tickets"), Some(false));
    assert!(second.limits.len() < first.limits.len());
}

#[test]
fn the_packet_reads_well() {
    let mut request = request(
        "IPsec: only me, event 547 on PC-17 with \"negotiation timed out\", Windows XP SP2",
    );
    request.have = vec![("both computers".into(), Some("PC-17 and SRV-4".into()))];
    let markdown = packet(&request).markdown;
    let mut parts = markdown.split("\n## ");
    let head = parts.next().unwrap();
    assert!(
        head.starts_with("# Hand-over to Tier 2\n\nFrom tier 1, 2026-11-21 09:30 UTC."),
        "{head}"
    );
    assert!(head.contains("missing: "), "{head}");
    let titles: Vec<&str> = parts.filter_map(|part| part.lines().next()).collect();
    assert_eq!(
        titles[..3],
        ["Known issue", "Collected", "As reported"],
        "{markdown}"
    );
    assert!(markdown.contains("[host-1] and [host-2]\n"), "{markdown}");
}

#[test]
fn hostile_text_cannot_break_out_of_its_place() {
    let text = "# Not a heading\n- [x] not an item\n</script>".repeat(50);
    let packet = packet(&request(&text));
    let lines = packet.markdown.lines();
    let quoted = lines.filter(|line| line.contains("Not a heading"));
    assert!(quoted.clone().count() > 0);
    for line in quoted {
        assert!(line.starts_with("> "), "{line}");
    }
}
