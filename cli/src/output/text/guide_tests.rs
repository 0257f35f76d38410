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
    insta::assert_snapshot!(shown(&session, FIRST), @r#""#);
}

#[test]
fn an_article_is_read_in_place_with_all_its_cautions() {
    let engine = Engine::builtin().unwrap();
    let answers = ["1", "1", "yes", "right", "4284"];
    let session = walked(&engine, "callers-own-computer", &answers);
    insta::assert_snapshot!(shown(&session, LATER), @r#""#);
}

#[test]
fn an_outcome_says_whom_and_what_and_what_comes_next() {
    let engine = Engine::builtin().unwrap();
    let session = walked(&engine, "callers-own-computer", &["1", "1", "no"]);
    insta::assert_snapshot!(shown(&session, LATER), @r#""#);
}

/// Every node that can be come to without a linked playbook in between.
#[test]
fn every_step_of_the_built_in_playbooks_fits_the_screen() {
    let engine = Engine::builtin().unwrap();
    let mut pages = 0;
    for guide in engine.guides("2026-11-21").guides {
        let mut seen = std::collections::HashSet::new();
        let mut open: Vec<Vec<String>> = vec![Vec::new()];
        while let Some(path) = open.pop() {
            let answers: Vec<&str> = path.iter().map(String::as_str).collect();
            let session = walked(&engine, &guide.id, &answers);
            let page = shown(&session, if path.is_empty() { FIRST } else { LATER });
            let lines = page.lines().count();
            assert!(lines <= 24, "{lines} lines:\n{page}");
            assert!(
                page.lines().all(|line| line.chars().count() <= 80),
                "{page}"
            );
            pages += 1;
            if session.node.within.len() == 1 && seen.insert(session.node.id.clone()) {
                for choice in &session.node.choices {
                    let mut longer = path.clone();
                    longer.push(choice.answer.clone());
                    open.push(longer);
                }
            }
        }
    }
    assert!(pages > 100, "{pages}");
}
