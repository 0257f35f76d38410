//! Mattermost: slash commands and outgoing webhooks, proven by their token, answered in the reply
//! with Markdown.
//!
//! Every character of article text that Markdown or mentions are made of is escaped. An answer
//! longer than a post may be is split between lines. A webhook without trigger words hears the
//! whole channel, and keeps quiet unless an issue is likely.

use super::conversation::Speaker;
use super::form::{Form, is_type, need};
use super::message::{Message, Part, PartKind, Room, clip};
use super::respond::{Address, Answered, Asked, Audience, Place, Wanted, respond};
use super::settings::{MattermostConfig, Secrets};
use super::signature::is_token;
use super::{Links, Platform, forged, now};
use crate::extract::{parse_json, read_body};
use crate::keys::Role;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// The name of the platform.
pub const NAME: &str = "mattermost";
/// Characters of a post, below the 16,383 that Mattermost takes.
pub const POST: usize = 16_000;

/// The commands and webhooks of a Mattermost server.
pub struct Mattermost {
    tokens: Secrets,
    direct: Role,
    channels: BTreeMap<String, Role>,
    links: Links,
}

impl Mattermost {
    /// Reads the tokens.
    ///
    /// # Errors
    /// As [`Secrets::read`].
    pub fn open(config: &MattermostConfig, links: Links) -> Result<Self, String> {
        let tokens = Secrets::read(
            "mattermost.token",
            config.token_file.as_deref(),
            config.token_env.as_deref(),
        )?;
        Ok(Self {
            tokens,
            direct: config.direct,
            channels: config.channels.clone(),
            links,
        })
    }

    fn place(&self, channel: &str, name: &str) -> Place {
        match self.channels.get(channel) {
            Some(role) => Place::Closed(*role),
            None if is_direct(name) => Place::Closed(self.direct),
            None => Place::Public,
        }
    }

    /// The lines of a message, each whole in itself.
    fn lines(&self, message: &Message, answered: &Answered) -> Vec<String> {
        let mut lines = vec![format!("#### {}", escaped(&message.title))];
        if !message.lead.is_empty() {
            lines.push(escaped(&message.lead));
        }
        message
            .parts
            .iter()
            .for_each(|part| set_part(part, &mut lines));
        let link = message.article.as_ref().zip(self.links.as_ref());
        if let Some(link) = link.and_then(|(id, links)| links.link(id)) {
            lines.extend([String::new(), format!("[Open the article](<{link}>)")]);
        }
        if !message.prompt.is_empty() {
            lines.extend([String::new(), format!("**{}**", escaped(&message.prompt))]);
        }
        for (place, option) in message.options.iter().enumerate() {
            lines.push(format!("{}. {}", place + 1, escaped(&option.label)));
        }
        if !message.options.is_empty() {
            let hint = format!("Answer with the number: {} 1", answered.call).replace("  ", " ");
            lines.extend([String::new(), escaped(&hint)]);
        }
        lines
    }
}

impl Platform for Mattermost {
    fn verify(&self, headers: &HeaderMap, body: &[u8], _now: u64) -> Result<Asked, Problem> {
        let form = if is_type(headers, &mime::APPLICATION_JSON) {
            let fields: HashMap<String, Value> = parse_json(body)?;
            Form::of(fields.into_iter().filter_map(|(name, value)| match value {
                Value::String(text) => Some((name, text)),
                _ => None,
            }))
        } else {
            Form::read(headers, body)?
        };
        let in_header = headers.get(header::AUTHORIZATION);
        let in_header = in_header.and_then(|value| value.to_str().ok()?.strip_prefix("Token "));
        let token = Some(form.get("token")).filter(|token| !token.is_empty());
        if !is_token(&self.tokens, token.or(in_header).unwrap_or_default()) {
            return Err(forged());
        }
        let channel = form.need("channel_id")?;
        let (command, trigger) = (form.get("command"), form.get("trigger_word"));
        let (address, call) = match (command, trigger) {
            ("", "") => (Address::Overheard, ""),
            ("", trigger) => (Address::Mention, trigger),
            (command, _) => (Address::Command, command),
        };
        let text = form.get("text");
        let words = if address == Address::Mention {
            text.strip_prefix(trigger).unwrap_or(text)
        } else {
            text
        };
        Ok(Asked {
            speaker: Speaker {
                platform: NAME,
                channel: channel.to_owned(),
                user: need("user_id", form.get("user_id"))?.to_owned(),
            },
            place: self.place(channel, form.get("channel_name")),
            address,
            call: clip(call, 40),
            text: Wanted::Words(words.to_owned()),
            reply_to: None,
        })
    }

