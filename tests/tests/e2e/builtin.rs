//! The built-in knowledge base: answers without set-up.

use harness::Sandbox;

#[test]
fn a_triage_needs_no_index() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline_with([
        "triage",
        "remote control times out the first time, then works. IPsec is on",
    ]);
    let page = run.run().exits(0).says("DO").says("WHERE FROM");
    let _ = page.says("Built-in knowledge base");
}

#[test]
fn the_page_names_the_builtin_knowledge_base_only_when_it_answers() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let own = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0);
    let _ = own.is_silent_on("Built-in");
    let builtin = sandbox.firstline("search ipsec").run().exits(0);
    let _ = builtin.says("Built-in knowledge base; --index DIR asks one of your own.");
}

#[test]
fn json_holds_nothing_but_the_answer() {
    let sandbox = Sandbox::new();
    let answer = sandbox
        .firstline("search ipsec --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["schema"], "firstline.search/1");
}
