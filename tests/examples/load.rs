//! A load for a running service: so many connections for so many seconds, and what came of it.
//!
//! `load ADDRESS search|triage QUERIES.jsonl CONNECTIONS SECONDS [KEY]`
//!
//! Each line of the file is an object with `text`. Connections are kept open and each sends its
//! next request when it has the answer to the one before, so the rate is what the service can do.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a connection saw.
#[derive(Default)]
struct Seen {
    milliseconds: Vec<f64>,
    failures: usize,
    /// Statuses other than 200.
    refused: usize,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, what, file, connections, seconds, key @ ..] = arguments.as_slice() else {
        eprintln!("usage: load ADDRESS search|triage QUERIES.jsonl CONNECTIONS SECONDS [KEY]");
        std::process::exit(2);
    };
    let key = key.first().map(String::as_str);
    let requests = requests(what, &std::fs::read_to_string(file)?, key)?;
    let (connections, seconds) = (connections.parse()?, seconds.parse()?);
    let next = AtomicUsize::new(0);
    let end = Instant::now() + Duration::from_secs(seconds);
    let start = Instant::now();
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let work = || keep_asking(address, &requests, &next, end);
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(Result::unwrap_or_default).collect()
    });
    report(&seen, start.elapsed());
    Ok(())
}

/// Every query of the file as the bytes of a request.
fn requests(what: &str, file: &str, key: Option<&str>) -> Result<Vec<Vec<u8>>, Failure> {
    let key = key.map_or_else(String::new, |key| {
        format!("authorization: Bearer {key}\r\n")
    });
    let mut requests = Vec::new();
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let text = line["text"].as_str().ok_or("a line has no text")?;
        let request = if what == "triage" {
            let body = serde_json::json!({ "text": text }).to_string();
            format!(
                "POST /v1/triage HTTP/1.1\r\nhost: localhost\r\n{key}\
                 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
        } else {
            let text: String = text.chars().take(600).collect();
            let query: String = text
                .bytes()
                .map(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (byte as char).to_string(),
                    _ => format!("%{byte:02X}"),
                })
                .collect();
            format!("GET /v1/search?q={query} HTTP/1.1\r\nhost: localhost\r\n{key}\r\n")
        };
        requests.push(request.into_bytes());
    }
    if requests.is_empty() {
        return Err("the file holds no query".into());
    }
    Ok(requests)
}

/// Asks until the time is up, on a new connection whenever one breaks.
fn keep_asking(address: &str, requests: &[Vec<u8>], next: &AtomicUsize, end: Instant) -> Seen {
    let mut seen = Seen::default();
    while Instant::now() < end {
        let Ok(stream) = TcpStream::connect(address) else {
            seen.failures += 1;
            std::thread::sleep(Duration::from_millis(10));
            continue;
        };
        let _ = stream.set_nodelay(true);
        let mut stream = BufReader::new(stream);
        while Instant::now() < end {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = requests.get(number % requests.len()) else {
                break;
            };
            let start = Instant::now();
            match ask(&mut stream, request) {
                Ok(200) => seen.milliseconds.push(start.elapsed().as_secs_f64() * 1e3),
                Ok(_) => seen.refused += 1,
                Err(_) => {
                    seen.failures += 1;
                    break;
                }
            }
        }
    }
    seen
}

/// Sends a request and reads the whole answer; its status.
fn ask(stream: &mut BufReader<TcpStream>, request: &[u8]) -> Result<u16, Failure> {
    stream.get_mut().write_all(request)?;
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(status)
}

fn report(seen: &[Seen], time: Duration) {
    let mut all: Vec<f64> = seen
        .iter()
        .flat_map(|seen| &seen.milliseconds)
        .copied()
        .collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (all.len() as f64 * share) as usize;
        all.get(place.min(all.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    let rate = all.len() as f64 / time.as_secs_f64();
    println!("{} answers, {rate:.0} a second", all.len());
    println!(
        "p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
    let sum = |count: fn(&Seen) -> usize| seen.iter().map(count).sum::<usize>();
    println!(
        "{} refused, {} failed",
        sum(|seen| seen.refused),
        sum(|seen| seen.failures)
    );
}
