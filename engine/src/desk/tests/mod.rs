//! Tests of the desk as a whole, and the cases that they share.

mod forgetting;
mod reading;
mod trouble;

use super::record::{Channel, Chosen, NewCase, Outcome, RemedyRef, Shown, Who};
use super::{CaseId, Desk, Entry, NewOutcome, Receipt};
use crate::answer::Risk;
use jiff::{SignedDuration, Timestamp};

/// A moment, so many hours into 2005.
fn at(hours: i64) -> Timestamp {
    let start: Timestamp = "2005-01-01T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_hours(hours)
}

/// A case asked at a moment, in these words.
fn case(time: Timestamp, text: &str) -> NewCase {
    NewCase {
        id: CaseId::random(),
        continues: None,
        time,
        channel: Channel::Http,
        who: Who {
            name: Some("night desk".into()),
            tier: Some(1),
        },
        site: Some("Oslo".into()),
        product: None,
        text: text.into(),
        terms: vec!["printer".into(), "4284".into()],
        abstained: false,
        probability: 0.75,
        generation: "gen-1".into(),
        shown: vec![shown("blank-pages"), shown("paper-jam")],
        nearest: Vec::new(),
    }
}

fn shown(issue: &str) -> Shown {
    Shown {
        issue: issue.into(),
        title: format!("About {issue}"),
        probability: 0.5,
        articles: vec![issue.into(), format!("{issue}-2")],
        products: vec!["Printer 2000".into()],
        remedies: vec![RemedyRef {
            article: issue.into(),
            section: "resolution".into(),
            heading: vec!["Resolution".into()],
            risk: Risk::Reversible,
        }],
    }
}

/// An outcome of a case, said at a moment.
fn outcome(case: &CaseId, time: Timestamp, outcome: Outcome) -> NewOutcome {
    NewOutcome {
        case: case.clone(),
        time,
        channel: Channel::Web,
        who: Who {
            name: Some("day desk".into()),
            tier: Some(2),
        },
        outcome,
        chosen: Chosen {
            issue: Some("blank-pages".into()),
            ..Chosen::default()
        },
        note: None,
    }
}

/// Records one case; its id.
fn keep(desk: &mut Desk, case: NewCase) -> CaseId {
    match desk.record(&[Entry::Case(Box::new(case))]).unwrap().pop() {
        Some(Receipt::Case(id)) => id,
        other => panic!("{other:?}"),
    }
}
