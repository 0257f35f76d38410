//! What a person reads of hand-made triages.

use super::*;
use corpus::Span;
use engine::answer::{Correction, Escalation, Evidence, IssueMember, Risk, Step, TRIAGE_SCHEMA};

fn span() -> Span {
    Span::new(10, 20)
}

fn caution(text: &str) -> CautionAnswer {
    CautionAnswer {
        text: text.into(),
        span: span(),
    }
}

fn empty() -> Triage {
    Triage {
        schema: TRIAGE_SCHEMA.into(),
        abstained: true,
        took_ms: 1.5,
        ..Triage::default()
    }
}

fn member(id: &str, products: &[&str], fix: Option<&str>) -> IssueMember {
    IssueMember {
        id: id.into(),
        title: "Loom Control Loses the Thread".into(),
        products: products.iter().map(ToString::to_string).collect(),
        fix: fix.map(str::to_owned),
    }
}

fn issue(steps: usize) -> KnownIssue {
    let steps = (1..=steps).map(|number| Step {
        text: format!("Turn the spindle of loom {number} to the left until the lamp of the warp beam goes out, then wait."),
        span: span(),
    });
    KnownIssue {
        id: "Q900001".into(),
        title: "Loom Control Loses the Thread the First Time and Works After".into(),
        probability: 0.874,
        articles: vec!["Q900001".into(), "Q900002".into()],
        evidence: vec![Evidence {
            text: "When you start the loom, the first thread may be lost.".into(),
            article: "Q900001".into(),
            span: span(),
        }],
        overruled: Vec::new(),
        remedies: vec![
            Remedy {
                steps: steps.collect(),
                risk: Risk::Reversible,
                cautions: vec![caution(
                    "Do not restart the loom service while a warp is set.",
                )],
                article: "Q900001".into(),
                document: "looms/q900001.txt".into(),
                section: "resolution".into(),
                heading: Vec::new(),
                outcomes: None,
                risk_reason: String::new(),
                risk_unknown: false,
            },
            Remedy {
                steps: vec![Step {
                    text: "Use another loom.".into(),
                    span: span(),
                }],
                risk: Risk::Disruptive,
                cautions: Vec::new(),
                article: "Q900002".into(),
                document: "looms/q900002.txt".into(),
                section: "workaround".into(),
                heading: Vec::new(),
                outcomes: None,
                risk_reason: String::new(),
                risk_unknown: false,
            },
        ],
        fix: Some("pending".into()),
        fix_says: Some(Evidence {
            text: "The maker has confirmed this to be a fault in Loom Control 2.".into(),
            article: "Q900001".into(),
            span: span(),
        }),
        state: None,
        outcomes: None,
        members: vec![
            member("Q900001", &["Loom Control 2.0"], None),
            member(
                "Q900002",
                &["Loom Control 3.0", "Loom Control 3.1"],
                Some("fixed"),
            ),
        ],
    }
}

fn shown(answer: &Triage, width: usize) -> String {
    let page = triage(answer, false, width).finish();
    anstream::adapter::strip_str(&page).to_string()
}

#[test]
fn a_whole_answer() {
    let mut second = issue(1);
    second.id = "Q900003".into();
    second.title = "Warp Beam Slips".into();
    second.probability = 0.0001;
    let answer = Triage {
        abstained: false,
        issues: vec![issue(8), second],
        question: Some(Question {
            text: "Which version of Loom Control is it?".into(),
            choices: vec!["1.0".into(), "2.0 SP1".into()],
            what: "version".into(),
            gain: 0.9,
        }),
        checklist: vec![
            ChecklistItem {
                item: "names of both looms".into(),
                have: true,
            },
            ChecklistItem {
                item: "record of event 77".into(),
                have: false,
            },
        ],
        escalation: Some(Escalation {
            to: "Tier 2".into(),
            packet: "# Case".into(),
        }),
        understood: vec!["event 77".into(), "loom".into()],
        corrections: vec![Correction {
            from: "lomo".into(),
            to: "loom".into(),
        }],
        ..empty()
    };
    let text = shown(&answer, 80);
    insta::assert_snapshot!(text);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn title_remedy_caution_and_source_fit_the_first_screen() {
    let answer = Triage {
        abstained: false,
        issues: vec![issue(12)],
        ..empty()
    };
    let text = shown(&answer, 80);
    let first: Vec<&str> = text.lines().take(24).collect();
    let first = first.join("\n");
    for part in [
        "Loom Control Loses",
        "DO  can be",
        "… 7 more",
        "DO NOT",
        "looms/q900001.txt",
    ] {
        assert!(first.contains(part), "{part} is missing in\n{first}");
    }
}

#[test]
fn an_abstention_says_why_and_what_was_nearest() {
    let answer = Triage {
        reason: "The words “moth” and “hail” stand in no article.".into(),
        nearest: vec!["Q900007".into(), "Q900009".into()],
        nearest_titles: vec!["Loom stops at night".into(), "Loom prints twice".into()],
        ..empty()
    };
    insta::assert_snapshot!(shown(&answer, 60));
}

#[test]
fn an_abstention_never_shows_a_remedy() {
    let answer = Triage {
        issues: vec![issue(2)],
        nearest: vec!["Q900001".into()],
        ..empty()
    };
    let text = shown(&answer, 80);
    assert!(!text.contains("spindle"), "{text}");
    assert!(text.contains("87 % Loom Control"), "{text}");
}

#[test]
fn every_caution_is_shown_however_many() {
    let mut known = issue(1);
    known.remedies[0].cautions = (0..30)
        .map(|at| caution(&format!("Never pull lever {at}.")))
        .collect();
    let answer = Triage {
        abstained: false,
        issues: vec![known],
        ..empty()
    };
    let text = shown(&answer, 80);
    for at in 0..30 {
        assert!(text.contains(&format!("! Never pull lever {at}.")));
    }
}

#[test]
fn an_issue_without_remedy_sends_to_the_article() {
    let mut known = issue(1);
    known.remedies.clear();
    let answer = Triage {
        abstained: false,
        issues: vec![known],
        ..empty()
    };
    assert!(shown(&answer, 80).contains("firstline show Q900001"));
}
