//! Playbooks on the command line: list, walk, go on, note, lint.

use harness::Sandbox;
use std::path::Path;

#[test]
fn playbooks_are_listed() {
    let sandbox = Sandbox::new();
    let page = sandbox.firstline("guide --list").run().exits(0);
    let _ = page.says("cannot-reach-a-target").says("tier 1");
    let answer = sandbox.firstline("guide --json").run().exits(0).json();
    assert_eq!(answer["schema"], "firstline.guides/1");
    assert!(answer["guides"].as_array().unwrap().len() >= 6, "{answer}");
}

#[test]
fn answers_on_the_command_line_walk_until_more_is_needed() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline("guide callers-own-computer --answer 1 --json");
    let session = run.run().exits(4).json();
    assert_eq!(session["schema"], "firstline.guide-session/1");
    assert_eq!(session["node"]["id"], "own-network");
    let code = session["code"].as_str().unwrap();
    let run = sandbox.firstline(&format!("guide {code} --answer name --answer no"));
    let page = run
        .run()
        .exits(2)
        .complains("choose: 1 Answers by name and by address");
    drop(page);
    let run = sandbox.firstline(&format!("guide {code} --answer 1 --answer no"));
    let _ = run
        .run()
        .exits(0)
        .says("NOT FIXED, ESCALATED")
        .says("HAND TO");
    let note = sandbox
        .firstline(&format!("guide {code} --note"))
        .run()
        .exits(0);
    let _ = note.says("**Outcome: not fixed, escalated.**").says(
        "a local administrator of the computer? All scripts and IPsec tools need that. **No**",
    );
    let back = sandbox
        .firstline(&format!("guide {code} --back"))
        .run()
        .exits(4);
    let _ = back.says("a local administrator of the computer?");
}

#[test]
fn answers_that_are_refused_leave_no_session() {
    let sandbox = Sandbox::new();
    let sessions = sandbox.path("sessions");
    for (answers, told) in [
        ("--answer 1 --answer perhaps", "none of the choices"),
        (
            "--answer 1 --answer 1 --answer no --answer 1",
            "come to its end before “1”",
        ),
    ] {
        let line = format!("guide callers-own-computer {answers} --state sessions");
        let _ = sandbox.firstline(&line).run().exits(2).complains(told);
        assert_eq!(kept(&sessions), 0, "{answers}");
    }
    let line = "guide callers-own-computer --answer 1 --state sessions";
    let _ = sandbox.firstline(line).run().exits(4);
    assert_eq!(kept(&sessions), 1);
}

/// How many sessions a folder holds, the file of its lock aside.
fn kept(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "json"))
        .count()
}

#[test]
fn replies_are_read_from_standard_input_and_the_code_goes_on() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline("guide callers-own-computer");
    let walked = run.stdin("1\nnote\nb\nwhat\n1\n1\nq\n").run().exits(4);
    let walked = walked
        .says("Session")
        .says("A number from 1 to 3")
        .says("a local administrator of the computer?");
    let (_, rest) = walked.stdout.rsplit_once("firstline guide ").unwrap();
    let code = rest.trim();
    let shared = sandbox.home().join(".local/share/firstline/sessions");
    let other = Sandbox::new();
    let none = other
        .firstline(&format!("guide {code} --json"))
        .run()
        .exits(3);
    assert_eq!(none.problem()["type"], "urn:firstline:problem:not-found");
    let run = other.firstline(&format!("guide {code}"));
    let _ = run
        .env("FIRSTLINE_STATE", shared)
        .run()
        .exits(4)
        .says("a local administrator of the computer?");
}

#[test]
fn what_is_neither_playbook_nor_code_is_told_apart() {
    let sandbox = Sandbox::new();
    let near = sandbox
        .firstline("guide callers-own-computr")
        .run()
        .exits(3);
    let _ = near.complains("did you mean callers-own-computer?");
    let slip = sandbox.firstline("guide 7F-KZ").run().exits(2);
    let _ = slip.complains("7F-KZ is no session code");
    let _ = sandbox
        .firstline("guide something")
        .run()
        .exits(3)
        .complains("no playbook");
    let change = sandbox
        .firstline("guide callers-own-computer --change wave-9")
        .run()
        .exits(3);
    let _ = change.complains("version 1");
}

#[test]
fn an_own_playbook_is_indexed_linted_and_walked_in_its_version() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let playbook = |version: u32, more: &str| {
        format!(
            "---\nid: loom-stops\ntitle: The loom stops\nversion: {version}\nowner: Weavers\ntier: 1\n\
             audience: tier1\napplies_when: [loom stops]\nsources: [x]\n{more}---\n\n\
             ## start: Ask\n\n**Question:** Is this version {version}?\n\n- Yes -> end\n- No -> end\n\n\
             ## end: End\n\n**Outcome:** no-issue — Fine.\n"
        )
    };
    sandbox.write("flows/one.md", playbook(1, ""));
    sandbox.write("flows/two.md", playbook(2, "change: rollout wave 3\n"));
    sandbox.write("flows/article.md", "# Loom\n\n## Symptoms\n\nIt stops.\n");
    let _ = sandbox
        .firstline("guide --lint flows/one.md flows/two.md")
        .run()
        .exits(0)
        .says("nothing wrong");
    let _ = sandbox
        .firstline("index flows --out own")
        .run()
        .exits(0)
        .says("1 article, 2 playbooks in own");
    let _ = sandbox
        .firstline("guide loom-stops --index own")
        .run()
        .exits(4)
        .says("Is this version 1?");
    let mut run = sandbox.firstline("guide loom-stops --index own --change");
    run.command().arg("rollout wave 3");
    let _ = run.run().exits(4).says("Is this version 2?");
    sandbox.write(
        "flows/two.md",
        playbook(2, "").replace("No -> end", "No -> nowhere"),
    );
    let wrong = sandbox
        .firstline("guide --lint flows/one.md flows/two.md")
        .run()
        .exits(1);
    let _ = wrong
        .says("flows/two.md:17: error: ")
        .says("[unknown-target]")
        .complains("1 error");
    let same = sandbox.firstline("lint flows").run().exits(1);
    let _ = same.says("PLAYBOOK BROKEN").says("two.md, line 17");
}
