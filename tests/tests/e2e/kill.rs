//! `kill -9` at any moment of a build leaves an index that answers, old or new, never a broken
//! one.

use harness::{Document, Sandbox};
use std::process::Command;
use std::time::{Duration, Instant};

/// Documents of a build; enough that a kill can hit any stage of it.
const DOCUMENTS: usize = 200;
/// Kills of a loop, their moments spread over the time of the whole work.
const KILLS: u32 = 24;
/// Environment variable that asks for another number of kills.
const KILLS_VARIABLE: &str = "FIRSTLINE_KILLS";

fn kills() -> u32 {
    let asked = std::env::var(KILLS_VARIABLE).ok();
    asked.map_or(KILLS, |asked| asked.parse().unwrap())
}

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
    for kill in 0..kills() {
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
    println!("{} kills of a build survived", kills());
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
    whole * 11 / 10 * kill / kills()
}

#[test]
fn killed_updates_leave_the_site_answering() {
    let sandbox = Sandbox::new();
    let states = [("old", 0), ("new", 1)];
    for (state, edition) in states {
        sandbox.write_documents("docs", &documents(edition));
        let _ = sandbox.firstline("index docs --out kb").run().exits(0);
        if edition == 0 {
            let _ = sandbox.firstline("bundle key --out desk").run().exits(0);
        }
        let create = format!("bundle create kb --key desk.key --out {state}.flb");
        let _ = sandbox.firstline(&create).run().exits(0);
    }
    for (from, to) in [("old", "new"), ("new", "old")] {
        let diff = format!("bundle diff {from}.flb {to}.flb --key desk.key --out to-{to}.flb");
        let _ = sandbox.firstline(&diff).run().exits(0);
    }
    let first = sandbox.firstline("bundle install old.flb --out site --key desk.pub");
    let start = Instant::now();
    let _ = first.run().exits(0);
    let whole = start.elapsed();
    let (mut now, mut done) = (0, 0);
    for kill in 0..kills() {
        let (to, _) = states[1 - now];
        // Deltas and whole packs in turn.
        let kind = if kill % 2 == 0 { "to-" } else { "" };
        let install = format!("bundle install {kind}{to}.flb --out site --allow-older");
        let mut child = sandbox.firstline(&install).spawn();
        std::thread::sleep(moment(whole, kill));
        child.kill().unwrap();
        child.wait().unwrap();
        let _ = sandbox
            .firstline("index --verify --out site")
            .run()
            .exits(0);
        let shown = sandbox
            .firstline("show Q910123 --index site")
            .run()
            .exits(0);
        let is = |edition: usize| shown.stdout.contains(&format!("edition {edition}."));
        assert!(is(now) || is(1 - now), "kill {kill}: {shown:?}");
        if is(1 - now) {
            (now, done) = (1 - now, done + 1);
        }
    }
    println!(
        "{} kills of an update survived, {done} came to their end",
        kills()
    );
    let (to, _) = states[1 - now];
    let install = format!("bundle install to-{to}.flb --out site");
    let _ = sandbox
        .firstline(&install)
        .run()
        .exits(0)
        .says("200 changed");
    let left = std::fs::read_dir(sandbox.path("site")).unwrap().count();
    assert!(left < 10, "{left} entries are left in the index folder");
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
