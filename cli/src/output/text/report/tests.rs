//! The page as it is read.

use super::*;
use engine::answer::{NotedChange, OutcomesSeen};

fn count(name: &str, calls: u64) -> CallCount {
    CallCount {
        name: name.into(),
        calls,
    }
}

fn example() -> DeskReport {
    let change = NotedChange {
        at: "2026-11-21T09:00+01:00".into(),
        text: "rollout wave 3".into(),
    };
    let ends = Endings {
        fixed: 20,
        fixed_unclear: 4,
        not_fixed: 3,
        escalated: 2,
        not_told: 12,
    };
    DeskReport {
        since: "2026-10-22T12:00+01:00".into(),
        until: "2026-11-21T12:00+01:00".into(),
        all_calls: 1214,
        calls: 1214,
        answered: 1180,
        endings: Endings {
            fixed: 500,
            not_told: 714,
            ..Endings::default()
        },
        issues: vec![IssueCalls {
            id: "Q900001".into(),
            title: "Loom Control Loses the Thread the First Time and Works Every Time After".into(),
            calls: 41,
            endings: ends,
        }],
        products: vec![count("Loom Control 2.0", 900), count("Loom Viewer", 12)],
        sites: vec![count("North", 1000), count("South", 214)],
        tiers: vec![count("tier 1", 1214)],
        spikes: vec![Spike {
            kind: "identifier".into(),
            name: "4284".into(),
            window: "today".into(),
            calls: 9,
            usual: 1.02,
            began: "2026-11-21T11:00+01:00".into(),
            change: Some(change.clone()),
            change_before: "2 hours".into(),
            sites: vec![count("South", 8), count("North", 1)],
            also: vec!["Q900001".into()],
            ..Spike::default()
        }],
        tested: 120,
        history_days: 59,
        topics: vec![Topic {
            terms: vec!["badge".into(), "gate".into(), "reader".into()],
            calls: 3,
            people: 2,
            last: "2026-11-20T06:00+01:00".into(),
            case: "7FKQ-2M9X".into(),
            example: "gate: badge reader red again, and the green lamp of it blinks all of the time since noon".into(),
            nearest: vec!["Q900009".into()],
        }],
        further_unanswered: 12,
        articles: vec![ArticleHealth {
            id: "Q900002".into(),
            title: "Looms Stop at Night".into(),
            calls: 12,
            outcomes: Some(OutcomesSeen {
                helped: 1,
                tried: 4,
                people: 4,
                last: "2026-11-20".into(),
                unsafe_people: 0,
                shift: -0.2,
            }),
            concerns: vec!["did not help 3 of 4 times".into(), "outdated, says 1 person".into()],
        }],
        changes: vec![change],
        ..DeskReport::default()
    }
}

fn set(report: &DeskReport) -> String {
    let page = super::report(report, 80).finish();
    anstream::adapter::strip_str(&page).to_string()
}

#[test]
fn a_report_is_read_from_the_top() {
    insta::assert_snapshot!(set(&example()));
}

#[test]
fn an_empty_desk_says_so() {
    insta::assert_snapshot!(set(&DeskReport {
        since: "2026-10-22T12:00+01:00".into(),
        until: "2026-11-21T12:00+01:00".into(),
        about: Some("ipsec".into()),
        ..DeskReport::default()
    }));
}
