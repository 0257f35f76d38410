//! Searching.

use harness::{Sandbox, looms};

#[test]
fn results_are_ranked_and_quoted() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let page = sandbox
        .firstline("search printer prints blank cloth --index kb")
        .run();
    let page = page
        .exits(0)
        .says(" 1  Q900005  Cloth Printer Prints Blank Cloth");
    assert!(
        page.stdout.lines().all(|line| line.chars().count() <= 80),
        "{page:?}"
    );
}

#[test]
fn json_has_the_schema_and_spans_that_quote_the_document() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let answer = sandbox
        .firstline("search spindle brake --index kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["schema"], "firstline.search/1");
    let first = &answer["results"][0];
    assert_eq!(first["id"], "Q900001");
    let span = &first["passage"]["span"];
    let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
    let text = looms()[0].text();
    let quoted =
        text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()].to_lowercase();
    assert!(
        quoted.contains("spindle") || quoted.contains("brake"),
        "{quoted}"
    );
}

#[test]
fn a_question_is_answered_above_the_results() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let words = [
        "search",
        "Which way do I turn the brake screw?",
        "--index",
        "kb",
    ];
    let page = sandbox.firstline_with(words).run().exits(0);
    let page = page
        .says("ANSWER")
        .says("Turn the brake screw to the left.");
    // The caution travels with the step it limits.
    let page = page.says("Do not loosen the brake while the warp beam turns.");
    let _ = page.says("Q900001");
    let answer = sandbox
        .firstline_with([words[0], words[1], words[2], words[3], "--json"])
        .run()
        .exits(0)
        .json();
    let passage = &answer["answer"]["result"]["passage"];
    let text = passage["text"].as_str().unwrap();
    let at = |end: usize| usize::try_from(passage["core"][end].as_u64().unwrap()).unwrap();
    assert!(text[at(0)..at(1)].contains("brake screw"), "{passage}");
    assert_eq!(answer["answer"]["abstained"], false);
}

#[test]
fn words_that_ask_nothing_get_results_only() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let page = sandbox.firstline("search spindle brake --index kb").run();
    let _ = page.exits(0).is_silent_on("ANSWER");
}

#[test]
fn nothing_found_exits_3() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let page = sandbox.firstline("search zzyzzx --index kb").run().exits(3);
    let _ = page.says("Nothing found for “zzyzzx”");
    let answer = sandbox
        .firstline("search zzyzzx --index kb --json")
        .run()
        .exits(3)
        .json();
    assert_eq!(answer["results"], serde_json::json!([]));
}

#[test]
fn filters_exclusions_and_limits_hold() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let ids = |arguments: &str| {
        let command = format!("search loom {arguments} --index kb --json");
        let answer = sandbox.firstline(&command).run().json();
        let results = answer["results"].as_array().unwrap().clone();
        let id = |result: &serde_json::Value| result["id"].as_str().unwrap().to_owned();
        results.iter().map(id).collect::<Vec<_>>()
    };
    assert!(ids("").len() >= 3);
    assert_eq!(ids("--limit 1").len(), 1);
    assert_eq!(ids("--product printer"), ["Q900005"]);
    assert!(!ids("--exclude Q900001").contains(&"Q900001".to_owned()));
    assert_eq!(ids("--kind download"), [""; 0]);
}

#[test]
fn explain_shows_where_the_score_comes_from() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let page = sandbox
        .firstline("search spindle --index kb --explain")
        .run()
        .exits(0);
    let _ = page.says("score ");
    let answer = sandbox
        .firstline("search spindle --index kb --explain --json")
        .run()
        .json();
    assert!(
        !answer["results"][0]["explain"]
            .as_array()
            .unwrap()
            .is_empty(),
        "{answer}"
    );
}

#[test]
fn misspelt_words_are_corrected_and_shown_unless_told_not_to() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let answer = sandbox
        .firstline("search spidnle --index kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["corrections"][0]["from"], "spidnle", "{answer}");
    let _ = sandbox
        .firstline("search spidnle --index kb --no-spelling")
        .run()
        .exits(3);
}

#[test]
fn words_come_from_standard_input_too() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let run = sandbox
        .firstline("search - --index kb")
        .stdin("spindle brake\n");
    let _ = run.run().exits(0).says("Q900001");
}
