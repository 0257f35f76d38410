//! The page of ruling a subject out.

use super::Page;
use super::style::clean;
use super::triage::{set_step, stop};
use engine::answer::{Check, RuleOut, Sign};

/// Lines of a quotation.
const LINES: usize = 2;

/// Sets where the evidence points, the evidence, and the checks, harmless ones first.
pub(crate) fn rule_out(answer: &RuleOut, width: usize) -> Page {
    let mut page = Page::new(width);
    if let Some(card) = &answer.stop {
        stop(&mut page, card);
    }
    page.title(&format!("Is it {}?", answer.subject));
    page.paragraph(0, &answer.leaning);
    signs(&mut page, "FOR", &answer.evidence_for);
    signs(&mut page, "AGAINST", &answer.evidence_against);
    if !answer.checks.is_empty() {
        page.heading("CHECK", "harmless first");
    }
    for (at, found) in answer.checks.iter().enumerate() {
        check(&mut page, &format!("{}.", at + 1), found);
    }
    if !answer.cautions.is_empty() {
        page.heading("DO NOT", "");
    }
    for caution in &answer.cautions {
        page.caution(2, "!", &caution.text);
    }
    if !answer.last_resort.is_empty() {
        page.heading("LAST RESORT", "not on the telephone");
    }
    for found in &answer.last_resort {
        check(&mut page, "-", found);
        for caution in found
            .cautions
            .iter()
            .filter(|caution| !answer.cautions.contains(caution))
        {
            page.caution(4, "!", &caution.text);
        }
    }
    page.gap();
    page
}

fn signs(page: &mut Page, heading: &str, signs: &[Sign]) {
    if signs.is_empty() {
        return;
    }
    page.heading(heading, "");
    for sign in signs {
        let meets = if sign.meets.is_empty() {
            "in general: ".to_owned()
        } else {
            format!("{}: ", clean(&sign.meets))
        };
        let text = format!("- {meets}\u{201c}{}\u{201d}", clean(&sign.text));
        page.wrap_short(2, &text, LINES);
        page.dim_at(4, &format!("{} ({})", sign.title, sign.article));
    }
}

fn check(page: &mut Page, marker: &str, check: &Check) {
    let text = format!(
        "{} ({}, {})",
        check.text,
        check.risk.told(check.risk_unknown),
        check.article
    );
    set_step(page, marker, &text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{CautionAnswer, Risk};

    #[test]
    fn evidence_checks_and_what_is_kept_for_the_last() {
        let caution = CautionAnswer {
            text: "Do not stop the loom to see.".into(),
            span: Span::default(),
        };
        let check = |text: &str, risk, cautions| Check {
            text: text.into(),
            risk,
            risk_reason: String::new(),
            risk_unknown: false,
            cautions,
            article: "L1".into(),
            span: Span::default(),
        };
        let answer = RuleOut {
            subject: "looms".into(),
            known: true,
            leaning: "The case has signs of looms, and nothing speaks against it.".into(),
            evidence_for: vec![Sign {
                text: "Event 77 is logged when the warp tears.".into(),
                meets: "event 77".into(),
                article: "L2".into(),
                title: "Event 77".into(),
                span: Span::default(),
            }],
            checks: vec![check("Look at the warp lamp.", Risk::ReadOnly, Vec::new())],
            last_resort: vec![check(
                "Stop the loom.",
                Risk::Disruptive,
                vec![caution.clone()],
            )],
            cautions: vec![caution],
            ..RuleOut::default()
        };
        let text = anstream::adapter::strip_str(&rule_out(&answer, 64).finish()).to_string();
        insta::assert_snapshot!(text, @r"
        Is it looms?
        The case has signs of looms, and nothing speaks against it.

        FOR
          - event 77: “Event 77 is logged when the warp tears.”
            Event 77 (L2)

        CHECK  harmless first
          1. Look at the warp lamp. (only looks, L1)

        DO NOT
          ! Do not stop the loom to see.

        LAST RESORT  not on the telephone
          - Stop the loom. (interrupts service, L1)
        ");
    }
}
