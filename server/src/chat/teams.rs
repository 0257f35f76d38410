//! Teams: outgoing webhooks, signed with the team's security token, answered with an Adaptive Card
//! in the reply.
//!
//! Article text stands in text runs only, in which Teams reads no markup. Buttons of such cards can
//! open addresses and nothing else, so choices are numbered. Everyone in the channel sees a reply.

use super::conversation::Speaker;
use super::form::{is_type, need};
use super::message::{Message, Part, PartKind, clip, tidy};
use super::respond::{Address, Answered, Asked, Audience, Place, Wanted, respond};
use super::settings::{Secrets, TeamsConfig};
use super::signature::{Seen, is_fresh, is_signed};
use super::{Links, Platform, forged, now};
use crate::extract::{parse_json, read_body};
use crate::keys::Role;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// The name of the platform.
pub const NAME: &str = "teams";
/// Time for an answer; Teams gives up after five seconds.
const PATIENCE: Duration = Duration::from_secs(4);
/// Bytes of a reply; Teams refuses messages of more than 28 KB.
const BYTES: usize = 27_000;
/// How the bot is called where a message does not say.
const CALL: &str = "@Firstline";

/// The outgoing webhooks of one or more teams.
pub struct Teams {
    keys: Vec<Vec<u8>>,
    channels: BTreeMap<String, Role>,
    links: Links,
    seen: Seen,
}

/// A message as Teams sends it, of which only this is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    from: Id,
    #[serde(default)]
    conversation: Id,
    #[serde(default)]
    channel_data: ChannelData,
}

#[derive(Debug, Default, Deserialize)]
struct Id {
    #[serde(default)]
    id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChannelData {
    #[serde(default)]
    teams_channel_id: String,
    #[serde(default)]
    channel: Id,
}

impl Teams {
    /// Reads the security tokens.
    ///
    /// # Errors
    /// As [`Secrets::read`], or if a token is not what Teams gives out.
    pub fn open(config: &TeamsConfig, links: Links) -> Result<Self, String> {
        let secrets = Secrets::read(
            "teams.security-token",
            config.security_token_file.as_deref(),
            config.security_token_env.as_deref(),
        )?;
        let keys: Result<Vec<_>, _> = secrets.iter().map(|token| STANDARD.decode(token)).collect();
        Ok(Self {
            keys: keys.map_err(|_| "server.chat.teams.security-token: a line is no base64")?,
            channels: config.channels.clone(),
            links,
            seen: Seen::default(),
        })
    }

    fn check(&self, headers: &HeaderMap, body: &[u8], now: u64) -> Result<Activity, Problem> {
        let sent = headers.get(header::AUTHORIZATION);
        let tag = sent.and_then(|value| {
            let (scheme, tag) = value.to_str().ok()?.split_once(' ')?;
            let tag = Some(tag.trim()).filter(|_| scheme.eq_ignore_ascii_case("hmac"))?;
            STANDARD.decode(tag).ok()
        });
        let tag = tag.filter(|tag| is_signed(self.keys.iter(), &[body], tag));
        let tag = tag.ok_or_else(forged)?;
        if !is_type(headers, &mime::APPLICATION_JSON) {
            return Err(Problem::new(Kind::UnsupportedMediaType)
                .detail("JSON is read here: application/json."));
        }
        let activity: Activity = parse_json(body)?;
        let time = activity.timestamp.parse::<jiff::Timestamp>();
        let time = time.map_err(|_| {
            Problem::new(Kind::InvalidField)
                .detail("`timestamp` is missing or no time.")
                .field("timestamp")
        })?;
        let time = u64::try_from(time.as_second()).unwrap_or_default();
        if is_fresh(time, now) && self.seen.first_time(&tag, now) {
            Ok(activity)
        } else {
            Err(forged())
        }
    }

    fn card(&self, message: &Message, answered: &Answered) -> Value {
        let mut body = vec![line(&[(&message.title, "title")])];
        if !message.lead.is_empty() {
            body.push(line(&[(&message.lead, "small")]));
        }
        body.extend(message.parts.iter().map(part));
        if !message.prompt.is_empty() {
            body.push(line(&[(&message.prompt, "bold")]));
        }
        for (place, option) in message.options.iter().enumerate() {
            let number = format!("{}  ", place + 1);
            body.push(line(&[(&number, "bold"), (&option.label, "")]));
        }
        if !message.options.is_empty() {
            let hint = format!("Answer with the number: {} 1", answered.call);
            body.push(line(&[(&hint, "small")]));
        }
        let link = message.article.as_ref().zip(self.links.as_ref());
        let link = link.and_then(|(id, links)| links.link(id));
        let actions: Vec<Value> = link
            .map(|url| json!({"type": "Action.OpenUrl", "title": "Open the article", "url": url}))
            .into_iter()
            .collect();
        json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
            "actions": actions,
        })
    }
}

