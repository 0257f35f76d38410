//! The bot as a platform meets it: signed requests through all layers, answers where they belong.

use crate::chat::Chat;
use crate::chat::post::{Posted, Poster};
use crate::chat::settings::{ChatConfig, MattermostConfig, SlackConfig, TeamsConfig};
use crate::config::Config;
use crate::keys::Role;
use crate::state::AppState;
use crate::testing::{Answer, build_documents, open, send};
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Request, Uri};
use ring::hmac;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SECRET: &str = "slack secret";
const TOKEN: &str = "c2VjcmV0IG9mIGEgdGVhbQ==";
const FORM: &str = "application/x-www-form-urlencoded";

/// Keeps what would be sent to Slack.
#[derive(Default)]
struct Recorder(Mutex<Vec<(String, Value)>>);

impl Poster for Recorder {
    fn post(&self, address: Uri, json: String) -> Posted {
        let json = serde_json::from_str(&json).unwrap();
        self.0.lock().unwrap().push((address.to_string(), json));
        Box::pin(async { Ok(()) })
    }
}

impl Recorder {
    async fn next(&self) -> (String, Value) {
        for _ in 0..500 {
            if let Some(sent) = self.0.lock().unwrap().pop() {
                return sent;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nothing was sent");
    }
}

struct Desk {
    state: AppState,
    sent: Arc<Recorder>,
    _folder: tempfile::TempDir,
}

/// A service with all platforms and a small knowledge base, part of it kept to the second level.
fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let pages = [
        (
            "jam",
            "---\nid: K100\ntitle: Loom stops with a red lamp when the warp beam turns\n---\n\n\
             ## Symptoms\n\nThe loom stops and the red lamp blinks when the warp beam turns.\n\n\
             ## Resolution\n\n1. Stop the warp beam.\n2. Turn the brake screw to the left.\n\n\
             Do not loosen the brake while the warp beam turns.\n",
        ),
        (
            "exempt",
            "---\nid: K200\ntitle: Looms exempt from the filter\naudience: tier2\n---\n\n\
             ## Summary\n\nThe following looms are exempt from the thread filter: WEAVER7.\n",
        ),
        (
            "other",
            "---\nid: K300\ntitle: Cloth printer prints blank cloth\n---\n\n\
             ## Symptoms\n\nThe cloth printer prints blank cloth.\n\n## Resolution\n\nOpen TCP port 9177.\n",
        ),
    ];
    let index = folder.path().join("kb");
    build_documents(&index, &pages);
    let secret = folder.path().join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, TOKEN).unwrap();
    let closed = |id: &str| BTreeMap::from([(id.to_owned(), Role::Tier2)]);
    let chat = ChatConfig {
        article_link: None,
        slack: Some(SlackConfig {
            signing_secret_file: Some(secret.clone()),
            signing_secret_env: None,
            outbound: true,
            direct: Role::Tier1,
            channels: closed("C2"),
        }),
        teams: Some(TeamsConfig {
            security_token_file: Some(token),
            security_token_env: None,
            channels: closed("19:closed"),
        }),
        mattermost: Some(MattermostConfig {
            token_file: Some(secret),
            token_env: None,
            direct: Role::Reader,
            channels: BTreeMap::new(),
        }),
    };
    let desk = crate::config::Desk {
        file: folder.path().join("desk.sqlite"),
        keep_days: None,
        site: None,
    };
    let config = Config {
        index: Some(index),
        desk: Some(desk),
        chat,
        ..Config::default()
    };
    let sent = Arc::new(Recorder::default());
    let chat = Chat {
        poster: sent.clone(),
        ..Chat::open(&config.chat).unwrap()
    };
    Desk {
        state: AppState::with_chat(config, chat).unwrap(),
        sent,
        _folder: folder,
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

impl Desk {
    async fn post(
        &self,
        path: &str,
        kind: &str,
        headers: &[(&str, String)],
        body: String,
    ) -> Answer {
        let mut request = Request::post(path).header("content-type", kind);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        send(&self.state, request.body(Body::from(body)).unwrap()).await
    }

    async fn slack_body(&self, path: &str, body: String) -> Answer {
        let time = now().to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let tag = hmac::sign(&key, format!("v0:{time}:{body}").as_bytes());
        let tag: String = tag
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let headers = [
            ("x-slack-request-timestamp", time),
            ("x-slack-signature", format!("v0={tag}")),
        ];
        self.post(path, FORM, &headers, body).await
    }

    async fn slack(&self, channel: &str, text: &str) -> Value {
        let answer = self.slack_body("/chat/slack", command(channel, text)).await;
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        answer.json()
    }

    /// Presses the button of a message whose label holds these words.
    async fn press(&self, message: &Value, words: &str) -> Value {
        let blocks = message["blocks"].as_array().unwrap();
        let buttons = blocks
            .iter()
            .filter_map(|block| block["elements"].as_array());
        let button = buttons.flatten().find(|element| {
            element["type"] == "button" && element["text"]["text"].as_str().unwrap().contains(words)
        });
        let button = button.unwrap_or_else(|| panic!("no {words} in {message}"));
        let payload = json!({
            "type": "block_actions",
            "user": {"id": "U1"},
            "channel": {"id": "C2"},
            "response_url": "https://hooks.slack.com/actions/T/1/x",
            // As in Slack's own, no two payloads are the same.
            "action_ts": format!("{:?}", std::time::Instant::now()),
            "actions": [{"value": button["value"]}],
        });
        let body = form(&[("payload", &payload.to_string())]);
        let answer = self.slack_body("/chat/slack/actions", body).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
        let (address, json) = self.sent.next().await;
        assert_eq!(address, "https://hooks.slack.com/actions/T/1/x");
        json
    }

    async fn teams(&self, channel: &str, text: &str) -> Value {
        let time = jiff::Timestamp::now().to_string();
        let body = json!({
            "type": "message",
            "timestamp": time,
            "text": format!("<at>Desk</at> {text}"),
            "from": {"id": "29:u"},
            "conversation": {"id": channel},
        });
        let body = body.to_string();
        let key = STANDARD.decode(TOKEN).unwrap();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), body.as_bytes());
        let tag = format!("HMAC {}", STANDARD.encode(tag));
        let headers = [("authorization", tag)];
        let answer = self.post("/chat/teams", "application/json", &headers, body);
        let answer = answer.await;
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        answer.json()
    }

