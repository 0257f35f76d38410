//! Slack: slash commands and buttons, signed with the app's signing secret (scheme `v0`), answered
//! with Block Kit.
//!
//! Article text stands in `rich_text` and `plain_text` only, where Slack reads no markup, so that
//! it can neither mention anyone nor hide a link; the fallback text for notifications is escaped.
//! A command is answered in its own reply if the answer is there within `ACKNOWLEDGE`; if not,
//! and for buttons always, the answer goes to the request's `response_url`.

use super::form::{Form, need};
use super::message::{Choice, Message, Part, PartKind, clip};
use super::post::slack_address;
use super::respond::{Address, Answered, Asked, Audience, Place, Wanted, respond};
use super::settings::{Secrets, SlackConfig};
use super::signature::{Seen, is_fresh, is_signed};
use super::{Links, Platform, forged, now};
use crate::extract::read_body;
use crate::keys::Role;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// The name of the platform.
pub const NAME: &str = "slack";
/// Time for an answer to be given in the reply itself; Slack shows a failure after three seconds,
/// and a person wonders after one.
const ACKNOWLEDGE: Duration = Duration::from_millis(800);
/// Characters of a button.
const BUTTON: usize = 75;
/// Characters of a header.
const HEADER: usize = 150;

/// A Slack app.
pub struct Slack {
    secrets: Secrets,
    outbound: bool,
    direct: Role,
    channels: BTreeMap<String, Role>,
    links: Links,
    seen: Seen,
}

/// A button that was pressed, as Slack tells of it.
#[derive(Debug, Deserialize)]
struct Interaction {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    user: Id,
    #[serde(default)]
    channel: Id,
    #[serde(default)]
    response_url: String,
    #[serde(default)]
    actions: Vec<Pressed>,
}

#[derive(Debug, Default, Deserialize)]
struct Id {
    #[serde(default)]
    id: String,
}

#[derive(Debug, Deserialize)]
struct Pressed {
    #[serde(default)]
    value: String,
}

impl Slack {
    /// Reads the secret.
    ///
    /// # Errors
    /// As [`Secrets::read`].
    pub fn open(config: &SlackConfig, links: Links) -> Result<Self, String> {
        let secrets = Secrets::read(
            "slack.signing-secret",
            config.signing_secret_file.as_deref(),
            config.signing_secret_env.as_deref(),
        )?;
        Ok(Self {
            secrets,
            outbound: config.outbound,
            direct: config.direct,
            channels: config.channels.clone(),
            links,
            seen: Seen::default(),
        })
    }

    /// A private channel is closed only if it was set up as such: Slack's word "private" says
    /// nothing of who was let in.
    fn place(&self, channel: &str) -> Place {
        match self.channels.get(channel) {
            Some(role) => Place::Closed(*role),
            None if channel.starts_with('D') => Place::Closed(self.direct),
            None => Place::Public,
        }
    }

    fn check(&self, headers: &HeaderMap, body: &[u8], now: u64) -> Result<(), Problem> {
        let header = |name: &str| headers.get(name)?.to_str().ok();
        let signed = || {
            let time = header("x-slack-request-timestamp")?;
            let tag = from_hex(header("x-slack-signature")?.strip_prefix("v0=")?)?;
            let fresh = is_fresh(time.parse().ok()?, now);
            let parts = [b"v0:", time.as_bytes(), b":", body];
            let keys = self.secrets.iter().map(str::as_bytes);
            // The time is part of what is signed, so it is believed only with the signature.
            (is_signed(keys, &parts, &tag) && fresh).then_some(tag)
        };
        let tag = signed().ok_or_else(forged)?;
        if self.seen.first_time(&tag, now) {
            Ok(())
        } else {
            Err(forged())
        }
    }

    fn command(&self, form: &Form) -> Result<Asked, Problem> {
        let channel = form.need("channel_id")?;
        Ok(Asked {
            speaker: super::conversation::Speaker {
                platform: NAME,
                channel: channel.to_owned(),
                user: form.need("user_id")?.to_owned(),
            },
            place: self.place(channel),
            address: Address::Command,
            call: clip(form.need("command")?, 40),
            text: Wanted::Words(form.get("text").to_owned()),
            reply_to: self.reply_to(form.get("response_url")),
        })
    }

