//! Tests of `rule_out`: over the built-in knowledge base, and of its order.

use super::*;

fn rule(text: &str, subject: &str) -> RuleOut {
    let engine = Engine::builtin().unwrap();
    rule_out(&engine, &Case::new(text), subject).unwrap()
}

#[test]
fn harmless_checks_come_first_and_stopping_is_kept_apart() {
    let answer = rule(
        "a user cannot reach the file server since the rollout",
        "ipsec",
    );
    assert!(answer.known && !answer.checks.is_empty());
    let risks: Vec<Risk> = answer.checks.iter().map(|check| check.risk).collect();
    assert!(
        risks.is_sorted() && risks.iter().all(|risk| *risk < Risk::Disruptive),
        "{risks:?}"
    );
    let stops = |check: &Check| check.text.to_lowercase().starts_with("stop the");
    assert!(!answer.checks.iter().any(stops));
    assert!(
        answer
            .last_resort
            .iter()
            .all(|check| !check.cautions.is_empty()),
        "{:?}",
        answer.last_resort
    );
    assert!(
        answer
            .cautions
            .iter()
            .any(|caution| caution.text.to_lowercase().contains("stop"))
    );
}

#[test]
fn an_event_of_the_subject_speaks_for_it() {
    let answer = rule(
        "we see event 547 in the security log, the share cannot be opened",
        "ipsec",
    );
    let sign = answer.evidence_for.first().unwrap();
    assert!(sign.meets.contains("547"), "{sign:?}");
    assert!(!sign.text.is_empty() && !sign.article.is_empty());
}

#[test]
fn a_subject_without_articles_is_said_to_be_unknown() {
    let answer = rule("the dishwasher leaks", "dishwashers");
    assert!(!answer.known && answer.checks.is_empty());
    assert!(answer.leaning.contains("No article is about dishwashers"));
}

#[test]
fn the_leaning_follows_the_signs() {
    let sign = |meets: &str| Sign {
        meets: meets.into(),
        ..Sign::default()
    };
    for (one, other, told) in [
        (
            vec![],
            vec![sign("")],
            "Nothing in the case speaks for or against",
        ),
        (vec![sign("event 5")], vec![], "nothing speaks against"),
        (vec![sign("event 5")], vec![sign("")], "holds in general"),
        (vec![], vec![sign("event 5")], "something else"),
        (vec![sign("a"), sign("b")], vec![sign("c")], "points to"),
        (vec![sign("a")], vec![sign("b"), sign("c")], "points away"),
    ] {
        let answer = RuleOut {
            known: true,
            subject: "looms".into(),
            evidence_for: one,
            evidence_against: other,
            ..RuleOut::default()
        };
        assert!(leaning(&answer).contains(told), "{}", leaning(&answer));
    }
}

#[test]
fn a_quotation_stands_on_one_side() {
    let sign = |text: &str, start: usize| Sign {
        text: text.into(),
        meets: "event 5".into(),
        article: "L1".into(),
        span: corpus::Span::new(start, start + 10),
        ..Sign::default()
    };
    let mut answer = RuleOut {
        subject: "loom".into(),
        evidence_for: vec![
            sign("The loom tears yarn.", 0),
            sign("It is not caused by the loom.", 20),
        ],
        evidence_against: vec![sign("The loom tears yarn.", 5), sign("Dye tears yarn.", 40)],
        ..RuleOut::default()
    };
    settle_sides(&mut answer);
    let texts = |signs: &[Sign]| {
        signs
            .iter()
            .map(|sign| sign.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&answer.evidence_for), ["The loom tears yarn."]);
    assert_eq!(
        texts(&answer.evidence_against),
        ["It is not caused by the loom.", "Dye tears yarn."]
    );
}
