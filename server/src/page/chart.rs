//! Small charts as inline SVG, readable without colour: every bar carries its number.

use super::search::count;
use maud::{Markup, html};

/// Horizontal bars with names before and numbers behind.
pub(super) fn bars(title: &str, values: &[(String, u64)]) -> Markup {
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(1);
    let share = |value: u64| (value as f64 / most.max(1) as f64 * 100.0).max(1.0).round();
    html! {
        ul.bars aria-label=(title) {
            @for (name, value) in values {
                li {
                    span.name title=(name) { (name) }
                    svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                        rect.bar width=(share(*value)) height="8" {}
                    }
                    span.value { (count(*value)) }
                }
            }
        }
    }
}

/// How much room a chart has on a wide window, in pixels; names are drawn so far apart that they
/// do not run into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// The page's width.
    Whole = 960,
    /// One of two columns.
    Half = 420,
}

/// Pixels of a phone.
const NARROW: usize = 300;
/// Pixels of a name.
const NAME: usize = 46;

/// Vertical columns over a scale of names, as wide as the room there is; the highest carries its
/// number.
pub(super) fn columns(title: &str, values: &[(String, u64)], room: Room) -> Markup {
    let numbers = values.iter().map(|(_, value)| *value);
    let most = numbers.max().unwrap_or_default();
    let height = |value: u64| {
        let share = value as f64 / most.max(1) as f64 * 100.0;
        if value == 0 { 0.0 } else { share.max(1.5) }
    };
    let apart = |room: usize| (values.len() * NAME).div_ceil(room).max(1);
    let every = apart(room as usize);
    // A name that a phone has room for has room on a wide window too.
    let rarely = apart(NARROW).next_multiple_of(every);
    let text = values
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    let text = format!("{title}. {}", text.collect::<Vec<_>>().join(", "));
    html! {
        div.columns role="img" aria-label=(text) {
            @for (place, (name, value)) in values.iter().enumerate() {
                div.one title=(format!("{name}: {}", count(*value))) {
                    @if *value == most && most > 0 { span.value { (count(*value)) } }
                    svg viewBox="0 0 10 100" preserveAspectRatio="none" {
                        rect.bar width="10" y=(format!("{:.1}", 100.0 - height(*value))) height=(format!("{:.1}", height(*value))) {}
                    }
                    span.name.wide-only[place % rarely != 0] { @if place % every == 0 { (name) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_numbers_shown() {
        let values = [("<b>".to_owned(), 1_234), ("é".repeat(60), 0)];
        for chart in [bars("t", &values), columns("t", &values, Room::Half)] {
            let chart = chart.into_string();
            assert!(
                chart.contains("&lt;b&gt;") && chart.contains("1,234"),
                "{chart}"
            );
        }
        assert!(
            !columns("t", &[], Room::Whole)
                .into_string()
                .contains("<svg")
        );
    }

    #[test]
    fn names_are_as_far_apart_as_the_room_wants() {
        let days: Vec<_> = (1..=30).map(|day| (format!("11-{day:02}"), day)).collect();
        let chart = columns("t", &days, Room::Whole).into_string();
        let named = |class: &str| chart.matches(&format!("class=\"{class}\">11-")).count();
        assert_eq!((named("name"), named("name wide-only")), (5, 10));
    }
}