    async fn mattermost(&self, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("token", SECRET), ("channel_id", "c"), ("user_id", "u")];
        fields.extend(more);
        self.post("/chat/mattermost", FORM, &[], form(&fields))
            .await
    }
}

fn command(channel: &str, text: &str) -> String {
    form(&[
        ("channel_id", channel),
        ("user_id", "U1"),
        ("command", "/kb"),
        ("text", text),
        ("response_url", "https://hooks.slack.com/commands/T/1/x"),
    ])
}

const RED_LAMP: &str = "the loom stops with a red lamp when the warp beam turns";

#[tokio::test]
async fn platforms_that_are_not_set_up_are_not_there() {
    let state = open();
    for path in [
        "/chat/slack",
        "/chat/slack/actions",
        "/chat/teams",
        "/chat/mattermost",
    ] {
        let request = Request::post(path).body(Body::empty()).unwrap();
        assert_eq!(send(&state, request).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_likely_issue_is_told_to_the_channel_with_steps_and_warning() {
    let desk = desk();
    let told = desk.slack("C1", RED_LAMP).await;
    let hours = desk.state.activity.snapshot().hours;
    assert_eq!(hours.iter().map(|hour| hour.answered).sum::<u64>(), 1);
    assert_eq!(told["response_type"], "in_channel", "{told}");
    let text = told.to_string();
    for words in [
        "Loom stops with a red lamp",
        "Turn the brake screw",
        "DO NOT",
        "while the warp beam turns",
        "K100",
        "likely",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(
        desk.sent.0.lock().unwrap().is_empty(),
        "no connection to the outside was needed"
    );
}

#[tokio::test]
async fn what_is_not_likely_is_told_to_the_asker_alone() {
    let desk = desk();
    for words in [
        "purple elephants in the cupboard",
        "help",
        "show K100",
        "guide",
        "show nope",
        "7",
    ] {
        let told = desk.slack("C1", words).await;
        assert_eq!(told["response_type"], "ephemeral", "{words}: {told}");
    }
}

#[tokio::test]
async fn closed_facts_stay_in_closed_channels() {
    let desk = desk();
    for (channel, open) in [("C1", false), ("G9", false), ("D1", false), ("C2", true)] {
        for words in [
            "show K200",
            "search looms exempt from the thread filter",
            "which looms are exempt from the thread filter?",
        ] {
            let told = desk.slack(channel, words).await.to_string();
            assert_eq!(told.contains("WEAVER7"), open, "{channel} {words}: {told}");
        }
    }
    let public = desk.teams("19:open", "show K200").await.to_string();
    assert!(!public.contains("WEAVER7"), "{public}");
    let closed = desk
        .teams("19:closed;messageid=7", "show K200")
        .await
        .to_string();
    assert!(closed.contains("WEAVER7"), "{closed}");
}

#[tokio::test]
async fn a_replayed_or_forged_request_is_refused_as_a_problem() {
    let desk = desk();
    let time = now().to_string();
    let body = command("C1", "help");
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = hmac::sign(&key, format!("v0:{time}:{body}").as_bytes());
    let tag: String = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let headers = [
        ("x-slack-request-timestamp", time),
        ("x-slack-signature", format!("v0={tag}")),
    ];
    assert_eq!(
        desk.post("/chat/slack", FORM, &headers, body.clone())
            .await
            .status,
        200
    );
    let replayed = desk.post("/chat/slack", FORM, &headers, body.clone()).await;
    assert_eq!(replayed.status, 401);
    assert_eq!(
        replayed.json()["type"],
        "urn:firstline:problem:bad-signature"
    );
    let at_other_route = desk
        .post("/chat/slack/actions", FORM, &headers, body.clone())
        .await;
    assert_eq!(at_other_route.status, 401);
    for path in ["/chat/slack", "/chat/teams", "/chat/mattermost"] {
        let bare = desk.post(path, FORM, &[], body.clone()).await;
        assert_eq!(bare.status, 401, "{path}");
        let huge = desk.post(path, FORM, &[], "a".repeat(300_000)).await;
        assert_eq!(huge.status, 413, "{path}");
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(send(&desk.state, request).await.status, 405, "{path}");
    }
    assert!(!String::from_utf8_lossy(&replayed.body).contains(SECRET));
}

#[tokio::test]
async fn a_playbook_is_walked_by_buttons() {
    let desk = desk();
    let list = desk.slack("C2", "guides").await;
    let first = desk.press(&list, "reach").await;
    let code = first["blocks"].to_string();
    assert!(code.contains("session "), "{first}");
    assert_eq!(first["response_type"], "ephemeral");
    assert_eq!(first["replace_original"], true);
    let buttons = first["blocks"].as_array().unwrap();
    let label = buttons
        .iter()
        .filter_map(|block| block["elements"].as_array())
        .flatten()
        .find(|element| element["type"] == "button");
    let label = label.unwrap()["text"]["text"].as_str().unwrap().to_owned();
    let second = desk.press(&first, &label).await;
    assert!(second.to_string().contains("step 2"), "{second}");
    let late = desk.press(&first, &label).await;
    assert_eq!(
        late["replace_original"], false,
        "a button that comes too late changes nothing"
    );
    let back = desk.press(&second, "One step back").await;
    assert!(back.to_string().contains("step 1"), "{back}");
}

#[tokio::test]
async fn numbers_walk_a_playbook_where_there_are_no_buttons() {
    let desk = desk();
    let begun = desk
        .teams("19:closed", "guide cannot-reach-a-target")
        .await
        .to_string();
    assert!(begun.contains("Answer with the number: @Desk 1"), "{begun}");
    let next = desk.teams("19:closed", "1").await.to_string();
    assert!(next.contains("step 2"), "{next}");
    let back = desk.teams("19:closed", "back").await.to_string();
    assert!(back.contains("step 1"), "{back}");
    let elsewhere = desk.teams("19:elsewhere", "1").await.to_string();
    assert!(
        elsewhere.contains("No question is open here"),
        "{elsewhere}"
    );
}

#[tokio::test]
async fn a_channel_that_is_only_overheard_hears_likely_issues_and_nothing_else() {
    let desk = desk();
    for words in [
        "good morning all",
        "help",
        "show K100",
        "2",
        "guide",
        "lunch?",
    ] {
        let answer = desk.mattermost(&[("text", words)]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.len()),
            (200, 0),
            "{words}"
        );
    }
    let likely = desk.mattermost(&[("text", RED_LAMP)]).await.json();
    assert_eq!(likely["response_type"], "comment");
    assert!(
        likely["text"]
            .as_str()
            .unwrap()
            .contains("Turn the brake screw"),
        "{likely}"
    );
    let asked = [("text", "kb purple elephants"), ("trigger_word", "kb")];
    let asked = desk.mattermost(&asked).await.json();
    assert!(
        asked["text"].as_str().unwrap().contains("No known issue"),
        "{asked}"
    );
}

#[tokio::test]
async fn choices_are_taken_by_number_in_mattermost() {
    let desk = desk();
    let command = |text| [("command", "/kb"), ("text", text)];
    let found = desk
        .mattermost(&command("search cloth printer"))
        .await
        .json();
    let text = found["text"].as_str().unwrap();
    assert!(text.contains("1\\. ") || text.contains("1. Read"), "{text}");
    let shown = desk.mattermost(&command("1")).await.json();
    assert!(shown["text"].as_str().unwrap().contains("9177"), "{shown}");
    let wrong = desk.mattermost(&command("19")).await.json();
    assert!(
        wrong["text"].as_str().unwrap().contains("question is open")
            || wrong["text"].as_str().unwrap().contains("no choice"),
        "{wrong}"
    );
}

#[tokio::test]
async fn an_answer_that_takes_long_is_acknowledged_and_sent_after() {
    let desk = desk();
    // All threads are busy for longer than an acknowledgement may take.
    let workers = desk.state.config.limits.workers();
    for _ in 0..workers {
        let pool = desk.state.pool.clone();
        tokio::spawn(async move {
            pool.run(|| {
                std::thread::sleep(Duration::from_millis(1200));
                Ok(())
            })
            .await
        });
    }
    tokio::task::yield_now().await;
    let start = std::time::Instant::now();
    let told = desk.slack("C1", RED_LAMP).await;
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(told["text"], "One moment…");
    let (address, json) = desk.sent.next().await;
    assert_eq!(address, "https://hooks.slack.com/commands/T/1/x");
    assert_eq!(json["response_type"], "in_channel");
    assert!(json.to_string().contains("Turn the brake screw"), "{json}");
}

#[tokio::test]
async fn how_a_case_ended_is_a_button_away() {
    let desk = desk();
    let told = desk.slack("C2", RED_LAMP).await;
    let kept = desk.press(&told, "Fixed, but unclear").await.to_string();
    assert!(kept.contains("is fixed but unclear"), "{kept}");
    // What a channel says among its members is no case until it is one for certain.
    let overheard = [("user_name", "weaver"), ("text", "lunch at noon?")];
    desk.mattermost(&overheard).await;
    let file = desk._folder.path().join("desk.sqlite");
    let file = engine::desk::Desk::open_existing(&file).unwrap();
    let all = engine::desk::Period::default();
    assert_eq!(file.cases(all).unwrap().len(), 1);
    let said = file.outcomes(all).unwrap().remove(0);
    assert_eq!(said.channel.name(), "slack");
    assert_eq!(said.chosen.issue.as_deref(), Some("K100"));
    let name = said.who.name.unwrap();
    assert!(name.starts_with("slack:") && !name.contains("U1"), "{name}");
}
