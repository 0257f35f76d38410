//! Runs the binary and tells what came of it.

use crate::{Sandbox, binary};
use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::process::{Child, Command, Stdio};

/// A run that is being prepared.
#[derive(Debug)]
pub struct Firstline {
    command: Command,
    stdin: Vec<u8>,
}

impl Firstline {
    /// Prepares a run in the sandbox, with nothing of the caller's environment but what is set
    /// here: no colour, English messages, UTC.
    pub(crate) fn new<A: AsRef<OsStr>>(
        sandbox: &Sandbox,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .current_dir(sandbox.path(""))
            .env_clear()
            .env("HOME", sandbox.home())
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("NO_COLOR", "1");
        Self {
            command,
            stdin: Vec::new(),
        }
    }

    /// Gives it standard input.
    #[must_use]
    pub fn stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.stdin = input.into();
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// The command as far as it is prepared, to change what this type has no method for.
    pub fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Starts it without waiting, its output thrown away.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn spawn(mut self) -> Child {
        let command = self.command.stdin(Stdio::null()).stdout(Stdio::null());
        let started = command.stderr(Stdio::null()).spawn();
        started.unwrap_or_else(|error| panic!("{:?}: {error}", self.command))
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// If it cannot be run.
    #[must_use]
    pub fn run(mut self) -> Output {
        let command = self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let ended = command
            .stderr(Stdio::piped())
            .spawn()
            .and_then(|mut child| {
                let input = std::mem::take(&mut self.stdin);
                let pipe = child.stdin.take();
                // Written from a thread of its own, as the child may print before it has read all.
                let writer = std::thread::spawn(move || {
                    // A child that ends without reading its input is none of our business.
                    let _ = pipe.map(|mut pipe| pipe.write_all(&input));
                });
                let output = child.wait_with_output();
                let _ = writer.join();
                output
            });
        let output = ended.unwrap_or_else(|error| panic!("{:?}: {error}", self.command));
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Output {
            command: format!("{:?}", self.command),
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// What came of a run.
#[derive(Debug, Clone)]
pub struct Output {
    /// The command line, for messages.
    pub command: String,
    /// Exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Checks the exit code.
    ///
    /// # Panics
    /// If it is another, or if the program panicked.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert!(!self.stderr.contains("panicked at"), "{self:#?}");
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Checks that standard output holds this.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(
            self.stdout.contains(words),
            "{words:?} is missing in {self:#?}"
        );
        self
    }

    /// Checks that standard output does not hold this.
    ///
    /// # Panics
    /// If it does.
    #[track_caller]
    pub fn is_silent_on(self, words: &str) -> Self {
        assert!(
            !self.stdout.contains(words),
            "{words:?} stands in {self:#?}"
        );
        self
    }

    /// Checks that standard error holds this.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    pub fn complains(self, words: &str) -> Self {
        assert!(
            self.stderr.contains(words),
            "{words:?} is missing in {self:#?}"
        );
        self
    }

    /// Standard output as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        let read = serde_json::from_str(&self.stdout);
        assert!(read.is_ok(), "{read:?} in {self:#?}");
        read.unwrap_or_default()
    }

    /// Standard error as the JSON of a problem document.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn problem(&self) -> Value {
        let read: Result<Value, _> = serde_json::from_str(&self.stderr);
        let whole = read
            .as_ref()
            .is_ok_and(|problem| problem["type"].is_string() && problem["title"].is_string());
        assert!(whole, "no problem document: {self:#?}");
        read.unwrap_or_default()
    }
}
