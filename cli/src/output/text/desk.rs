//! What the desk remembers, for a person.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, CAUTION, DIM, clean, counted, grouped};
use engine::desk::record::{CaseFile, CaseRecord, Who};
use engine::desk::{DeskCheck, Erased};
use jiff::Timestamp;
use std::path::Path;

/// Cases, one or two lines each, newest first.
pub(crate) fn cases(cases: &[CaseRecord], width: usize) -> Page {
    let mut page = Page::new(width);
    if cases.is_empty() {
        page.paragraph(0, "No case is remembered.");
        return page;
    }
    for case in cases {
        let about = [
            Some(minute(case.time)),
            Some(case.channel.name().to_owned()),
            by(&case.who),
            case.site.clone(),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let answered = if case.abstained {
            format!("{CAUTION}no answer{CAUTION:#}")
        } else {
            format!("{:.0} % likely", case.probability * 100.0)
        };
        page.line(&format!(
            "{BOLD}{}{BOLD:#}  {DIM}{}{DIM:#}  {answered}",
            case.id,
            clean(&about.join(" · "))
        ));
        page.line(&format!(
            "  {}",
            shortened(&case.text, width.saturating_sub(2))
        ));
    }
    page
}

/// A case with all that was said of it.
pub(crate) fn case_file(file: &CaseFile, width: usize) -> Page {
    let mut page = Page::new(width);
    let case = &file.case;
    let ended = match file.outcome() {
        Some(said) => said.outcome.words(),
        None => "nobody has said how it ended",
    };
    page.title(&format!("Case {}: {ended}", case.id));
    let about = [
        Some(minute(case.time)),
        Some(case.channel.name().to_owned()),
        by(&case.who),
        case.site.clone(),
        case.product.clone(),
        (case.rounds > 1).then(|| format!("{} rounds", case.rounds)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    page.dim(&about.join(" · "));
    page.heading("REPORTED", "names and addresses masked");
    page.paragraph(2, &case.text);
    if case.abstained {
        page.heading("SHOWN", "no known issue was likely enough");
    } else {
        page.heading("SHOWN", &format!("by {}", case.generation));
    }
    for shown in &file.shown {
        let percent = format!("{:>3.0} %", shown.probability * 100.0);
        page.item(2, &percent, &format!("{} ({})", shown.title, shown.issue));
    }
    if file.outcomes.is_empty() && file.feedback.is_empty() {
        return page;
    }
    page.heading("SAID SINCE", "");
    for said in &file.outcomes {
        let issue = said.chosen.issue.as_ref();
        let issue = issue.map(|issue| format!("it was {issue}"));
        let words = [Some(said.outcome.words().to_owned()), issue, by(&said.who)];
        remark(&mut page, said.time, &words, said.note.as_deref());
    }
    for said in &file.feedback {
        let reason = format!("the answer is {}", said.reason.name());
        let meant = said.issue.as_ref().or(said.article.as_ref());
        let words = [Some(reason), meant.cloned(), by(&said.who)];
        remark(&mut page, said.time, &words, said.note.as_deref());
    }
    page
}

fn remark(page: &mut Page, time: Timestamp, words: &[Option<String>], note: Option<&str>) {
    let words: Vec<&str> = words.iter().flatten().map(String::as_str).collect();
    let mut text = words.join(", ");
    if let Some(note) = note {
        text.push_str(": ");
        text.push_str(note);
    }
    page.item(2, &minute(time), &text);
}

/// How much was erased.
pub(crate) fn erased(erased: &Erased, width: usize) -> Page {
    let mut page = Page::new(width);
    let counts = [
        (erased.cases, "case", "cases"),
        (erased.outcomes, "outcome", "outcomes"),
        (erased.feedback, "word of feedback", "words of feedback"),
        (erased.notes, "note", "notes"),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if told.is_empty() {
        page.paragraph(0, "There was nothing to erase.");
    } else {
        page.paragraph(0, &format!("Erased for good: {}", told.join(", ")));
    }
    page
}

/// How long cases are kept, and what is overdue.
pub(crate) fn retention(
    keep_days: Option<u32>,
    overdue: u64,
    erased: Option<&Erased>,
    width: usize,
) -> Page {
    let mut page = Page::new(width);
    let Some(days) = keep_days else {
        page.paragraph(0, "Cases are kept until they are erased (keep-days = 0).");
        return page;
    };
    page.paragraph(0, &format!("Cases are kept for {days} days."));
    match erased {
        Some(erased) => {
            let cases = counted(erased.cases, "case", "cases");
            let notes = counted(erased.notes, "note", "notes");
            page.paragraph(0, &format!("Forgotten now: {cases}, {notes}."));
        }
        None if overdue == 0 => page.paragraph(0, "None is older."),
        None => {
            let overdue = counted(overdue, "case is", "cases are");
            let line =
                format!("{overdue} older; the service forgets once a day, --apply forgets now.");
            page.paragraph(0, &line);
        }
    }
    page
}

/// What a check found: the verdict first.
pub(crate) fn desk_check(path: &Path, check: &DeskCheck, width: usize) -> Page {
    let mut page = Page::new(width);
    let verdict = if check.sound { "sound" } else { "NOT SOUND" };
    page.title(&format!("{}: {verdict}", path.display()));
    for problem in &check.problems {
        page.caution(2, "!", problem);
    }
    page.item(
        2,
        "-",
        &format!(
            "{}, {}, {}, {}; {} KB",
            counted(check.cases, "case", "cases"),
            counted(check.outcomes, "outcome", "outcomes"),
            counted(check.feedback, "word of feedback", "words of feedback"),
            counted(check.notes, "noted change", "noted changes"),
            grouped(check.bytes.div_ceil(1024)),
        ),
    );
    if let (Some(first), Some(last)) = (check.first, check.last) {
        page.item(
            2,
            "-",
            &format!("from {} to {}", minute(first), minute(last)),
        );
    }
    if check.clock_set_back > 0 {
        let times = counted(check.clock_set_back, "time", "times");
        let line = format!("the clock was set back {times}; the order of cases is not touched");
        page.item(2, "-", &line);
    }
    if check.in_future > 0 {
        let cases = counted(check.in_future, "case lies", "cases lie");
        page.item(
            2,
            "-",
            &format!("{cases} in the future: the clock was wrong, or is"),
        );
    }
    page
}

fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Who, if it is known.
fn by(who: &Who) -> Option<String> {
    let tier = who.tier.map(|tier| format!("tier {tier}"));
    match (&who.name, tier) {
        (Some(name), Some(tier)) => Some(format!("{name} ({tier})")),
        (Some(name), None) => Some(name.clone()),
        (None, tier) => tier,
    }
}