    fn button(&self, payload: &str) -> Result<Asked, Problem> {
        let pressed: Interaction = crate::extract::parse_json(payload.as_bytes())?;
        if pressed.r#type != "block_actions" {
            return Err(Problem::new(Kind::InvalidField)
                .detail("Only buttons are known here: type block_actions.")
                .field("type"));
        }
        let channel = need("channel.id", &pressed.channel.id)?;
        let value = pressed.actions.first().map_or("", |action| &action.value);
        let (turn, number) = value.split_once(':').unwrap_or((value, ""));
        Ok(Asked {
            speaker: super::conversation::Speaker {
                platform: NAME,
                channel: channel.to_owned(),
                user: need("user.id", &pressed.user.id)?.to_owned(),
            },
            place: self.place(channel),
            address: Address::Command,
            call: "/kb".to_owned(),
            text: Wanted::Button(turn.to_owned(), number.parse().unwrap_or_default()),
            reply_to: self.reply_to(&pressed.response_url),
        })
    }

    fn reply_to(&self, address: &str) -> Option<Uri> {
        slack_address(address).filter(|_| self.outbound)
    }

    fn blocks(&self, message: &Message, answered: &Answered) -> Vec<Value> {
        let mut blocks = vec![json!({
            "type": "header",
            "text": plain(&clip(&message.title, HEADER)),
        })];
        if !message.lead.is_empty() {
            blocks.push(context(&message.lead));
        }
        blocks.extend(message.parts.iter().map(part));
        let link = message.article.as_ref().zip(self.links.as_ref());
        if let Some(link) = link.and_then(|(id, links)| links.link(id)) {
            // Of the configuration and an escaped id, so nothing of it can end the link early.
            let text = format!("<{link}|Open the article>");
            let element = json!({"type": "mrkdwn", "text": text});
            blocks.push(json!({"type": "context", "elements": [element]}));
        }
        self.choices(message, answered, &mut blocks);
        blocks
    }

    /// Buttons where they can be answered, and numbers where not or where labels do not fit.
    fn choices(&self, message: &Message, answered: &Answered, blocks: &mut Vec<Value>) {
        if !message.prompt.is_empty() {
            blocks.push(rich(vec![section(&[(&message.prompt, true)])]));
        }
        if message.options.is_empty() {
            return;
        }
        let is_long = |option: &Choice| clip(&option.button, BUTTON) != option.label;
        if !self.outbound || message.options.iter().any(is_long) {
            let entries = message
                .options
                .iter()
                .map(|option| section(&[(&option.label, false)]));
            blocks.push(rich(vec![list("ordered", entries.collect())]));
        }
        if self.outbound {
            let buttons = message.options.iter().enumerate().map(|(place, option)| {
                json!({
                    "type": "button",
                    "text": plain(&clip(&option.button, BUTTON)),
                    "value": format!("{}:{}", answered.turn, place + 1),
                    "action_id": format!("choice-{}", place + 1),
                })
            });
            let buttons: Vec<Value> = buttons.collect();
            blocks.push(json!({"type": "actions", "elements": buttons}));
        } else {
            blocks.push(context(&format!("Choose by number: {} 1", answered.call)));
        }
    }
}

impl Platform for Slack {
    fn verify(&self, headers: &HeaderMap, body: &[u8], now: u64) -> Result<Asked, Problem> {
        self.check(headers, body, now)?;
        let form = Form::read(headers, body)?;
        match form.get("payload") {
            "" => self.command(&form),
            payload => self.button(payload),
        }
    }

    fn render(&self, answered: &Answered) -> Option<Value> {
        let response_type = match answered.audience {
            Audience::Channel => "in_channel",
            Audience::Asker => "ephemeral",
            Audience::Nobody => return None,
        };
        let set = |message: &Message| {
            json!({
                "response_type": response_type,
                "text": escaped(&format!("{}\n{}", message.title, message.lead)),
                "blocks": self.blocks(message, answered),
            })
        };
        // Slack cuts messages off at 40,000 characters.
        let fits = |made: &Value| made.to_string().len() <= 36_000;
        Some(answered.message.fitted(set, fits))
    }
}

/// Answers a slash command.
///
/// # Errors
/// A problem if the request does not come from Slack or cannot be read.
pub async fn take_command(
    State(state): State<AppState>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = read(&state, request).await?;
    let reply_to = asked.reply_to.clone();
    let mut work = tokio::spawn(respond(state.clone(), asked, now()));
    if let Ok(done) = tokio::time::timeout(ACKNOWLEDGE, &mut work).await {
        let answered = done.map_err(Problem::internal)?;
        return Ok(match set(&state, &answered) {
            Some(json) => Json(json).into_response(),
            None => StatusCode::OK.into_response(),
        });
    }
    let text = match reply_to {
        Some(address) => {
            tokio::spawn(async move {
                if let Ok(answered) = work.await {
                    send(&state, address, &answered, false).await;
                }
            });
            "One moment…"
        }
        None => "That takes too long right now. Ask again in a minute.",
    };
    Ok(Json(json!({"response_type": "ephemeral", "text": text})).into_response())
}

