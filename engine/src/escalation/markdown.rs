//! The packet as Markdown, for a ticket.

use crate::answer::{EscalationPacket, HandOver};
use crate::guide::clock::{date, time};
use std::fmt::Write as _;

/// Sets the packet: whom it goes to and what is missing first, as whoever takes over decides by
/// that.
pub(super) fn markdown(packet: &EscalationPacket) -> String {
    let mut text = format!("# Hand-over to {}\n\n", line(&packet.to.to));
    let created = packet.created;
    let _ = writeln!(
        text,
        "From tier {}, {} {} UTC. {}\n",
        packet.tier,
        date(created),
        time(created),
        reason_of(&packet.to)
    );
    let _ = writeln!(text, "**{}**", capital(&packet.completeness));
    if let Some(priority) = &packet.priority {
        let _ = writeln!(text, "\n{}", line(&priority.reason));
    }
    issue(&mut text, packet);
    items(&mut text, packet);
    if !packet.case.text.trim().is_empty() {
        text.push_str("\n## As reported\n\n");
        for reported in packet.case.text.lines() {
            let _ = writeln!(text, "> {reported}");
        }
        if !packet.case.masked.is_empty() {
            text.push_str("\nNames, addresses and secrets of pasted text are masked.\n");
        }
    }
    if let Some(session) = &packet.session {
        let _ = writeln!(text, "\n{}", session.note.trim_end());
        let _ = writeln!(text, "\nGo on with it: `firstline guide {}`", session.code);
    }
    limits(&mut text, packet);
    if !packet.also.is_empty() {
        text.push_str("\n## May concern too\n\n");
        for also in &packet.also {
            let _ = writeln!(text, "- {} ({})", line(&also.to), line(&also.because));
        }
    }
    text
}

fn reason_of(to: &HandOver) -> String {
    format!("Says {}.", line(&to.because))
}

fn issue(text: &mut String, packet: &EscalationPacket) {
    text.push_str("\n## Known issue\n\n");
    match &packet.issue {
        Some(issue) => {
            let _ = writeln!(
                text,
                "{} ({}), {:.0} % likely. {}",
                line(&issue.title),
                issue.id,
                issue.probability.clamp(0.01, 0.99) * 100.0,
                line(&packet.reason)
            );
        }
        None => {
            let _ = writeln!(text, "None. {}", line(&packet.reason));
        }
    }
    for other in &packet.considered {
        let percent = other.probability.clamp(0.01, 0.99) * 100.0;
        let _ = writeln!(
            text,
            "- considered: {} ({}), {percent:.0} %",
            line(&other.title),
            other.id
        );
    }
}

fn items(text: &mut String, packet: &EscalationPacket) {
    if packet.items.is_empty() {
        return;
    }
    text.push_str("\n## Collected\n\n");
    for item in &packet.items {
        let mark = if item.have { 'x' } else { ' ' };
        let _ = write!(text, "- [{mark}] {}", line(&item.item));
        if let Some(value) = &item.value {
            let _ = write!(text, ": {}", line(value));
        }
        text.push('\n');
    }
}

fn limits(text: &mut String, packet: &EscalationPacket) {
    if !packet.cautions.is_empty() {
        text.push_str("\n## Do not\n\n");
        for caution in &packet.cautions {
            let _ = writeln!(text, "- {}", line(&caution.text));
        }
    }
    if packet.limits.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## Not for tier {} to do\n", packet.tier);
    for limit in &packet.limits {
        let _ = write!(
            text,
            "- {}. Who may: {}",
            line(&limit.what),
            line(&limit.who)
        );
        if let Some(source) = &limit.source {
            let _ = write!(text, " ({})", source.article);
        }
        text.push('\n');
    }
}

/// A text on one line: a line break in it would end its item.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
