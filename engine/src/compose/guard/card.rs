//! The stop card: a caller asks the help desk to connect to a computer.
//!
//! A connection without trust in the other end shows it who is connecting, and with some protocols
//! the password. Whoever may be behind the telephone, that comes before any procedure.

use super::rules::{COMPLAINTS, CONNECTIONS, REQUESTS, TARGETS};
use crate::understand::identifiers::{self, Value};
use serde::{Deserialize, Serialize};

/// What to show before anything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StopCard {
    /// What to stop.
    pub title: String,
    /// What the case says that calls for it, verbatim.
    pub because: Vec<String>,
    /// What to do instead, in order.
    pub instead: Vec<String>,
    /// What to say to the caller.
    pub say: String,
}

/// How many bytes a request, the act and its target may stand apart.
const REACH: usize = 120;

/// The stop card, if a case reports or makes a request to connect to a caller's computer.
#[must_use]
pub fn stop_card(text: &str) -> Option<StopCard> {
    let lower = text.to_lowercase();
    let request = |words: &&str| {
        places(&lower, words).any(|at| act_after(&lower, at + words.len()).is_some())
    };
    let asked = REQUESTS.iter().find(|words| request(words))?;
    let start = places(&lower, asked).find(|at| act_after(&lower, at + asked.len()).is_some())?;
    let (act, at) = act_after(&lower, start + asked.len())?;
    let target = target_near(&lower, at)?;
    Some(StopCard {
        title: "Stop: do not connect to a computer because a caller asks for it.".into(),
        because: vec![(*asked).to_owned(), act.to_owned(), target],
        instead: [
            "Do not open a share, a Remote Desktop, Telnet or any other session to the address.",
            "Check who is calling by the means your desk has: call back on the number on file.",
            "Let the caller look and read out, or start an approved support session from their side.",
            "Report the request if the caller cannot be confirmed.",
        ]
        .map(str::to_owned)
        .to_vec(),
        say: "I cannot connect to your computer by its address. I will call you back on the number we have, and we will look at it together.".into(),
    })
}

/// Places of whole words in a lower-case text.
fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |character: char| character.is_alphanumeric();
    text.match_indices(words)
        .map(|(at, _)| at)
        .filter(move |&at| {
            let before = text[..at].chars().next_back().is_some_and(is_word);
            let after = text[at + words.len()..].chars().next().is_some_and(is_word);
            !before && !after
        })
}

/// The first act of connecting within reach behind a request, unless the words between make it a
/// complaint ("can you help, I cannot connect …").
fn act_after(text: &str, from: usize) -> Option<(&'static str, usize)> {
    const NEAR: usize = 48;
    let reach = &text[from..text.floor_char_boundary((from + NEAR).min(text.len()))];
    let found = CONNECTIONS
        .iter()
        .filter_map(|act| Some((*act, places(reach, act).next()?)));
    let (act, at) = found.min_by_key(|&(_, at)| at)?;
    let between = &reach[..at];
    let complains =
        COMPLAINTS.iter().any(|words| between.contains(words)) || between.contains(['.', '?', '!']);
    (!complains).then_some((act, from + at))
}

/// The target of the act: a computer of the caller, or any address.
fn target_near(text: &str, at: usize) -> Option<String> {
    let reach = &text[at..text.floor_char_boundary((at + REACH).min(text.len()))];
    let named = TARGETS
        .iter()
        .find(|target| places(reach, target).next().is_some());
    named.map(|target| (*target).to_owned()).or_else(|| {
        let mut found = identifiers::find(reach).into_iter();
        found.find_map(|one| match one.value {
            Value::Address(address) => Some(address),
            _ => None,
        })
    })
}