/// Takes a button; the answer follows.
///
/// # Errors
/// A problem if the request does not come from Slack or cannot be read.
pub async fn take_action(
    State(state): State<AppState>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = read(&state, request).await?;
    let Some(address) = asked.reply_to.clone() else {
        return Ok(StatusCode::OK.into_response());
    };
    tokio::spawn(async move {
        let answered = respond(state.clone(), asked, now()).await;
        // A walk goes on where it is; everything else stands below what was asked.
        let replace = answered.message.session.is_some();
        send(&state, address, &answered, replace).await;
    });
    Ok(StatusCode::OK.into_response())
}

async fn read(state: &AppState, request: Request) -> Result<Asked, Problem> {
    let headers = request.headers().clone();
    let body = read_body(request).await?;
    let slack = state.chat.slack.as_ref();
    let slack = slack.ok_or_else(|| Problem::new(Kind::NotFound))?;
    slack.verify(&headers, &body, now())
}

fn set(state: &AppState, answered: &Answered) -> Option<Value> {
    state.chat.slack.as_ref()?.render(answered)
}

/// Sends an answer after its request; once more if that fails.
async fn send(state: &AppState, address: Uri, answered: &Answered, replace: bool) {
    let Some(mut json) = set(state, answered) else {
        return;
    };
    if let Some(object) = json.as_object_mut() {
        object.insert("replace_original".into(), replace.into());
    }
    for attempt in 1..=2 {
        match state
            .chat
            .poster
            .post(address.clone(), json.to_string())
            .await
        {
            Ok(()) => return,
            Err(why) => tracing::warn!(attempt, %why, "an answer could not be sent to Slack"),
        }
    }
}

fn part(part: &Part) -> Value {
    if part.kind == PartKind::Small {
        let label = [part.label.as_str(), part.beside.as_str()];
        let label = label.into_iter().filter(|text| !text.is_empty());
        let lines = part.lines.iter().map(String::as_str);
        return context(&label.chain(lines).collect::<Vec<_>>().join(" · "));
    }
    let mut elements = Vec::new();
    if !part.label.is_empty() || !part.beside.is_empty() {
        let space = if part.label.is_empty() { "" } else { "  " };
        let beside = format!("{space}{}", part.beside);
        elements.push(section(&[(&part.label, true), (&beside, false)]));
    }
    let sections = part.lines.iter().map(|line| match part.kind {
        PartKind::Caution => section(&[("⛔ ", false), (line, true)]),
        _ => section(&[(line, false)]),
    });
    match part.kind {
        PartKind::Steps => elements.push(list("ordered", sections.collect())),
        PartKind::List => elements.push(list("bullet", sections.collect())),
        PartKind::Quote => {
            let runs = part.lines.iter().map(|line| run(line, false));
            elements.push(json!({"type": "rich_text_quote", "elements": runs.collect::<Vec<_>>()}));
        }
        _ => elements.extend(sections),
    }
    rich(elements)
}

fn rich(elements: Vec<Value>) -> Value {
    json!({"type": "rich_text", "elements": elements})
}

fn list(style: &str, entries: Vec<Value>) -> Value {
    json!({"type": "rich_text_list", "style": style, "elements": entries})
}

/// A line of runs, each bold or not; Slack refuses empty runs.
fn section(runs: &[(&str, bool)]) -> Value {
    let runs = runs.iter().filter(|(text, _)| !text.is_empty());
    let mut runs: Vec<Value> = runs.map(|(text, bold)| run(text, *bold)).collect();
    if runs.is_empty() {
        runs.push(run("…", false));
    }
    json!({"type": "rich_text_section", "elements": runs})
}

fn run(text: &str, bold: bool) -> Value {
    if bold {
        json!({"type": "text", "text": text, "style": {"bold": true}})
    } else {
        json!({"type": "text", "text": text})
    }
}

fn context(text: &str) -> Value {
    json!({"type": "context", "elements": [plain(&clip(text, 2000))]})
}

fn plain(text: &str) -> Value {
    // Slack refuses empty texts.
    let text = if text.is_empty() { "…" } else { text };
    json!({"type": "plain_text", "text": text, "emoji": false})
}

/// The three characters by which Slack's markup begins links and mentions.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || text.len() > 128 {
        return None;
    }
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    Some(
        digits?
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

#[cfg(test)]
#[path = "slack_tests.rs"]
mod tests;
