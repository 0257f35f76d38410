//! A disk that is full, as the service meets it: answers go on, and everybody is told.
#![expect(clippy::print_stdout, reason = "says what was skipped")]

use harness::{Sandbox, Server};
use serde_json::json;
use std::process::{Command, Stdio};

/// Starts a service that has a disk of 400 KB for its memory; none where the system lets nobody
/// mount one.
fn with_small_disk(sandbox: &Sandbox) -> Option<Server> {
    let disk = sandbox.path("disk");
    std::fs::create_dir(&disk).unwrap();
    let inside = |command: &str| {
        let mount = format!(
            "mount -t tmpfs -o size=400k none {} && {command}",
            disk.display()
        );
        let mut shell = Command::new("unshare");
        shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount]);
        shell
    };
    let tried = inside("true").stderr(Stdio::null()).status();
    if !tried.is_ok_and(|status| status.success()) {
        println!("skipped: this system lets nobody mount a small disk");
        return None;
    }
    let mut run = sandbox.firstline("");
    let binary = run.command().get_program().to_string_lossy().into_owned();
    let command = format!("exec {binary} serve --listen 127.0.0.1:0 --desk disk/desk.sqlite");
    let mut command = inside(&command);
    command
        .current_dir(sandbox.path(""))
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", sandbox.home());
    Some(Server::run(sandbox, &mut command))
}

#[test]
fn a_full_disk_costs_the_memory_and_no_answer() {
    let sandbox = Sandbox::new();
    let Some(server) = with_small_disk(&sandbox) else {
        return;
    };
    let first = json!({ "text": "remote control times out the first time" }).to_string();
    let kept = server.post("/v1/triage", &first).json();
    let id = kept["case"].as_str().unwrap().to_owned();
    let long =
        json!({ "text": format!("remote control times out {}", "and then again ".repeat(900)) });
    let mut without = 0;
    for _ in 0..60 {
        let answer = server.post("/v1/triage", &long.to_string());
        assert_eq!(answer.status, 200);
        without += usize::from(answer.json().get("case").is_none());
    }
    assert!(without > 10, "the disk was not full: {without}");
    let ready = server.get("/readyz").json();
    assert_eq!(ready["status"], "degraded");
    assert_eq!(
        ready["notice"],
        "The desk's memory is not kept: no space is left. Answers go on without it."
    );
    let outcome = server.post(&format!("/v1/cases/{id}/outcome"), r#"{"outcome":"fixed"}"#);
    // What is said may still find room; what is told must be true.
    let said = server.get(&format!("/v1/cases/{id}")).json();
    let outcomes = said["outcomes"].as_array().unwrap().len();
    assert_eq!(
        (outcome.status, outcomes),
        if outcomes == 1 { (201, 1) } else { (503, 0) }
    );
    let metrics = server.get("/metrics").body;
    assert!(metrics.contains("firstline_desk_lost"), "{metrics}");
    assert!(
        server.log().contains("answers go on without it"),
        "{}",
        server.log()
    );
    assert_eq!(server.stop(), Some(0));
}
