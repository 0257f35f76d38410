//! What Slack sends and what it is sent: signatures byte for byte, limits whatever is said.

use super::*;
use crate::chat::conversation::Action;
use crate::chat::message::length;
use crate::chat::respond::Audience;
use proptest::prelude::*;

/// The example that Slack publishes beside its description of the scheme: secret, time, body, tag.
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const TIME: u64 = 1_531_420_618;
const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const TAG: &str = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

/// A button, with a tag computed by another program (Python's `hmac`) for [`BUTTON_TIME`].
const BUTTON_BODY: &str = "payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%2C%22channel%22%3A%7B%22id%22%3A%22D1%22%7D%2C%22response_url%22%3A%22https%3A%2F%2Fhooks.slack.com%2Factions%2FT1%2F2%2Fx%22%2C%22actions%22%3A%5B%7B%22value%22%3A%22abc%3A2%22%7D%5D%7D";
const BUTTON_TIME: u64 = 1_531_420_700;
const BUTTON_TAG: &str = "bb49c0d88e4da8f8eafba1b61dafbae83140e3f5a6074a6f2fd23f70bcbecf3b";

fn slack() -> Slack {
    Slack {
        secrets: Secrets::parse(SECRET).unwrap(),
        outbound: true,
        direct: Role::Tier1,
        channels: BTreeMap::from([("C2".to_owned(), Role::Tier2)]),
        links: None,
        seen: Seen::default(),
    }
}

fn headers(time: &str, tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let form = "application/x-www-form-urlencoded";
    headers.insert("content-type", form.parse().unwrap());
    headers.insert("x-slack-request-timestamp", time.parse().unwrap());
    headers.insert("x-slack-signature", tag.parse().unwrap());
    headers
}

fn signed(slack: &Slack, body: &str) -> Result<Asked, Problem> {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = ring::hmac::sign(&key, format!("v0:{TIME}:{body}").as_bytes());
    let tag: String = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    slack.verify(
        &headers(&TIME.to_string(), &format!("v0={tag}")),
        body.as_bytes(),
        TIME,
    )
}

#[test]
fn the_published_example_is_verified_and_read() {
    let sent = headers(&TIME.to_string(), &format!("v0={TAG}"));
    let asked = slack().verify(&sent, BODY.as_bytes(), TIME + 299).unwrap();
    assert_eq!(asked.speaker.channel, "G8PSS9T3V");
    assert_eq!(asked.speaker.user, "U2CERLKJA");
    assert_eq!(asked.call, "/webhook-collect");
    assert_eq!(asked.text, Wanted::Words(String::new()));
    assert_eq!(
        asked.place,
        Place::Public,
        "a private group that was not set up is public"
    );
    let address = asked.reply_to.unwrap().to_string();
    assert!(address.starts_with("https://hooks.slack.com/commands/T1DC2JH3J/"));
}

#[test]
fn a_button_signed_elsewhere_is_verified_and_read() {
    let sent = headers(&BUTTON_TIME.to_string(), &format!("v0={BUTTON_TAG}"));
    let asked = slack()
        .verify(&sent, BUTTON_BODY.as_bytes(), BUTTON_TIME)
        .unwrap();
    assert_eq!(asked.text, Wanted::Button("abc".into(), 2));
    assert_eq!(asked.place, Place::Closed(Role::Tier1));
}

#[test]
fn requests_that_do_not_prove_themselves_are_refused_alike() {
    let time = TIME.to_string();
    let right = format!("v0={TAG}");
    let wrong = format!("v0={}", TAG.replace('a', "b"));
    let future = (TIME + 1).to_string();
    for (time, tag, body, now, what) in [
        (time.as_str(), wrong.as_str(), BODY, TIME, "a wrong tag"),
        (&time, TAG, BODY, TIME, "no scheme"),
        (&time, "v0=", BODY, TIME, "an empty tag"),
        (&time, "v0=zz", BODY, TIME, "no hex"),
        (&time, "v1=a2", BODY, TIME, "another scheme"),
        (&time, &right, "text=other", TIME, "another body"),
        (&future, &right, BODY, TIME, "another time"),
        (&time, &right, BODY, TIME + 301, "too old"),
        (&time, &right, BODY, TIME - 301, "too early"),
        ("soon", &right, BODY, TIME, "no time"),
        ("-1", &right, BODY, TIME, "a time before all"),
    ] {
        let refused = slack().verify(&headers(time, tag), body.as_bytes(), now);
        assert_eq!(refused.unwrap_err().status, 401, "{what}");
    }
    let bare = slack().verify(&HeaderMap::new(), BODY.as_bytes(), TIME);
    assert_eq!(bare.unwrap_err().status, 401);
    let six_minutes = TIME + 360;
    let stale = slack().verify(&headers(&time, &right), BODY.as_bytes(), six_minutes);
    assert_eq!(stale.unwrap_err().status, 401);
}

