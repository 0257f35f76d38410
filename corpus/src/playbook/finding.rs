//! What is wrong with a playbook, and where.

use super::lines::Lines;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// Whether the flow can be walked all the same.
    pub severity: Severity,
    /// Which rule it offends.
    pub rule: Rule,
    /// One sentence for a person, without file and line.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            severity,
            rule,
            message,
        } = self;
        let severity = severity.name();
        write!(
            formatter,
            "{file}:{line}: {severity}: {message} [{}]",
            rule.name()
        )
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The flow can be walked.
    Warning,
    /// It cannot.
    Error,
}

impl Severity {
    /// The name in JSON and on pages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The rules of the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// Front matter that is missing, broken, or holds a value that cannot be.
    FrontMatter,
    /// A heading that names no node.
    NodeHeading,
    /// An id that two nodes have.
    DuplicateNode,
    /// A first line that says no kind.
    NodeKind,
    /// An edge that cannot be read, or stands where none may.
    EdgeForm,
    /// An answer that a node offers twice.
    DuplicateAnswer,
    /// A node with fewer edges than its kind needs.
    TooFewEdges,
    /// A hand-over that does not say to whom, or with what.
    HandOver,
    /// An edge to a node that is not there.
    UnknownTarget,
    /// A node that no path leads to.
    UnreachableNode,
    /// A node from which no outcome can be reached.
    MissingOutcome,
    /// A way round in a circle that nothing limits.
    UnboundedLoop,
    /// A node whose edges can all be used up.
    AllLimited,
    /// A link to nothing that is known.
    UnknownLink,
    /// Playbooks that link to each other in a circle.
    LinkCircle,
    /// Two files with the same id and version.
    DuplicateVersion,
    /// More nodes than a person can keep in view.
    TooManyNodes,
}

impl Rule {
    /// The name in JSON and on pages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::NodeHeading => "node-heading",
            Self::DuplicateNode => "duplicate-node",
            Self::NodeKind => "node-kind",
            Self::EdgeForm => "edge-form",
            Self::DuplicateAnswer => "duplicate-answer",
            Self::TooFewEdges => "too-few-edges",
            Self::HandOver => "hand-over",
            Self::UnknownTarget => "unknown-target",
            Self::UnreachableNode => "unreachable-node",
            Self::MissingOutcome => "missing-outcome",
            Self::UnboundedLoop => "unbounded-loop",
            Self::AllLimited => "all-limited",
            Self::UnknownLink => "unknown-link",
            Self::LinkCircle => "link-circle",
            Self::DuplicateVersion => "duplicate-version",
            Self::TooManyNodes => "too-many-nodes",
        }
    }

    /// How bad an offence is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::TooManyNodes => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// Collects findings while a file is read.
pub(super) struct Report<'t> {
    file: &'t str,
    lines: Lines,
    pub(super) findings: Vec<Finding>,
}

impl<'t> Report<'t> {
    pub(super) fn new(file: &'t str, text: &str) -> Self {
        Self {
            file,
            lines: Lines::of(text),
            findings: Vec::new(),
        }
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn line(&self, offset: u32) -> u32 {
        self.lines.line(offset)
    }

    pub(super) fn add(&mut self, rule: Rule, line: u32, message: impl Into<String>) {
        self.findings.push(finding(self.file, rule, line, message));
    }
}

/// A finding with the severity of its rule.
pub(super) fn finding(file: &str, rule: Rule, line: u32, message: impl Into<String>) -> Finding {
    Finding {
        file: file.to_owned(),
        line,
        severity: rule.severity(),
        rule,
        message: message.into(),
    }
}
