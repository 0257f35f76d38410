//! What a person reads in chat, before a platform sets it.

use super::*;
use serde_json::json;
use std::fmt::Write as _;

/// A message as plain text, a part a paragraph.
fn plain(message: &Message) -> String {
    let mut text = format!("# {}\n", message.title);
    if !message.lead.is_empty() {
        let _ = writeln!(text, "{}", message.lead);
    }
    for part in &message.parts {
        let head = [part.label.as_str(), &part.beside].join(" ");
        let _ = writeln!(text, "[{:?} {}]", part.kind, head.trim());
        for line in &part.lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    let _ = writeln!(text, "? {}", message.prompt);
    for (place, option) in message.options.iter().enumerate() {
        let _ = writeln!(text, "  {} {} <{}>", place + 1, option.label, option.button);
    }
    text
}

fn case() -> CaseSoFar {
    CaseSoFar {
        text: "the loom stops".into(),
        ..CaseSoFar::default()
    }
}

#[test]
fn a_likely_issue_says_what_to_do_what_not_and_where_from() {
    let span = json!([0, 1]);
    let answer: Triage = serde_json::from_value(json!({
        "schema": "firstline.triage/1", "abstained": false, "reason": "Found by words.",
        "issues": [{
            "id": "K100", "title": "Loom stops", "probability": 0.774, "articles": ["K100"],
            "evidence": [{"text": "The loom stops.", "article": "K100", "span": span}],
            "fix": "no-fix",
            "remedies": [{
                "steps": [{"text": "Stop the beam.", "span": span}, {"text": "Turn the screw.", "span": span}],
                "risk": "reversible", "section": "resolution", "article": "K100", "document": "jam.md",
                "cautions": [{"text": "Do not loosen the brake.", "span": span}],
            }],
        }, {
            "id": "K200", "title": "Loom hums", "probability": 0.31, "articles": ["K200"],
            "evidence": [], "remedies": [],
        }],
        "question": {"what": "version", "gain": 0.4, "text": "Which version?", "choices": ["1.0", "2.0"]},
        "checklist": [{"item": "Serial number", "have": false}, {"item": "Version", "have": true}],
        "escalation": {"to": "Weavers", "packet": ""}, "nearest": [], "took_ms": 1.0,
    }))
    .unwrap();
    let message = triage(&answer, case());
    assert_eq!(message.weight, Weight::Likely);
    assert_eq!(
        message.case.as_ref().unwrap().asks.as_deref(),
        Some("version")
    );
    insta::assert_snapshot!(plain(&message), @r"
    # Loom stops
    77 % likely · K100 · no fix by the vendor
    [Quote SAY]
      The loom stops.
    [Steps DO can be taken back]
      Stop the beam.
      Turn the screw.
    [Caution DO NOT]
      Do not loosen the brake.
    [Small WHERE FROM]
      K100 · jam.md · resolution
    [List COLLECT before handing over]
      Serial number
    [Small ESCALATE TO]
      Weavers
    ? Which version?
      1 1.0 <1.0>
      2 2.0 <2.0>
      3 Read K100 <Read K100>
      4 Or, 31 % likely: Loom hums (K200) <Read K200>
    ");
}

#[test]
fn an_abstention_says_why_and_what_was_nearest() {
    let answer: Triage = serde_json::from_value(json!({
        "schema": "firstline.triage/1", "abstained": true, "reason": "Too little is known.",
        "issues": [], "question": null, "checklist": [], "escalation": null,
        "nearest": ["K100"], "nearest_titles": ["Loom stops"], "took_ms": 1.0,
    }))
    .unwrap();
    let message = triage(&answer, case());
    assert_eq!(message.weight, Weight::Nothing);
    insta::assert_snapshot!(plain(&message), @r"
    # No known issue fits
    [Text ]
      Too little is known.
    ? Nearest, and not held to be the answer:
      1 Loom stops (K100) <Read K100>
    ");
}

#[test]
fn a_warning_stands_above_an_abstention() {
    let answer: Triage = serde_json::from_value(json!({
        "schema": "firstline.triage/1", "abstained": true, "reason": "Too little is known.",
        "stop": {"title": "Stop: do not connect.", "because": ["x"], "instead": ["Call back."], "say": "I will call back."},
        "issues": [], "checklist": [], "nearest": [], "took_ms": 1.0,
        "question": {"what": "message", "gain": 0.0, "text": "What does it say?", "choices": []},
    }))
    .unwrap();
    let message = triage(&answer, case());
    assert_eq!(message.weight, Weight::Likely, "everyone should know");
    insta::assert_snapshot!(plain(&message), @r"
    # Stop: do not connect.
    [Steps INSTEAD]
      Call back.
    [Quote SAY]
      I will call back.
    [Text ]
      Too little is known.
    ? What does it say? (reply: answer …)
    ");
}

#[test]
fn no_warning_is_dropped_silently() {
    let warnings = (0..60).map(|number| format!("Do not press {number}."));
    let mut message = Message::titled("t");
    message.push(Part::new(PartKind::Caution, "DO NOT", warnings));
    let cut = message.cut(crate::chat::message::Room::ALL[0]);
    let last = cut.parts[0].lines.last().unwrap();
    assert_eq!(last, "… 30 more warnings: read the article");
}
