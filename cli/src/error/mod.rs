//! What went wrong, as told at the edge: a heading, its causes, what to try, and an exit code.

mod bundle_errors;
mod engine_errors;
mod guide_errors;
mod problem;

pub(crate) use engine_errors::refused;
use problem::Problem;
use std::error::Error;
use std::fmt::Write as _;
use std::io;

/// Exit code of wrong usage, as clap has it.
pub(crate) const USAGE: u8 = 2;

/// What kind of failure it is; decides the exit code and the problem type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The command line or a settings file asks for something that cannot be.
    Usage,
    /// There is no index where one was named.
    NoIndex,
    /// The index is of another format version.
    FormatVersion,
    /// The index is damaged.
    DamagedIndex,
    /// A pack or delta is damaged, of somebody else, or does not fit.
    Pack,
    /// The index is being written.
    LockedIndex,
    /// A document or source was refused.
    Source,
    /// A query set or gate is wrong.
    QuerySet,
    /// The relevance gate does not hold.
    Gate,
    /// Some documents were skipped, and that was not to be.
    Strict,
    /// Nothing of that name is known.
    NotFound,
    /// Anything else.
    Failed,
    /// Whoever read our output went away; no failure at all.
    BrokenPipe,
}

/// An error with what a person needs to get on.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) kind: Kind,
    heading: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

impl CliError {
    pub(crate) fn new(kind: Kind, heading: impl Into<String>) -> Self {
        Self {
            kind,
            heading: heading.into(),
            causes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// A failure of no special kind.
    pub(crate) fn failed(heading: impl Into<String>) -> Self {
        Self::new(Kind::Failed, heading)
    }

    /// Wrong usage.
    pub(crate) fn usage(heading: impl Into<String>) -> Self {
        Self::new(Kind::Usage, heading)
    }

    /// A failure to write to standard output.
    pub(crate) fn output(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe {
            Kind::BrokenPipe
        } else {
            Kind::Failed
        };
        Self::new(kind, "Standard output could not be written").because(error)
    }

    /// Adds an error and its sources as causes. A message that only repeats the one before it
    /// says nothing and is left out.
    pub(crate) fn because(mut self, error: impl Error) -> Self {
        let mut next: Option<&dyn Error> = Some(&error);
        while let Some(error) = next {
            let message = error.to_string();
            let before = self.causes.last().unwrap_or(&self.heading);
            if !before.contains(&message) {
                self.causes.push(message);
            }
            next = error.source();
        }
        self
    }

    /// Adds a cause in words.
    pub(crate) fn detail(mut self, detail: &str) -> Self {
        let detail = detail.trim();
        if !detail.is_empty() {
            self.causes.push(detail.to_owned());
        }
        self
    }

    /// Adds what to try next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The exit code of the process.
    pub(crate) fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::BrokenPipe => 0,
            Kind::Usage => USAGE,
            Kind::NotFound => 3,
            _ => 1,
        }
    }

    /// Prints to standard error: for a person, or as a problem document.
    pub(crate) fn print(&self, json: bool) {
        if self.kind == Kind::BrokenPipe {
            return;
        }
        let text = if json {
            serde_json::to_string(&self.problem()).unwrap_or_else(|_| self.heading.clone()) + "\n"
        } else {
            self.render()
        };
        // Where even standard error is closed, the exit code has to speak.
        let _ = io::Write::write_all(&mut anstream::stderr(), text.as_bytes());
    }

    /// The error for a person, with colour codes.
    fn render(&self) -> String {
        use crate::output::text::style::{BOLD, CAUTION, clean};
        let mut text = format!("{CAUTION}error:{CAUTION:#} {}\n", clean(&self.heading));
        for cause in &self.causes {
            let _ = writeln!(text, "  caused by: {}", clean(cause));
        }
        for hint in &self.hints {
            let _ = writeln!(text, "{BOLD}hint:{BOLD:#} {}", clean(hint));
        }
        text
    }

    fn problem(&self) -> Problem<'_> {
        Problem::new(
            self.kind,
            &self.heading,
            &self.causes,
            &self.hints,
            self.exit_code(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> CliError {
        let system = io::Error::from(io::ErrorKind::PermissionDenied);
        let error = engine::EngineError::Io {
            path: "kb/CURRENT".into(),
            source: system,
        };
        CliError::failed("The index could not be read")
            .because(error)
            .hint("read it as the user who built it")
    }

    #[test]
    fn a_person_reads_heading_causes_and_hints() {
        let text = anstream::adapter::strip_str(&example().render()).to_string();
        insta::assert_snapshot!(text, @r"
        error: The index could not be read
          caused by: kb/CURRENT: permission denied
        hint: read it as the user who built it
        ");
    }

    #[test]
    fn a_program_reads_a_problem_document() {
        let json = serde_json::to_string_pretty(&example().problem()).unwrap();
        insta::assert_snapshot!(json, @r#"
        {
          "type": "urn:firstline:problem:failed",
          "title": "The index could not be read",
          "status": 500,
          "detail": "kb/CURRENT: permission denied",
          "hints": [
            "read it as the user who built it"
          ],
          "exit_code": 1
        }
        "#);
    }

    #[test]
    fn a_closed_pipe_is_success() {
        let error = CliError::output(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(error.exit_code(), 0);
    }
}
