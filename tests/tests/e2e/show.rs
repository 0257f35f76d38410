//! Showing articles.

use harness::{Sandbox, looms};

#[test]
fn an_article_is_found_by_any_notation_of_its_id() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for id in ["Q900001", "q900001", "KB900001", "kb 900001", "900001"] {
        let page = sandbox
            .firstline(&format!("show {id} --index kb"))
            .run()
            .exits(0);
        let _ = page
            .says("Loom Loses the Thread")
            .says("RESOLUTION")
            .says("2. Turn the brake screw");
    }
}

#[test]
fn json_has_sections_facts_and_references() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let answer = sandbox
        .firstline("show Q900001 --index kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["schema"], "firstline.article/1");
    let sections = answer["sections"].as_array().unwrap();
    let roles: Vec<_> = sections.iter().map(|section| &section["role"]).collect();
    assert_eq!(
        roles,
        [
            "applies_to",
            "symptoms",
            "cause",
            "resolution",
            "references"
        ],
        "{answer}"
    );
    assert_eq!(answer["references"][0]["target"], "Q900002", "{answer}");
}

#[test]
fn raw_is_the_document_byte_for_byte() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let output = sandbox
        .firstline("show Q900004 --raw --index kb")
        .run()
        .exits(0);
    assert_eq!(output.stdout, looms()[3].text());
}

#[test]
fn an_unknown_id_exits_3_and_names_the_close_one() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let output = sandbox.firstline("show Q900010 --index kb").run().exits(3);
    let _ = output
        .complains("There is no article Q900010")
        .complains("Q900001");
    let problem = sandbox
        .firstline("show Q1 --index kb --json")
        .run()
        .exits(3)
        .problem();
    assert_eq!(problem["type"], "urn:firstline:problem:not-found");
    assert_eq!(problem["status"], 404);
}