    fn render(&self, answered: &Answered) -> Option<Value> {
        let command = answered.address == Address::Command;
        let kind = match answered.audience {
            Audience::Nobody => return None,
            Audience::Asker => "ephemeral",
            Audience::Channel if command => "in_channel",
            Audience::Channel => "comment",
        };
        if !command {
            // A webhook's reply is one post.
            let set = |message: &Message| self.lines(message, answered).join("\n");
            let text = answered
                .message
                .fitted(set, |made| made.chars().count() <= POST);
            return Some(json!({"response_type": kind, "text": text}));
        }
        let message = answered.message.cut(Room::ALL[0]);
        let mut posts = split(&self.lines(&message, answered)).into_iter();
        let mut reply = json!({
            "response_type": kind,
            "text": posts.next().unwrap_or_default(),
            "skip_slack_parsing": true,
        });
        let more = posts
            .map(|text| json!({"response_type": kind, "text": text, "skip_slack_parsing": true}));
        let more: Vec<Value> = more.collect();
        if let Some(reply) = reply.as_object_mut().filter(|_| !more.is_empty()) {
            reply.insert("extra_responses".into(), more.into());
        }
        Some(reply)
    }
}

/// Answers a command or a message.
///
/// # Errors
/// A problem if the request does not come from Mattermost or cannot be read.
pub async fn take_message(
    State(state): State<AppState>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let body = read_body(request).await?;
    let platform = state.chat.mattermost.as_ref();
    let platform = platform.ok_or_else(|| Problem::new(Kind::NotFound))?;
    let asked = platform.verify(&headers, &body, now())?;
    let answered = respond(state.clone(), asked, now()).await;
    Ok(match platform.render(&answered) {
        Some(json) => Json(json).into_response(),
        None => StatusCode::OK.into_response(),
    })
}

/// True for the name of a conversation of two: both ids, which no other channel may be named.
fn is_direct(name: &str) -> bool {
    let is_id = |id: &str| id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    name.split_once("__")
        .is_some_and(|(one, other)| is_id(one) && is_id(other))
}

fn set_part(part: &Part, lines: &mut Vec<String>) {
    lines.push(String::new());
    let label = escaped(&part.label);
    let beside = escaped(&part.beside);
    match (label.as_str(), beside.as_str()) {
        ("", "") => {}
        (label, "") => lines.push(format!("**{label}**")),
        ("", beside) => lines.push(beside.to_owned()),
        (label, beside) => lines.push(format!("**{label}** {beside}")),
    }
    // Without an empty line before it a list would go on in the paragraph, and a paragraph in the
    // list before it.
    if matches!(part.kind, PartKind::Steps | PartKind::List) {
        lines.push(String::new());
    }
    for (place, line) in part.lines.iter().enumerate() {
        let line = escaped(line);
        lines.push(match part.kind {
            PartKind::Steps => format!("{}. {line}", place + 1),
            PartKind::List => format!("- {line}"),
            PartKind::Quote => format!("> {line}"),
            PartKind::Caution => format!("⛔ **{line}**"),
            PartKind::Text | PartKind::Small => line,
        });
    }
}

/// Texts as Markdown that reads as written. Characters that begin a mention, a link or an element
/// of HTML become entities: a backslash before them is not understood everywhere.
fn escaped(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => set.push_str("&amp;"),
            '<' => set.push_str("&lt;"),
            '>' => set.push_str("&gt;"),
            '@' => set.push_str("&#64;"),
            ':' => set.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '.'
            | '!' | '~' | '|' | '$' => {
                set.push('\\');
                set.push(letter);
            }
            _ => set.push(letter),
        }
    }
    set
}

/// Lines put together to posts.
fn split(lines: &[String]) -> Vec<String> {
    let mut posts: Vec<String> = Vec::new();
    let mut room = 0;
    for line in lines {
        let length = line.chars().count() + 1;
        match posts.last_mut().filter(|_| length <= room) {
            Some(post) => {
                post.push('\n');
                post.push_str(line);
                room -= length;
            }
            None => {
                posts.push(line.clone());
                room = POST.saturating_sub(length);
            }
        }
    }
    posts
}

#[cfg(test)]
#[path = "mattermost_tests.rs"]
mod tests;
