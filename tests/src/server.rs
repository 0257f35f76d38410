//! A running service: started on a free port, waited for, asked over plain sockets, ended.

use crate::Sandbox;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Time to wait for an answer before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running service; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The file its log goes to.
    log: std::path::PathBuf,
}

/// What a service answered.
#[derive(Debug, Clone)]
pub struct Response {
    /// Status.
    pub status: u16,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

impl Server {
    /// Starts `firstline serve` with more arguments, on a free port, and waits until it listens.
    ///
    /// # Panics
    /// If it does not.
    #[must_use]
    pub fn start(sandbox: &Sandbox, arguments: &str) -> Self {
        let mut run = sandbox.firstline(&format!("serve --listen 127.0.0.1:0 {arguments}"));
        Self::run(sandbox, run.command())
    }

    /// Waits until the service that a command starts listens.
    ///
    /// # Panics
    /// If it does not.
    #[must_use]
    pub fn run(sandbox: &Sandbox, command: &mut Command) -> Self {
        let log = sandbox.path("serve.log");
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
        let started = std::fs::File::create(&log).and_then(|file| command.stderr(file).spawn());
        let mut child = started.unwrap_or_else(|error| panic!("no service: {error}"));
        let mut lines = child.stdout.take().map(BufReader::new);
        let mut line = String::new();
        if let Some(lines) = &mut lines {
            let read = lines.read_line(&mut line);
            assert!(read.is_ok(), "{read:?}");
        }
        let address = line.trim().rsplit('/').next().unwrap_or_default().parse();
        let address = address.unwrap_or_else(|error| {
            let log = std::fs::read_to_string(&log).unwrap_or_default();
            panic!("{error}: {line:?}\n{log}")
        });
        Self {
            child,
            address,
            log,
        }
    }

    /// What it logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A connection to it.
    ///
    /// # Panics
    /// If it takes none.
    #[must_use]
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE);
        let stream = stream.unwrap_or_else(|error| panic!("{}: {error}", self.address));
        let set = stream.set_read_timeout(Some(PATIENCE));
        assert!(set.is_ok(), "{set:?}");
        stream
    }

    /// Asks with GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Response {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Asks with GET and a key.
    #[must_use]
    pub fn get_with_key(&self, path: &str, key: &str) -> Response {
        let head = format!("GET {path} HTTP/1.1\r\nauthorization: Bearer {key}\r\n");
        self.ask(&head, "")
    }

    /// Sends JSON with POST.
    #[must_use]
    pub fn post(&self, path: &str, json: &str) -> Response {
        let head = format!("POST {path} HTTP/1.1\r\ncontent-type: application/json\r\n");
        self.ask(&head, json)
    }

    /// Sends a head, to which host, length and close are added, and a body.
    ///
    /// # Panics
    /// If no whole answer comes.
    #[must_use]
    pub fn ask(&self, head: &str, body: &str) -> Response {
        let mut stream = self.connect();
        let length = body.len();
        let text = format!(
            "{head}host: localhost\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        // A service may answer and close before it has read all; what it said counts.
        let _ = stream.write_all(text.as_bytes());
        Response::read(&mut stream)
    }

    /// Tells it to stop and waits for its exit code.
    ///
    /// # Panics
    /// If it does not stop.
    #[cfg(unix)]
    #[must_use]
    pub fn stop(mut self) -> Option<i32> {
        self.signal("TERM");
        let ended = self.child.wait();
        ended.unwrap_or_else(|error| panic!("{error}")).code()
    }

    /// Sends it a signal by name.
    ///
    /// # Panics
    /// If there is no `kill` to do it.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args(["-s", name, &self.id().to_string()])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -s {name}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Response {
    /// Reads an answer up to the end of the connection.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let status = status.and_then(|status| status.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self {
            status: status.unwrap_or_else(|| panic!("no answer: {read:?} {text:?}")),
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }

    /// A header, empty if it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        let read = serde_json::from_str(&self.body);
        read.unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}
