//! Looking up identifiers.

use harness::Sandbox;

#[test]
fn each_kind_of_identifier_is_found() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for (what, article) in [
        ("event 4711 --source LoomDS", "Q900002"),
        ("event 4711 --source WarpSvc", "Q900003"),
        ("error 0x80aa0017", "Q900004"),
        ("error 80AA0017", "Q900004"),
        ("error -2136342505", "Q900004"),
        ("error 2158624791", "Q900004"),
        ("port 9177", "Q900005"),
        ("kb 900002", "Loom Writes Event 4711"),
    ] {
        let page = sandbox
            .firstline(&format!("lookup {what} --index kb"))
            .run();
        let _ = page.exits(0).says(article);
    }
}

#[test]
fn a_source_shuts_out_the_others() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let both = sandbox
        .firstline("lookup event 4711 --index kb")
        .run()
        .exits(0);
    let _ = both.says("Q900002").says("Q900003");
    let one = sandbox
        .firstline("lookup event 4711 --source LoomDS --index kb")
        .run();
    let _ = one.exits(0).is_silent_on("Q900003");
}

#[test]
fn a_neighbouring_number_never_answers() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for what in ["event 4712", "error 0x80aa0018", "port 9178", "event 471"] {
        let page = sandbox
            .firstline(&format!("lookup {what} --index kb"))
            .run();
        let _ = page.exits(3).says("Nothing known").is_silent_on("Q9000");
    }
}

#[test]
fn json_has_the_schema() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let answer = sandbox
        .firstline("lookup port 9177 --index kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["schema"], "firstline.lookup/1");
    assert_eq!(answer["hits"][0]["article"], "Q900005", "{answer}");
}
