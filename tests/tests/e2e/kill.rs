//! `kill -9` at any moment of a build leaves an index that answers, old or new, never a broken
//! one.

use harness::{Document, Sandbox};
use std::process::Command;
use std::time::{Duration, Instant};

/// Documents of a build; enough that a kill can hit any stage of it.
const DOCUMENTS: usize = 200;
/// Builds that are killed, their moments spread over the time of a whole build.
const KILLS: u32 = 24;

fn documents(edition: usize) -> Vec<Document> {
    let document = |number| {
        Document::new(
            &format!("Q{}", 910_000 + number),
            &format!("Loom {number} Jams"),
        )
        .section(
            "SYMPTOMS",
            &format!("Loom {number} jams, edition {edition}."),
        )
        .section(
            "RESOLUTION",
            &format!("Oil spindle {number} with oil of edition {edition}."),
        )
    };
    (0..DOCUMENTS).map(document).collect()
}

#[test]
fn killed_builds_leave_the_index_answering() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &documents(0));
    let start = Instant::now();
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let whole = start.elapsed();
    let mut before = 0;
    for kill in 0..KILLS {
        let edition = kill as usize + 1;
        sandbox.write_documents("docs", &documents(edition));
        let mut child = sandbox.firstline("index docs --out kb").spawn();
        std::thread::sleep(moment(whole, kill));
        child.kill().unwrap();
        child.wait().unwrap();
        let shown = sandbox.firstline("show Q910123 --index kb").run().exits(0);
        let is = |edition: usize| shown.stdout.contains(&format!("edition {edition}."));
        assert!(is(before) || is(edition), "kill {kill}: {shown:?}");
        if is(edition) {
            before = edition;
        }
        let _ = sandbox
            .firstline("search spindle --index kb")
            .run()
            .exits(0);
    }
    // What the killed builds left behind is in nobody's way, and is cleared.
    let _ = sandbox
        .firstline("index docs --out kb")
        .run()
        .exits(0)
        .says("200 articles");
    let left = std::fs::read_dir(sandbox.path("kb")).unwrap().count();
    assert!(left < 10, "{left} entries are left in the index folder");
}

/// The moments run from the very start to a little past the end of a build.
fn moment(whole: Duration, kill: u32) -> Duration {
    whole * kill * 11 / (KILLS * 10)
}

#[test]
fn an_interrupted_build_leaves_the_index_answering() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &documents(0));
    let start = Instant::now();
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let whole = start.elapsed();
    sandbox.write_documents("docs", &documents(1));
    let mut child = sandbox.firstline("index docs --out kb").spawn();
    std::thread::sleep(whole / 2);
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    child.wait().unwrap();
    let shown = sandbox.firstline("show Q910123 --index kb").run().exits(0);
    assert!(
        shown.stdout.contains("edition 0.") || shown.stdout.contains("edition 1."),
        "{shown:?}"
    );
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &documents(0));
    sandbox.write_documents("other", &documents(7)[..20]);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let mut one = sandbox.firstline("index other --out kb").spawn();
    let mut two = sandbox.firstline("index other --out kb").spawn();
    let codes = [one.wait().unwrap().code(), two.wait().unwrap().code()];
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 1))),
        "{codes:?}"
    );
    let _ = sandbox
        .firstline("show Q910003 --index kb")
        .run()
        .exits(0)
        .says("edition 7.");
    let _ = sandbox.firstline("show Q910123 --index kb").run().exits(3);
}
