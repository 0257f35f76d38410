//! Draws how an index grows: `growth <FIGURES.tsv >PICTURE.svg`.
//!
//! The first line names the columns; the first column counts articles, every other one becomes a
//! line. Both axes are logarithmic, so that a line at 45 degrees grows in step with the articles. A
//! cell that is not a number above 0 is left out. `.ci/long scale` makes the figures.

use std::error::Error;
use std::fmt::Write;
use std::io::Read;

/// Left, right, top and bottom of the field.
const FIELD: (f64, f64, f64, f64) = (70.0, 540.0, 30.0, 300.0);

/// Colours of the lines in a light scheme and in a dark one.
const COLOURS: [(&str, &str); 6] = [
    ("#1f5fa8", "#7db4f0"),
    ("#a8481f", "#f0a27d"),
    ("#2f7d32", "#86d18a"),
    ("#7a3fa0", "#c9a1e8"),
    ("#8a6d00", "#e0c860"),
    ("#00707a", "#6fd3dc"),
];

/// The figures of one column: articles and value.
struct Line {
    name: String,
    points: Vec<(f64, f64)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines = read(&text);
    if lines.iter().all(|line| line.points.is_empty()) {
        return Err("no figures on standard input".into());
    }
    std::io::Write::write_all(&mut std::io::stdout(), draw(&lines)?.as_bytes())?;
    Ok(())
}

fn read(text: &str) -> Vec<Line> {
    let mut rows = text.lines();
    let names = rows.next().unwrap_or_default().split('\t').skip(1);
    let mut lines: Vec<Line> = names
        .take(COLOURS.len())
        .map(|name| Line {
            name: name.trim().into(),
            points: Vec::new(),
        })
        .collect();
    for row in rows {
        let mut cells = row
            .split('\t')
            .map(|cell| cell.trim().parse().ok().filter(|value| *value > 0.0));
        let Some(articles) = cells.next().flatten() else {
            continue;
        };
        for (line, value) in lines.iter_mut().zip(cells) {
            line.points.extend(value.map(|value| (articles, value)));
        }
    }
    lines
}

fn draw(lines: &[Line]) -> Result<String, std::fmt::Error> {
    let (left, right, top, bottom) = FIELD;
    let points = || lines.iter().flat_map(|line| &line.points);
    let (least, most) = bounds(points().map(|point| point.0));
    let (lowest, highest) = bounds(points().map(|point| point.1));
    let (lowest, highest) = (lowest.floor(), highest.ceil().max(lowest.floor() + 1.0));
    let x = |articles: f64| left + 20.0 + share(articles, least, most) * (right - left - 40.0);
    let y = |value: f64| bottom - share(value, lowest, highest) * (bottom - top);
    let mut svg = opening(lines)?;
    for decade in lowest as i32..=highest as i32 {
        let value = 10f64.powi(decade);
        let (at, label) = (y(value), told(value));
        writeln!(
            svg,
            "<line class=\"grid\" x1=\"{left}\" x2=\"{right}\" y1=\"{at:.0}\" y2=\"{at:.0}\"/>\
             <text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{label}</text>",
            left - 8.0,
            at + 4.0
        )?;
    }
    let mut sizes: Vec<f64> = points().map(|point| point.0).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    for size in sizes {
        let (at, label) = (x(size), told(size));
        writeln!(
            svg,
            "<line class=\"grid\" x1=\"{at:.0}\" x2=\"{at:.0}\" y1=\"{top}\" y2=\"{bottom}\"/>\
             <text x=\"{at:.0}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            bottom + 20.0
        )?;
    }
    let mut labels: Vec<(f64, &str)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let path = line.points.iter();
        let path: Vec<String> = path
            .map(|point| format!("{:.0},{:.0}", x(point.0), y(point.1)))
            .collect();
        writeln!(
            svg,
            "<polyline class=\"c{at}\" points=\"{}\"/>",
            path.join(" ")
        )?;
        labels.extend(
            line.points
                .last()
                .map(|last| (y(last.1), line.name.as_str())),
        );
    }
    write_labels(&mut svg, labels)?;
    let middle = (left + right) / 2.0;
    writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">articles</text></svg>",
        bottom + 42.0
    )?;
    Ok(svg)
}

fn opening(lines: &[Line]) -> Result<String, std::fmt::Error> {
    let scheme = |dark: bool| -> String {
        let colours = COLOURS.iter().enumerate().take(lines.len());
        colours
            .map(|(at, colour)| {
                format!(
                    ".c{at}{{stroke:{}}}",
                    if dark { colour.1 } else { colour.0 }
                )
            })
            .collect()
    };
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 740 350\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
         <title>Growth with the number of articles, both axes logarithmic</title>\n\
         <style>text{{fill:#222;stroke:none}}.grid{{stroke:#bbb}}{}\
         polyline{{fill:none;stroke-width:2}}@media(prefers-color-scheme:dark)\
         {{svg{{background:#16181c}}text{{fill:#ddd}}.grid{{stroke:#444}}{}}}</style>",
        scheme(false),
        scheme(true)
    )?;
    Ok(svg)
}

/// Names the lines at their ends, a line's height apart.
fn write_labels(svg: &mut String, mut labels: Vec<(f64, &str)>) -> std::fmt::Result {
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut above = f64::NEG_INFINITY;
    for (at, name) in labels {
        let at = at.max(above + 16.0);
        above = at;
        let name = name.replace('&', "&amp;").replace('<', "&lt;");
        writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.0}\">{name}</text>",
            FIELD.1 + 8.0,
            at + 4.0
        )?;
    }
    Ok(())
}

/// Decimal logarithms of the least and the greatest.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.map(f64::log10).fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, most), value| (least.min(value), most.max(value)),
    )
}

/// How far a value lies between two logarithms, 0 to 1.
fn share(value: f64, least: f64, most: f64) -> f64 {
    (value.log10() - least) / (most - least).max(1e-9)
}

/// A value as a label.
fn told(value: f64) -> String {
    match value {
        value if value >= 999_500.0 => format!("{:.0}M", value / 1e6),
        value if value >= 9_999.5 => format!("{:.0}k", value / 1e3),
        value if value >= 1.0 => format!("{value:.0}"),
        value => format!("{value}"),
    }
}
