//! Small charts as inline SVG, readable without colour: every bar carries its number.

use super::search::count;
use maud::{Markup, html};

const ROW: usize = 22;
const NAME: usize = 210;
const BAR: usize = 250;

/// Horizontal bars with names before and numbers behind.
pub(super) fn bars(title: &str, values: &[(String, u64)]) -> Markup {
    let most = values
        .iter()
        .map(|(_, value)| *value)
        .max()
        .unwrap_or(1)
        .max(1);
    let height = values.len() * ROW;
    let length = |value: u64| (value as f64 / most as f64 * BAR as f64).max(1.0).round();
    html! {
        svg.chart viewBox=(format!("0 0 {} {height}", NAME + BAR + 56)) role="img" aria-label=(title) {
            @for (place, (name, value)) in values.iter().enumerate() {
                g transform=(format!("translate(0 {})", place * ROW)) {
                    text.name x=(NAME - 8) y="15" text-anchor="end" { (shortened(name)) title { (name) } }
                    rect.bar x=(NAME) y="4" height="14" width=(length(*value)) rx="2" {}
                    text.value x=(NAME as f64 + length(*value) + 6.0) y="15" { (count(*value)) }
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
    let every = (values.len() * 44).div_ceil(WIDTH as usize).max(1);
    let text = values
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    html! {
        svg.chart viewBox="0 0 516 184" role="img"
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

fn shortened(name: &str) -> String {
    const LONGEST: usize = 30;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_cut_and_numbers_shown() {
        let values = [("<b>".to_owned(), 1_234), ("é".repeat(60), 0)];
        let svg = bars("t", &values).into_string();
        assert!(svg.contains("&lt;b&gt;") && svg.contains("1,234"), "{svg}");
        assert!(svg.contains(&format!("{}…", "é".repeat(29))), "{svg}");
        let none = columns("t", &[]).into_string();
        assert!(none.contains("<svg"));
    }
}
