//! The desk's memory from outside: what is typed and read, who writes it, what leaves no trace.

use harness::{Output, Sandbox, Server};
use serde_json::{Value, json};
use std::path::Path;

const CASE: &str = "remote control times out the first time, then works";

/// A case that was triaged into a desk; its id.
fn triaged(sandbox: &Sandbox) -> String {
    let words =
        "remote control times out the first time, then works; call back ann.ask@contoso.example";
    let run = sandbox.firstline_with(["triage", "--desk", "d.sqlite", "--json", words]);
    let answer = run.run().exits(0).json();
    answer["case"].as_str().unwrap().to_owned()
}

/// A command on that desk.
fn desk<const N: usize>(sandbox: &Sandbox, arguments: [&str; N]) -> Output {
    let mut run = sandbox.firstline_with(["desk", "--desk", "d.sqlite"]);
    run.command().args(arguments);
    run.run()
}

/// A page without what differs from run to run.
fn settled(page: &Output, id: &str) -> String {
    let mut text = page.stdout.replace(id, "7FKQ-2M9X");
    // Times are of the form 2026-05-04 14:00.
    while let Some(at) = text.find(&format!("{}-", year())) {
        text.replace_range(at..at + 16, "YYYY-MM-DD HH:MM");
    }
    text
}

fn year() -> u64 {
    let seconds = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    1970 + (seconds.as_secs() as f64 / 31_556_952.0) as u64
}

#[test]
fn a_case_is_followed_from_triage_to_erasure() {
    let sandbox = Sandbox::new();
    let id = triaged(&sandbox);
    let _ = desk(&sandbox, ["outcome", &id, "not-fixed"]).exits(0);
    let note = "ask bob.lee@contoso.example";
    let said = desk(&sandbox, ["outcome", &id, "fixed", "--note", note]).exits(0);
    insta::assert_snapshot!(settled(&said, &id), @"7FKQ-2M9X is fixed and understood");
    let _ = desk(
        &sandbox,
        ["feedback", &id, "unclear", "--article", "ip-tools"],
    )
    .exits(0);
    let noted = desk(&sandbox, ["note", "rollout wave 3", "--at", "2005-03-01"]).exits(0);
    insta::assert_snapshot!(settled(&noted, &id), @"Noted at 2005-03-01 00:00 UTC: rollout wave 3");
    insta::assert_snapshot!(
        "desk_list",
        settled(&desk(&sandbox, ["list"]).exits(0), &id)
    );
    let shown = desk(&sandbox, ["show", &id.to_lowercase()]).exits(0);
    let _ = shown
        .clone()
        .is_silent_on("ann.ask")
        .is_silent_on("bob.lee");
    insta::assert_snapshot!("desk_show", settled(&shown, &id));
    let check = desk(&sandbox, ["check", "--json"]).exits(0).json();
    assert_eq!(
        (&check["sound"], &check["outcomes"]),
        (&json!(true), &json!(2))
    );
    let export = desk(&sandbox, ["export"]).exits(0).stdout;
    let records: Vec<Value> = export
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (&records[0]["record"], &records[0]["id"]),
        (&json!("case"), &json!(id))
    );
    assert_eq!(records[1]["text"], "rollout wave 3");
    let erased = desk(&sandbox, ["erase", "--case", &id]).exits(0);
    insta::assert_snapshot!(erased.stdout, @"Erased for good: 1 case");
    assert!(!holds(&sandbox.path(""), "first time, then works"));
    let gone = desk(&sandbox, ["show", &id, "--json"]).exits(3);
    assert!(gone.problem()["title"].as_str().unwrap().contains(&id));
}

