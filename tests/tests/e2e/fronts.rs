//! The same question at every front: the command line, HTTP, and assistants over a pipe and over
//! HTTP give the same JSON but for the time it took.

use harness::{Response, Sandbox, Server};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// An assistant that started `firstline mcp`.
struct Pipe {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Pipe {
    fn open(sandbox: &Sandbox, arguments: &str) -> Self {
        let mut run = sandbox.firstline(&format!("mcp {arguments}"));
        let command = run.command().stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().unwrap());
        let mut pipe = Self {
            child,
            stdin,
            stdout: BufReader::new(stdout),
        };
        let hello = json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        });
        let told = pipe.ask("initialize", hello);
        assert_eq!(told["serverInfo"]["name"], "firstline", "{told}");
        pipe.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        pipe
    }

    fn send(&mut self, message: &Value) {
        let line = format!("{message}\n");
        self.stdin
            .as_mut()
            .unwrap()
            .write_all(line.as_bytes())
            .unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.send(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}));
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        told["result"].clone()
    }

    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let told = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        assert_eq!(told["isError"], false, "{told}");
        told["structuredContent"].clone()
    }

    /// Ends the input and waits for the end of the process.
    fn close(mut self) -> Option<i32> {
        drop(self.stdin.take());
        self.child.wait().unwrap().code()
    }
}

fn call_over_http(server: &Server, tool: &str, arguments: &Value) -> Value {
    let message = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    });
    let head = "POST /mcp HTTP/1.1\r\ncontent-type: application/json\r\n\
                accept: application/json, text/event-stream\r\n\
                mcp-protocol-version: 2025-06-18\r\n";
    let told: Response = server.ask(head, &message.to_string());
    assert_eq!(told.status, 200, "{told:?}");
    told.json()["result"]["structuredContent"].clone()
}

/// Without what belongs to the front: the time it took, and where its next page begins.
fn bare(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        object.remove("took_ms");
        object.remove("next");
        // Only a service remembers unless it is told to.
        object.remove("case");
    }
    answer
}

#[test]
fn every_front_gives_the_same_answer() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let server = Server::start(&sandbox, "--index kb");
    let mut pipe = Pipe::open(&sandbox, "--index kb");
    let case = "the loom loses the thread and a red lamp blinks when the warp beam turns";
    let triage = json!({"text": case});
    for (line, code, over_http, tool, arguments) in [
        (
            format!("triage {case}"),
            [0, 3, 4],
            server.post("/v1/triage", &triage.to_string()),
            "triage",
            triage,
        ),
        (
            "search cloth printer".to_owned(),
            [0; 3],
            server.get("/v1/search?q=cloth+printer"),
            "search",
            json!({"q": "cloth printer"}),
        ),
        (
            "lookup event 4711 --source LoomDS".to_owned(),
            [0; 3],
            server.get("/v1/lookup/event/4711?source=LoomDS"),
            "lookup",
            json!({"kind": "event", "value": "4711", "source": "LoomDS"}),
        ),
        (
            "show KB900001".to_owned(),
            [0; 3],
            server.get("/v1/articles/KB900001"),
            "article",
            json!({"id": "KB900001"}),
        ),
        (
            "guide --list".to_owned(),
            [0; 3],
            server.get("/v1/guides"),
            "guide",
            json!({}),
        ),
    ] {
        let typed = sandbox
            .firstline(&format!("{line} --index kb --json"))
            .run();
        assert!(code.map(Some).contains(&typed.code), "{typed:?}");
        let typed = bare(typed.json());
        assert!(
            typed["schema"].as_str().unwrap().starts_with("firstline."),
            "{typed}"
        );
        assert_eq!(bare(over_http.json()), typed, "HTTP: {line}");
        assert_eq!(bare(pipe.call(tool, &arguments)), typed, "pipe: {line}");
        assert_eq!(
            bare(call_over_http(&server, tool, &arguments)),
            typed,
            "MCP: {line}"
        );
    }
    assert_eq!(pipe.close(), Some(0));
}

#[test]
fn what_the_settings_say_of_answers_holds_at_every_front() {
    let priorities = include_str!("../../../engine/data/priority.toml");
    for (settings, file, text, question, asked) in [
        (
            "[search]\nspelling = false",
            "",
            "",
            "search",
            "cloth prniter",
        ),
        (
            "[search]\nsynonyms = false",
            "",
            "",
            "search",
            "the service dies",
        ),
        (
            "[search]\nlexicon = \"words.tsv\"",
            "words.tsv",
            "beastie\tcloth printer\n",
            "search",
            "beastie blank",
        ),
        (
            "[triage]\nthreshold = 1.0",
            "",
            "",
            "triage",
            "the loom loses the thread",
        ),
        (
            "priorities = \"ours.toml\"",
            "ours.toml",
            priorities,
            "triage",
            "everyone in the company cannot log on",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.index_looms();
        let typed = |front: &str| {
            let line = format!("{front} {asked} --index kb --json");
            bare(sandbox.firstline(&line).run().json())
        };
        let usual = typed(question);
        sandbox.write("firstline.toml", settings);
        if !file.is_empty() {
            sandbox.write(
                file,
                text.replace("the whole organisation", "the weavers' guild"),
            );
        }
        let set_up = typed(question);
        assert_ne!(set_up, usual, "{settings} changes nothing for `{asked}`");
        let server = Server::start(&sandbox, "--index kb");
        let mut pipe = Pipe::open(&sandbox, "--index kb");
        let (over_http, arguments) = match question {
            "search" => {
                let path = format!("/v1/search?q={}", asked.replace(' ', "+"));
                (server.get(&path), json!({"q": asked}))
            }
            _ => {
                let case = json!({"text": asked});
                (server.post("/v1/triage", &case.to_string()), case)
            }
        };
        assert_eq!(bare(over_http.json()), set_up, "HTTP: {settings}");
        let told = bare(pipe.call(question, &arguments));
        assert_eq!(told, set_up, "pipe: {settings}");
    }
}

#[test]
fn words_that_are_no_rules_keep_the_service_from_starting() {
    let sandbox = Sandbox::new();
    sandbox.write("firstline.toml", "[search]\nlexicon = \"words.tsv\"\n");
    sandbox.write("words.tsv", "beastie cloth printer\n");
    for command in ["serve --listen 127.0.0.1:0", "mcp"] {
        let refused = sandbox.firstline(command).run().exits(2);
        let _ = refused.complains("words.tsv, line 1");
    }
    // Keys are made without asking anything.
    let made = sandbox
        .firstline("key create --role tier1 --name bot")
        .run();
    let _ = made.exits(0);
}

#[test]
fn an_assistant_sees_what_its_role_sees() {
    let sandbox = Sandbox::new();
    let page =
        "---\nid: K1\ntitle: Spare loom\naudience: tier2\n---\n\nThe spare loom is WEAVER7.\n";
    sandbox.write("docs/spare.md", page);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    for (role, seen) in [
        ("reader", false),
        ("tier1", false),
        ("tier2", true),
        ("tier3", true),
    ] {
        let mut pipe = Pipe::open(&sandbox, &format!("--index kb --role {role}"));
        for (tool, arguments) in [
            ("search", json!({"q": "spare loom"})),
            ("triage", json!({"text": "where is the spare loom"})),
        ] {
            let told = pipe.call(tool, &arguments).to_string();
            assert_eq!(told.contains("K1"), seen, "{role} {tool}: {told}");
        }
        assert_eq!(pipe.close(), Some(0));
    }
}
