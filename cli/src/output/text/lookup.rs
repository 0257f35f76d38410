//! The page of a lookup.

use super::Page;
use super::style::{BOLD, clean};
use engine::answer::LookupAnswer;

/// Hits shown before the rest is only counted.
const HITS: usize = 10;

/// Sets what is known of an identifier.
pub(crate) fn lookup(answer: &LookupAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    if answer.hits.is_empty() && answer.cards.is_empty() {
        page.title(&format!(
            "Nothing known of {} {}",
            answer.kind, answer.value
        ));
    } else {
        page.title(&format!("{} {}", answer.kind, answer.value));
    }
    if !answer.readings.is_empty() {
        page.dim(&format!("read as {}", answer.readings.join("; ")));
    }
    super::card::cards(&mut page, &answer.cards);
    let shown = if answer.cards.is_empty() { HITS } else { 3 };
    for hit in answer.hits.iter().take(shown) {
        page.gap();
        let (id, title) = (clean(&hit.article), clean(&hit.title));
        page.wrap("", "  ", &format!("{BOLD}{id}{BOLD:#}  {title}"));
        page.wrap_short(2, &clean(&hit.text), 3);
    }
    let left = answer.hits.len().saturating_sub(shown);
    if left > 0 {
        page.gap();
        page.dim(&format!("… {left} more: add --json for all"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{LOOKUP_SCHEMA, LookupHit};

    fn answer(hits: usize) -> LookupAnswer {
        let hit = |number| LookupHit {
            article: format!("Q90{number:04}"),
            title: "Loom Writes Event 77".into(),
            text: "Event ID: 77 Source: LoomDS Description: The thread was lost.".into(),
            span: Span::new(3, 5),
        };
        LookupAnswer {
            schema: LOOKUP_SCHEMA.into(),
            kind: "event".into(),
            value: "77".into(),
            readings: vec!["LoomDS 77".into(), "WarpSvc 77".into()],
            hits: (0..hits).map(hit).collect(),
            cards: Vec::new(),
        }
    }

    fn shown(answer: &LookupAnswer) -> String {
        anstream::adapter::strip_str(&lookup(answer, 50).finish()).to_string()
    }

    #[test]
    fn hits_are_listed_and_the_rest_counted() {
        insta::assert_snapshot!(shown(&answer(1)), @r"
        event 77
        read as LoomDS 77; WarpSvc 77

        Q900000  Loom Writes Event 77
          Event ID: 77 Source: LoomDS Description: The
          thread was lost.
        ");
        assert!(shown(&answer(12)).ends_with("… 2 more: add --json for all\n"));
    }

    #[test]
    fn nothing_known_is_said() {
        let text = shown(&answer(0));
        assert!(text.starts_with("Nothing known of event 77\n"), "{text}");
    }
}
