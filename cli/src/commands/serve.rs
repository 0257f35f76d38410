//! `firstline serve`: the same answers over HTTP.

use super::{Context, Outcome};
use crate::error::{CliError, Kind};
use crate::settings::DeskArgs;
use crate::terminal;
use clap::Args;
use server::config::{LogFormat, Tls};
use server::{Config, ServeError, Started};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Answer over HTTP: an API for bots and forms, chat, and a page for people
///
/// Without keys only this machine can ask; any other address needs keys (`firstline key create`).
/// A new index is taken over while requests are answered.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline serve --index kb
  curl 'http://127.0.0.1:8080/v1/search?q=blank+pages'
  firstline key create --role tier1 --keys keys.json
  firstline serve --index kb --listen 0.0.0.0:8443 --keys keys.json \\
      --tls-certificate desk.pem --tls-key desk.key")]
pub(crate) struct ServeArgs {
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// File of keys; where one is named, every caller needs a key
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Certificate chain, PEM; with --tls-key it makes the service speak TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Private key of the certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Log JSON lines instead of text
    #[arg(long, help_heading = "Options")]
    log_json: bool,
}

impl ServeArgs {
    /// What the service is told: flags win over the file.
    fn config(&self, context: &Context) -> Result<Config, CliError> {
        let mut config = context.settings.service()?;
        config.listen = self.listen.unwrap_or(config.listen);
        config.keys = self.keys.clone().or(config.keys);
        let pair = self.tls_certificate.clone().zip(self.tls_key.clone());
        config.tls = pair
            .map(|(certificate, key)| Tls { certificate, key })
            .or(config.tls);
        if self.log_json {
            config.log.format = LogFormat::Json;
        }
        config.desk = context.settings.desk_of_service(&self.desk)?;
        Ok(config)
    }
}

/// Serves until the process is told to stop.
pub(crate) fn run(args: &ServeArgs, context: &Context) -> Result<Outcome, CliError> {
    let config = args.config(context)?;
    server::serve(config, |started| {
        // A service goes on where nobody reads its standard output.
        let _ = terminal::print(&greeting(started));
    })?;
    Ok(Outcome::Answered)
}

/// What a person who started the service reads, address first.
fn greeting(started: &Started) -> String {
    let scheme = if started.tls { "https" } else { "http" };
    let address = started.address;
    let mut text = format!("Listening on {scheme}://{address}\n");
    let articles = started.articles;
    let _ = match started.generation.as_str() {
        "built-in" => writeln!(text, "Built-in knowledge base, {articles} articles"),
        generation => writeln!(text, "Index {generation}, {articles} articles"),
    };
    let _ = match started.keys {
        None => writeln!(text, "Open to everyone on this machine; no keys needed"),
        Some(1) => writeln!(text, "1 key"),
        Some(keys) => writeln!(text, "{keys} keys"),
    };
    if !started.chat.is_empty() {
        let _ = writeln!(text, "Chat at {}", started.chat.join(", "));
    }
    if let Some(notice) = &started.notice {
        let _ = writeln!(text, "Note: {notice}");
    }
    if let Some(memory) = &started.memory {
        let _ = writeln!(text, "Note: {memory}");
    }
    if started.keys.is_none() {
        let _ = writeln!(
            text,
            "Try: curl '{scheme}://{address}/v1/search?q={}'",
            started.example
        );
    }
    text
}

impl From<ServeError> for CliError {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Engine(error) => error.into(),
            ServeError::Keys(error) => super::key::wrong_keys(error),
            ServeError::Setting(reason) => Self::usage(reason),
            ServeError::NoKeys { address } => Self::usage(format!(
                "{} is not loopback, so callers need keys, and there is none",
                address.ip()
            ))
            .hint("make one: firstline key create --role tier1 --keys keys.json")
            .hint("then: firstline serve --keys keys.json …"),
            ServeError::Listen { address, source } => {
                let heading = format!("{address} cannot be listened on");
                let in_use = source.kind() == std::io::ErrorKind::AddrInUse;
                let error = Self::failed(heading).because(source);
                if in_use {
                    error.hint("another program listens there; choose a port with --listen")
                } else {
                    error
                }
            }
            error @ ServeError::Certificate { .. } => {
                Self::usage("The certificate cannot be used").because(error)
            }
            error => Self::new(Kind::Failed, "The service cannot run").because(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_says_where_what_and_for_whom() {
        let mut started = Started {
            memory: None,
            address: "127.0.0.1:8080".parse().unwrap(),
            tls: false,
            generation: "gen-3".into(),
            articles: 57,
            example: "spindle+brake".into(),
            keys: None,
            chat: Vec::new(),
            notice: None,
        };
        insta::assert_snapshot!(greeting(&started), @r"
        Listening on http://127.0.0.1:8080
        Index gen-3, 57 articles
        Open to everyone on this machine; no keys needed
        Try: curl 'http://127.0.0.1:8080/v1/search?q=spindle+brake'
        ");
        started.keys = Some(2);
        started.tls = true;
        started.generation = "built-in".into();
        started.chat = vec!["/chat/slack", "/chat/teams"];
        started.notice = Some("The index is missing.".into());
        insta::assert_snapshot!(greeting(&started), @r"
        Listening on https://127.0.0.1:8080
        Built-in knowledge base, 57 articles
        2 keys
        Chat at /chat/slack, /chat/teams
        Note: The index is missing.
        ");
    }
}
