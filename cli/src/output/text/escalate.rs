//! What is said of a packet that was written to a file.

use super::Page;
use engine::answer::EscalationPacket;

/// Whom it goes to, and what is missing.
pub(crate) fn handed_over(packet: &EscalationPacket, file: &str, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!("Hand-over to {}", packet.to.to));
    page.dim(&format!("{file}, says {}", packet.to.because));
    page.heading("COLLECTED", &packet.completeness);
    for item in &packet.items {
        let mark = if item.have { "[x]" } else { "[ ]" };
        page.item(2, &format!("{mark} {:>2}", item.number), &item.item);
    }
    if packet.missing > 0 {
        page.dim_at(2, "give one: --have NUMBER=\"what it is\"");
    }
    if !packet.limits.is_empty() {
        page.heading("NOT FOR YOU TO DO", &format!("tier {}", packet.tier));
        for limit in &packet.limits {
            page.item(2, "-", &format!("{}. Who may: {}", limit.what, limit.who));
        }
    }
    page
}
