//! What the desk learns from outcomes, reports, and drafts, from outside.

use harness::{Document, Sandbox};
use serde_json::{Value, json};

const CASE: &str = "loom stops with a humming noise at noon";

/// An index of two articles that are equally near to the case.
fn index(sandbox: &Sandbox) {
    let article = |id: &str, way: &str| {
        Document::new(id, "Loom stops with a humming noise")
            .section("SYMPTOMS", "The loom stops with a humming noise at noon.")
            .section(
                "RESOLUTION",
                &format!("1. {way}\n\n2. Start the loom again."),
            )
    };
    let documents = [
        article("Q900101", "Turn the spindle to the left."),
        article("Q900102", "Turn the spindle to the right."),
    ];
    sandbox.write_documents("docs", &documents);
    let run = sandbox.firstline_with(["index", "docs", "--out", "kb"]);
    let _ = run.run().exits(0);
    for name in ["ann", "bob", "cid"] {
        let settings = format!("[desk]\nname = {name:?}\nfile = \"d.sqlite\"\n");
        sandbox.write(&format!("{name}.toml"), settings);
    }
}

fn json(sandbox: &Sandbox, name: &str, arguments: &[&str]) -> Value {
    let config = format!("{name}.toml");
    let mut run = sandbox.firstline_with(["--index", "kb", "--json", "--config", &config]);
    run.command().args(arguments);
    run.run().exits(0).json()
}

