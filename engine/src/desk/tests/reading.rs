//! What is recorded is read back as it was.

use super::*;
use crate::desk::record::{KcsState, Reason};
use crate::desk::{NewFeedback, NewNote, NewState, Period};

#[test]
fn a_case_is_read_back_with_all_that_was_said_of_it() {
    let mut desk = Desk::in_memory().unwrap();
    let mut blank = case(at(0), "prints [user-1] blank pages");
    blank.id = "2222-2222".parse().unwrap();
    let id = keep(&mut desk, blank);
    let other = CaseId::random();
    let receipts = desk.record(&[
        Entry::Outcome(outcome(&id, at(1), Outcome::NotFixed)),
        Entry::Outcome(outcome(&id, at(2), Outcome::Fixed)),
        Entry::Outcome(outcome(&other, at(2), Outcome::Fixed)),
        Entry::Feedback(NewFeedback {
            case: id.clone(),
            time: at(3),
            channel: Channel::Slack,
            who: Who::default(),
            reason: Reason::Outdated,
            issue: None,
            article: Some("blank-pages".into()),
            note: Some("the tab has another name now".into()),
        }),
    ]);
    assert_eq!(
        receipts.unwrap(),
        [
            Receipt::Recorded(2),
            Receipt::Recorded(3),
            Receipt::UnknownCase(other.clone()),
            Receipt::Recorded(4),
        ]
    );
    let file = desk.case(&id).unwrap().unwrap();
    assert_eq!(file.outcome().unwrap().outcome, Outcome::Fixed);
    insta::assert_json_snapshot!(file);
    assert_eq!(desk.case(&other).unwrap(), None);
}

#[test]
fn a_further_round_takes_the_place_of_the_one_before() {
    let mut desk = Desk::in_memory().unwrap();
    let first = keep(&mut desk, case(at(0), "it does not print"));
    let mut further = case(at(1), "it does not print; event 4284");
    further.continues = Some(first.clone());
    further.shown.truncate(1);
    further.product = Some("Printer 2000".into());
    assert_eq!(keep(&mut desk, further.clone()), first);
    let file = desk.case(&first).unwrap().unwrap();
    assert_eq!((file.case.rounds, file.shown.len()), (2, 1));
    assert_eq!((file.case.time, file.case.seq), (at(0), 1));
    assert_eq!(file.case.product.as_deref(), Some("Printer 2000"));
    // Somebody else's case is not gone on with, and neither is one that is gone.
    let mut of_other = further.clone();
    of_other.who.name = Some("another".into());
    assert_ne!(keep(&mut desk, of_other), first);
    further.continues = Some(CaseId::random());
    keep(&mut desk, further);
    assert_eq!(desk.cases(Period::default()).unwrap().len(), 3);
}

#[test]
fn a_name_that_is_taken_is_not_given_out_again() {
    let mut desk = Desk::in_memory().unwrap();
    let one = case(at(0), "one");
    let first = keep(&mut desk, one.clone());
    assert_ne!(keep(&mut desk, one), first);
}

#[test]
fn a_period_takes_by_time_and_lists_in_the_order_of_recording() {
    let mut desk = Desk::in_memory().unwrap();
    // The clock is set back between the second and the third.
    for (hours, text) in [(0, "a"), (50, "b"), (10, "c"), (60, "d")] {
        keep(&mut desk, case(at(hours), text));
    }
    let texts = |period| -> String {
        let cases = desk.cases(period).unwrap();
        cases.iter().map(|case| case.text.as_str()).collect()
    };
    assert_eq!(texts(Period::default()), "abcd");
    assert_eq!(texts(Period::since(at(10))), "bcd");
    let until = Period {
        since: Some(at(0)),
        until: Some(at(50)),
    };
    assert_eq!(texts(until), "ac");
    let last = desk.last_cases(2).unwrap();
    assert_eq!(last[0].text, "d");
    assert_eq!(last[1].text, "c");
}

#[test]
fn silence_is_told_from_an_outcome() {
    let mut desk = Desk::in_memory().unwrap();
    let mut unanswered = case(at(0), "no idea");
    unanswered.abstained = true;
    let silent = keep(&mut desk, unanswered.clone());
    let solved = keep(&mut desk, unanswered);
    let ended = outcome(&solved, at(1), Outcome::FixedUnclear);
    desk.record(&[Entry::Outcome(ended)]).unwrap();
    let open = desk.unanswered(Period::default()).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].id, silent);
    let shown = desk.shown(Period::default()).unwrap();
    let ended: Vec<(u32, usize)> = shown
        .iter()
        .map(|one| (one.rank, one.outcomes.len()))
        .collect();
    assert_eq!(ended, [(1, 0), (2, 0), (1, 1), (2, 1)]);
}

#[test]
fn notes_states_counts_and_settings_are_kept() {
    let mut desk = Desk::in_memory().unwrap();
    let note = |hours, text: &str| {
        Entry::Note(NewNote {
            time: at(hours),
            who: Who::default(),
            site: None,
            text: text.into(),
        })
    };
    let state = |state| {
        Entry::State(NewState {
            article: "blank-pages".into(),
            state,
            time: at(0),
            who: Who::default(),
        })
    };
    let count = Entry::Count {
        time: at(30),
        what: "search",
    };
    let batch = [
        note(9, "wave 3"),
        note(1, "wave 2"),
        state(KcsState::WorkInProgress),
        state(KcsState::Validated),
        count.clone(),
        count,
    ];
    desk.record(&batch).unwrap();
    let notes = desk.notes(Period::default()).unwrap();
    assert_eq!(
        (notes[0].text.as_str(), notes[1].text.as_str()),
        ("wave 2", "wave 3")
    );
    let states = desk.article_states().unwrap();
    assert_eq!((states.len(), states[0].state), (1, KcsState::Validated));
    let counts = desk.day_counts().unwrap();
    assert_eq!((counts[0].day.as_str(), counts[0].count), ("2005-01-02", 2));
    assert_eq!(desk.setting("x").unwrap(), None);
    desk.set_setting("x", "1").unwrap();
    desk.set_setting("x", "2").unwrap();
    assert_eq!(desk.setting("x").unwrap().as_deref(), Some("2"));
    assert_eq!(desk.last_seq().unwrap(), 4);
}
