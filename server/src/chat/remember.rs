//! What the desk remembers of what is asked in chat: members are kept by pseudonyms.

use super::conversation::Speaker;
use crate::desk::{Memory, Origin};
use crate::problem::Problem;
use engine::Case;
use engine::answer::Triage;
use engine::desk::record::{Channel, Chosen, NewCase, Outcome, Who};
use engine::desk::{CaseId, Entry, NewOutcome};

/// A member of a platform who talks to the bot.
pub(super) struct Member<'a> {
    /// The desk's memory.
    pub(super) memory: &'a Memory,
    /// Who, and where.
    pub(super) speaker: &'a Speaker,
    /// The tier that was set up for the channel.
    pub(super) tier: u8,
}

impl Member<'_> {
    /// Keeps a case, and puts its id into the answer. Waits for a moment.
    pub(super) fn keep(
        &self,
        (case, continues): (&Case, Option<CaseId>),
        answer: &mut Triage,
        generation: &str,
    ) {
        let Some(channel) = Channel::of_name(self.speaker.platform) else {
            return;
        };
        let origin = Origin {
            channel,
            who: self.who(),
            continues,
            site: None,
        };
        let known = self.memory.circumstances(origin, generation);
        let kept = known.map(|known| NewCase::of(case, answer, known));
        self.memory.keep_blocking(kept, answer);
    }

    /// Keeps how a case ended. Waits until that is on the disk.
    ///
    /// # Errors
    /// As [`Memory::say`].
    pub(super) fn end(
        &self,
        case: &CaseId,
        outcome: Outcome,
        issue: Option<&String>,
    ) -> Result<(), Problem> {
        let said = Entry::Outcome(NewOutcome {
            case: case.clone(),
            time: jiff::Timestamp::now(),
            channel: Channel::of_name(self.speaker.platform).unwrap_or(Channel::Http),
            who: self.who(),
            outcome,
            chosen: Chosen {
                issue: issue.cloned(),
                ..Chosen::default()
            },
            note: None,
        });
        self.memory.say_blocking(said).map(drop)
    }

    fn who(&self) -> Who {
        Who {
            name: self
                .memory
                .pseudonym(self.speaker.platform, &self.speaker.user),
            tier: Some(self.tier),
        }
    }
}
