//! `kill -9` at any moment while the desk is written: what was acknowledged is there afterwards,
//! and the file is sound.
#![expect(clippy::print_stdout, reason = "a count for whoever runs it long")]

use harness::{Sandbox, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::time::Duration;

/// Agents who ask and answer at once.
const AGENTS: usize = 4;

/// What agents were told was kept.
#[derive(Debug, Default)]
struct Told {
    /// Ids that stood in answers.
    cases: Vec<String>,
    /// Case and number of outcomes that were acknowledged.
    outcomes: Vec<(String, u64)>,
}

/// Posts JSON; none if the service ended before it answered.
fn post(address: SocketAddr, path: &str, body: &str) -> Option<Value> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}

/// An agent asks and says how it ended, over and over, until nobody answers.
fn work(address: SocketAddr, told: &Mutex<Told>) {
    for number in 0.. {
        let text = format!("case {number}: remote control times out the first time");
        let asked = post(address, "/v1/triage", &json!({ "text": text }).to_string());
        let Some(asked) = asked else {
            return;
        };
        // A disk that is slow for a moment leaves an answer without an id.
        let Some(case) = asked["case"].as_str().map(str::to_owned) else {
            continue;
        };
        told.lock().unwrap().cases.push(case.clone());
        let said = json!({ "outcome": "fixed", "note": format!("remark {number}") });
        let path = format!("/v1/cases/{case}/outcome");
        let Some(seq) =
            post(address, &path, &said.to_string()).and_then(|said| said["seq"].as_u64())
        else {
            return;
        };
        told.lock().unwrap().outcomes.push((case, seq));
    }
}

/// Kills a service that is being worked with so many times, and looks at what is left.
fn survive(kills: u64) {
    let sandbox = Sandbox::new();
    let told = Mutex::new(Told::default());
    for kill in 0..kills {
        let server = Server::start(&sandbox, "--desk d.sqlite");
        let address = server.address;
        std::thread::scope(|scope| {
            for _ in 0..AGENTS {
                scope.spawn(|| work(address, &told));
            }
            // Any moment between two batches, from the first case on.
            std::thread::sleep(Duration::from_millis(20 + kill * 37 % 211));
            server.signal("KILL");
            drop(server);
        });
    }
    let told = told.into_inner().unwrap();
    let check = sandbox.firstline("desk check --desk d.sqlite --json");
    let check = check.run().exits(0).json();
    assert_eq!(check["sound"], true, "{check}");
    let export = sandbox
        .firstline("desk export --desk d.sqlite")
        .run()
        .exits(0);
    let mut cases = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    for line in export.stdout.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap_or_default().to_owned();
        for said in record["outcomes"].as_array().into_iter().flatten() {
            outcomes.insert((id.clone(), said["seq"].as_u64().unwrap()));
        }
        cases.insert(id);
    }
    let lost = |case: &&String| !cases.contains(*case);
    assert_eq!(
        told.cases.iter().find(lost),
        None,
        "a case was named and lost"
    );
    let lost = |said: &&(String, u64)| !outcomes.contains(*said);
    assert_eq!(
        told.outcomes.iter().find(lost),
        None,
        "acknowledged and lost"
    );
    assert!(
        told.outcomes.len() as u64 >= kills / 4,
        "too little happened between kills: {}",
        told.outcomes.len()
    );
    println!(
        "{kills} kills: {} cases and {} outcomes were acknowledged, and all are there",
        told.cases.len(),
        told.outcomes.len()
    );
}

/// Kills of a run; `FIRSTLINE_KILLS` asks for more.
fn kills() -> u64 {
    let asked = std::env::var("FIRSTLINE_KILLS").ok();
    asked.and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

#[test]
fn kills_of_a_service_that_writes_lose_nothing_that_was_acknowledged() {
    survive(kills());
}
