//! The service as a process: where it listens, what it takes over, how it ends.

use harness::{Sandbox, Server};
use std::io::Write;
use std::time::{Duration, Instant};

/// Asks until an answer is as it should be, or fails.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn lamp(sandbox: &Sandbox, folder: &str, id: &str, title: &str) {
    let page = format!("---\nid: {id}\ntitle: {title}\n---\n\nThe {id} stays dark.\n");
    sandbox.write(&format!("{folder}/{id}.md"), page);
}

#[test]
fn the_same_answer_comes_from_the_command_line_and_over_http() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "--no-desk");
    let words = "event 4284 packets in the clear";
    let mut typed = sandbox
        .firstline_with(["triage", "--json", words])
        .run()
        .json();
    let body = serde_json::json!({ "text": words }).to_string();
    let mut sent = server.post("/v1/triage", &body).json();
    for answer in [&mut typed, &mut sent] {
        answer["took_ms"] = 0.into();
    }
    assert_eq!(typed, sent);
}

#[test]
fn a_new_index_takes_over_by_itself_and_nothing_is_dropped() {
    let sandbox = Sandbox::new();
    lamp(&sandbox, "docs", "lamp", "Lamp stays dark");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let server = Server::start(&sandbox, "--index kb");
    assert_eq!(server.get("/v1/articles/torch").status, 404);
    let asking = std::sync::atomic::AtomicBool::new(true);
    std::thread::scope(|scope| {
        let asker = scope.spawn(|| {
            let mut asked = 0;
            while asking.load(std::sync::atomic::Ordering::Relaxed) {
                assert_eq!(server.get("/v1/search?q=stays+dark").status, 200);
                asked += 1;
            }
            asked
        });
        for id in ["torch", "candle", "lantern"] {
            lamp(&sandbox, "docs", id, &format!("{id} stays dark"));
            let _ = sandbox.firstline("index docs --out kb").run().exits(0);
            eventually(id, || {
                server.get(&format!("/v1/articles/{id}")).status == 200
            });
        }
        asking.store(false, std::sync::atomic::Ordering::Relaxed);
        assert!(asker.join().unwrap() > 0);
    });
    assert_eq!(
        server
            .get("/v1/search?q=dark")
            .header("firstline-generation"),
        "gen-4"
    );
}

#[cfg(unix)]
#[test]
fn a_hangup_takes_over_at_once_and_a_broken_index_is_told() {
    let sandbox = Sandbox::new();
    lamp(&sandbox, "docs", "lamp", "Lamp stays dark");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    sandbox.write("firstline.toml", "[server]\nreload-seconds = 3600\n");
    let server = Server::start(&sandbox, "--index kb");
    lamp(&sandbox, "docs", "torch", "Torch stays dark");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    assert_eq!(server.get("/v1/articles/torch").status, 404);
    server.signal("HUP");
    eventually("torch", || server.get("/v1/articles/torch").status == 200);
    sandbox.write("kb/gen-9/manifest.json", "{");
    sandbox.write("kb/CURRENT", "gen-9");
    server.signal("HUP");
    eventually("degraded", || {
        server.get("/readyz").json()["status"] == "degraded"
    });
    assert_eq!(server.get("/v1/articles/torch").status, 200);
}

/// A build that meets a full disk beside a running service: files may grow no further than a few
/// blocks, which the system refuses as it refuses a full disk.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_during_a_swap_leaves_the_old_index_answering() {
    let sandbox = Sandbox::new();
    lamp(&sandbox, "docs", "lamp", "Lamp stays dark");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    sandbox.write("firstline.toml", "[server]\nreload-seconds = 1\n");
    let server = Server::start(&sandbox, "--index kb");
    lamp(&sandbox, "docs", "torch", "Torch stays dark");
    let full = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' index docs --out kb",
        harness::binary().display()
    );
    let build = std::process::Command::new("bash")
        .args(["-c", &full])
        .current_dir(sandbox.path(""))
        .output()
        .unwrap();
    assert_eq!(build.status.code(), Some(1), "{build:?}");
    // Time for a look at what the build left behind.
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(server.get("/v1/articles/lamp").status, 200);
    assert_eq!(server.get("/v1/articles/torch").status, 404);
    assert_eq!(server.get("/readyz").json()["status"], "ready");
    // A pointer that was renamed to half a copy, as a copy between machines may leave it.
    sandbox.write("kb/gen-7/manifest.json", "{\"format");
    sandbox.write("kb/CURRENT", "gen-7\n");
    eventually("degraded", || {
        server.get("/readyz").json()["status"] == "degraded"
    });
    assert_eq!(server.get("/v1/articles/lamp").status, 200);
    sandbox.write("kb/CURRENT", "gen-1\n");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    eventually("torch", || server.get("/v1/articles/torch").status == 200);
    assert_eq!(server.get("/readyz").json()["status"], "ready");
}