#[test]
fn a_request_is_taken_once() {
    let slack = slack();
    let sent = headers(&TIME.to_string(), &format!("v0={TAG}"));
    slack.verify(&sent, BODY.as_bytes(), TIME).unwrap();
    let again = slack.verify(&sent, BODY.as_bytes(), TIME + 1).unwrap_err();
    assert_eq!(again.status, 401);
    // Upper case digits are the same tag.
    let upper = headers(&TIME.to_string(), &format!("v0={}", TAG.to_uppercase()));
    assert_eq!(
        slack
            .verify(&upper, BODY.as_bytes(), TIME)
            .unwrap_err()
            .status,
        401
    );
}

#[test]
fn signed_requests_that_cannot_be_read_are_named() {
    let slack = slack();
    for (body, status, field) in [
        ("", 422, Some("channel_id")),
        ("channel_id=C1", 422, Some("user_id")),
        ("channel_id=C1&user_id=U1&text=a", 422, Some("command")),
        ("channel_id=C1&user_id=U1&command=/kb&text=%ff", 400, None),
        ("payload=%7B", 400, None),
        ("payload={}", 422, Some("type")),
        ("payload={\"type\":\"view_submission\"}", 422, Some("type")),
        (
            "payload={\"type\":\"block_actions\"}",
            422,
            Some("channel.id"),
        ),
    ] {
        let refused = signed(&slack, body).unwrap_err();
        assert_eq!(refused.status, status, "{body}");
        assert_eq!(refused.field.as_deref(), field, "{body}");
    }
    let mut typed = headers(&TIME.to_string(), &format!("v0={TAG}"));
    typed.insert("content-type", "application/json".parse().unwrap());
    let refused = slack.verify(&typed, BODY.as_bytes(), TIME).unwrap_err();
    assert_eq!(refused.status, 415);
}

#[test]
fn channels_see_what_they_were_set_up_to_see() {
    for (channel, place) in [
        ("C1", Place::Public),
        ("C2", Place::Closed(Role::Tier2)),
        ("G1", Place::Public),
        ("D1", Place::Closed(Role::Tier1)),
    ] {
        assert_eq!(slack().place(channel), place, "{channel}");
    }
}

#[test]
fn answers_are_sent_nowhere_where_that_is_switched_off() {
    let slack = Slack {
        outbound: false,
        ..slack()
    };
    let body = "channel_id=C1&user_id=U1&command=/kb&response_url=https://hooks.slack.com/x";
    assert_eq!(signed(&slack, body).unwrap().reply_to, None);
    let rendered = slack
        .render(&answered(message(&[], &["yes".into()])))
        .unwrap();
    let told = rendered.to_string();
    assert!(!told.contains("\"button\""), "{told}");
    assert!(told.contains("Choose by number: /kb 1"), "{told}");
}

fn message(lines: &[String], options: &[String]) -> Message {
    let mut message = Message::titled(lines.first().cloned().unwrap_or_default());
    message.lead = lines.concat();
    message.article = lines.first().cloned();
    for kind in [
        PartKind::Text,
        PartKind::Quote,
        PartKind::Steps,
        PartKind::List,
        PartKind::Caution,
        PartKind::Small,
    ] {
        let label = lines.last().map_or("", String::as_str);
        message.push(Part::new(kind, label, lines.iter().cloned()).beside(label));
    }
    message.prompt = lines.concat();
    message.options = options
        .iter()
        .map(|label| Choice::new(label, Action::Show(label.clone())))
        .collect();
    message
}

