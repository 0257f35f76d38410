//! A reliability diagram as SVG: how often answers of a probability are right.

use super::calibration::CalibrationReport;
use std::fmt::Write;

/// Side of the square in which the curve stands, and the room around it.
const SIDE: f64 = 400.0;
const ROOM: (f64, f64) = (64.0, 40.0);

/// Height of the bars that count cases, below the square.
const BARS: f64 = 70.0;

/// Colours by scheme: a viewer in dark mode shows light lines on nothing.
const STYLE: &str = "text{font:13px sans-serif;fill:#222}.axis{stroke:#222;fill:none}\
.grid{stroke:#999;stroke-opacity:.35}.even{stroke:#666;stroke-dasharray:5 4}\
.curve{stroke:#0b62c4;stroke-width:2.5;fill:none}.dot,.bar{fill:#0b62c4}.bar{fill-opacity:.55}\
@media(prefers-color-scheme:dark){text{fill:#eee}.axis{stroke:#eee}.even{stroke:#bbb}\
.curve{stroke:#6cb2ff}.dot,.bar{fill:#6cb2ff}}";

/// Draws the diagram.
#[must_use]
pub fn plot(report: &CalibrationReport) -> String {
    let (left, top) = ROOM;
    let (width, height) = (left + SIDE + 24.0, top + SIDE + 60.0 + BARS + 44.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"Reliability of shown probabilities\"><style>{STYLE}</style>"
    );
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<text x=\"{left}\" y=\"24\">{} cases, expected calibration error {:.3}</text>",
        report.cases, report.expected_calibration_error
    );
    axes(&mut svg, left, top);
    curve(&mut svg, report, left, top);
    bars(&mut svg, report, left, top + SIDE + 60.0);
    svg.push_str("</svg>\n");
    svg
}

fn axes(svg: &mut String, left: f64, top: f64) {
    let (right, bottom) = (left + SIDE, top + SIDE);
    for tenth in 0..=5 {
        let share = f64::from(tenth) / 5.0;
        let (x, y) = (left + share * SIDE, bottom - share * SIDE);
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{x} {top}V{bottom}M{left} {y}H{right}\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{share:.1}</text>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{share:.1}</text>",
            bottom + 18.0,
            left - 8.0,
            y + 4.0
        );
    }
    let middle = (left + SIDE / 2.0, top + SIDE / 2.0);
    let _ = write!(
        svg,
        "<rect class=\"axis\" x=\"{left}\" y=\"{top}\" width=\"{SIDE}\" height=\"{SIDE}\"/>\
         <path class=\"even\" d=\"M{left} {bottom}L{right} {top}\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">probability shown</text>\
         <text transform=\"translate(18 {}) rotate(-90)\" text-anchor=\"middle\">share right</text>",
        middle.0,
        bottom + 36.0,
        middle.1
    );
}

fn curve(svg: &mut String, report: &CalibrationReport, left: f64, top: f64) {
    let place =
        |probability: f64, right: f64| (left + probability * SIDE, top + (1.0 - right) * SIDE);
    let held = report.deciles.iter().filter(|bin| bin.cases > 0);
    let points: Vec<(f64, f64)> = held.map(|bin| place(bin.probability, bin.right)).collect();
    let path: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{x:.1} {y:.1}"))
        .collect();
    if !path.is_empty() {
        let _ = write!(svg, "<path class=\"curve\" d=\"M{}\"/>", path.join("L"));
    }
    for (x, y) in points {
        let _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"
        );
    }
}

/// How many cases each bin holds.
fn bars(svg: &mut String, report: &CalibrationReport, left: f64, top: f64) {
    let most = report
        .deciles
        .iter()
        .map(|bin| bin.cases)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = SIDE / report.deciles.len().max(1) as f64;
    for (at, bin) in report.deciles.iter().enumerate() {
        let height = BARS * bin.cases as f64 / most as f64;
        let x = left + at as f64 * step;
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x + 2.0,
            top + BARS - height,
            step - 4.0,
            x + step / 2.0,
            top + BARS + 18.0,
            bin.cases
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">cases</text>",
        left + SIDE / 2.0,
        top + BARS + 36.0
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_of_nothing_and_of_something_is_whole() {
        let none = CalibrationReport::new(&[], &[], 0.3);
        let drawn = plot(&none);
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n"));
        assert!(!drawn.contains("NaN"));
        assert_eq!(drawn.matches("class=\"dot\"").count(), 0);
    }
}
