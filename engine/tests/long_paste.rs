//! Pastes of thousands of words: read whole, and the right event first. How long that takes is told
//! by `cargo bench -p firstline-engine --bench paste`.

mod paste;

use engine::{Case, Engine};

#[test]
fn twenty_thousand_words_and_the_right_event_first() {
    let text = paste::paste();
    assert!(text.split_whitespace().count() > 20_000);
    let engine = Engine::builtin().unwrap();
    let answer = engine.triage(&Case::new(text)).unwrap();
    let events = answer.events.unwrap();
    assert_eq!(events.read, 1_501);
    assert_eq!(
        (events.records[0].number, events.records[0].used),
        (Some(4284), true)
    );
    assert!(
        answer.issues[0].articles[0].contains("4284"),
        "{:?}",
        answer.issues[0].articles
    );
    assert!(!answer.masked.contains("TANGLE9") && !answer.masked.contains("10.1.2.3"));
}
