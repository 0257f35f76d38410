//! The bot: Slack, Teams and Mattermost ask, the same engine answers.
//!
//! A request passes these in order: [`signature`] proves where it comes from, the platform's file
//! reads it, [`respond`] settles what may be seen in that channel and asks the engine,
//! [`answer`] and [`walk`] say it as a [`message`], and the platform's file sets that as its JSON.
//! A platform that is not set up has no route. `server/docs/chat.md` is the page for people.

pub mod answer;
pub mod command;
pub mod conversation;
pub mod mattermost;
pub mod message;
pub mod post;
mod remember;
pub mod respond;
pub mod settings;
pub mod signature;
pub mod slack;
pub mod teams;
pub mod walk;

mod form;

use crate::problem::Problem;
use crate::state::AppState;
use axum::Router;
use axum::routing::post as on_post;
use conversation::Conversations;
use http::HeaderMap;
use post::Poster;
use respond::{Answered, Asked};
use serde_json::Value;
use settings::ChatConfig;
use std::sync::Arc;

/// A platform: proves and reads what it is sent, and sets answers.
pub trait Platform {
    /// Reads a request if it comes from the platform. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`crate::problem::Kind::BadSignature`] if it does not, or not now; others if it cannot be
    /// read.
    fn verify(&self, headers: &HeaderMap, body: &[u8], now: u64) -> Result<Asked, Problem>;

    /// Sets an answer as the platform's JSON, within its limits; none if nothing is to be said.
    fn render(&self, answered: &Answered) -> Option<Value>;
}

/// Everything the bot keeps while the service runs.
pub struct Chat {
    /// Slack, if it is set up.
    pub slack: Option<slack::Slack>,
    /// Teams, if it is set up.
    pub teams: Option<teams::Teams>,
    /// Mattermost, if it is set up.
    pub mattermost: Option<mattermost::Mattermost>,
    /// What was asked last.
    pub conversations: Conversations,
    /// Sends answers that come after their request.
    pub poster: Arc<dyn Poster>,
}

impl Chat {
    /// Reads the secrets of the platforms that are set up.
    ///
    /// # Errors
    /// A secret that is missing, in words without it.
    pub fn open(config: &ChatConfig) -> Result<Self, String> {
        let links = config
            .article_link
            .is_some()
            .then(|| Arc::new(config.clone()));
        let slack = config.slack.as_ref();
        let slack = slack.map(|slack| slack::Slack::open(slack, links.clone()));
        let teams = config.teams.as_ref();
        let teams = teams.map(|teams| teams::Teams::open(teams, links.clone()));
        let mattermost = config.mattermost.as_ref();
        let mattermost = mattermost.map(|own| mattermost::Mattermost::open(own, links.clone()));
        Ok(Self {
            slack: slack.transpose()?,
            teams: teams.transpose()?,
            mattermost: mattermost.transpose()?,
            conversations: Conversations::default(),
            poster: Arc::new(post::Https),
        })
    }

    /// Paths at which the platforms that are set up are answered.
    #[must_use]
    pub fn paths(&self) -> Vec<&'static str> {
        let paths = [
            (self.slack.is_some(), "/chat/slack"),
            (self.teams.is_some(), "/chat/teams"),
            (self.mattermost.is_some(), "/chat/mattermost"),
        ];
        let there = paths.into_iter().filter(|(is_there, _)| *is_there);
        there.map(|(_, path)| path).collect()
    }
}

/// Where an article can be opened.
pub(crate) type Links = Option<Arc<ChatConfig>>;

/// The routes of the platforms that are set up.
pub fn routes(state: &AppState) -> Router<AppState> {
    let mut routes = Router::new();
    if state.chat.slack.is_some() {
        routes = routes
            .route("/chat/slack", on_post(slack::take_command))
            .route("/chat/slack/actions", on_post(slack::take_action));
    }
    if state.chat.teams.is_some() {
        routes = routes.route("/chat/teams", on_post(teams::take_message));
    }
    if state.chat.mattermost.is_some() {
        routes = routes.route("/chat/mattermost", on_post(mattermost::take_message));
    }
    routes
}

/// Seconds since 1970.
fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}

/// Says that a request does not come from where it says, or not now; nothing more, as whoever
/// guesses must not learn what was nearly right.
fn forged() -> Problem {
    Problem::new(crate::problem::Kind::BadSignature)
        .detail("The request is not signed as it has to be, is too old, or came before.")
}
