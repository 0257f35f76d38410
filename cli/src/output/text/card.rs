//! Cards of commands and scripts.

use super::Page;
use super::style::{BOLD, clean};
use engine::answer::{CommandCard, Validity};

/// Cards shown whole; the others are named with what is said of the system.
const WHOLE: usize = 3;
/// Systems shown of one card.
const SYSTEMS: usize = 4;

/// Sets the cards: the first few whole, the rest by a line each.
pub(super) fn cards(page: &mut Page, cards: &[CommandCard]) {
    for card in cards.iter().take(WHOLE) {
        self::card(page, card);
    }
    if cards.len() > WHOLE {
        page.heading("ALSO", "");
    }
    for card in cards.iter().skip(WHOLE) {
        let effect = card
            .effect
            .first()
            .map_or("", |effect| effect.text.as_str());
        let line = format!(
            "{}{} \u{2014} {}",
            card.syntax.text,
            verdict(card.asked),
            effect
        );
        page.wrap_short(2, &clean(line.trim_end_matches([' ', '\u{2014}'])), 2);
    }
}

fn card(page: &mut Page, card: &CommandCard) {
    page.gap();
    let line = clean(&card.syntax.text);
    page.wrap(
        "",
        "  ",
        &format!("{BOLD}{line}{BOLD:#}{}", verdict(card.asked)),
    );
    for effect in &card.effect {
        page.wrap_short(2, &format!("does: {}", clean(&effect.text)), 3);
    }
    page.item(
        2,
        "risk:",
        &format!(
            "{} ({})",
            card.risk.told(card.risk_unknown),
            card.risk_reason
        ),
    );
    for right in card.rights.iter().take(1) {
        page.wrap_short(2, &format!("rights: {}", clean(&right.text)), 2);
    }
    for system in card.systems.iter().take(SYSTEMS) {
        let is = match system.validity {
            Validity::Valid => "on",
            Validity::Invalid => "not on",
            Validity::Unknown => "perhaps on",
        };
        let text = format!(
            "{is} {}: \u{201c}{}\u{201d}",
            clean(&system.system),
            clean(&system.says.text)
        );
        page.wrap_short(2, &text, 2);
    }
    for caution in &card.cautions {
        page.caution(2, "!", &caution.text);
    }
    page.dim_at(2, &format!("from {}", card.syntax.article));
}

fn verdict(asked: Validity) -> &'static str {
    match asked {
        Validity::Valid => "  (valid there)",
        Validity::Invalid => "  (not valid there)",
        Validity::Unknown => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{CautionAnswer, Quote, Risk, SystemValidity};

    #[test]
    fn a_card_says_what_it_does_risks_and_where_it_is_valid() {
        let quote = |text: &str| Quote {
            text: text.into(),
            article: "L1".into(),
            span: Span::default(),
        };
        let card = CommandCard {
            syntax: quote("loomctl show warp"),
            effect: vec![quote("Shows the warp.")],
            risk: Risk::ReadOnly,
            risk_reason: "it only looks".into(),
            risk_unknown: false,
            rights: vec![quote("Needs a local administrator.")],
            systems: vec![SystemValidity {
                system: "Loom XP".into(),
                validity: Validity::Invalid,
                says: quote("does not run on Loom XP"),
            }],
            asked: Validity::Invalid,
            cautions: vec![CautionAnswer {
                text: "Never at night.".into(),
                span: Span::default(),
            }],
        };
        let mut page = Page::new(60);
        cards(&mut page, &[card]);
        let text = anstream::adapter::strip_str(&page.finish()).to_string();
        insta::assert_snapshot!(text, @r"
        loomctl show warp  (not valid there)
          does: Shows the warp.
          risk: only looks (it only looks)
          rights: Needs a local administrator.
          not on Loom XP: “does not run on Loom XP”
          ! Never at night.
          from L1
        ");
    }
}
