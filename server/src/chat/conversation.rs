//! What was asked last, so that `2` or a button can answer it: kept in memory only, for half an
//! hour, and never more than a few megabytes.

use engine::desk::CaseId;
use engine::desk::record::Outcome;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Seconds for which an answer can be followed up.
pub const KEPT: u64 = 30 * 60;
/// Turns kept.
const TURNS: usize = 4096;
/// Bytes of texts kept over all turns.
const BYTES: usize = 8 << 20;

/// Who talks to the bot, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The platform.
    pub platform: &'static str,
    /// The channel's id.
    pub channel: String,
    /// The user's id.
    pub user: String,
}

/// What choosing an option does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Answers the question of a triage.
    Answer(String),
    /// Shows an article.
    Show(String),
    /// Begins a playbook.
    Begin(String),
    /// Answers where a session of a playbook stands: its code, revision and the answer's number.
    Step(String, u64, usize),
    /// Takes the last answer of a session back.
    Back(String),
    /// Says how a case ended, and which known issue it was.
    End(CaseId, Outcome, Option<String>),
}

/// A case as it stands: its text and what was answered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseSoFar {
    /// The text.
    pub text: String,
    /// Questions answered, by what they ask for.
    pub answers: BTreeMap<String, String>,
    /// What the open question asks for, if one is open.
    pub asks: Option<String>,
    /// The id under which the desk remembers it.
    pub id: Option<CaseId>,
}

/// An answer that was given, and how it can be followed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// The case, if it was one.
    pub case: Option<CaseSoFar>,
    /// The session of a playbook, if one is walked.
    pub session: Option<String>,
    /// Options by number, from 1.
    pub options: Vec<Action>,
}

impl Turn {
    fn bytes(&self) -> usize {
        let case = self.case.as_ref().map_or(0, |case| {
            let answers = case.answers.iter();
            case.text.len()
                + answers
                    .map(|(key, value)| key.len() + value.len())
                    .sum::<usize>()
        });
        let options = self.options.iter().map(|option| match option {
            Action::Answer(text) | Action::Show(text) | Action::Begin(text) => text.len(),
            Action::Step(..) | Action::Back(_) | Action::End(..) => 32,
        });
        256 + case + options.sum::<usize>()
    }
}

/// The memory.
#[derive(Debug, Default)]
pub struct Conversations(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    turns: HashMap<String, Kept>,
    latest: HashMap<Speaker, String>,
    order: VecDeque<String>,
    bytes: usize,
}

#[derive(Debug)]
struct Kept {
    turn: Arc<Turn>,
    speaker: Speaker,
    until: u64,
}

impl Conversations {
    /// Keeps a turn; the name by which a button finds it.
    pub fn keep(&self, speaker: &Speaker, turn: Turn, now: u64) -> String {
        let mut random = [0; 12];
        // Without randomness names could be guessed, and still only by who has a signature.
        let _ = getrandom::fill(&mut random);
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.bytes += turn.bytes();
        let kept = Kept {
            turn: Arc::new(turn),
            speaker: speaker.clone(),
            until: now + KEPT,
        };
        memory.turns.insert(name.clone(), kept);
        memory.latest.insert(speaker.clone(), name.clone());
        memory.order.push_back(name.clone());
        memory.tidy(now);
        name
    }

    /// The turn of a name, if it was in this channel and is not too old.
    #[must_use]
    pub fn named(&self, name: &str, speaker: &Speaker, now: u64) -> Option<Arc<Turn>> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.tidy(now);
        let kept = memory.turns.get(name)?;
        let here =
            kept.speaker.platform == speaker.platform && kept.speaker.channel == speaker.channel;
        here.then(|| Arc::clone(&kept.turn))
    }

    /// The last turn of a speaker, if it is not too old.
    #[must_use]
    pub fn latest(&self, speaker: &Speaker, now: u64) -> Option<Arc<Turn>> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.tidy(now);
        let name = memory.latest.get(speaker)?;
        memory.turns.get(name).map(|kept| Arc::clone(&kept.turn))
    }
}

impl Memory {
    /// Forgets what is too old, and the oldest where there is too much.
    fn tidy(&mut self, now: u64) {
        while let Some(name) = self.order.front() {
            let old = self.turns.get(name).is_none_or(|kept| kept.until < now);
            let full = self.order.len() > TURNS || self.bytes > BYTES;
            // The newest stays whatever its size: it is what the next reply is about.
            if !old && (!full || self.order.len() == 1) {
                break;
            }
            let Some(name) = self.order.pop_front() else {
                break;
            };
            let Some(kept) = self.turns.remove(&name) else {
                continue;
            };
            self.bytes = self.bytes.saturating_sub(kept.turn.bytes());
            if self.latest.get(&kept.speaker) == Some(&name) {
                self.latest.remove(&kept.speaker);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(user: &str) -> Speaker {
        Speaker {
            platform: "slack",
            channel: "C1".into(),
            user: user.into(),
        }
    }

    fn turn(id: &str) -> Turn {
        Turn {
            options: vec![Action::Show(id.into())],
            ..Turn::default()
        }
    }

    #[test]
    fn everyone_answers_what_they_were_asked_last() {
        let memory = Conversations::default();
        memory.keep(&speaker("a"), turn("1"), 0);
        let name = memory.keep(&speaker("a"), turn("2"), 1);
        memory.keep(&speaker("b"), turn("3"), 2);
        assert_eq!(*memory.latest(&speaker("a"), 3).unwrap(), turn("2"));
        assert!(memory.latest(&speaker("c"), 3).is_none());
        let colleague = memory.named(&name, &speaker("b"), 3);
        assert_eq!(
            *colleague.unwrap(),
            turn("2"),
            "a button is for everyone in the channel"
        );
        let elsewhere = Speaker {
            channel: "C2".into(),
            ..speaker("a")
        };
        assert!(memory.named(&name, &elsewhere, 3).is_none());
        assert!(memory.latest(&elsewhere, 3).is_none());
        assert!(memory.latest(&speaker("a"), 2 + KEPT).is_none(), "too old");
    }

    #[test]
    fn memory_is_bounded_in_turns_and_bytes() {
        let memory = Conversations::default();
        for count in 0..2 * TURNS {
            memory.keep(&speaker(&count.to_string()), turn("1"), 0);
        }
        let long = Turn {
            case: Some(CaseSoFar {
                text: "x".repeat(BYTES / 4),
                ..CaseSoFar::default()
            }),
            ..Turn::default()
        };
        for count in 0..20 {
            memory.keep(&speaker(&format!("long {count}")), long.clone(), 0);
        }
        let inside = memory.0.lock().unwrap();
        assert!(inside.bytes <= BYTES, "{}", inside.bytes);
        assert!(inside.turns.len() <= TURNS);
        assert_eq!(inside.turns.len(), inside.order.len());
        assert_eq!(inside.turns.len(), inside.latest.len());
    }
}
