//! Sends an answer that comes after its request: the one connection to the outside that the
//! service ever opens, to Slack's own host and only where Slack is set up.

use bytes::Bytes;
use http::{Request, Uri, header};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Hosts to which Slack has answers sent.
const HOSTS: [&str; 2] = ["hooks.slack.com", "hooks.slack-gov.com"];
/// Time for connecting, sending and hearing back.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an address.
const LONGEST: usize = 2000;

/// What comes of sending: nothing, or why it failed, without the address, which is a secret of
/// its channel.
pub type Posted = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// Sends JSON to an address.
pub trait Poster: Send + Sync {
    /// Sends `json` to `address`.
    fn post(&self, address: Uri, json: String) -> Posted;
}

/// The address if it is one that Slack gives out: `https`, Slack's host, no other port, nobody's
/// name in it. A signed request is believed in much, and not in where to connect to.
#[must_use]
pub fn slack_address(text: &str) -> Option<Uri> {
    let address: Uri = Some(text)
        .filter(|text| text.len() <= LONGEST)?
        .parse()
        .ok()?;
    let authority = address.authority()?.as_str();
    let is_slack = address.scheme_str() == Some("https") && HOSTS.contains(&authority);
    is_slack.then_some(address)
}

/// Sends over TLS, checking the host's certificate against the well-known roots.
#[derive(Debug, Clone, Copy, Default)]
pub struct Https;

impl Poster for Https {
    fn post(&self, address: Uri, json: String) -> Posted {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, send(&address, json)).await {
                Ok(sent) => sent,
                Err(_) => Err("no answer in time".to_owned()),
            }
        })
    }
}

static TLS: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder().with_root_certificates(roots);
    Arc::new(config.with_no_client_auth())
});

async fn send(address: &Uri, json: String) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let host = address.host().unwrap_or_default().to_owned();
    let path = address.path_and_query().map_or("/", |path| path.as_str());
    let stream = TcpStream::connect((host.as_str(), 443)).await;
    let stream = stream.map_err(|error| told(&error))?;
    let name = ServerName::try_from(host.clone()).map_err(|error| told(&error))?;
    let tls = TlsConnector::from(Arc::clone(&TLS))
        .connect(name, stream)
        .await;
    let tls = tls.map_err(|error| told(&error))?;
    let shaken = hyper::client::conn::http1::handshake(TokioIo::new(tls)).await;
    let (mut sender, connection) = shaken.map_err(|error| told(&error))?;
    let request = Request::post(path)
        .header(header::HOST, &host)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .body(Full::new(Bytes::from(json)))
        .map_err(|error| told(&error))?;
    let work = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    work.abort();
    let status = answer.map_err(|error| told(&error))?.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("status {}", status.as_u16()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slacks_own_addresses_are_connected_to() {
        for (address, taken) in [
            ("https://hooks.slack.com/commands/T1/2/x", true),
            ("https://hooks.slack-gov.com/commands/T1/2/x", true),
            ("http://hooks.slack.com/commands/T1/2/x", false),
            ("https://hooks.slack.com:8443/commands", false),
            ("https://hooks.slack.com@evil.example/x", false),
            ("https://evil@hooks.slack.com/x", false),
            ("https://hooks.slack.com.evil.example/x", false),
            ("https://evil.example/hooks.slack.com", false),
            ("https://127.0.0.1/", false),
            ("https://HOOKS.SLACK.COM/x", false),
            ("file:///etc/passwd", false),
            ("/commands", false),
            ("", false),
        ] {
            assert_eq!(slack_address(address).is_some(), taken, "{address}");
        }
        assert!(slack_address(&format!("https://hooks.slack.com/{}", "a".repeat(3000))).is_none());
    }
}
