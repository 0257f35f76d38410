//! Pictures of a report as SVG, each readable alone, in light and dark, and without colour: every
//! bar carries its number or its title says it.

use crate::answer::DeskReport;
use std::fmt::Write;

/// Bars of a list.
const BARS: usize = 12;
/// Characters of a name beside a bar.
const NAME: usize = 34;
/// Height of a row of a list.
const ROW: f64 = 26.0;
/// Where bars of a list begin and end.
const LEFT: f64 = 300.0;
const RIGHT: f64 = 640.0;
/// Size of the area of columns.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 180.0;

/// Colours by scheme.
const STYLE: &str = "text{font:13px sans-serif;fill:#222}.title{font-weight:600;font-size:15px}\
.axis{stroke:#222}.bar{fill:#0b62c4}.open{fill:#b4550a}.usual{fill:none;stroke:#222;stroke-width:2}\
\
@media(prefers-color-scheme:dark){text{fill:#eee}.axis,.usual{stroke:#eee}.bar{fill:#6cb2ff}\
.open{fill:#f0a35e}}";

/// All pictures of a report: file name and content. What has nothing to show is left out.
#[must_use]
pub fn draw(report: &DeskReport) -> Vec<(&'static str, String)> {
    let mut pictures = vec![("calls-by-day.svg", days(report))];
    if !report.issues.is_empty() {
        pictures.push(("known-issues.svg", issues(report)));
    }
    if !report.sites.is_empty() {
        let rows = report
            .sites
            .iter()
            .map(|site| (site.name.clone(), site.calls, None));
        let drawn = rows_of("Calls by site", &rows.collect::<Vec<_>>());
        pictures.push(("sites.svg", drawn));
    }
    if !report.spikes.is_empty() {
        pictures.push(("spikes.svg", spikes(report)));
    }
    pictures
}

/// Calls of every day, those without an answer on top.
fn days(report: &DeskReport) -> String {
    let most = report
        .days
        .iter()
        .map(|day| day.answered + day.unanswered)
        .max();
    let most = most.unwrap_or_default().max(1);
    let step = WIDTH / report.days.len().max(1) as f64;
    let scale = HEIGHT / most as f64;
    let bottom = 50.0 + HEIGHT;
    let mut svg = begin("Calls by day", WIDTH + 60.0, bottom + 60.0);
    let _ = write!(
        svg,
        "<text x=\"34\" y=\"56\" text-anchor=\"end\">{most}</text>\
         <path class=\"axis\" d=\"M40 {bottom}H{:.0}\"/>",
        40.0 + WIDTH
    );
    let every = (report.days.len() * 90).div_ceil(WIDTH as usize).max(1);
    for (place, day) in report.days.iter().enumerate() {
        let x = 40.0 + place as f64 * step;
        let (answered, open) = (day.answered as f64 * scale, day.unanswered as f64 * scale);
        let title = format!(
            "{}: {} answered, {} not",
            day.day, day.answered, day.unanswered
        );
        let _ = write!(
            svg,
            "<g><title>{}</title>{}{}</g>",
            escaped(&title),
            bar(
                "bar",
                (x + step * 0.1, bottom - answered),
                (step * 0.8, answered)
            ),
            bar(
                "open",
                (x + step * 0.1, bottom - answered - open),
                (step * 0.8, open)
            ),
        );
        // A name that would run out of the picture is left out.
        if place % every == 0 && x + 80.0 < WIDTH + 60.0 {
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{:.0}\">{}</text>",
                bottom + 20.0,
                escaped(&day.day)
            );
        }
    }
    let below = bottom + 46.0;
    let (answered, open) = (report.answered, report.calls - report.answered);
    let _ = writeln!(
        svg,
        "{}<text x=\"58\" y=\"{below:.0}\">answered {answered}</text>\
         {}<text x=\"198\" y=\"{below:.0}\">without an answer {open}</text></svg>",
        bar("bar", (40.0, below - 11.0), (12.0, 12.0)),
        bar("open", (180.0, below - 11.0), (12.0, 12.0)),
    );
    svg
}

fn issues(report: &DeskReport) -> String {
    let rows = report.issues.iter().take(BARS).map(|issue| {
        let name = format!("{} {}", issue.id, issue.title);
        (name, issue.calls, None)
    });
    rows_of("Calls by known issue", &rows.collect::<Vec<_>>())
}

fn spikes(report: &DeskReport) -> String {
    let rows = report.spikes.iter().take(BARS).map(|spike| {
        let named = if spike.name.is_empty() {
            &spike.kind
        } else {
            &spike.name
        };
        (
            format!("{named} {}", spike.window),
            spike.calls,
            Some(spike.usual),
        )
    });
    rows_of(
        "More than usual (the line: what is usual)",
        &rows.collect::<Vec<_>>(),
    )
}

/// Bars with names before and numbers behind; a second number is outlined.
fn rows_of(title: &str, rows: &[(String, u64, Option<f64>)]) -> String {
    let rows = &rows[..rows.len().min(BARS)];
    let most = rows
        .iter()
        .map(|(_, calls, _)| *calls)
        .max()
        .unwrap_or(1)
        .max(1);
    let scale = (RIGHT - LEFT) / most as f64;
    let mut svg = begin(title, RIGHT + 60.0, 56.0 + rows.len() as f64 * ROW);
    for (place, (name, calls, usual)) in rows.iter().enumerate() {
        let y = 46.0 + place as f64 * ROW;
        let width = (*calls as f64 * scale).max(1.0);
        let _ = write!(
            svg,
            "<g><title>{}: {calls}</title><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>{}\
             <text x=\"{:.1}\" y=\"{:.1}\">{calls}</text>",
            escaped(name),
            LEFT - 8.0,
            y + 13.0,
            escaped(&shortened(name)),
            bar("bar", (LEFT, y), (width, 17.0)),
            LEFT + width + 6.0,
            y + 13.0,
        );
        if let Some(usual) = usual {
            let _ = write!(
                svg,
                "<path class=\"usual\" d=\"M{:.1} {:.1}v21\"/>",
                LEFT + (usual * scale).min(RIGHT - LEFT),
                y - 2.0
            );
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>\n");
    svg
}

fn begin(title: &str, width: f64, height: f64) -> String {
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{title}\">\
         <style>{STYLE}</style><text class=\"title\" x=\"8\" y=\"24\">{title}</text>"
    )
}

fn bar(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
    )
}

/// Foreign text as it may stand in SVG; characters that XML does not allow become spaces.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            _ => safe.push(letter),
        }
    }
    safe
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let cut: String = name.chars().take(NAME - 1).collect();
    format!("{}…", cut.trim_end())
}
