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

/// Vertical columns over a scale of names; the highest carries its number.
pub(super) fn columns(title: &str, values: &[(String, u64)]) -> Markup {
    const WIDTH: f64 = 516.0;
    const HEIGHT: f64 = 140.0;
    let most = values
        .iter()
        .map(|(_, value)| *value)
        .max()
        .unwrap_or_default();
    let step = WIDTH / values.len().max(1) as f64;
    let height = |value: u64| {
        let share = value as f64 / most.max(1) as f64;
        if value == 0 {
            0.0
        } else {
            (share * HEIGHT).max(2.0).round()
        }
    };
    // Names are drawn so far apart that they do not run into each other.
    let every = (values.len() * 56).div_ceil(WIDTH as usize).max(1);
    let text = values
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    html! {
        svg.chart viewBox="0 -8 516 192" role="img"
            aria-label=(format!("{title}. {}", text.collect::<Vec<_>>().join(", "))) {
            line.axis x1="0" x2="516" y1="160" y2="160" {}
            @for (place, (name, value)) in values.iter().enumerate() {
                g transform=(format!("translate({:.1} 0)", place as f64 * step)) {
                    rect.bar x=(format!("{:.1}", step * 0.12)) width=(format!("{:.1}", step * 0.76))
                        y=(160.0 - height(*value)) height=(height(*value)) rx="2" { title { (name) ": " (value) } }
                    @if *value == most && most > 0 {
                        text.value x=(format!("{:.1}", step / 2.0)) y=(152.0 - height(*value)) text-anchor="middle" { (count(*value)) }
                    }
                    @if place % every == 0 {
                        text.name x=(format!("{:.1}", step / 2.0)) y="177" text-anchor="middle" { (name) }
                    }
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
        for chart in [bars("t", &values), columns("t", &values)] {
            let chart = chart.into_string();
            assert!(
                chart.contains("&lt;b&gt;") && chart.contains("1,234"),
                "{chart}"
            );
        }
        assert!(columns("t", &[]).into_string().contains("<svg"));
    }
}
