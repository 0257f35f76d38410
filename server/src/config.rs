//! What the service may be told: one struct per concern, each with the defaults that hold when
//! nothing is said. `server/docs/configuration.md` is the reference for people.

use crate::answering::Answering;
use crate::chat::settings::ChatConfig;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// `[server]` of `firstline.toml`, and what the command line says instead.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// Folder of the index; none means the built-in knowledge base. Not a key of `[server]`:
    /// every command shares it.
    #[serde(skip)]
    pub index: Option<PathBuf>,
    /// The desk's memory; none keeps none. Not a key of `[server]`: commands share it.
    #[serde(skip)]
    pub desk: Option<Desk>,
    /// How questions are taken; as with `index`, every command shares it.
    #[serde(skip)]
    pub answering: Answering,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// File of keys. Where one is set, every caller needs a key, on loopback as well.
    pub keys: Option<PathBuf>,
    /// Folder that keeps sessions of guides; without one they last as long as the process.
    pub sessions: Option<PathBuf>,
    /// Names under which the service may be called besides loopback ones; matters only without
    /// keys, where it keeps web pages of strangers from asking through a visitor's browser.
    pub hosts: Vec<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// Seconds between two looks for a new index or a changed file of keys.
    pub reload_seconds: u64,
    /// Seconds that running requests get to finish when the service stops.
    pub shutdown_seconds: u64,
    /// Certificate and key.
    pub tls: Option<Tls>,
    /// How much a caller may ask for.
    pub limits: Limits,
    /// How often.
    pub rate: Rate,
    /// Which web pages may call.
    pub cors: Cors,
    /// Which chat platforms may ask.
    pub chat: ChatConfig,
    /// How it logs.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            index: None,
            desk: None,
            answering: Answering::default(),
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            keys: None,
            sessions: None,
            hosts: Vec::new(),
            proxies: Vec::new(),
            reload_seconds: 2,
            shutdown_seconds: 20,
            tls: None,
            limits: Limits::default(),
            rate: Rate::default(),
            cors: Cors::default(),
            chat: ChatConfig::default(),
            log: Log::default(),
        }
    }
}

/// The desk's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Its file.
    pub file: PathBuf,
    /// Days that a case is kept; none keeps it until it is erased.
    pub keep_days: Option<u32>,
    /// The site that cases are about if nothing else is said.
    pub site: Option<String>,
}

/// A certificate pair, both PEM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tls {
    /// Certificate chain, the service's own first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How much a caller may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of a file that the page takes.
    pub upload_bytes: usize,
    /// Bytes of a search or a completion.
    pub query_bytes: usize,
    /// Results on a page.
    pub page: usize,
    /// Seconds until an answer is given up.
    pub request_seconds: u64,
    /// Seconds a connection may take for the head of a request, and may idle between two.
    pub header_seconds: u64,
    /// Open connections.
    pub connections: usize,
    /// Answers worked on at a time; 0 means one for each processor.
    pub workers: usize,
    /// Requests that may wait for a worker.
    pub queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            upload_bytes: 32 * 1024 * 1024,
            query_bytes: 2000,
            page: 100,
            request_seconds: 15,
            header_seconds: 10,
            connections: 4096,
            workers: 0,
            queue: 256,
        }
    }
}

impl Limits {
    /// Answers worked on at a time.
    #[must_use]
    pub fn workers(&self) -> usize {
        match self.workers {
            0 => std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            workers => workers,
        }
    }

    /// Time until an answer is given up.
    #[must_use]
    pub fn request_time(&self) -> Duration {
        Duration::from_secs(self.request_seconds.max(1))
    }
}

/// How often one caller may ask: a key where keys are needed, else an address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Rate {
    /// Requests a second in the long run; 0 means no limit. Without keys on loopback there is
    /// none unless it is set.
    pub per_second: Option<u32>,
    /// Requests at once.
    pub burst: u32,
    /// Wrong keys a minute from one address.
    pub failed_keys_per_minute: u32,
}

impl Default for Rate {
    fn default() -> Self {
        Self {
            per_second: None,
            burst: 100,
            failed_keys_per_minute: 10,
        }
    }
}

/// Which web pages of other origins may call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Cors {
    /// Origins such as `https://desk.example`; none means no other origin may.
    pub origins: Vec<String>,
}

/// How the service logs; never any text of a case or a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Log {
    /// Lines for people or for programs.
    pub format: LogFormat,
    /// How much is told.
    pub level: LogLevel,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One line of text.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Failures only.
    Error,
    /// And refused keys, indexes that cannot be opened.
    Warn,
    /// And every request.
    #[default]
    Info,
    /// And every connection that broke.
    Debug,
}

impl Config {
    /// True if callers need a key: a file of keys is set, or the address is not loopback.
    #[must_use]
    pub fn needs_keys(&self) -> bool {
        self.keys.is_some() || !self.listen.ip().is_loopback()
    }

    /// Requests a second for one caller; none means no limit.
    #[must_use]
    pub fn rate_per_second(&self) -> Option<u32> {
        /// Far above what a person or a bot needs, far below what one caller needs to make the
        /// service slow for others.
        const WITH_KEYS: u32 = 50;
        let default = self.needs_keys().then_some(WITH_KEYS);
        self.rate.per_second.or(default).filter(|rate| *rate > 0)
    }

    /// What cannot be, in words; checked once before the service starts.
    ///
    /// # Errors
    /// The first key that cannot be, with why.
    pub fn check(&self) -> Result<(), String> {
        let least = [
            ("limits.body-bytes", self.limits.body_bytes, 1024),
            ("limits.upload-bytes", self.limits.upload_bytes, 1024),
            ("limits.query-bytes", self.limits.query_bytes, 16),
            ("limits.page", self.limits.page, 1),
            ("limits.connections", self.limits.connections, 1),
            ("rate.burst", self.rate.burst as usize, 1),
        ];
        for (key, value, least) in least {
            if value < least {
                return Err(format!(
                    "server.{key} is {value}; it must be at least {least}"
                ));
            }
        }
        self.chat.check()?;
        for origin in &self.cors.origins {
            if !origin.starts_with("http") || http::HeaderValue::from_str(origin).is_err() {
                return Err(format!(
                    "server.cors.origins: {origin:?} is no origin such as https://desk.example"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_needed_off_loopback_or_where_a_file_is_set() {
        for (listen, keys, needed) in [
            ("127.0.0.1:1", None, false),
            ("127.0.0.2:1", None, false),
            ("[::1]:1", None, false),
            ("127.0.0.1:1", Some("keys.json"), true),
            ("0.0.0.0:1", None, true),
            ("[::]:1", None, true),
            ("10.0.0.1:1", None, true),
        ] {
            let config = Config {
                listen: listen.parse().unwrap(),
                keys: keys.map(PathBuf::from),
                ..Config::default()
            };
            assert_eq!(config.needs_keys(), needed, "{listen}");
            assert_eq!(config.rate_per_second().is_some(), needed, "{listen}");
        }
    }

    #[test]
    fn what_cannot_be_is_named() {
        let mut config = Config::default();
        config.check().unwrap();
        config.limits.page = 0;
        assert!(config.check().unwrap_err().contains("limits.page"));
        config.limits.page = 1;
        config.cors.origins = vec!["*".into()];
        assert!(config.check().unwrap_err().contains("cors.origins"));
    }
}
