//! The kind of value that a question asks for, and whether a sentence states one.

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// The number of a port or protocol.
    Port,
    /// A length of time.
    Time,
}

/// Units of time.
const TIMES: &[&str] = &[
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
];

/// Numbers in words.
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "few",
    "several", "every",
];

/// Words between the word `port` and its number: `UDP port 500 or 4500`, `ports: TCP 80`.
const NEAR: usize = 3;

impl Expected {
    /// What a question asks for by its words, in small letters; none if it may be anything.
    pub(super) fn of(words: &[String]) -> Option<Self> {
        let pairs = words.windows(2);
        let asks = |first: &[&str], second: &[&str]| {
            pairs
                .clone()
                .any(|pair| first.contains(&pair[0].as_str()) && second.contains(&pair[1].as_str()))
        };
        if asks(&["which", "what", "the", "for", "open"], &["port", "ports"]) {
            return Some(Self::Port);
        }
        let long = asks(&["how"], &["long"]) || asks(&["how", "many"], TIMES);
        long.then_some(Self::Time)
    }

    /// True if a sentence states a value of this kind.
    pub(super) fn is_in(self, text: &str) -> bool {
        let words: Vec<&str> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let lower = |word: &str| word.to_ascii_lowercase();
        match self {
            Self::Port => words.iter().enumerate().any(|(at, word)| {
                lower(word).starts_with("port") && words[at + 1..].iter().take(NEAR).any(is_number)
            }),
            Self::Time => words.windows(2).any(|pair| {
                let counts = is_number(&pair[0]) || NUMBERS.contains(&lower(pair[0]).as_str());
                counts && TIMES.contains(&lower(pair[1]).as_str())
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_expects_a_kind_and_a_sentence_states_it() {
        for (question, text, expected, stated) in [
            (
                "which ports must be open",
                "The loom listens on UDP port 500.",
                Some(Expected::Port),
                true,
            ),
            (
                "what port is it",
                "Ports are opened by the loom.",
                Some(Expected::Port),
                false,
            ),
            (
                "how long does it weave",
                "It waits for a three-second pause.",
                Some(Expected::Time),
                true,
            ),
            (
                "how long does it weave",
                "The second loom weaves longer.",
                Some(Expected::Time),
                false,
            ),
            ("why does it stop", "After 3 minutes.", None, false),
        ] {
            let words: Vec<String> = question.split(' ').map(String::from).collect();
            let kind = Expected::of(&words);
            assert_eq!(kind, expected, "{question}");
            assert_eq!(kind.is_some_and(|kind| kind.is_in(text)), stated, "{text}");
        }
    }
}
