//! What Teams sends and what it is sent: signatures byte for byte, limits whatever is said.

use super::*;
use crate::chat::conversation::Action;
use crate::chat::message::Choice;
use proptest::prelude::*;

/// A message with a tag computed by another program (Python's `hmac` and `base64`).
const TOKEN: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const BODY: &str = r#"{"type":"message","timestamp":"2026-01-31T12:00:00.000Z","text":"<at>Firstline</at> port 2702","from":{"id":"29:1abc"},"conversation":{"id":"19:general@thread.tacv2;messageid=1"},"channelData":{"teamsChannelId":"19:general@thread.tacv2"}}"#;
const TAG: &str = "J2HPRST6+SlaFVrQdp1Ny+JxfW97Myi9Ga+8EBvcFNU=";
const TIME: u64 = 1_769_860_800;

fn teams() -> Teams {
    Teams {
        keys: vec![STANDARD.decode(TOKEN).unwrap()],
        channels: BTreeMap::from([("19:second@thread.tacv2".to_owned(), Role::Tier2)]),
        links: None,
        seen: Seen::default(),
    }
}

fn headers(tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        "application/json; charset=utf-8".parse().unwrap(),
    );
    headers.insert("authorization", tag.parse().unwrap());
    headers
}

fn signed(body: &str) -> Result<Asked, Problem> {
    let teams = teams();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &teams.keys[0]);
    let tag = STANDARD.encode(ring::hmac::sign(&key, body.as_bytes()));
    teams.verify(&headers(&format!("HMAC {tag}")), body.as_bytes(), TIME)
}

#[test]
fn a_message_signed_elsewhere_is_verified_and_read() {
    let asked = teams().verify(&headers(&format!("HMAC {TAG}")), BODY.as_bytes(), TIME);
    let asked = asked.unwrap();
    assert_eq!(asked.speaker.channel, "19:general@thread.tacv2");
    assert_eq!(asked.call, "@Firstline");
    assert_eq!(asked.text, Wanted::Words("port 2702".into()));
    assert_eq!(asked.place, Place::Public);
}

#[test]
fn requests_that_do_not_prove_themselves_are_refused_alike() {
    let right = format!("HMAC {TAG}");
    let other = format!("HMAC {}", TAG.replace('J', "K"));
    for (tag, body, now, what) in [
        (other.as_str(), BODY, TIME, "a wrong tag"),
        (TAG, BODY, TIME, "no scheme"),
        ("HMAC ", BODY, TIME, "an empty tag"),
        ("HMAC !", BODY, TIME, "no base64"),
        ("Bearer x", BODY, TIME, "another scheme"),
        (&right, "{}", TIME, "another body"),
        (&right, BODY, TIME + 301, "too old"),
        (&right, BODY, TIME - 301, "too early"),
    ] {
        let refused = teams().verify(&headers(tag), body.as_bytes(), now);
        assert_eq!(refused.unwrap_err().status, 401, "{what}");
    }
    let teams = teams();
    teams
        .verify(&headers(&right), BODY.as_bytes(), TIME)
        .unwrap();
    let again = teams
        .verify(&headers(&right), BODY.as_bytes(), TIME)
        .unwrap_err();
    assert_eq!(again.status, 401, "a replay");
}

#[test]
fn signed_requests_that_cannot_be_read_are_named() {
    let time = r#""timestamp":"2026-01-31T12:00:00Z""#;
    for (body, status, field) in [
        ("{}".to_owned(), 422, Some("timestamp")),
        ("[".to_owned(), 400, None),
        (
            r#"{"timestamp":"yesterday"}"#.to_owned(),
            422,
            Some("timestamp"),
        ),
        (format!("{{{time}}}"), 422, Some("type")),
        (
            format!(r#"{{{time},"type":"message"}}"#),
            422,
            Some("conversation.id"),
        ),
        (
            format!(r#"{{{time},"type":"message","conversation":{{"id":"c"}}}}"#),
            422,
            Some("from.id"),
        ),
        (format!(r#"{{{time},"text":7}}"#), 422, Some("text")),
    ] {
        let refused = signed(&body).unwrap_err();
        assert_eq!(refused.status, status, "{body}");
        assert_eq!(refused.field.as_deref(), field, "{body}");
    }
}

#[test]
fn markup_is_taken_off_and_what_was_written_is_kept() {
    for (html, text, name) in [
        (
            "<at>Desk bot</at> blank&nbsp;pages",
            "blank pages",
            Some("Desk bot"),
        ),
        (
            "<p><at id=\"0\">B</at>&nbsp;a &lt;b&gt; c</p>",
            "a <b> c",
            Some("B"),
        ),
        ("one<br>two</p>three", "one\ntwo\nthree", None),
        ("&amp;lt;", "&lt;", None),
        ("a < b", "a  b", None),
        ("<at>open", "open", None),
        ("", "", None),
    ] {
        let (read, called) = words(html);
        assert_eq!(read, text, "{html}");
        assert_eq!(called.as_deref(), name, "{html}");
    }
}

fn answered(lines: &[String], options: &[String]) -> Answered {
    let mut message = Message::titled(lines.first().cloned().unwrap_or_default());
    message.lead = lines.concat();
    for kind in [
        PartKind::Quote,
        PartKind::Steps,
        PartKind::Caution,
        PartKind::Small,
    ] {
        message.push(Part::new(kind, "LABEL", lines.iter().cloned()));
    }
    message.prompt = "Which?".into();
    message.article = Some("Q1 <b>".into());
    message.options = options
        .iter()
        .map(|label| Choice::new(label, Action::Show(label.clone())))
        .collect();
    Answered {
        message,
        audience: Audience::Channel,
        turn: String::new(),
        call: "@Firstline".into(),
        address: Address::Mention,
    }
}

/// Checks that a card has text runs and open-address buttons, and nothing that reads markup.
fn check_card(value: &Value) {
    match value {
        Value::Object(object) => {
            let kind = object
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            assert!(kind != "TextBlock", "{value}");
            if kind.starts_with("Action.") {
                assert_eq!(kind, "Action.OpenUrl");
            }
            object.values().for_each(check_card);
        }
        Value::Array(array) => array.iter().for_each(check_card),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn cards_keep_to_their_size_and_read_no_markup(
        lines in proptest::collection::vec("\\PC{0,900}", 0..40),
        options in proptest::collection::vec("\\PC{0,300}", 0..30),
    ) {
        let rendered = teams().render(&answered(&lines, &options)).unwrap();
        prop_assert!(rendered.to_string().len() <= 28 * 1024);
        check_card(&rendered);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,200}") {
        let _ = words(&text);
    }
}

#[test]
fn the_longest_card_keeps_to_its_size() {
    let lines: Vec<String> = (0..100).map(|_| "\u{1f600}\"".repeat(3000)).collect();
    let rendered = teams().render(&answered(&lines, &lines)).unwrap();
    let size = rendered.to_string().len();
    assert!(size <= 28 * 1024, "{size}");
}

#[test]
fn an_article_opens_by_a_button() {
    let teams = Teams {
        links: Some(std::sync::Arc::new(crate::chat::settings::ChatConfig {
            article_link: Some("https://desk.example/{id}".into()),
            ..Default::default()
        })),
        ..teams()
    };
    let rendered = teams.render(&answered(&["a".into()], &[])).unwrap();
    let card = &rendered["attachments"][0]["content"];
    assert_eq!(
        card["actions"][0]["url"],
        "https://desk.example/Q1%20%3Cb%3E"
    );
}
