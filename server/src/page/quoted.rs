//! Quoted passages: lines as lines, rows of tables as tables, and the words that answer set off
//! from what stands around them.
//!
//! A passage comes as the lines of the source, a row of a table as its cells with ` | ` between
//! them. What is drawn keeps every word; how far a long one is folded is for [`answer`] to say.

use super::cite::{cite, marked, to_words};
use engine::answer::{Evidence, Passage};
use maud::{Markup, html};
use std::ops::Range;

/// Parts the cells of a row.
const CELL: &str = " | ";
/// Bytes of a passage that are shown whole, however many answer.
const SHORT: usize = 360;
/// Bytes before the words that answer that a result may begin with.
const LEAD: usize = 120;

/// A text with what is marked in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoted<'q> {
    /// The words.
    pub(super) text: &'q str,
    /// Byte ranges that match what was asked.
    pub(super) marks: &'q [[usize; 2]],
    /// Byte range that answers; it stands out, and then nothing is marked.
    pub(super) core: Option<[usize; 2]>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A line of prose.
    Line(Range<usize>),
    /// Rows of a table, each a line.
    Rows(Vec<Range<usize>>),
}

impl Part {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Line(line) => line.clone(),
            Self::Rows(rows) => {
                let start = rows.first().map_or(0, |row| row.start);
                start..rows.last().map_or(start, |row| row.end)
            }
        }
    }
}

/// The passage that answers a question: what answers, with the line that leads to it; the rest
/// unfolds.
pub(super) fn answer(passage: &Passage) -> Markup {
    let quoted = Quoted {
        text: &passage.text,
        marks: &passage.highlights,
        core: passage.core,
    };
    let parts = parts(quoted.text);
    let shown = quoted.around(&parts);
    html! {
        blockquote { (quoted.drawn(parts.get(shown.clone()).unwrap_or(&parts))) }
        @if shown.len() < parts.len() {
            details.further {
                summary { "All of the passage" }
                blockquote { (quoted.drawn(&parts)) }
            }
        }
    }
}

/// A quotation that speaks for something, with where it stands.
pub(super) fn evidence(quoted: &Evidence) -> Markup {
    html! {
        div.quote {
            blockquote.clamped { (quoted.text) }
            (cite(&quoted.article, quoted.span, ""))
        }
    }
}

/// Identifiers that stand in an article, in one line: there is no sentence around them to quote.
pub(super) fn named(found: &[&Evidence]) -> Markup {
    html! {
        @if !found.is_empty() {
            p.named {
                "Named in the article: "
                @for one in found { a.cite href=(to_words(&one.article, one.span)) { (one.text) } " " }
            }
        }
    }
}

/// True for an identifier alone.
pub(super) fn is_name(quoted: &Evidence) -> bool {
    !quoted.text.trim().contains(char::is_whitespace)
}

/// What a result shows of its passage: a few lines, from not far before the words that answer.
pub(super) fn excerpt(passage: &Passage) -> Markup {
    let text = passage.text.as_str();
    let core = passage.core.map_or(0, |[start, _]| start);
    let lines = lines(text);
    let leads = |line: &&Range<usize>| line.start + LEAD >= core || line.end > core;
    let start = lines.iter().find(leads).map_or(0, |line| line.start);
    let ranges: Vec<[usize; 2]> = passage
        .highlights
        .iter()
        .filter(|[from, _]| *from >= start)
        .map(|[from, to]| [from - start, to - start])
        .collect();
    html! {
        @if start > 0 { "… " }
        (marked(text.get(start..).unwrap_or(text), &ranges))
    }
}