/// Ids of the results of a search, best first.
fn order(sandbox: &Sandbox) -> Vec<String> {
    let answer = json(sandbox, "ann", &["search", CASE]);
    let results = answer["results"].as_array().unwrap().iter();
    results
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// A case of somebody that ended well with an article.
fn solved(sandbox: &Sandbox, name: &str, article: &str) -> String {
    let answer = json(sandbox, name, &["triage", "--threshold", "0", CASE]);
    let case = answer["case"].as_str().unwrap().to_owned();
    let told = [
        "desk",
        "outcome",
        &case,
        "fixed",
        "--issue",
        article,
        "--article",
        article,
    ];
    json(sandbox, name, &told);
    case
}

#[test]
fn outcomes_of_several_people_move_the_order_until_they_are_reset() {
    let sandbox = Sandbox::new();
    index(&sandbox);
    let before = order(&sandbox);
    let second = before[1].clone();
    for _ in 0..4 {
        solved(&sandbox, "ann", &second);
    }
    assert_eq!(order(&sandbox), before, "one person moves nothing");
    solved(&sandbox, "bob", &second);
    solved(&sandbox, "cid", &second);
    let after = order(&sandbox);
    assert_eq!(
        (after[0].as_str(), after.len()),
        (second.as_str(), before.len())
    );
    let learned = json(
        &sandbox,
        "ann",
        &["desk", "learning", "show", "--issue", &second],
    );
    assert_eq!(
        (
            &learned["articles"][0]["helped"],
            &learned["articles"][0]["people"]
        ),
        (&json!(6), &json!(3))
    );
    let found = json(&sandbox, "ann", &["search", "--explain", CASE]);
    let first = &found["results"][0];
    assert_eq!(first["outcomes"]["tried"], 6);
    let explained = first["explain"].as_array().unwrap();
    assert!(
        explained.iter().any(|one| one[0] == "outcomes_and_state"),
        "{explained:?}"
    );
    json(
        &sandbox,
        "ann",
        &["desk", "learning", "reset", "--issue", &second],
    );
    assert_eq!(order(&sandbox), before);
}

#[test]
fn the_report_tells_what_was_asked_and_draws_it() {
    let sandbox = Sandbox::new();
    index(&sandbox);
    solved(&sandbox, "bob", "Q900101");
    json(&sandbox, "ann", &["desk", "note", "rollout wave 3"]);
    let report = json(
        &sandbox,
        "ann",
        &["desk", "report", "--since", "1d", "--svg", "pictures"],
    );
    assert_eq!(report["schema"], "firstline.report/1");
    assert_eq!(
        (&report["calls"], &report["endings"]["fixed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(report["changes"][0]["text"], "rollout wave 3");
    let picture = std::fs::read_to_string(sandbox.path("pictures/calls-by-day.svg")).unwrap();
    assert!(picture.starts_with("<svg"));
    let page = sandbox.firstline_with(["desk", "report", "--index", "kb", "--config", "ann.toml"]);
    let _ = page
        .run()
        .exits(0)
        .says("CALLS BY KNOWN ISSUE")
        .says("1 fixed and understood")
        .says("rollout wave 3");
    let wrong = sandbox.firstline_with(["desk", "report", "--since", "soon", "--desk", "d.sqlite"]);
    let _ = wrong.run().exits(2).complains("30d");
}

#[test]
fn a_solved_case_becomes_a_draft_that_is_indexed_and_labelled() {
    let sandbox = Sandbox::new();
    index(&sandbox);
    let case = solved(&sandbox, "ann", "Q900101");
    let config = ["--config", "ann.toml", "--index", "kb"];
    let mut run = sandbox.firstline_with(["draft", "--case", &case, "--out", "docs/draft.md"]);
    run.command().args(config);
    let _ = run.run().exits(0).says("STILL TO BE WRITTEN").says("cause");
    let again = sandbox.firstline_with(["draft", "--case", &case, "--out", "docs/draft.md"]);
    let mut again = again;
    again.command().args(config);
    let _ = again.run().exits(1).complains("not written over");
    let lint = sandbox.firstline_with(["lint", "docs/draft.md", "--fail-on", "error"]);
    let _ = lint.run().exits(0);
    let rebuilt = sandbox.firstline_with(["index", "docs", "--out", "kb"]);
    let _ = rebuilt.run().exits(0);
    let found = order(&sandbox);
    let draft = format!("draft-{}", case.to_lowercase());
    assert!(found.contains(&draft) && found[0] != draft, "{found:?}");
    let shown = sandbox.firstline_with(["show", &draft, "--index", "kb"]);
    let _ = shown
        .run()
        .exits(0)
        .says("work in progress")
        .says("Turn the spindle to the left.");
}

#[test]
fn states_are_told_and_weigh_in() {
    let sandbox = Sandbox::new();
    for (id, state) in [
        ("loom-a", "work in progress"),
        ("loom-b", "validated"),
        ("loom-c", "archived"),
    ] {
        let text = format!(
            "---\nid: {id}\ntitle: Loom stops with a humming noise\nstate: {state}\n---\n\n\
             ## Symptoms\n\nThe loom stops with a humming noise at noon.\n\n\
             ## Resolution\n\n1. Turn the spindle of {id}.\n"
        );
        sandbox.write(&format!("docs/{id}.md"), text);
    }
    let _ = sandbox
        .firstline_with(["index", "docs", "--out", "kb"])
        .run()
        .exits(0);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let mut run = sandbox.firstline_with(["search", "--index", "kb", "--json"]);
        run.command().args(arguments);
        let answer = run.run().exits(0).json();
        let results = answer["results"].as_array().unwrap().iter();
        results
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&[CASE]), ["loom-b", "loom-a"]);
    let mut all = ids(&[CASE, "--archived"]);
    all.sort();
    assert_eq!(all, ["loom-a", "loom-b", "loom-c"]);
    assert_eq!(
        ids(&["loom-c"])[0],
        "loom-c",
        "whoever types its id asks for it"
    );
    let shown = sandbox
        .firstline_with(["search", "--index", "kb", CASE])
        .run()
        .exits(0);
    let _ = shown.says("DRAFT, work in progress");
    let shown = sandbox
        .firstline_with(["show", "loom-c", "--index", "kb"])
        .run()
        .exits(0);
    let _ = shown.says("ARCHIVED, for reference only");
}
