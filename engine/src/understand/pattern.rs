//! Compiling the patterns by which a case is read.

use regex::{Regex, RegexBuilder};

/// Compiles a pattern, with ASCII classes where it allows them: those of Unicode take ten times as
/// long to compile, which a single command line call pays for. A pattern that does not compile
/// finds nothing; the tests of its file fail then.
pub(crate) fn compiled(source: &str) -> Option<Regex> {
    let ascii = RegexBuilder::new(source).unicode(false).build();
    ascii.or_else(|_| Regex::new(source)).ok()
}
