//! What Mattermost sends and what it is sent: tokens, the size of posts, Markdown as text.

use super::*;
use crate::chat::conversation::Action;
use crate::chat::message::Choice;
use proptest::prelude::*;

/// Characters that Mattermost takes in a post.
const LIMIT: usize = 16_383;
const DIRECT: &str = "abcdefghijklmnopqrstuvwxyz__01234567890123456789012345";

fn mattermost() -> Mattermost {
    Mattermost {
        tokens: Secrets::parse("s3cret\nother").unwrap(),
        direct: Role::Tier1,
        channels: BTreeMap::from([("closed".to_owned(), Role::Tier2)]),
        links: None,
    }
}

fn headers(kind: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", kind.parse().unwrap());
    headers
}

fn verify(body: &str) -> Result<Asked, Problem> {
    let headers = headers("application/x-www-form-urlencoded");
    mattermost().verify(&headers, body.as_bytes(), 0)
}

#[test]
fn commands_mentions_and_overheard_words_are_told_apart() {
    for (more, address, words) in [
        ("&command=/kb&text=a+b", Address::Command, "a b"),
        ("&trigger_word=kb&text=kb+a+b", Address::Mention, " a b"),
        ("&text=kb+a+b", Address::Overheard, "kb a b"),
    ] {
        let asked = verify(&format!("token=other&channel_id=c&user_id=u{more}")).unwrap();
        assert_eq!(asked.address, address, "{more}");
        assert_eq!(asked.text, Wanted::Words(words.into()), "{more}");
    }
}

#[test]
fn json_and_a_token_in_the_header_are_read_too() {
    let body = r#"{"token":"s3cret","channel_id":"c","user_id":"u","text":"x","timestamp":7}"#;
    let asked = mattermost().verify(&headers("application/json"), body.as_bytes(), 0);
    assert_eq!(asked.unwrap().address, Address::Overheard);
    let mut sent = headers("application/x-www-form-urlencoded");
    sent.insert("authorization", "Token s3cret".parse().unwrap());
    let body = b"channel_id=c&user_id=u&command=/kb&text=x";
    assert!(mattermost().verify(&sent, body, 0).is_ok());
}

#[test]
fn requests_that_cannot_be_taken_are_named() {
    for (body, status, field) in [
        ("", 401, None),
        ("token=wrong&channel_id=c&user_id=u", 401, None),
        ("token=s3cre&channel_id=c&user_id=u", 401, None),
        ("token=s3cret", 422, Some("channel_id")),
        ("token=s3cret&channel_id=c", 422, Some("user_id")),
        ("token=s3cret&text=%ff", 400, None),
    ] {
        let refused = verify(body).unwrap_err();
        assert_eq!(refused.status, status, "{body}");
        assert_eq!(refused.field.as_deref(), field, "{body}");
    }
    let refused = mattermost().verify(&headers("text/plain"), b"token=s3cret", 0);
    assert_eq!(refused.unwrap_err().status, 415);
}

#[test]
fn channels_see_what_they_were_set_up_to_see() {
    for (channel, name, place) in [
        ("c", "town-square", Place::Public),
        ("closed", "town-square", Place::Closed(Role::Tier2)),
        ("c", DIRECT, Place::Closed(Role::Tier1)),
        ("c", "a__b", Place::Public),
        ("c", "", Place::Public),
    ] {
        assert_eq!(mattermost().place(channel, name), place, "{channel} {name}");
    }
}

#[test]
fn markdown_mentions_and_links_read_as_written() {
    for (text, set) in [
        ("a*b*_c_", "a\\*b\\*\\_c\\_"),
        (
            "[x](https://evil.example)",
            "\\[x\\]\\(https&#58;//evil\\.example\\)",
        ),
        ("@channel <!here>", "&#64;channel &lt;\\!here&gt;"),
        ("# :smile: ~town", "\\# &#58;smile&#58; \\~town"),
        ("&amp; `x` $y$", "&amp;amp; \\`x\\` \\$y\\$"),
    ] {
        assert_eq!(escaped(text), set, "{text}");
    }
}

fn answered(lines: &[String], options: &[String], address: Address) -> Answered {
    let mut message = Message::titled(lines.first().cloned().unwrap_or_default());
    message.lead = lines.concat();
    for kind in [
        PartKind::Quote,
        PartKind::Steps,
        PartKind::Caution,
        PartKind::List,
    ] {
        message.push(Part::new(kind, "LABEL", lines.iter().cloned()));
    }
    message.prompt = "Which?".into();
    message.options = options
        .iter()
        .map(|label| Choice::new(label, Action::Show(label.clone())))
        .collect();
    Answered {
        message,
        audience: Audience::Channel,
        turn: String::new(),
        call: "/kb".into(),
        address,
    }
}

fn check_posts(rendered: &Value) {
    let more = rendered["extra_responses"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    for post in std::iter::once(rendered).chain(&more) {
        let text = post["text"].as_str().unwrap();
        assert!(
            !text.is_empty() && text.chars().count() <= LIMIT,
            "{}",
            text.chars().count()
        );
        assert!(!text.contains('@') && !text.contains("://"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn posts_keep_to_their_size(
        lines in proptest::collection::vec("\\PC{0,900}", 0..40),
        options in proptest::collection::vec("\\PC{0,300}", 0..30),
    ) {
        for address in [Address::Command, Address::Mention] {
            check_posts(&mattermost().render(&answered(&lines, &options, address)).unwrap());
        }
    }
}

#[test]
fn a_long_answer_is_split_between_lines_and_loses_none() {
    let lines: Vec<String> = (0..30)
        .map(|count| format!("{count}{}", "@".repeat(70)))
        .collect();
    let rendered = mattermost()
        .render(&answered(&lines, &[], Address::Command))
        .unwrap();
    check_posts(&rendered);
    let more = rendered["extra_responses"].as_array().unwrap();
    assert!(!more.is_empty());
    let all: String = std::iter::once(&rendered)
        .chain(more)
        .map(|post| post["text"].as_str().unwrap().to_owned() + "\n")
        .collect();
    for count in 0..30 {
        assert!(all.contains(&format!("\n- {count}&#64;")), "{count}");
    }
    let webhook = mattermost()
        .render(&answered(&lines, &[], Address::Mention))
        .unwrap();
    assert!(webhook.get("extra_responses").is_none());
    assert_eq!(webhook["response_type"], "comment");
}
