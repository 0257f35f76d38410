//! Sessions of the built-in playbooks: walking, going back, handing over, the ticket note.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use engine::answer::SessionAnswer;
use engine::guide::{Choice, Code, FolderStore, GuideError, MemoryStore, Reply, SessionStore};
use engine::{Case, Engine};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builtin().unwrap());

/// 2026-11-21 09:30 UTC.
const NOW: u64 = 1_795_253_400;

fn begin(store: &dyn SessionStore, id: &str) -> SessionAnswer {
    let choice = Choice::on("2026-11-21");
    ENGINE.begin_guide(store, (id, &choice), None, NOW).unwrap()
}

fn reply(text: &str) -> Reply {
    Reply {
        text: text.to_owned(),
        revision: None,
    }
}

/// Answers one after the other, a minute each.
fn walk(store: &dyn SessionStore, id: &str, answers: &[&str]) -> SessionAnswer {
    let mut session = begin(store, id);
    for (minute, answer) in (1..).zip(answers) {
        let now = NOW + 60 * minute;
        let next = ENGINE.answer_guide(store, &session.code, &reply(answer), now);
        session =
            next.unwrap_or_else(|error| unreachable!("{answer}: {error} at {:?}", session.node));
    }
    session
}

#[test]
fn a_path_becomes_the_ticket_note() {
    let store = MemoryStore::default();
    let answers = [
        "only",
        "no",
        "1",
        "many",
        "169.254",
        "still",
        "yes",
        "handed over",
    ];
    let session = walk(&store, "cannot-reach-a-target", &answers);
    assert!(session.finished);
    let note = session.note.replace(&session.code, "7F-KQ");
    insta::assert_snapshot!(note, @r#"
    ## Cannot reach a target: first diagnosis

    Session 7F-KQ, playbook cannot-reach-a-target version 2, 2026-11-21 09:30 to 09:38 UTC

    1. Who has the problem, how many, and where? **Only this caller** (09:31)
    2. Does the caller want you to connect to their computer or address? **No** (09:32)
    3. Does the caller's computer run IPsec, as far as you know? **Yes, or not known** (09:33)
    4. What cannot be reached from the caller's computer? **Many targets, or all** (09:34)

    In “Cannot reach a target: the caller's own computer”:

    5. The caller's address: **It begins with 169.254** (09:35)
    6. Renew the address: **Still 169.254, or an error** (09:36)
    7. Does the address fail only right after the computer starts? **Yes, later it gets one** (09:37)
    8. The computer gets no address while it starts: exemptions at startup may be missing. **Handed over** (09:38)

    **Outcome: not fixed, escalated.** The fault is likely on the caller's computer. The computer gets no address while it starts: exemptions at startup may be missing.

    Hand to: Tier 2

    To collect:

    - Computer name, site, LAN or wireless
    - Operating system and service pack
    - Output of ipconfig right after startup, and later
    - Whether others in the same place are affected
    - Names and addresses of both computers
    - Scope: who else, how many, where
    - Steps taken, with results
    "#);
}

#[test]
fn what_is_typed_is_a_number_words_or_a_part_of_one_answer() {
    let store = MemoryStore::default();
    let session = walk(&store, "cannot-reach-a-target", &["1", "n", "1"]);
    for (typed, id) in [
        ("1", Some("ping-target")),
        ("One target only", Some("ping-target")),
        ("one", Some("ping-target")),
        ("or ALL", Some("own-address")),
        ("the target", Some("one-direction")),
        ("target", None),
        ("4", None),
        ("0", None),
        ("", None),
        ("nonsense", None),
    ] {
        let next = ENGINE.answer_guide(&store, &session.code, &reply(typed), NOW);
        match (next, id) {
            (Ok(next), Some(id)) => {
                assert_eq!(next.node.id, id, "{typed}");
                ENGINE.step_back_guide(&store, &session.code, NOW).unwrap();
            }
            (Err(GuideError::Answer { choices, .. }), None) => assert_eq!(choices.len(), 3),
            (next, _) => unreachable!("{typed}: {next:?}"),
        }
    }
}

#[test]
fn a_step_back_gives_a_used_answer_back() {
    let store = MemoryStore::default();
    let session = walk(&store, "callers-own-computer", &["no address", "there is"]);
    let code = session.code;
    let again = ENGINE
        .answer_guide(&store, &code, &reply("no address"), NOW)
        .unwrap();
    assert_eq!(again.node.choices[0].left, Some(1));
    ENGINE.step_back_guide(&store, &code, NOW).unwrap();
    let back = ENGINE.step_back_guide(&store, &code, NOW).unwrap();
    assert_eq!(
        (back.node.id.as_str(), back.node.choices[0].left),
        ("plug-in", Some(2))
    );
    ENGINE.step_back_guide(&store, &code, NOW).unwrap();
    let at_start = ENGINE.step_back_guide(&store, &code, NOW);
    assert!(matches!(at_start, Err(GuideError::AtStart { .. })));
}

#[test]
fn a_used_up_answer_is_not_offered_any_more() {
    let store = MemoryStore::default();
    let around = [
        "no address",
        "there is",
        "no address",
        "there is",
        "no address",
    ];
    let session = walk(&store, "callers-own-computer", &around);
    assert_eq!(session.node.choices.len(), 1, "{:?}", session.node.choices);
}

#[test]
fn a_linked_playbook_comes_back_and_its_hand_over_is_kept() {
    let store = MemoryStore::default();
    let inner = walk(&store, "cannot-reach-a-target", &["1", "yes"]);
    assert_eq!(inner.node.within.len(), 2);
    assert_eq!(inner.node.id, "start");
    let code = &inner.code;
    for answer in ["next", "no", "names or"] {
        ENGINE
            .answer_guide(&store, code, &reply(answer), NOW)
            .unwrap();
    }
    let end = ENGINE
        .answer_guide(&store, code, &reply("the call ends"), NOW)
        .unwrap();
    assert!(!end.finished && end.node.outcome.is_some());
    assert_eq!(end.node.back_in.as_deref(), Some("Stop first"));
    let ended = ENGINE
        .answer_guide(&store, code, &reply("the call was"), NOW)
        .unwrap();
    let outcome = ended.outcome.unwrap();
    assert_eq!(outcome.status, "not fixed, escalated");
    assert!(
        outcome.collect.iter().any(|item| item.contains("password")),
        "{outcome:?}"
    );
    let after = ENGINE.answer_guide(&store, code, &reply("1"), NOW);
    assert!(matches!(after, Err(GuideError::Finished { .. })));
}

#[test]
fn two_people_share_a_folder_and_do_not_answer_over_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let one = FolderStore::new(folder.path().join("sessions"));
    let other = FolderStore::new(folder.path().join("sessions"));
    let session = begin(&one, "cannot-reach-a-target");
    let seen = ENGINE
        .guide_session(&other, &session.code.to_lowercase())
        .unwrap();
    assert_eq!(seen.node, session.node);
    let answered = |store, revision| {
        let reply = Reply {
            text: "1".into(),
            revision: Some(revision),
        };
        ENGINE.answer_guide(store, &session.code, &reply, NOW)
    };
    answered(&one, 0).unwrap();
    let late = answered(&other, 0);
    assert!(matches!(late, Err(GuideError::Conflict { .. })));
    assert_eq!(answered(&other, 1).unwrap().trail.len(), 2);
}