#[cfg(unix)]
#[test]
fn a_request_under_way_is_finished_before_the_service_stops() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let mut stream = server.connect();
    let body = r#"{"text":"printer prints blank pages"}"#;
    let head = format!(
        "POST /v1/triage HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let (first, rest) = body.split_at(10);
    stream
        .write_all(format!("{head}{first}").as_bytes())
        .unwrap();
    // The service has to have read the head, or the connection counts as idle.
    std::thread::sleep(Duration::from_millis(300));
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(200));
    stream.write_all(rest.as_bytes()).unwrap();
    assert_eq!(harness::Response::read(&mut stream).status, 200);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn an_index_that_is_missing_is_replaced_by_the_built_in_one_and_told() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "--index nowhere");
    assert_eq!(server.get("/readyz").json()["status"], "degraded");
    let answer = server.get("/v1/search?q=filters").json();
    assert!(answer["notice"].as_str().unwrap().contains("missing"));
    lamp(&sandbox, "docs", "lamp", "Lamp stays dark");
    let _ = sandbox.firstline("index docs --out nowhere").run().exits(0);
    eventually("ready", || {
        server.get("/readyz").json()["status"] == "ready"
    });
}

#[test]
fn slow_callers_keep_nobody_from_being_answered() {
    let sandbox = Sandbox::new();
    sandbox.write("firstline.toml", "[server.limits]\nheader-seconds = 1\n");
    let server = Server::start(&sandbox, "");
    let mut slow: Vec<_> = (0..200).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream
            .write_all(b"GET /v1/search?q=a HTTP/1.1\r\nhost: local")
            .unwrap();
    }
    assert_eq!(server.get("/v1/search?q=filters").status, 200);
    let first = slow.first_mut().unwrap();
    // Either an answer that says it took too long, or just the end of the connection.
    let mut told = Vec::new();
    let _ = std::io::Read::read_to_end(first, &mut told);
    let told = String::from_utf8_lossy(&told);
    assert!(
        told.is_empty() || told.starts_with("HTTP/1.1 408"),
        "{told}"
    );
}

#[test]
fn bytes_that_are_no_request_harm_nobody() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    for junk in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"POST /v1/triage HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n",
        b"POST /v1/triage HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ] {
        let mut stream = server.connect();
        stream.write_all(junk).unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut told = Vec::new();
        let _ = std::io::Read::read_to_end(&mut stream, &mut told);
        let told = String::from_utf8_lossy(&told);
        assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{told}");
    }
    assert_eq!(server.get("/healthz").status, 200);
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

#[test]
fn keys_are_made_shown_once_listed_and_taken_back() {
    let sandbox = Sandbox::new();
    let made = sandbox.firstline("key create --role tier1 --name bot --json --keys k.json");
    let made = made.run().exits(0).json();
    let (key, id) = (made["key"].as_str().unwrap(), made["id"].as_str().unwrap());
    let stored = std::fs::read_to_string(sandbox.path("k.json")).unwrap();
    assert!(!stored.contains(key.rsplit('_').next().unwrap()));
    let listed = sandbox.firstline("key list --keys k.json").run().exits(0);
    let _ = listed.says(id).says("tier1").is_silent_on(key);
    let server = Server::start(&sandbox, "--keys k.json");
    assert_eq!(server.get("/v1/search?q=filters").status, 401);
    assert_eq!(server.get_with_key("/v1/search?q=filters", key).status, 200);
    let _ = sandbox
        .firstline(&format!("key revoke {id} --keys k.json"))
        .run()
        .exits(0);
    eventually("revoked", || {
        server.get_with_key("/v1/search?q=filters", key).status == 401
    });
    assert!(!server.log().contains(key), "no key is logged");
}

#[test]
fn other_addresses_need_keys() {
    let sandbox = Sandbox::new();
    let refused = sandbox.firstline("serve --listen 0.0.0.0:0").run().exits(2);
    let _ = refused.complains("firstline key create");
    let settings = "[server]\nlisten = \"127.0.0.1:0\"\n[server.limit]\npage = 3\n";
    sandbox.write("firstline.toml", settings);
    let refused = sandbox.firstline("serve").run().exits(2);
    let _ = refused.complains("limit").complains("firstline.toml");
}

#[test]
fn what_callers_write_is_not_logged() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "--log-json");
    let body = r#"{"text":"swordfish is the password of the printer"}"#;
    assert_eq!(server.post("/v1/triage", body).status, 200);
    assert_eq!(server.get("/v1/search?q=swordfish").status, 200);
    assert_eq!(server.get("/v1/articles/swordfish").status, 404);
    eventually("logged", || server.log().matches("answered").count() >= 3);
    let log = server.log();
    assert!(!log.contains("swordfish"), "{log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string(), "{line}");
    }
}