impl Platform for Teams {
    fn verify(&self, headers: &HeaderMap, body: &[u8], now: u64) -> Result<Asked, Problem> {
        let activity = self.check(headers, body, now)?;
        if activity.r#type != "message" {
            return Err(Problem::new(Kind::InvalidField)
                .detail("Only messages are known here: type message.")
                .field("type"));
        }
        let data = &activity.channel_data;
        let thread = activity
            .conversation
            .id
            .split(';')
            .next()
            .unwrap_or_default();
        let channel = [data.teams_channel_id.as_str(), &data.channel.id, thread];
        let channel = channel.into_iter().find(|id| !id.is_empty());
        let channel = need("conversation.id", channel.unwrap_or_default())?;
        let user = need("from.id", &activity.from.id)?;
        let (text, name) = words(&activity.text);
        Ok(Asked {
            speaker: Speaker {
                platform: NAME,
                channel: channel.to_owned(),
                user: user.to_owned(),
            },
            place: self
                .channels
                .get(channel)
                .map_or(Place::Public, |role| Place::Closed(*role)),
            address: Address::Mention,
            call: name.map_or_else(
                || CALL.to_owned(),
                |name| format!("@{}", clip(&tidy(&name), 40)),
            ),
            text: Wanted::Words(text),
            reply_to: None,
        })
    }

    fn render(&self, answered: &Answered) -> Option<Value> {
        if answered.audience == Audience::Nobody {
            return None;
        }
        let set = |message: &Message| {
            json!({
                "type": "message",
                "attachments": [{
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": self.card(message, answered),
                }],
            })
        };
        Some(
            answered
                .message
                .fitted(set, |made| made.to_string().len() <= BYTES),
        )
    }
}

/// Answers a message.
///
/// # Errors
/// A problem if the request does not come from Teams or cannot be read.
pub async fn take_message(
    State(state): State<AppState>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let body = read_body(request).await?;
    let teams = state.chat.teams.as_ref();
    let teams = teams.ok_or_else(|| Problem::new(Kind::NotFound))?;
    let asked = teams.verify(&headers, &body, now())?;
    let work = respond(state.clone(), asked, now());
    let Ok(answered) = tokio::time::timeout(PATIENCE, work).await else {
        let text = "That takes too long right now. Ask again in a minute.";
        return Ok(Json(json!({"type": "message", "text": text})).into_response());
    };
    Ok(match teams.render(&answered) {
        Some(json) => Json(json).into_response(),
        None => StatusCode::OK.into_response(),
    })
}

fn part(part: &Part) -> Value {
    let mut items = Vec::new();
    let look = match part.kind {
        PartKind::Small => "small",
        PartKind::Quote => "quote",
        PartKind::Caution => "bold",
        _ => "",
    };
    if !part.label.is_empty() || !part.beside.is_empty() {
        let beside = format!("  {}", part.beside);
        items.push(line(&[(&part.label, "bold"), (&beside, "small")]));
    }
    for (place, text) in part.lines.iter().enumerate() {
        let marker = match part.kind {
            PartKind::Steps => format!("{}. ", place + 1),
            PartKind::List => "• ".to_owned(),
            PartKind::Caution => "⛔ ".to_owned(),
            _ => String::new(),
        };
        items.push(line(&[(&marker, ""), (text, look)]));
    }
    let style = match part.kind {
        PartKind::Caution => "attention",
        PartKind::Quote => "emphasis",
        _ => "default",
    };
    json!({"type": "Container", "style": style, "items": items})
}

/// A line of runs, each with its look.
fn line(runs: &[(&str, &str)]) -> Value {
    let runs = runs.iter().filter(|(text, _)| !text.trim().is_empty());
    let runs: Vec<Value> = runs
        .map(|(text, look)| match *look {
            "title" => {
                json!({"type": "TextRun", "text": text, "weight": "bolder", "size": "medium"})
            }
            "bold" => json!({"type": "TextRun", "text": text, "weight": "bolder"}),
            "small" => json!({"type": "TextRun", "text": text, "isSubtle": true, "size": "small"}),
            "quote" => json!({"type": "TextRun", "text": text, "italic": true}),
            _ => json!({"type": "TextRun", "text": text}),
        })
        .collect();
    json!({"type": "RichTextBlock", "inlines": runs})
}

/// What was written without the markup that Teams sends along, and the name by which the bot was
/// called.
fn words(html: &str) -> (String, Option<String>) {
    let mut text = String::with_capacity(html.len());
    let mut name = None;
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = tag.split_once('>') else {
            rest = tag;
            break;
        };
        let lower = tag.to_ascii_lowercase();
        rest = after;
        if lower == "at" || lower.starts_with("at ") {
            let (called, after) = after.split_once("</at>").unwrap_or(("", after));
            name = name.or_else(|| Some(entities(called)).filter(|name| !name.is_empty()));
            rest = after;
        } else if ["br", "br/", "br /", "/p", "/div", "/li", "/tr"].contains(&lower.as_str()) {
            text.push('\n');
        }
    }
    text.push_str(rest);
    (entities(&text).trim().to_owned(), name)
}

/// The characters that stand for themselves only when written as entities; `&amp;` last, so that
/// nothing is decoded twice.
fn entities(text: &str) -> String {
    [
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, letter)| {
        text.replace(entity, letter)
    })
}

#[cfg(test)]
#[path = "teams_tests.rs"]
mod tests;