#[test]
fn what_cannot_be_is_told_with_what_to_try() {
    let sandbox = Sandbox::new();
    desk(&sandbox, ["list"])
        .exits(3)
        .complains("There is no desk at d.sqlite")
        .complains("--desk FILE");
    let id = triaged(&sandbox);
    desk(&sandbox, ["show", "7FKQ-2M9Y"])
        .exits(2)
        .complains("one looks like 7FKQ-2M9X");
    desk(&sandbox, ["outcome", &id, "dance"])
        .exits(2)
        .complains("fixed-unclear");
    desk(&sandbox, ["erase"]).exits(2).complains("--case");
    desk(&sandbox, ["erase", "--who", "nobody"])
        .exits(3)
        .says("nothing to erase");
    desk(&sandbox, ["retention"])
        .exits(0)
        .says("400 days")
        .says("None is older");
    sandbox.write("d.sqlite", "no desk, however long it is. ".repeat(200));
    desk(&sandbox, ["check"])
        .exits(1)
        .complains("cannot be used")
        .complains("move the file away");
}

#[test]
fn a_triage_is_remembered_only_where_a_desk_is_named() {
    let sandbox = Sandbox::new();
    let answer = sandbox
        .firstline_with(["triage", "--json", CASE])
        .run()
        .json();
    assert!(answer.get("case").is_none());
    assert!(
        files(sandbox.root()).is_empty(),
        "{:?}",
        files(sandbox.root())
    );
    sandbox.write(
        "firstline.toml",
        "[desk]\nfile = \"own.sqlite\"\nname = \"ann\"\n",
    );
    let answer = sandbox
        .firstline_with(["triage", "--json", CASE])
        .run()
        .json();
    assert!(answer["case"].is_string());
    let cases = sandbox.firstline("desk list --json").run().exits(0).json();
    assert_eq!(cases["cases"][0]["who"]["name"], "ann");
    let answer = sandbox
        .firstline_with(["triage", "--no-desk", "--json", CASE])
        .run()
        .json();
    assert!(answer.get("case").is_none());
    // A desk that cannot be written keeps nobody from an answer.
    sandbox
        .firstline_with(["triage", "--desk", "no/where.sqlite", CASE])
        .run()
        .exits(0)
        .says("The case was not remembered");
}

#[test]
fn a_service_remembers_beside_its_index_unless_it_is_told_not_to() {
    let sandbox = Sandbox::new();
    let page = "---\nid: lamp\ntitle: Lamp stays dark\n---\n\nThe lamp stays dark.\n";
    sandbox.write("docs/lamp.md", page);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let body = json!({ "text": "the lamp stays dark", "site": "Oslo" }).to_string();
    let server = Server::start(&sandbox, "--index kb --no-desk");
    assert!(
        server
            .post("/v1/triage", &body)
            .json()
            .get("case")
            .is_none()
    );
    assert!(files(sandbox.root()).is_empty());
    assert_eq!(server.stop(), Some(0));
    let server = Server::start(&sandbox, "--index kb");
    let answer = server.post("/v1/triage", &body).json();
    let id = answer["case"].as_str().unwrap().to_owned();
    // The command line reads while the service writes.
    let shown = sandbox
        .firstline(&format!("desk show {id} --index kb --json"))
        .run()
        .exits(0)
        .json();
    assert_eq!(
        (&shown["channel"], &shown["site"]),
        (&json!("http"), &json!("Oslo"))
    );
    let erased = sandbox.firstline(&format!("desk erase --case {id} --index kb"));
    let _ = erased.run().exits(0);
    assert_eq!(server.get(&format!("/v1/cases/{id}")).status, 404);
    assert!(
        !holds(&sandbox.path("kb"), "the lamp stays dark")
            && server.post("/v1/triage", &body).json()["case"].is_string()
    );
    assert_eq!(server.stop(), Some(0));
    // A build beside it leaves the memory alone.
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let cases = sandbox
        .firstline("desk list --index kb --json")
        .run()
        .json();
    assert_eq!(cases["cases"].as_array().unwrap().len(), 1);
}

/// Files of desks below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else if entry.file_name().to_string_lossy().contains("sqlite") {
            found.push(entry.path().display().to_string());
        }
    }
    found
}

/// True if a desk below the folder holds these words.
fn holds(folder: &Path, words: &str) -> bool {
    files(folder).iter().any(|file| {
        let bytes = std::fs::read(file).unwrap();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    })
}
