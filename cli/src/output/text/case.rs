//! What was read from a case: its priority, its events, numbers with several readings, the words
//! that were used.

use super::Page;
use super::style::clean;
use engine::answer::{EventAnswer, EventsAnswer, Priority, Triage};

/// Events shown before the rest is only counted.
const EVENTS: usize = 4;

/// Sets what the answer went by; all of it with `explain`.
pub(super) fn read(page: &mut Page, answer: &Triage, explain: bool) {
    if let Some(events) = &answer.events {
        self::events(page, events, explain);
    }
    page.gap();
    for number in &answer.readings {
        page.dim(&format!(
            "{} can be: {}",
            number.text,
            number.readings.join("; ")
        ));
    }
    for correction in &answer.corrections {
        page.dim(&format!(
            "\u{201c}{}\u{201d} was read as \u{201c}{}\u{201d}.",
            correction.from, correction.to
        ));
    }
    understood(page, &answer.understood, explain);
    if !answer.withheld.is_empty() {
        page.dim("Parts were withheld from this audience.");
    }
    if explain {
        explained(page, answer);
    }
}

fn understood(page: &mut Page, words: &[String], explain: bool) {
    const SHOWN: usize = 14;
    if words.is_empty() {
        return;
    }
    let shown = if explain {
        words.len()
    } else {
        SHOWN.min(words.len())
    };
    let mut line = format!("Understood: {}", words[..shown].join(", "));
    if shown < words.len() {
        line.push_str(&format!(" and {} more (--explain)", words.len() - shown));
    }
    page.dim(&line);
}

/// Why the answer is what it is, and the case as it may be stored.
fn explained(page: &mut Page, answer: &Triage) {
    if !answer.reason.is_empty() {
        page.dim(&answer.reason);
    }
    if let Some(priority) = &answer.priority {
        page.dim(&priority.reason);
    }
    page.heading("CASE", "as it may be stored and passed on");
    page.paragraph(2, &answer.masked);
}

/// Sets how urgent the case is, with what that rests on and what is only assumed.
pub(super) fn priority(page: &mut Page, priority: Option<&Priority>) {
    if let Some(priority) = priority {
        page.dim(&priority.reason);
    }
}

fn events(page: &mut Page, events: &EventsAnswer, explain: bool) {
    let mut note = format!("{} read, {} different", events.read, events.different);
    if events.skipped > 0 {
        note.push_str(&format!(", {} could not be read", events.skipped));
    }
    page.heading("EVENTS", &note);
    let shown = if explain {
        events.records.len()
    } else {
        EVENTS
    };
    for event in events.records.iter().take(shown) {
        page.wrap_short(2, &clean(&event_line(event)), 2);
    }
    let left = events.different.saturating_sub(shown);
    if left > 0 {
        page.dim_at(2, &format!("\u{2026} {left} more: --explain"));
    }
}

/// "> 12x LoomServ 4100 (error, [host-1]): what it says"; the mark stands before what was used.
fn event_line(event: &EventAnswer) -> String {
    let mark = if event.used { ">" } else { "-" };
    let source = event.provider.as_deref().unwrap_or("source not named");
    let number = event
        .number
        .map(|number| format!(" {number}"))
        .unwrap_or_default();
    let about: Vec<&str> = [event.level.as_deref(), event.computer.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let about = if about.is_empty() {
        String::new()
    } else {
        format!(" ({})", about.join(", "))
    };
    let said: Vec<&str> = event.description.split_whitespace().collect();
    format!(
        "{mark} {}x {source}{number}{about}: {}",
        event.count,
        said.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: u32, count: usize, used: bool) -> EventAnswer {
        EventAnswer {
            provider: Some("LoomServ".into()),
            number: Some(number),
            level: Some("error".into()),
            computer: Some("[host-1]".into()),
            description: "The warp thread\nwas lost.".into(),
            count,
            used,
            ..EventAnswer::default()
        }
    }

    #[test]
    fn events_are_counted_and_the_used_one_marked() {
        let answer = Triage {
            events: Some(EventsAnswer {
                records: vec![event(4100, 12, true), event(7, 1, false)],
                different: 9,
                read: 40,
                skipped: 2,
            }),
            understood: vec!["LoomServ 4100".into(), "warp".into()],
            ..Triage::default()
        };
        let mut page = Page::new(70);
        read(&mut page, &answer, false);
        let text = anstream::adapter::strip_str(&page.finish()).to_string();
        insta::assert_snapshot!(text, @r"
        EVENTS  40 read, 9 different, 2 could not be read
          > 12x LoomServ 4100 (error, [host-1]): The warp thread was lost.
          - 1x LoomServ 7 (error, [host-1]): The warp thread was lost.
          … 5 more: --explain

        Understood: LoomServ 4100, warp
        ");
    }
}
