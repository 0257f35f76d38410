//! From records to votes.

use super::*;
use crate::desk::record::{Channel, Chosen, NewCase, Shown};
use crate::desk::{Entry, NewFeedback, NewOutcome};
use jiff::Timestamp;

fn who(name: &str) -> Who {
    Who {
        name: (!name.is_empty()).then(|| name.to_owned()),
        tier: Some(1),
    }
}

/// Records a case that was shown these known issues.
fn case(desk: &mut Desk, issues: &[&str]) -> CaseId {
    let id = CaseId::random();
    let shown = issues.iter().map(|issue| Shown {
        issue: (*issue).to_owned(),
        title: format!("About {issue}"),
        probability: 0.6,
        articles: vec![(*issue).to_owned()],
        products: Vec::new(),
        remedies: Vec::new(),
    });
    let entry = Entry::Case(Box::new(NewCase {
        id: id.clone(),
        continues: None,
        time: Timestamp::UNIX_EPOCH,
        channel: Channel::Http,
        who: who("ann"),
        site: None,
        product: None,
        text: "the loom stops".into(),
        terms: Vec::new(),
        abstained: issues.is_empty(),
        probability: 0.6,
        generation: "gen-1".into(),
        shown: shown.collect(),
        nearest: Vec::new(),
    }));
    desk.record(&[entry]).unwrap();
    id
}

fn outcome(desk: &mut Desk, (case, name): (&CaseId, &str), outcome: Outcome, chosen: Chosen) {
    let entry = Entry::Outcome(NewOutcome {
        case: case.clone(),
        time: Timestamp::UNIX_EPOCH,
        channel: Channel::Http,
        who: who(name),
        outcome,
        chosen,
        note: None,
    });
    desk.record(&[entry]).unwrap();
}

fn took(article: &str) -> Chosen {
    Chosen {
        issue: Some("Q90001".into()),
        article: Some(article.into()),
        section: Some("workaround".into()),
    }
}

#[test]
fn outcomes_count_for_what_was_chosen_and_never_by_silence() {
    let mut desk = Desk::in_memory().unwrap();
    let several = case(&mut desk, &["Q90001", "Q90003"]);
    let one = case(&mut desk, &["Q90005"]);
    case(&mut desk, &["Q90007"]);
    outcome(&mut desk, (&several, "ann"), Outcome::Fixed, took("Q90002"));
    // Nothing was chosen, and several were shown: nobody knows which it was.
    outcome(
        &mut desk,
        (&several, "bob"),
        Outcome::Fixed,
        Chosen::default(),
    );
    outcome(
        &mut desk,
        (&one, "bob"),
        Outcome::NotFixed,
        Chosen::default(),
    );
    outcome(
        &mut desk,
        (&one, "cid"),
        Outcome::Escalated,
        Chosen::default(),
    );
    let votes = desk.votes().unwrap();
    let told: Vec<_> = votes
        .iter()
        .map(|vote| (vote.article.as_str(), vote.person.as_str(), vote.verdict))
        .collect();
    assert_eq!(
        told,
        [
            ("Q90002", "ann", Verdict::FixedUnderstood),
            ("Q90005", "bob", Verdict::NotFixed)
        ]
    );
    assert_eq!(votes[0].remedy.as_deref(), Some("workaround"));
}

#[test]
fn people_without_a_name_are_one_person() {
    let mut desk = Desk::in_memory().unwrap();
    for _ in 0..5 {
        let id = case(&mut desk, &["Q90001"]);
        outcome(&mut desk, (&id, ""), Outcome::Fixed, took("Q90001"));
    }
    let priors = desk.priors(&Rules::default(), 0).unwrap();
    let tally = priors.article("Q90001").unwrap();
    assert_eq!((tally.people, tally.helped, tally.counts()), (1, 5, false));
}

#[test]
fn what_was_forgotten_stays_forgotten_and_new_votes_count() {
    let mut desk = Desk::in_memory().unwrap();
    for (name, article) in [("ann", "Q90001"), ("bob", "Q90001"), ("cid", "Q90002")] {
        let id = case(&mut desk, &["Q90001"]);
        outcome(&mut desk, (&id, name), Outcome::Fixed, took(article));
    }
    desk.forget_votes(Some("kb 90001")).unwrap();
    let left = |desk: &Desk| {
        let votes = desk.votes().unwrap().into_iter();
        votes.map(|vote| vote.article).collect::<Vec<_>>()
    };
    assert_eq!(left(&desk), ["Q90002"]);
    let id = case(&mut desk, &["Q90001"]);
    outcome(&mut desk, (&id, "dan"), Outcome::Fixed, took("Q90001"));
    assert_eq!(left(&desk), ["Q90002", "Q90001"]);
    desk.forget_votes(None).unwrap();
    assert!(left(&desk).is_empty());
    assert_eq!(desk.outcomes(Period::default()).unwrap().len(), 4);
}

#[test]
fn feedback_is_a_vote_on_the_article_it_names() {
    let mut desk = Desk::in_memory().unwrap();
    let id = case(&mut desk, &["Q90001", "Q90002"]);
    for (name, article) in [("ann", Some("Q90002")), ("bob", None)] {
        let entry = Entry::Feedback(NewFeedback {
            case: id.clone(),
            time: Timestamp::UNIX_EPOCH,
            channel: Channel::Web,
            who: who(name),
            reason: Reason::Unsafe,
            issue: None,
            article: article.map(str::to_owned),
            note: None,
        });
        desk.record(&[entry]).unwrap();
    }
    let votes = desk.votes().unwrap();
    assert_eq!(votes.len(), 1);
    assert_eq!(
        (votes[0].article.as_str(), votes[0].verdict),
        ("Q90002", Verdict::Unsafe)
    );
}
