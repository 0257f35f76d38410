//! Callers that hold a running service up: connections that say nothing, heads and bodies that come
//! a byte at a time, bodies that are too large or broken. What the service does with them.
//!
//! `slow ADDRESS CONNECTIONS SECONDS`
//!
//! A connection that the service closes is opened again, so that so many are there all the time.
//! Beside a load that should not notice.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people"
)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Time between two bytes of a slow caller.
const BEAT: Duration = Duration::from_secs(1);
/// Threads that feed the slow callers.
const THREADS: usize = 4;

/// How a caller is slow.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// Connects and says nothing.
    Silent,
    /// Sends the head a byte at a time.
    SlowHead,
    /// Sends the body a byte at a time.
    SlowBody,
    /// Asks, and reads nothing of what comes.
    Deaf,
}

/// A slow caller.
struct Caller {
    manner: Manner,
    stream: Option<TcpStream>,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, connections, seconds] = arguments.as_slice() else {
        eprintln!("usage: slow ADDRESS CONNECTIONS SECONDS");
        std::process::exit(2);
    };
    let connections: usize = connections.parse()?;
    let end = Instant::now() + Duration::from_secs(seconds.parse()?);
    let (opened, told) = std::thread::scope(|scope| {
        let slow = || hold(address, connections / THREADS, end);
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(slow)).collect();
        let rude = scope.spawn(|| be_rude(address, end));
        let opened = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        let opened: usize = opened.map(Result::unwrap_or_default).sum();
        (opened, rude.join().unwrap_or_default())
    });
    println!("{connections} slow callers at a time, {opened} connections in all");
    for (what, times) in &told {
        println!("{times} times {what}");
    }
    // Nothing that was sent is the service's fault.
    let faults = told.keys().any(|what| what.contains("HTTP/1.1 5"));
    if faults || told.is_empty() {
        return Err("the service failed".into());
    }
    Ok(())
}

/// Keeps so many slow callers busy; how many connections that took.
fn hold(address: &str, count: usize, end: Instant) -> usize {
    const MANNERS: [Manner; 4] = [
        Manner::Silent,
        Manner::SlowHead,
        Manner::SlowBody,
        Manner::Deaf,
    ];
    let mut callers: Vec<Caller> = (0..count)
        .map(|number| Caller {
            manner: MANNERS[number % MANNERS.len()],
            stream: None,
        })
        .collect();
    let mut opened = 0;
    while Instant::now() < end {
        let beat = Instant::now();
        for caller in &mut callers {
            if caller.stream.is_none() {
                caller.stream = begin(address, caller.manner);
                opened += usize::from(caller.stream.is_some());
            } else if !goes_on(caller) {
                caller.stream = None;
            }
        }
        std::thread::sleep(BEAT.saturating_sub(beat.elapsed()));
    }
    opened
}

fn begin(address: &str, manner: Manner) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_nonblocking(true).ok()?;
    let first = match manner {
        Manner::Silent => "",
        Manner::SlowHead => "GET /v1/search?q=",
        Manner::SlowBody => {
            "POST /v1/triage HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             content-length: 100000\r\n\r\n{\"text\":\""
        }
        Manner::Deaf => "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n",
    };
    stream.write_all(first.as_bytes()).ok()?;
    Some(stream)
}

/// Sends one more byte; false once the service has had enough.
fn goes_on(caller: &mut Caller) -> bool {
    let Some(stream) = &mut caller.stream else {
        return false;
    };
    match caller.manner {
        Manner::Deaf => true,
        Manner::Silent => is_open(stream),
        Manner::SlowHead | Manner::SlowBody => is_open(stream) && stream.write_all(b"a").is_ok(),
    }
}

/// True if neither an end nor an answer has come; whoever is slow is told so once.
fn is_open(stream: &mut TcpStream) -> bool {
    let mut some = [0; 64];
    matches!(stream.read(&mut some), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

/// Sends what is too large or broken, over and over; how often what was said.
fn be_rude(address: &str, end: Instant) -> BTreeMap<String, usize> {
    let head = "POST /v1/triage HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let large = "a".repeat(2 << 20);
    let length = large.len();
    let deep = "[".repeat(100_000);
    let requests = [
        (
            "too large",
            format!("{head}content-length: {length}\r\n\r\n{large}"),
        ),
        (
            "too large in pieces",
            format!("{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{large}\r\n0\r\n\r\n"),
        ),
        (
            "broken JSON",
            format!("{head}content-length: 9\r\n\r\n{{\"text\":\""),
        ),
        (
            "deep JSON",
            format!("{head}content-length: {}\r\n\r\n{deep}", deep.len()),
        ),
        (
            "a broken piece",
            format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        ),
        ("no HTTP", "\u{16}\u{3}\u{1}\r\n\r\n".to_owned()),
        (
            "a long head",
            format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {large}\r\n\r\n"),
        ),
    ];
    let mut told = BTreeMap::new();
    while Instant::now() < end {
        for (what, request) in &requests {
            let said = send(address, request).unwrap_or_else(|_| "the connection ended".to_owned());
            *told.entry(format!("{what}: {said}")).or_default() += 1;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    told
}

/// The first line of what comes back.
fn send(address: &str, request: &str) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    // A service may answer and close before it has read all; what it said counts.
    let _ = stream.write_all(request.as_bytes());
    let mut line = [0; 64];
    let read = stream.read(&mut line)?;
    let text = String::from_utf8_lossy(line.get(..read).unwrap_or_default()).into_owned();
    let first = text.lines().next().ok_or("nothing")?;
    Ok(first.to_owned())
}