#[test]
fn a_session_that_was_tampered_with_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path());
    let session = walk(&store, "cannot-reach-a-target", &["1"]);
    let code = Code::read(&session.code).unwrap();
    let path = folder.path().join(format!("{}.json", code.as_str()));
    let text = std::fs::read_to_string(&path).unwrap();
    for (from, to) in [
        ("\"answer\": \"Only this caller\"", "\"answer\": \"Nobody\""),
        ("\"trail\"", "\"trial\""),
        ("{", ""),
    ] {
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let read = ENGINE.guide_session(&store, &session.code);
        assert!(matches!(read, Err(GuideError::Damaged { .. })), "{read:?}");
    }
    std::fs::remove_file(&path).unwrap();
    let gone = ENGINE.guide_session(&store, &session.code);
    assert!(matches!(gone, Err(GuideError::NoSession { .. })));
}

/// Gives every answer of a node and takes it back; what is inside a linked playbook is walked
/// where that playbook is the first.
fn give_all(store: &MemoryStore, session: &SessionAnswer, seen: &mut HashSet<(usize, String)>) {
    let node = &session.node;
    assert!(!node.title.is_empty() && !node.text.is_empty());
    assert_ne!(session.finished, !node.choices.is_empty());
    let inner = node.within.len();
    if inner > 2 || !seen.insert((inner, node.id.clone())) {
        return;
    }
    for choice in &node.choices {
        let next = ENGINE.answer_guide(store, &session.code, &reply(&choice.answer), NOW);
        give_all(store, &next.unwrap(), seen);
        ENGINE.step_back_guide(store, &session.code, NOW).unwrap();
    }
}

