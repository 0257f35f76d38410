//! Flag, environment and file.

use harness::Sandbox;

#[test]
fn the_index_is_named_by_flag_environment_or_file() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let by_flag = sandbox.firstline("search spindle brake --index kb");
    let by_environment = sandbox
        .firstline("search spindle brake")
        .env("FIRSTLINE_INDEX", "kb");
    for run in [by_flag, by_environment] {
        let _ = run.run().exits(0).says("Q900001");
    }
    sandbox.write("firstline.toml", "index = \"kb\"\nlimit = 1\n");
    let answer = sandbox
        .firstline("search event 4711 --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
}

#[test]
fn the_flag_wins() {
    let sandbox = Sandbox::new();
    sandbox.write("firstline.toml", "index = \"filed\"\n");
    let run = sandbox
        .firstline("search x --index typed")
        .env("FIRSTLINE_INDEX", "set");
    let _ = run.run().exits(1).complains("typed");
    let run = sandbox.firstline("search x").env("FIRSTLINE_INDEX", "set");
    let _ = run
        .run()
        .exits(1)
        .complains("There is no index in set")
        .complains("FIRSTLINE_INDEX");
    let run = sandbox.firstline("search x").run();
    let _ = run.exits(1).complains("filed").complains("firstline.toml");
}

#[test]
fn an_unknown_setting_is_refused_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write("firstline.toml", "[filters]\nprodct = \"loom\"\n");
    let refused = sandbox.firstline("search x").run().exits(2);
    let _ = refused
        .complains("filters.prodct")
        .complains("firstline.toml")
        .complains("did you mean `product`?");
}

#[test]
fn no_colour_reaches_a_pipe() {
    let sandbox = Sandbox::new();
    let mut run = sandbox.firstline("search x --index nowhere");
    run.command().env_remove("NO_COLOR");
    let output = run.run().exits(1);
    assert!(!output.stderr.contains('\u{1b}'), "{output:?}");
}
