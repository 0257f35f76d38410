//! What a message to the bot asks for.

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// What the bot can do.
    Help,
    /// A case in anyone's words, or a question.
    Ask(String),
    /// Articles by words.
    Search(String),
    /// One article.
    Show(String),
    /// An exact identifier: kind, value, and the source of an event.
    LookUp(String, String, Option<String>),
    /// The playbooks there are.
    Guides,
    /// A playbook by id, or a session by code.
    Guide(String),
    /// The option of this number of the last answer, from 1.
    Choose(usize),
    /// The last question's answer in words.
    Answer(String),
    /// The last answer of a playbook taken back.
    Back,
}

/// Highest number that is a choice rather than words.
const MOST_OPTIONS: usize = 20;

/// Reads a message, without the name by which the bot was called.
#[must_use]
pub fn read(text: &str) -> Command {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    let given = |command: fn(String) -> Command| {
        Some(rest)
            .filter(|rest| !rest.is_empty())
            .map(|rest| command(rest.to_owned()))
    };
    let words = rest.split_whitespace().count();
    let named = match first.to_lowercase().as_str() {
        "" | "help" | "?" if words == 0 => Some(Command::Help),
        "show" if words == 1 => given(Command::Show),
        "search" | "find" => given(Command::Search),
        "triage" => given(Command::Ask),
        "answer" => given(Command::Answer),
        "guides" if words == 0 => Some(Command::Guides),
        "guide" if words == 0 => Some(Command::Guides),
        "guide" if words == 1 => given(Command::Guide),
        "back" if words == 0 => Some(Command::Back),
        kind @ ("event" | "error" | "port" | "kb") => identifier(kind, rest),
        "lookup" => {
            let (kind, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let kind = kind.to_lowercase();
            let value = value.trim();
            (!value.is_empty()).then(|| {
                identifier(&kind, value)
                    .unwrap_or_else(|| Command::LookUp(kind, value.to_owned(), None))
            })
        }
        number => {
            let number = number.trim_end_matches(['.', ')']).parse::<usize>().ok();
            let number = number.filter(|number| (1..=MOST_OPTIONS).contains(number));
            number.filter(|_| words == 0).map(Command::Choose)
        }
    };
    named.unwrap_or_else(|| Command::Ask(text.to_owned()))
}

/// An identifier alone; with more words it is a case ("event 547 keeps coming", "error when …").
fn identifier(kind: &str, rest: &str) -> Option<Command> {
    let mut words = rest.split_whitespace();
    let value = words.next()?;
    let source = words.next().map(str::to_owned);
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = value.bytes().any(|byte| byte.is_ascii_digit());
    let fits = words.next().is_none()
        && match kind {
            "event" => is_number,
            "port" => is_number && source.is_none(),
            "error" | "kb" => is_code && source.is_none(),
            _ => false,
        };
    fits.then(|| Command::LookUp(kind.to_owned(), value.to_owned(), source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn messages_are_read_as_a_person_means_them() {
        let ask = |text: &str| Command::Ask(text.into());
        let look = |kind: &str, value: &str, source: Option<&str>| {
            Command::LookUp(kind.into(), value.into(), source.map(str::to_owned))
        };
        for (text, command) in [
            ("", Command::Help),
            ("  help ", Command::Help),
            ("help me with the printer", ask("help me with the printer")),
            (
                "printer prints blank pages",
                ask("printer prints blank pages"),
            ),
            ("triage printer", ask("printer")),
            ("show Q235174", Command::Show("Q235174".into())),
            ("show me the printer", ask("show me the printer")),
            ("SHOW kb235174", Command::Show("kb235174".into())),
            ("show", ask("show")),
            ("event 547", look("event", "547", None)),
            (
                "event 1171 MSExchangeDS",
                look("event", "1171", Some("MSExchangeDS")),
            ),
            ("event 547 keeps coming", ask("event 547 keeps coming")),
            ("error 0x8004010f", look("error", "0x8004010f", None)),
            ("error opening mail", ask("error opening mail")),
            ("error -2147221233", look("error", "-2147221233", None)),
            ("port 2702", look("port", "2702", None)),
            ("lookup service Spooler", look("service", "Spooler", None)),
            (
                "lookup command netsh ipsec",
                look("command", "netsh ipsec", None),
            ),
            ("lookup", ask("lookup")),
            ("guide", Command::Guides),
            ("guide 7F-KQ", Command::Guide("7F-KQ".into())),
            ("guide me through it", ask("guide me through it")),
            ("2", Command::Choose(2)),
            ("2.", Command::Choose(2)),
            ("0", ask("0")),
            ("547", ask("547")),
            ("2 monitors are black", ask("2 monitors are black")),
            ("answer XP SP2", Command::Answer("XP SP2".into())),
            ("back", Command::Back),
            ("back up fails", ask("back up fails")),
            ("search blank pages", Command::Search("blank pages".into())),
        ] {
            assert_eq!(read(text), command, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_message_breaks_the_reader(text in "\\PC{0,80}") {
            let _ = read(&text);
        }
    }
}
