//! Standard output and the size of the terminal behind it.

use crate::error::CliError;
use std::io::{self, IsTerminal, Read, Write};

/// Columns where there is no terminal, and the narrowest and widest a page is set.
const DEFAULT_WIDTH: usize = 80;
const NARROWEST: usize = 40;
const WIDEST: usize = 110;

/// Most bytes taken from standard input as the text of a case or query.
const MAX_TEXT_BYTES: u64 = 4 << 20;

/// Most bytes of one line that is asked for.
const MAX_LINE_BYTES: u64 = 4096;

/// The width to wrap text at.
pub(crate) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return DEFAULT_WIDTH;
    }
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(terminal_size::Width(columns), _)| {
        usize::from(columns).clamp(NARROWEST, WIDEST)
    })
}

/// Writes a page. Colour is dropped unless standard output is a terminal that wants it (not
/// under NO_COLOR).
pub(crate) fn print(page: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(page.as_bytes()).and_then(|()| out.flush());
    written.map_err(CliError::output)
}

/// Writes bytes as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(CliError::output)
}

/// Writes a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    let mut json = serde_json::to_string_pretty(value).map_err(|error| {
        CliError::failed("The answer could not be written as JSON").because(error)
    })?;
    json.push('\n');
    print_bytes(json.as_bytes())
}

/// Seconds since 1970, in UTC.
pub(crate) fn now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |age| age.as_secs())
}

/// Reads one line of standard input, with a prompt if a person is there to see it; none at its
/// end.
pub(crate) fn ask(prompt: &str) -> Result<Option<String>, CliError> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        print(prompt)?;
    }
    let mut line = String::new();
    // A line longer than any answer is cut, so that input without line ends takes no memory.
    let mut input = io::stdin().lock().take(MAX_LINE_BYTES);
    match io::BufRead::read_line(&mut input, &mut line) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(line)),
        Err(error) => Err(CliError::failed("Standard input could not be read").because(error)),
    }
}

/// The text of a query or case: the words given, or standard input if the only word is `-`.
pub(crate) fn text_or_stdin(words: &[String]) -> Result<String, CliError> {
    let text = if words == ["-"] {
        read_stdin()?
    } else {
        words.join(" ")
    };
    if text.trim().is_empty() {
        let refused = CliError::usage("There is no text to go by");
        return Err(refused.hint("give it as an argument, or `-` to read standard input"));
    }
    Ok(text)
}

fn read_stdin() -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(MAX_TEXT_BYTES + 1);
    input
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::failed("Standard input could not be read").because(error))?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        let limit = MAX_TEXT_BYTES >> 20;
        return Err(CliError::failed(format!(
            "Standard input holds more than {limit} MB of text"
        )));
    }
    Ok(corpus::text::decode(&bytes).text)
}