fn answered(message: Message) -> Answered {
    Answered {
        message,
        audience: Audience::Asker,
        turn: "0123456789abcdef01234567".into(),
        call: "/kb".into(),
        address: Address::Command,
    }
}

/// Every text object of a value with its type and its length.
fn texts(value: &Value, found: &mut Vec<(String, usize)>) {
    match value {
        Value::Object(object) => {
            let field = |name: &str| object.get(name).and_then(Value::as_str);
            if let (Some(kind), Some(text)) = (field("type"), field("text")) {
                found.push((kind.to_owned(), length(text)));
            }
            object.values().for_each(|value| texts(value, found));
        }
        Value::Array(array) => array.iter().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn check_limits(rendered: &Value) {
    let blocks = rendered["blocks"].as_array().unwrap();
    assert!(blocks.len() <= 50, "{}", blocks.len());
    assert!(length(&rendered.to_string()) < 40_000);
    for block in blocks {
        let mut found = Vec::new();
        texts(block, &mut found);
        let all: usize = found.iter().map(|(_, length)| length).sum();
        assert!(all <= 3000, "{all} in a {}", block["type"]);
        for (kind, length) in &found {
            assert!(*length > 0, "{kind} {block}");
        }
        match block["type"].as_str().unwrap() {
            "header" => assert!(all <= 150, "{all}"),
            "context" => assert!(block["elements"].as_array().unwrap().len() <= 10),
            "actions" => {
                let buttons = block["elements"].as_array().unwrap();
                assert!((1..=25).contains(&buttons.len()));
                let mut ids = std::collections::BTreeSet::new();
                for button in buttons {
                    assert!(length(button["text"]["text"].as_str().unwrap()) <= 75);
                    assert!(length(button["value"].as_str().unwrap()) <= 2000);
                    let id = button["action_id"].as_str().unwrap();
                    assert!(length(id) <= 255 && ids.insert(id), "{id}");
                }
            }
            "rich_text" => {}
            kind => panic!("{kind} was not thought of"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn messages_keep_to_the_limits_of_block_kit(
        lines in proptest::collection::vec("\\PC{0,900}", 0..40),
        options in proptest::collection::vec("\\PC{0,300}", 0..30),
    ) {
        let slack = Slack {
            links: Some(std::sync::Arc::new(crate::chat::settings::ChatConfig {
                article_link: Some("https://desk.example/{id}".into()),
                ..Default::default()
            })),
            ..slack()
        };
        let mut message = message(&lines, &options);
        // Ids are short; only texts are long.
        message.article = Some("Q1".into());
        check_limits(&slack.render(&answered(message)).unwrap());
    }

    #[test]
    fn nothing_that_slack_may_be_sent_breaks_the_reader(body in "\\PC{0,200}") {
        let _ = signed(&slack(), &body);
    }
}

#[test]
fn the_longest_message_keeps_to_the_limits() {
    let lines: Vec<String> = (0..100).map(|_| "😀".repeat(3000)).collect();
    let options: Vec<String> = (0..100).map(|_| "<@U1> 😀".repeat(300)).collect();
    let mut message = message(&lines, &options);
    for _ in 0..100 {
        message.push(Part::new(PartKind::Steps, "DO", lines.clone()));
    }
    message.article = None;
    check_limits(&slack().render(&answered(message)).unwrap());
}

#[test]
fn article_text_stands_where_slack_reads_no_markup() {
    let hostile = "<!channel> <@U1> <https://evil.example|Click> *x* &lt;";
    let rendered = slack()
        .render(&answered(message(&[hostile.into()], &[hostile.into()])))
        .unwrap();
    let mut found = Vec::new();
    texts(&rendered, &mut found);
    assert!(!found.is_empty());
    assert!(found.iter().all(|(kind, _)| kind != "mrkdwn"), "{rendered}");
    let fallback = rendered["text"].as_str().unwrap();
    assert!(
        !fallback.contains('<') && !fallback.contains('>'),
        "{fallback}"
    );
    assert!(fallback.starts_with("&lt;!channel&gt;"), "{fallback}");
}
