//! Playbooks: guided flows for a call, as Markdown with a small grammar (`docs/playbook-format.md`).
//!
//! [`parse`] reads one, and never fails: it gives what it could make of the text and a list of
//! [`Finding`]s. `mod@lint` reads several together and also follows targets, circles and links.
//! A playbook is sound if none of its findings is an error; only sound ones are walked.

mod edges;
mod finding;
mod header;
mod lines;
mod lint;
mod model;
mod nodes;

pub use finding::{Finding, Rule, Severity};
pub use lint::{check, lint};
pub use model::{Edge, Ending, Node, NodeKind, OutcomeKind, Playbook};

use crate::format::markdown::front_matter;

/// The key of the front matter that makes a Markdown file a playbook.
const MARK: &str = "applies_when";

/// True if a text is a playbook: its front matter says when the flow applies. No other document
/// has a reason to.
#[must_use]
pub fn is_playbook(text: &str) -> bool {
    // Most documents are told by their first bytes, without reading any YAML.
    text.starts_with("---")
        && text.contains(MARK)
        && front_matter::fields(text)
            .is_some_and(|front| front.fields.iter().any(|field| field.key == MARK))
}

/// What was made of a text, and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The playbook; parts that could not be read are missing or empty.
    pub playbook: Playbook,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Parsed {
    /// The playbook, if nothing stands in the way of walking it; else the first error.
    ///
    /// # Errors
    /// The first finding that is an error.
    pub fn sound(mut self) -> Result<Playbook, Finding> {
        self.findings.extend(check(&self.playbook));
        let errors = self.findings.into_iter();
        let first = errors
            .filter(|finding| finding.severity == Severity::Error)
            .min_by_key(|finding| finding.line);
        first.map_or(Ok(self.playbook), Err)
    }
}

/// Reads a playbook. `name` is what findings name as the file.
#[must_use]
pub fn parse(name: &str, text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = finding::Report::new(name, text);
    let (mut playbook, start) = header::read(text, &mut reader);
    name.clone_into(&mut playbook.file);
    nodes::read(text, start, &mut playbook, &mut reader);
    let mut findings = reader.findings;
    findings.sort_by_key(|finding| finding.line);
    Parsed { playbook, findings }
}
