//! `[server.chat]`: which chat platforms may ask, with which secrets, and what their channels see.

use crate::keys::Role;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Stands for the article's id in a link.
const ID_PLACE: &str = "{id}";

/// `[server.chat]`; a platform that is not named is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ChatConfig {
    /// Where an article can be opened: an `https` address with `{id}` in it. None: no links.
    pub article_link: Option<String>,
    /// Slack slash commands and buttons.
    pub slack: Option<SlackConfig>,
    /// Teams outgoing webhooks.
    pub teams: Option<TeamsConfig>,
    /// Mattermost slash commands and outgoing webhooks.
    pub mattermost: Option<MattermostConfig>,
}

/// `[server.chat.slack]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SlackConfig {
    /// File with the signing secret of the app.
    pub signing_secret_file: Option<PathBuf>,
    /// Environment variable with it.
    pub signing_secret_env: Option<String>,
    /// Whether answers may be sent to Slack's `response_url`: needed for buttons, and for answers
    /// that take longer than an acknowledgement may.
    #[serde(default = "yes")]
    pub outbound: bool,
    /// What direct messages see.
    #[serde(default = "reader")]
    pub direct: Role,
    /// Channel ids that are closed, and what they see. Every other channel is public.
    #[serde(default)]
    pub channels: BTreeMap<String, Role>,
}

/// `[server.chat.teams]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TeamsConfig {
    /// File with the security tokens of the webhooks, one a line: each team has its own.
    pub security_token_file: Option<PathBuf>,
    /// Environment variable with them.
    pub security_token_env: Option<String>,
    /// Channel ids that are closed, and what they see. Every other channel is public.
    #[serde(default)]
    pub channels: BTreeMap<String, Role>,
}

/// `[server.chat.mattermost]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MattermostConfig {
    /// File with the tokens of the commands and webhooks, one a line.
    pub token_file: Option<PathBuf>,
    /// Environment variable with them.
    pub token_env: Option<String>,
    /// What direct messages see.
    #[serde(default = "reader")]
    pub direct: Role,
    /// Channel ids that are closed, and what they see. Every other channel is public.
    #[serde(default)]
    pub channels: BTreeMap<String, Role>,
}

fn yes() -> bool {
    true
}

fn reader() -> Role {
    Role::Reader
}

impl ChatConfig {
    /// Every file that it names, for whoever knows from where relative paths are meant.
    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let slack = self.slack.iter_mut();
        let slack = slack.filter_map(|slack| slack.signing_secret_file.as_mut());
        let teams = self.teams.iter_mut();
        let teams = teams.filter_map(|teams| teams.security_token_file.as_mut());
        let mattermost = self.mattermost.iter_mut();
        let mattermost = mattermost.filter_map(|mattermost| mattermost.token_file.as_mut());
        slack.chain(teams).chain(mattermost)
    }

    /// What cannot be, in words.
    ///
    /// # Errors
    /// The first key that cannot be, with why.
    pub fn check(&self) -> Result<(), String> {
        if let Some(link) = &self.article_link {
            let is_plain = |letter: char| letter.is_ascii_graphic() && !"<>|\"\\`".contains(letter);
            if !link.starts_with("https://")
                || !link.contains(ID_PLACE)
                || !link.chars().all(is_plain)
            {
                return Err(format!(
                    "server.chat.article-link is no address such as https://desk.example/article/{ID_PLACE}"
                ));
            }
        }
        Ok(())
    }

    /// The address of an article, if there is a place where articles can be opened.
    #[must_use]
    pub fn link(&self, id: &str) -> Option<String> {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        let link = self.article_link.as_ref()?;
        let id = utf8_percent_encode(id, NON_ALPHANUMERIC).to_string();
        Some(link.replace(ID_PLACE, &id))
    }
}

/// Shared secrets of a platform. Has no `Debug` or `Display` on purpose: nothing may print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Reads secrets from a file or the environment; a line is a secret.
    ///
    /// # Errors
    /// What is missing or cannot be read, in words that name the key `name` and hold no secret.
    pub fn read(name: &str, file: Option<&Path>, variable: Option<&str>) -> Result<Self, String> {
        let text = match (file, variable) {
            (Some(path), None) => std::fs::read_to_string(path)
                .map_err(|error| format!("server.chat.{name}-file: {}: {error}", path.display()))?,
            (None, Some(variable)) => std::env::var(variable)
                .map_err(|_| format!("server.chat.{name}-env: {variable} is not set"))?,
            (Some(_), Some(_)) => {
                return Err(format!(
                    "server.chat: give {name}-file or {name}-env, not both"
                ));
            }
            (None, None) => {
                return Err(format!(
                    "server.chat: {name}-file or {name}-env has to be given"
                ));
            }
        };
        Self::parse(&text).ok_or_else(|| format!("server.chat.{name}: there is no secret in it"))
    }

    /// Takes lines as secrets; none if there is no line with text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        (!lines.is_empty()).then_some(Self(lines))
    }

    /// The secrets.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_https_and_hold_the_id_escaped() {
        for (link, fine) in [
            ("https://desk.example/articles/{id}", true),
            ("http://desk.example/articles/{id}", false),
            ("https://desk.example/articles", false),
            ("https://desk.example/{id}> <!channel", false),
            ("javascript:{id}", false),
        ] {
            let config = ChatConfig {
                article_link: Some(link.into()),
                ..ChatConfig::default()
            };
            assert_eq!(config.check().is_ok(), fine, "{link}");
        }
        let config = ChatConfig {
            article_link: Some("https://desk.example/a/{id}".into()),
            ..ChatConfig::default()
        };
        let link = config.link("chapter#a b|c").unwrap();
        assert_eq!(link, "https://desk.example/a/chapter%23a%20b%7Cc");
    }

    #[test]
    fn secrets_come_from_one_place_a_line_each() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "one\n\n two \n").unwrap();
        let secrets = Secrets::read("token", Some(&path), None).ok().unwrap();
        assert_eq!(secrets.iter().collect::<Vec<_>>(), ["one", "two"]);
        std::fs::write(&path, " \n").unwrap();
        for (file, variable) in [
            (Some(path.as_path()), None),
            (Some(path.as_path()), Some("X")),
            (None, None),
            (None, Some("FIRSTLINE_NO_SUCH_VARIABLE")),
            (Some(Path::new("/nonexistent/token")), None),
        ] {
            let refused = Secrets::read("token", file, variable).err().unwrap();
            assert!(refused.contains("token"), "{refused}");
        }
    }
}
