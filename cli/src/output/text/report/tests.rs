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
    let page = set(&example());
    let lines: Vec<&str> = page.lines().collect();
    assert_eq!(
        &lines[..6],
        [
            "Desk report, 2026-10-22 12:00 to 2026-11-21 12:00",
            "1,214 calls: 1,180 answered, 34 without an answer (3 %)",
            "Ended: 500 fixed and understood, 714 not told",
            "",
            "MORE THAN USUAL",
            "  ! 4284: 9 today, usual 1; since “rollout wave 3”, 2 hours before",
        ]
    );
    // What else it says, in this order.
    let mut rest = page.as_str();
    for words in [
        "since 2026-11-21 11:00 · at South 8, North 1 · with it Q900001",
        "CALLS BY KNOWN ISSUE",
        "    41  Q900001  Loom Control Loses the Thread",
        "20 fixed and understood, 4 fixed but unclear, 3 not fixed",
        "BY PRODUCT",
        "Loom Control 2.0 900, Loom Viewer 12",
        "BY SITE",
        "North 1,000, South 214",
        "TO WRITE",
        "     3  badge, gate, reader",
        "“gate: badge reader red again",
        "case 7FKQ-2M9X, 2026-11-20 06:00 · nearest Q900009",
        "and 12 calls more",
        "ARTICLES TO LOOK AT",
        "did not help 3 of 4 times; outdated, says 1 person",
        "12 calls · helped 1 of 4 times, by 4 people, last 2026-11-20",
        "NOTED CHANGES",
        "2026-11-21 09:00  rollout wave 3",
    ] {
        let at = rest.find(words);
        assert!(at.is_some(), "{words:?} is not in {rest}");
        rest = &rest[at.unwrap_or(0)..];
    }
    assert!(
        lines.iter().all(|line| line.chars().count() <= 80),
        "{page}"
    );
}

#[test]
fn an_empty_desk_says_so() {
    let page = set(&DeskReport {
        since: "2026-10-22T12:00+01:00".into(),
        until: "2026-11-21T12:00+01:00".into(),
        about: Some("ipsec".into()),
        ..DeskReport::default()
    });
    assert_eq!(
        page,
        "Desk report, 2026-10-22 12:00 to 2026-11-21 12:00\n\
         0 calls about “ipsec” of 0: 0 answered, 0 without an answer (0 %)\n\n\
         MORE THAN USUAL\n  \
         Not known yet: 0 days on record, 3 are needed.\n"
    );
}
