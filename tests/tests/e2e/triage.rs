//! Triage of a case.

use harness::Sandbox;

#[test]
fn a_known_problem_gets_its_steps_its_caution_and_its_source() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let page = sandbox
        .firstline("triage --index kb the loom loses the thread when the warp beam turns")
        .run()
        .exits(0);
    let page = page
        .says("DO")
        .says("brake screw")
        .says("DO NOT")
        .says("Do not loosen the brake");
    let _ = page.says("WHERE FROM").says("Q900001").says("resolution");
}

#[test]
fn json_is_the_whole_answer() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let run = sandbox.firstline("triage --index kb --json -");
    let answer = run
        .stdin("Event ID: 4711\nSource: LoomDS\n")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["schema"], "firstline.triage/1");
    assert_eq!(answer["abstained"], false);
    assert_eq!(answer["issues"][0]["id"], "Q900002", "{answer}");
    let remedy = &answer["issues"][0]["remedies"][0];
    assert!(
        remedy["steps"][0]["text"]
            .as_str()
            .unwrap()
            .contains("dry brush"),
        "{answer}"
    );
}

#[test]
fn a_problem_of_another_world_is_not_answered() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let run = sandbox.firstline("triage --index kb my phone battery drains overnight");
    let _ = run.run().exits(3).says("No known issue fits");
}

#[test]
fn an_event_number_of_several_sources_asks_which() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let asked = sandbox
        .firstline("triage --index kb event 4711")
        .run()
        .exits(4);
    let _ = asked.says("ASK").says("LoomDS").says("WarpSvc");
    let answered = sandbox.firstline("triage --index kb --answer source=WarpSvc event 4711");
    let _ = answered.run().exits(0).says("Q900003");
}

#[test]
fn an_excluded_article_is_not_used() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let run = sandbox.firstline(
        "triage --index kb --json --exclude Q900001 the loom loses the thread when the warp beam turns",
    );
    let output = run.run();
    assert!(!output.stdout.contains("brake screw"), "{output:?}");
}

#[test]
fn words_are_taken_as_search_takes_them() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let says = |command: &str| sandbox.firstline(command).run().json()["corrections"].clone();
    let corrected = says("triage spidnle --index kb --json");
    assert_eq!(corrected[0]["from"], "spidnle", "{corrected}");
    let plain = says("triage spidnle --index kb --json --no-spelling");
    assert!(plain.as_array().is_none_or(Vec::is_empty), "{plain}");
    sandbox.write("off.toml", "[search]\nspelling = false\n");
    let set = says("triage spidnle --index kb --json --config off.toml");
    assert!(set.as_array().is_none_or(Vec::is_empty), "{set}");
}

#[test]
fn a_signed_code_is_no_flag() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    // 0x80aa0017, as logs of a certain age print it.
    let run = sandbox.firstline("triage --index kb --json -2136342505");
    let answer = run.run().exits(0).json();
    assert_eq!(answer["issues"][0]["id"], "Q900004", "{answer}");
}
