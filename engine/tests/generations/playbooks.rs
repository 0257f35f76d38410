//! Playbooks in an index: kept as playbooks, chosen by date and change, and frozen in sessions.

use crate::workshop::{Workshop, counts};
use engine::answer::SessionAnswer;
use engine::guide::{Choice, GuideError, MemoryStore, Reply};
use engine::{Engine, Query};

/// A playbook of one version; `more` goes into its front matter.
fn playbook(version: u32, more: &str) -> String {
    format!(
        "---\nid: loom-stops\ntitle: \"The loom stops\"\nversion: {version}\nowner: Weavers\n\
         tier: 2\naudience: tier1\napplies_when: [\"loom stops weaving\"]\n{more}sources: [x]\n---\n\n\
         ## start: Ask\n\n**Question:** Does version {version} hum?\n\n- Yes -> end\n- No -> end\n\n\
         ## end: End\n\n**Outcome:** no-issue — Version {version} is fine.\n"
    )
}

fn begin(
    engine: &Engine,
    store: &MemoryStore,
    choice: &Choice,
) -> Result<SessionAnswer, GuideError> {
    engine.begin_guide(store, ("loom-stops", choice), None, 1_800_000_000)
}

fn question(session: Result<SessionAnswer, GuideError>) -> String {
    session.unwrap().node.text
}

#[test]
fn a_playbook_in_a_folder_is_kept_as_one_and_is_no_article() {
    let workshop = Workshop::new(3);
    workshop.write("looms/stops.md", playbook(1, ""));
    let report = workshop.build().unwrap();
    assert_eq!(
        (report.articles, report.playbooks, counts(&report)),
        (3, 1, [4, 0, 0, 0])
    );
    let engine = workshop.open();
    let guides = engine.guides("2026-01-01").guides;
    let own = guides
        .iter()
        .find(|guide| guide.id == "loom-stops")
        .unwrap();
    assert!(!own.built_in && guides.iter().any(|guide| guide.built_in));
    assert!(engine.article("loom-stops").unwrap().is_none());
    let found = engine.search(&Query::new("does version hum")).unwrap();
    assert!(
        found
            .results
            .iter()
            .all(|result| result.id.starts_with("loom-"))
    );
    // It is a document like any other when the folder is built again.
    workshop.write_loom(0, "second");
    assert_eq!(counts(&workshop.build().unwrap()), [0, 1, 0, 3]);
    workshop.write("looms/stops.md", playbook(2, ""));
    assert_eq!(counts(&workshop.build().unwrap()), [0, 1, 0, 3]);
    assert_eq!(
        workshop.open().guides("2026-01-01").guides.len(),
        guides.len()
    );
}

#[test]
fn one_that_cannot_be_walked_is_skipped_with_the_reason() {
    let workshop = Workshop::new(1);
    workshop.write(
        "looms/stops.md",
        playbook(1, "").replace("No -> end", "No -> nowhere"),
    );
    let report = workshop.build().unwrap();
    let [skipped] = &report.skipped[..] else {
        panic!("{report:?}");
    };
    assert_eq!(skipped.name, "stops.md");
    assert!(
        skipped.reason.starts_with("playbook, line 17: "),
        "{}",
        skipped.reason
    );
}

#[test]
fn versions_are_chosen_by_date_and_by_named_change() {
    let workshop = Workshop::new(1);
    workshop.write("looms/a.md", playbook(1, ""));
    workshop.write("looms/b.md", playbook(2, "valid_from: 2026-06-01\n"));
    workshop.write("looms/c.md", playbook(3, "change: rollout wave 3\n"));
    workshop.write(
        "looms/d.md",
        playbook(4, "valid_from: 2027-01-01\nchange: wave 4\n"),
    );
    workshop.build().unwrap();
    let engine = workshop.open();
    let store = MemoryStore::default();
    let on = |day: &str| question(begin(&engine, &store, &Choice::on(day)));
    assert_eq!(on("2026-05-31"), "Does version 1 hum?");
    assert_eq!(on("2026-06-01"), "Does version 2 hum?");
    assert_eq!(on("2027-02-01"), "Does version 4 hum?");
    let changed = |change: &str| Choice {
        change: Some(change.to_owned()),
        ..Choice::on("2026-01-01")
    };
    assert_eq!(
        question(begin(&engine, &store, &changed("Rollout  Wave 3"))),
        "Does version 3 hum?"
    );
    let GuideError::NoVersion { known, .. } =
        begin(&engine, &store, &changed("wave 9")).unwrap_err()
    else {
        panic!("another error");
    };
    assert!(
        known.iter().any(|known| known.contains("rollout wave 3")),
        "{known:?}"
    );
    let tier = engine.begin_guide(
        &store,
        ("loom-stops", &Choice::on("2026-06-01")),
        Some(1),
        0,
    );
    assert!(matches!(tier, Err(GuideError::Tier { needed: 2, .. })));
}

#[test]
fn a_session_keeps_the_version_it_began_with() {
    let workshop = Workshop::new(1);
    workshop.write("looms/a.md", playbook(1, ""));
    workshop.build().unwrap();
    let store = MemoryStore::default();
    let session = begin(&workshop.open(), &store, &Choice::on("2026-01-01")).unwrap();
    std::fs::remove_file(workshop.path("looms/a.md")).unwrap();
    workshop.build().unwrap();
    let engine = workshop.open();
    assert!(matches!(
        begin(&engine, &store, &Choice::on("2026-01-01")),
        Err(GuideError::Unknown { .. })
    ));
    let reply = Reply {
        text: "yes".into(),
        revision: None,
    };
    let ended = engine
        .answer_guide(&store, &session.code, &reply, 1_800_000_060)
        .unwrap();
    assert_eq!(ended.outcome.unwrap().text, "Version 1 is fine.");
}