impl Quoted<'_> {
    /// All of it.
    pub(super) fn whole(&self) -> Markup {
        self.drawn(&parts(self.text))
    }

    /// Which parts to show at first.
    fn around(&self, parts: &[Part]) -> Range<usize> {
        let all = 0..parts.len();
        let Some([start, end]) = self.core.filter(|_| self.text.len() > SHORT) else {
            return all;
        };
        let holds = |part: &Part| part.range().start < end && start < part.range().end;
        let (Some(first), Some(last)) =
            (parts.iter().position(holds), parts.iter().rposition(holds))
        else {
            return all;
        };
        let leads = |place: &usize| {
            let line = parts.get(*place).map(Part::range);
            line.and_then(|line| self.text.get(line))
                .is_some_and(|line| line.trim_end().ends_with(':'))
        };
        first.checked_sub(1).filter(leads).unwrap_or(first)..last + 1
    }

    fn drawn(&self, parts: &[Part]) -> Markup {
        html! {
            @for part in parts {
                @match part {
                    Part::Line(line) => p { (self.words(line.clone())) },
                    Part::Rows(rows) => (self.table(rows)),
                }
            }
        }
    }

    fn table(&self, rows: &[Range<usize>]) -> Markup {
        let rows: Vec<_> = rows.iter().map(|row| self.cells(row)).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        // Empty cells at the beginning of a row were left out of the line.
        let missing = |row: &[Range<usize>]| width.saturating_sub(row.len());
        html! {
            div.wide tabindex="0" role="region" aria-label="Table" {
                table {
                    @for (place, row) in rows.iter().enumerate() {
                        tr {
                            @for _ in 0..missing(row) { td {} }
                            @for cell in row {
                                @if place == 0 { th scope="col" { (self.words(cell.clone())) } }
                                @else { td { (self.words(cell.clone())) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn cells(&self, row: &Range<usize>) -> Vec<Range<usize>> {
        let line = self.text.get(row.clone()).unwrap_or_default();
        let mut at = row.start;
        line.split(CELL)
            .map(|cell| {
                let start = at;
                at = start + cell.len() + CELL.len();
                start..start + cell.len()
            })
            .collect()
    }

    /// Words of the text, with what is marked of them.
    fn words(&self, at: Range<usize>) -> Markup {
        let Range { start, end } = at;
        let within = |[from, to]: [usize; 2]| [from.clamp(start, end), to.clamp(start, end)];
        let get = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let marks = self.marks.iter().copied().map(within);
        let marks: Vec<_> = marks
            .filter(|[from, to]| from < to)
            .map(|[from, to]| [from - start, to - start])
            .collect();
        let fits = |core: &[usize; 2]| core.iter().all(|at| self.text.is_char_boundary(*at));
        let around = |words: &str| html! { @if !words.is_empty() { span.around { (words) } } };
        html! {
            @match self.core.filter(fits).map(within) {
                Some([from, to]) if from < to => {
                    (around(get(start, from))) strong.core { (get(from, to)) } (around(get(to, end)))
                }
                Some(_) => (around(get(start, end))),
                None => (marked(get(start, end), &marks)),
            }
        }
    }
}

/// Lines that are not empty, without their ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if end > at {
            lines.push(at..end);
        }
        at += line.len();
    }
    lines
}

/// Lines and tables; a single line with a bar in it is no table.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rows: Vec<Range<usize>> = Vec::new();
    let end_rows = |rows: &mut Vec<Range<usize>>, parts: &mut Vec<Part>| {
        if rows.len() > 1 {
            parts.push(Part::Rows(std::mem::take(rows)));
        } else {
            parts.extend(rows.drain(..).map(Part::Line));
        }
    };
    for line in lines(text) {
        if text
            .get(line.clone())
            .is_some_and(|line| line.contains(CELL))
        {
            rows.push(line);
        } else {
            end_rows(&mut rows, &mut parts);
            parts.push(Part::Line(line));
        }
    }
    end_rows(&mut rows, &mut parts);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str, core: &str) -> Passage {
        let start = text.find(core).unwrap_or_default();
        Passage {
            text: text.to_owned(),
            core: (!core.is_empty()).then_some([start, start + core.len()]),
            ..Passage::default()
        }
    }

    #[test]
    fn rows_are_a_table_and_one_bar_is_none() {
        let quoted = Quoted {
            text: "Looms use:\nLoom | Port\nnorth | 2703\n|| alone\nA | b stays\n",
            marks: &[[31, 35]],
            core: None,
        };
        let drawn = quoted.whole().into_string();
        assert!(drawn.starts_with("<p>Looms use:</p><div"), "{drawn}");
        assert!(drawn.contains("<th scope=\"col\">Port</th>"), "{drawn}");
        assert!(drawn.contains("<td><mark>2703</mark></td>"), "{drawn}");
        assert!(drawn.ends_with("<p>A | b stays</p>"), "{drawn}");
        let short = Quoted {
            text: "é | ü | a\nb",
            ..quoted
        };
        assert!(short.whole().into_string().contains("é | ü | a</p>"));
    }

    #[test]
    fn what_answers_is_never_folded_away() {
        let filling = "The loom hums along all day.\n".repeat(40);
        let core = "Loom | Port\nnorth | 2703";
        let text = format!("{filling}The ports are:\n{core}\n{filling}");
        let shown = answer(&passage(&text, core)).into_string();
        let first = shown.split("<details").next().unwrap_or_default();
        assert!(first.contains("The ports are:"), "{first}");
        assert!(
            first.contains("<strong class=\"core\">2703</strong>"),
            "{first}"
        );
        assert!(!first.contains("hums"), "{first}");
        assert!(shown.contains("All of the passage"), "{shown}");
        let short = answer(&passage("It hums.\nPress red.", "Press red.")).into_string();
        assert!(
            !short.contains("<details") && short.contains("hums"),
            "{short}"
        );
        let begun = excerpt(&passage(&text, core)).into_string();
        assert!(
            begun.starts_with("… ") && begun.len() < text.len(),
            "{begun}"
        );
        assert!(begun.contains("north | 2703"), "{begun}");
    }

    #[test]
    fn ranges_that_fit_nothing_do_no_harm() {
        for core in [None, Some([3, 1]), Some([1, 2]), Some([90, 99])] {
            let quoted = Quoted {
                text: "éa | é\nb | c",
                marks: &[[1, 2], [7, 3], [0, 99]],
                core,
            };
            assert!(quoted.whole().into_string().contains("<table>"), "{core:?}");
        }
    }
}
