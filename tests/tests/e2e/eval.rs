//! Evaluation: figures, files for outside tools, the gate.

use harness::Sandbox;

const CALLS: &str = "\
{\"qid\":\"c1\",\"text\":\"loom loses the thread\",\"relevant\":[\"Q900001\"],\"exclude\":[]}
{\"qid\":\"c2\",\"text\":\"printer prints blank cloth\",\"relevant\":[\"Q900005\"],\"exclude\":[]}
";
const EVENTS: &str = "{\"qid\":\"e1\",\"text\":\"LoomDS event 4711\",\"relevant\":[\"Q900002\"],\"exclude\":[\"Q900003\"]}\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    sandbox.write("calls.jsonl", CALLS);
    sandbox.write("events.jsonl", EVENTS);
    sandbox
}

#[test]
fn each_set_has_its_row_and_there_is_a_total() {
    let sandbox = sandbox();
    let page = sandbox
        .firstline("eval --index kb calls.jsonl events.jsonl")
        .run()
        .exits(0);
    let _ = page
        .says("MRR@10")
        .says("\ncalls ")
        .says("\nevents ")
        .says("\ntotal ");
    let report = sandbox
        .firstline("eval --index kb calls.jsonl events.jsonl --json")
        .run();
    let report = report.exits(0).json();
    assert_eq!(report["schema"], "firstline.eval/1");
    assert_eq!(report["total"]["queries"], 3);
    assert_eq!(report["sets"][0]["success@1"], 1.0, "{report}");
    assert!(report["sets"][0]["latency"]["p50_ms"].as_f64().unwrap() > 0.0);
}

#[test]
fn triage_is_scored_too() {
    let sandbox = sandbox();
    let report = sandbox
        .firstline("eval --index kb calls.jsonl --mode triage --json")
        .run();
    let report = report.exits(0).json();
    assert_eq!(report["mode"], "triage");
    assert_eq!(report["total"]["mrr@10"], 1.0, "{report}");
}

#[test]
fn runs_and_labels_are_written_for_outside_tools() {
    let sandbox = sandbox();
    let command = "eval --index kb calls.jsonl events.jsonl --run out.run --qrels out.qrels";
    let _ = sandbox.firstline(command).run().exits(0);
    let run = std::fs::read_to_string(sandbox.path("out.run")).unwrap();
    assert!(run.starts_with("c1 Q0 Q900001 1 "), "{run}");
    let excluded = |line: &&str| line.starts_with("e1 ") && line.contains("Q900003");
    assert_eq!(run.lines().find(excluded), None);
    for line in run.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        assert_eq!(
            (columns.len(), columns[1], columns[5]),
            (6, "Q0", "firstline"),
            "{line}"
        );
    }
    let labels = std::fs::read_to_string(sandbox.path("out.qrels")).unwrap();
    assert_eq!(labels, "c1 0 Q900001 1\nc2 0 Q900005 1\ne1 0 Q900002 1\n");
}

#[test]
fn a_gate_names_what_falls_short() {
    let sandbox = sandbox();
    sandbox.write("low.toml", "[calls]\n\"mrr@10\" = 0.5\n");
    let _ = sandbox
        .firstline("eval --index kb calls.jsonl --gate low.toml")
        .run()
        .exits(0);
    sandbox.write(
        "high.toml",
        "[calls]\n\"mrr@10\" = 1.5\n[other]\n\"mrr@10\" = 0.1\n",
    );
    let failed = sandbox
        .firstline("eval --index kb calls.jsonl --gate high.toml")
        .run();
    let failed = failed
        .exits(1)
        .complains("calls: mrr@10 is")
        .complains("1.500");
    let _ = failed.complains("other: in the gate, but not evaluated");
}

#[test]
fn the_gate_of_the_project_is_a_gate() {
    let sandbox = sandbox();
    let gate = concat!(env!("CARGO_MANIFEST_DIR"), "/relevance-gate.toml");
    let run = sandbox
        .firstline(&format!("eval --index kb calls.jsonl --gate {gate}"))
        .run();
    let _ = run
        .exits(1)
        .complains("xref-dev: in the gate, but not evaluated");
}

#[test]
fn a_wrong_set_is_named_with_its_line() {
    let sandbox = sandbox();
    sandbox.write("none.jsonl", "\n");
    sandbox.write("wrong.jsonl", format!("{CALLS}{{\"qid\":3}}\n"));
    for (set, told) in [
        ("none.jsonl", "none.jsonl, line 1: no query"),
        ("wrong.jsonl", "wrong.jsonl, line 3: "),
        ("absent.jsonl", "absent.jsonl"),
    ] {
        let run = sandbox.firstline(&format!("eval --index kb {set}")).run();
        let _ = run.exits(1).complains(told);
    }
}

const CASES: &str = "\
{\"qid\":\"c1\",\"text\":\"loom loses the thread when the warp beam turns\",\"relevant\":[\"Q900001\"]}
{\"qid\":\"e1\",\"text\":\"LoomDS event 4711\",\"relevant\":[\"Q900002\"]}
";
const FOREIGN: &str =
    "{\"qid\":\"f1\",\"text\":\"my phone battery drains overnight\",\"relevant\":[]}\n";

#[test]
fn a_calibration_has_figures_a_line_per_case_and_a_plot() {
    let sandbox = sandbox();
    sandbox.write("cases.jsonl", CASES);
    sandbox.write("foreign.jsonl", FOREIGN);
    let command = "eval --index kb --calibration cases.jsonl foreign.jsonl --out out.jsonl \
                   --plot plot.svg";
    let page = sandbox.firstline(command).run().exits(0);
    let _ = page
        .says("expected calibration error")
        .says("cases against foreign")
        .says("withheld right");
    let lines = std::fs::read_to_string(sandbox.path("out.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["top"], "Q900001", "{}", lines[0]);
    assert_eq!(lines[2]["abstained"], true, "{}", lines[2]);
    assert!(lines[0]["probability"].as_f64() > lines[2]["probability"].as_f64());
    let plot = std::fs::read_to_string(sandbox.path("plot.svg")).unwrap();
    assert!(plot.starts_with("<svg") && plot.contains("prefers-color-scheme:dark"));
}

#[test]
fn a_threshold_is_tried_and_then_kept() {
    let sandbox = sandbox();
    sandbox.write("cases.jsonl", CASES);
    sandbox.write("firstline.toml", "# ours\nlimit = 4\n");
    let command = "eval --index kb --calibration cases.jsonl --threshold 0.999 --save";
    let _ = sandbox.firstline(command).run().exits(0).says("0.999");
    let kept = std::fs::read_to_string(sandbox.path("firstline.toml")).unwrap();
    assert_eq!(kept, "# ours\nlimit = 4\n\n[triage]\nthreshold = 0.999\n");
    let withheld = "triage --index kb the loom loses the thread when the warp beam turns";
    let _ = sandbox.firstline(withheld).run().exits(3);
    let wrong = "eval --index kb --calibration cases.jsonl --threshold 3";
    let _ = sandbox.firstline(wrong).run().exits(2);
}
