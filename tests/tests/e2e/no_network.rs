//! No command opens a connection: every system call that could is traced, over the commands that
//! answer, index and hand over.
#![expect(clippy::print_stdout, reason = "says what was skipped")]

use harness::{Sandbox, binary};
use std::process::{Command, Stdio};

/// Runs the binary under strace and gives its exit code and the lines of its network calls.
fn traced(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let trace = sandbox.root().join("trace");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%net", "-o"])
        .arg(&trace)
        .arg(binary())
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("HOME", sandbox.home())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let lines = std::fs::read_to_string(trace).unwrap();
    (status.code(), lines.lines().map(str::to_owned).collect())
}

/// Sockets of the machine itself (a resolver's or logger's) would be AF_UNIX; none is used either.
fn opens_nothing(sandbox: &Sandbox, arguments: &[&str]) {
    let (code, calls) = traced(sandbox, arguments);
    assert!(matches!(code, Some(0 | 3 | 4)), "{arguments:?}: {code:?}");
    let calls: Vec<String> = calls
        .into_iter()
        .filter(|line| {
            ["socket(", "connect(", "sendto(", "bind("]
                .iter()
                .any(|call| line.contains(call))
        })
        .collect();
    assert!(calls.is_empty(), "{arguments:?} calls {calls:#?}");
}

fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-qq", "-e", "trace=%net", "true"])
        .stderr(Stdio::null())
        .status();
    let can = traced.is_ok_and(|status| status.success());
    if !can {
        println!("skipped: strace is not here or may not trace");
    }
    can
}

#[test]
fn commands_open_no_connection() {
    if !can_trace() {
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.write(
        "notes/glue.md",
        "# Glue will not dry\n\n## Symptoms\n\nThe glue stays wet, see https://example.org/glue.\n\n\
         ## Resolution\n\n1. Open a window.\n",
    );
    for arguments in [
        &["index", "notes", "--out", "kb"][..],
        &["search", "wet glue", "--index", "kb"],
        &["triage", "remote control times out the first time"],
        &["lookup", "event", "547"],
        &["show", "glue", "--index", "kb"],
        &["guide"],
        &["lint", "notes"],
    ] {
        opens_nothing(&sandbox, arguments);
    }
}

#[test]
fn the_trace_sees_a_connection() {
    if !can_trace() {
        return;
    }
    // The service has to ask for its port to learn that it is taken.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let sandbox = Sandbox::new();
    let (code, calls) = traced(&sandbox, &["serve", "--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(calls.iter().any(|line| line.contains("bind(")), "{calls:?}");
}
