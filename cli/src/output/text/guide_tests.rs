//! What a person reads of playbooks while on the telephone.

use super::*;
use engine::Engine;
use engine::guide::{Choice, MemoryStore, Reply};

/// 2026-11-21 09:30 UTC.
const NOW: u64 = 1_795_253_400;
const FIRST: View = View {
    is_first: true,
    asks: true,
};
const LATER: View = View {
    is_first: false,
    asks: true,
};

fn shown(answer: &SessionAnswer, view: View) -> String {
    let page = session(answer, 80, view).finish();
    let text = anstream::adapter::strip_str(&page).to_string();
    text.replace(&answer.code, "7F-KQ")
}

fn walked(engine: &Engine, id: &str, answers: &[&str]) -> SessionAnswer {
    let store = MemoryStore::default();
    let choice = Choice::on("2026-11-21");
    let begun = engine.begin_guide(&store, (id, &choice), None, NOW);
    let mut session = begun.unwrap();
    for answer in answers {
        let reply = Reply {
            text: (*answer).to_owned(),
            revision: None,
        };
        let next = engine.answer_guide(&store, &session.code, &reply, NOW);
        session = next.unwrap();
    }
    session
}

#[test]
fn the_first_page_says_what_is_walked_and_asks() {
    let engine = Engine::builtin().unwrap();
    let session = walked(&engine, "callers-own-computer", &[]);
    insta::assert_snapshot!(shown(&session, FIRST), @r#"
    Cannot reach a target: the caller's own computer
    callers-own-computer · version 1 · Help desk management
    The refresh script may cure without showing what was wrong; then the case ends
    as unclear.

    1 · 7F-KQ
    DO  The caller's address
      Let the caller run ipconfig and read out the address.
        ipconfig

     1  An ordinary address
     2  It begins with 169.254
     3  No address, or media disconnected
    b back · note · q stop, go on later: firstline guide 7F-KQ
    "#);
}

#[test]
fn an_article_is_read_in_place_with_all_its_cautions() {
    let engine = Engine::builtin().unwrap();
    let answers = ["1", "1", "yes", "right", "4284"];
    let session = walked(&engine, "callers-own-computer", &answers);
    insta::assert_snapshot!(shown(&session, LATER), @r#"
    6 · 7F-KQ
    READ  Event 4284
      Event 4284: Packets in the clear that should be secured
      (event-4284-packets-in-the-clear)
      1. Take the peer's address from the event.
      2. Once, at a policy change: watch only.
      3. Recurring: compare the filters of both sides; look for a permit filter on
         the peer that is more specific.
      4. Datagrams Received Discarded grows, but IPsec has no counter for this
         reason. Only the event identifies it.
      The policy designer has to make the filters of both sides agree.
      ! Do not restart the IPsec service or Policy Agent, although the event text
        says so. It is unlikely to correct anything and may break other connections.
        Stopping the service is a last resort.

     1  It came once, at a change of policy; all works
     2  It keeps coming
    b back · note · q stop, go on later: firstline guide 7F-KQ
    "#);
}

#[test]
fn an_outcome_says_whom_and_what_and_what_comes_next() {
    let engine = Engine::builtin().unwrap();
    let session = walked(&engine, "callers-own-computer", &["1", "1", "no"]);
    insta::assert_snapshot!(shown(&session, LATER), @r#"
    4 · 7F-KQ
    NOT FIXED, ESCALATED  The caller's computer
      The fault is likely on the caller's computer, or cannot be narrowed down
      without administrator rights.

    HAND TO
      Tier 2; the team for network access groups, where there is one, if membership
      is in question

    COLLECT
      [ ] Caller, computer name and address, operating system and service pack
      [ ] Target name and address
      [ ] Scope: who else, how many, where
      [ ] Output of the scripts, or the reason they were not run
      [ ] Recent changes: group membership, moved or reinstalled computer
      [ ] Steps taken, with results

    Ticket note: firstline guide 7F-KQ --note
    Hand over: firstline escalate --guide 7F-KQ
    "#);
}

/// Shows every node of a session's playbook, giving each answer and taking it back.
fn show_all(
    (engine, store): (&Engine, &MemoryStore),
    session: &SessionAnswer,
    seen: &mut std::collections::HashSet<String>,
) -> usize {
    let is_first = session.trail.is_empty();
    let page = shown(session, if is_first { FIRST } else { LATER });
    let lines = page.lines().count();
    assert!(lines <= 24, "{lines} lines:\n{page}");
    let fits = |line: &str| line.chars().count() <= 80;
    assert!(page.lines().all(fits), "{page}");
    if session.node.within.len() > 1 || !seen.insert(session.node.id.clone()) {
        return 1;
    }
    let mut pages = 1;
    for choice in &session.node.choices {
        let reply = Reply {
            text: choice.answer.clone(),
            revision: None,
        };
        let next = engine.answer_guide(store, &session.code, &reply, NOW);
        pages += show_all((engine, store), &next.unwrap(), seen);
        let back = engine.step_back_guide(store, &session.code, NOW);
        back.unwrap();
    }
    pages
}

#[test]
fn every_step_of_the_built_in_playbooks_fits_the_screen() {
    let engine = Engine::builtin().unwrap();
    let mut pages = 0;
    for guide in engine.guides("2026-11-21").guides {
        let store = MemoryStore::default();
        let choice = Choice::on("2026-11-21");
        let begun = engine.begin_guide(&store, (&guide.id, &choice), None, NOW);
        let mut seen = std::collections::HashSet::new();
        pages += show_all((&engine, &store), &begun.unwrap(), &mut seen);
    }
    assert!(pages > 100, "{pages}");
}
