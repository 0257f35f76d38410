//! Telling what is wrong with documents.

use harness::{Document, Sandbox, looms};

#[test]
fn a_dead_reference_is_a_warning_and_fails_the_command() {
    let sandbox = Sandbox::new();
    let loom = Document::new("Q900001", "Loom Stops").section(
        "RESOLUTION",
        "Oil it. For more, see article Q900099 about oil.",
    );
    sandbox.write("loom.txt", loom.text());
    let page = sandbox.firstline("lint loom.txt").run().exits(1);
    let _ = page.says("DEAD REFERENCE").says("Q900099 is not in this");
    let answer = sandbox
        .firstline("lint loom.txt --json")
        .run()
        .exits(1)
        .json();
    assert_eq!(answer["schema"], "firstline.lint/1");
    let finding = &answer["findings"][0];
    assert_eq!(finding["kind"], "dead_reference", "{answer}");
    let line = finding["line"].as_u64().unwrap();
    let text = loom.text();
    let printed = text.lines().nth(line as usize - 1).unwrap_or_default();
    assert!(printed.contains("Q900099"), "{printed}");
    for (level, code) in [("never", 0), ("error", 0), ("note", 1)] {
        let command = format!("lint loom.txt --fail-on {level}");
        let _ = sandbox.firstline(&command).run().exits(code);
    }
}

#[test]
fn a_knowledge_base_and_its_sources_tell_the_same() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    sandbox.write_documents("docs", &looms());
    let of = |command: &str| sandbox.firstline(command).run().json();
    let index = of("lint --index kb --json --fail-on never");
    let sources = of("lint docs --json --fail-on never");
    assert_eq!(index["kinds"], sources["kinds"]);
    assert_eq!(index["documents"], looms().len());
}

#[test]
fn what_an_index_has_is_not_dead() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let draft = Document::new("Q900050", "Draft").section(
        "RESOLUTION",
        "Oil it. For more, see article Q900001 about looms.",
    );
    sandbox.write("draft.txt", draft.text());
    let alone = sandbox
        .firstline("lint draft.txt --kind dead_reference")
        .run();
    let _ = alone.exits(1);
    let beside = sandbox.firstline("lint draft.txt --kind dead_reference --index kb");
    let _ = beside.run().exits(0).says("nothing wrong");
}

#[test]
fn wrong_usage_exits_2() {
    let sandbox = Sandbox::new();
    for command in ["lint --kind no_such_kind", "lint x --fail-on sometimes"] {
        let _ = sandbox.firstline(command).run().exits(2);
    }
    let _ = sandbox.firstline("lint no-such-file").run().exits(1);
}

#[test]
fn a_number_in_running_text_of_markdown_is_a_reference() {
    let sandbox = Sandbox::new();
    sandbox.write("glue.md", "# Glue\n\nSee KB900099 for it, or KB900099.\n");
    let run = sandbox.firstline("lint glue.md --kind dead_reference --json");
    let answer = run.run().exits(1).json();
    let findings = answer["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{answer}");
    assert_eq!(findings[0]["line"], 3);
}
