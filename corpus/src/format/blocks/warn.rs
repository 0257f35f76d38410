//! Warnings that name a line.

use crate::article::{Warning, WarningKind};
use crate::lines::Page;

/// A warning about a line, counted from 0 here and from 1 in the warning.
pub(super) fn at(kind: WarningKind, line: usize, message: String) -> Warning {
    Warning {
        kind,
        line: Page::number(line),
        message,
    }
}
