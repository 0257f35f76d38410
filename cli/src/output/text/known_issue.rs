//! What a known issue's articles differ in, and what is said of a fix.

use super::Page;
use engine::answer::{IssueMember, KnownIssue, fix_told};

/// Members named before the rest is counted.
const SHOWN: usize = 3;

/// The state of a fix, as part of a line.
pub(super) fn fix(state: Option<&str>) -> String {
    let told = state.and_then(fix_told);
    told.map_or_else(String::new, |told| format!(" · {told}"))
}

/// What the article says of the fix.
pub(super) fn says(page: &mut Page, issue: &KnownIssue) {
    if let Some(says) = &issue.fix_says {
        page.wrap_short(0, &format!("“{}” ({})", says.text, says.article), 2);
    }
}

/// The other articles that describe the problem, with the products they are for.
pub(super) fn members(page: &mut Page, issue: &KnownIssue) {
    let others: Vec<&IssueMember> = issue
        .members
        .iter()
        .filter(|one| one.id != issue.id)
        .collect();
    if others.is_empty() {
        return;
    }
    page.heading("ALSO DESCRIBED IN", "the same problem");
    for member in others.iter().take(SHOWN) {
        let products = match member.products.as_slice() {
            [] => String::new(),
            [one] => format!(": {one}"),
            [first, ..] => format!(": {first} and others"),
        };
        let fix = fix(member.fix.as_deref());
        page.item(2, &member.id, &format!("{}{products}{fix}", member.title));
    }
    let left = issue
        .articles
        .len()
        .saturating_sub(1 + SHOWN.min(others.len()));
    if left > 0 {
        page.dim_at(2, &format!("… and {left} more"));
    }
}
