//! The legal text at the end of a document.

use super::layout::is_rule;
use crate::lines::Page;

/// Lines from the end within which the disclaimer begins.
const LONGEST: usize = 60;

/// The first line of the legal text, the rule above it included; the number of lines if there
/// is none.
pub(super) fn start(page: &Page<'_>, floor: usize) -> usize {
    let lowest = floor.max(page.len().saturating_sub(LONGEST));
    let opening = (lowest..page.len()).find(|&line| is_opening(page.words(line)));
    let Some(mut first) = opening else {
        return page.len();
    };
    let mut line = first;
    while line > floor {
        line -= 1;
        if page.is_blank(line) {
            continue;
        }
        if is_rule(page.words(line), b'=', 20) || is_rule(page.words(line), b'-', 20) {
            first = line;
        }
        break;
    }
    first
}

/// What a line of the legal text is called.
pub(super) fn name(words: &str) -> Option<&'static str> {
    if is_rule(words, b'=', 20) || is_rule(words, b'-', 20) {
        Some("rule")
    } else if is_opening(words) {
        Some("disclaimer")
    } else if words.starts_with("Copyright") || words.starts_with("(c)") {
        Some("copyright")
    } else {
        None
    }
}

fn is_opening(words: &str) -> bool {
    words.starts_with("THE INFORMATION PROVIDED IN ")
        || words.starts_with("THE INFORMATION IN THIS ")
        || words.starts_with("Copyright Microsoft")
}
