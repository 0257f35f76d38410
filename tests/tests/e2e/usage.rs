//! Help, usage errors, completions, manual pages.

use harness::Sandbox;
use std::io::Read;
use std::process::Stdio;

const COMMANDS: [&str; 9] = [
    "index",
    "search",
    "triage",
    "show",
    "lookup",
    "eval",
    "inspect",
    "completions",
    "man",
];

#[test]
fn help_lists_every_command_and_the_exit_codes() {
    let sandbox = Sandbox::new();
    let mut help = sandbox.firstline("--help").run().exits(0);
    for command in COMMANDS {
        help = help.says(&format!("\n  {command} "));
    }
    let _ = help.says("Exit codes:").says("Examples:");
}

#[test]
fn every_command_has_help_with_an_example() {
    let sandbox = Sandbox::new();
    for command in COMMANDS {
        let help = sandbox.firstline(&format!("{command} --help")).run();
        let _ = help.exits(0).says("Usage: firstline").says("Example");
    }
}

#[test]
fn wrong_usage_exits_2_and_says_what_is_wrong() {
    let sandbox = Sandbox::new();
    for (arguments, told) in [
        ("", "Usage"),
        ("serach printer", "search"),
        ("search", "WORDS"),
        ("search --limit 0 x", "--limit"),
        ("search --kind novel x", "novel"),
        ("search --tier 9 x", "--tier"),
        ("triage --answer product x", "product="),
        ("lookup event many", "many"),
        ("lookup port 70000", "70000"),
        ("index docs", "--out"),
        ("show Q1 --raw --json", "--json"),
    ] {
        let _ = sandbox.firstline(arguments).run().exits(2).complains(told);
    }
}

#[test]
fn wrong_usage_with_json_is_a_problem_document() {
    let sandbox = Sandbox::new();
    let output = sandbox.firstline("--json lookup port many").run().exits(2);
    let problem = output.problem();
    assert_eq!(problem["type"], "urn:firstline:problem:usage");
    assert_eq!(problem["exit_code"], 2);
    assert!(
        problem["title"]
            .as_str()
            .unwrap()
            .starts_with("invalid value 'many'"),
        "{problem}"
    );
    assert_eq!(output.stdout, "");
}

#[test]
fn text_that_is_empty_is_wrong_usage() {
    let sandbox = Sandbox::new();
    for command in ["search", "triage"] {
        let run = sandbox.firstline(&format!("{command} -")).stdin(" \n");
        let _ = run.run().exits(2).complains("no text");
    }
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.firstline(&format!("completions {shell}")).run();
        let _ = script.exits(0).says("triage").says("lookup");
    }
    let _ = sandbox
        .firstline("man")
        .run()
        .exits(0)
        .says(".TH firstline");
    let _ = sandbox.firstline("man --out pages").run().exits(0);
    assert!(sandbox.path("pages/firstline-triage.1").is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::new();
    let mut run = sandbox.firstline("man");
    let command = run.command().stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut complaint)
        .unwrap();
    assert!(child.wait().unwrap().success(), "{complaint}");
    assert_eq!(complaint, "");
}