#[test]
fn every_node_of_every_playbook_can_be_walked() {
    for guide in ENGINE.guides("2026-11-21").guides {
        let store = MemoryStore::default();
        let mut seen = HashSet::new();
        give_all(&store, &begin(&store, &guide.id), &mut seen);
        let walked = seen.iter().filter(|(inner, _)| *inner == 1).count();
        let nodes = ENGINE
            .guide(&guide.id, &Choice::on("2026-11-21"))
            .unwrap()
            .nodes;
        let is_entered = |id: &str| ENGINE.library().ids().any(|known| known == id);
        let entered = nodes
            .iter()
            .filter(|node| node.kind == "link" && is_entered(&node.text));
        assert_eq!(walked + entered.count(), guide.length, "{}", guide.id);
    }
}

#[test]
fn a_playbook_is_offered_where_the_case_calls_for_it_and_not_elsewhere() {
    let offered = |text: &str| {
        let guides = ENGINE.triage(&Case::new(text)).unwrap().guides;
        guides.into_iter().map(|guide| guide.id).collect::<Vec<_>>()
    };
    for (text, id) in [
        (
            "caller cannot reach server FS-12 since this morning",
            "cannot-reach-a-target",
        ),
        (
            "No connection to any server since the IPsec rollout",
            "cannot-reach-a-target",
        ),
        (
            "the PC reaches nothing on the network, its address is 169.254.3.9",
            "callers-own-computer",
        ),
        (
            "he can ping the server but cannot open the share",
            "target-or-path",
        ),
        (
            "caller wants me to connect to 10.1.2.3 and look what is wrong",
            "caller-asks-me-to-connect",
        ),
        (
            "Remote Assistance invitation fails behind a router",
            "remote-assistance-advisor",
        ),
        (
            "SMS remote control times out, then asks retry or cancel",
            "sms-remote-control-with-ipsec",
        ),
    ] {
        assert_eq!(
            offered(text).first().map(String::as_str),
            Some(id),
            "{text}"
        );
    }
    for text in [
        "printer prints blank pages",
        "the coffee machine says descale",
        "cannot connect the second monitor to the docking station",
        "access denied when I open the budget spreadsheet",
        "video call has no sound with the new headset",
        "remote control of the television needs batteries",
        "",
    ] {
        assert_eq!(offered(text), Vec::<String>::new(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is typed, a session moves along its playbook or stays where it is.
    #[test]
    fn any_replies_keep_a_session_sound(replies in prop::collection::vec("[1-5]|[a-z ]{0,6}|b", 0..25)) {
        let store = MemoryStore::default();
        let mut session = begin(&store, "cannot-reach-a-target");
        for typed in replies {
            let next = if typed == "b" {
                ENGINE.step_back_guide(&store, &session.code, NOW)
            } else {
                ENGINE.answer_guide(&store, &session.code, &reply(&typed), NOW)
            };
            match next {
                Ok(next) => {
                    prop_assert_eq!(next.revision, session.revision + 1);
                    session = next;
                }
                Err(GuideError::Answer { .. } | GuideError::AtStart { .. } | GuideError::Finished { .. }) => {}
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            }
        }
        prop_assert_eq!(ENGINE.guide_session(&store, &session.code).unwrap(), session);
    }
}
