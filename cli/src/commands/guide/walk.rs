//! Walking a playbook: shows where a session stands, reads a reply, goes on.

use super::Context;
use crate::commands::Outcome;
use crate::error::CliError;
use crate::output::text;
use crate::terminal;
use engine::Engine;
use engine::answer::SessionAnswer;
use engine::guide::{Choice, GuideError, MemoryStore, Reply, SessionStore};

/// Walks sessions of one store.
pub(super) struct Walker<'w> {
    pub(super) engine: &'w Engine,
    pub(super) store: &'w dyn SessionStore,
    pub(super) context: &'w Context,
}

impl Walker<'_> {
    pub(super) fn begin(
        &self,
        guide: (&str, &Choice),
        tier: Option<u8>,
    ) -> Result<SessionAnswer, CliError> {
        Ok(self
            .engine
            .begin_guide(self.store, guide, tier, terminal::now())?)
    }

    /// Walks a playbook with all answers where nothing is kept, so that one that is refused leaves
    /// no session that nobody asked for.
    pub(super) fn rehearse(
        &self,
        guide: (&str, &Choice),
        tier: Option<u8>,
        answers: &[String],
    ) -> Result<(), CliError> {
        let nowhere = MemoryStore::default();
        let rehearsal = Walker {
            engine: self.engine,
            store: &nowhere,
            context: self.context,
        };
        let mut session = rehearsal.begin(guide, tier)?;
        for answer in answers {
            session = match rehearsal.try_answer(&session, answer) {
                // Its code is of no use: the session is not kept.
                Err(GuideError::Finished { .. }) => {
                    let told = format!("{} has come to its end before “{answer}”", guide.0);
                    return Err(CliError::usage(told).hint("give fewer answers"));
                }
                moved => moved?,
            };
        }
        Ok(())
    }

    pub(super) fn resume(&self, code: &str) -> Result<SessionAnswer, CliError> {
        Ok(self.engine.guide_session(self.store, code)?)
    }

    pub(super) fn answer(
        &self,
        session: &SessionAnswer,
        reply: &str,
    ) -> Result<SessionAnswer, CliError> {
        Ok(self.try_answer(session, reply)?)
    }

    fn try_answer(
        &self,
        session: &SessionAnswer,
        reply: &str,
    ) -> Result<SessionAnswer, GuideError> {
        let reply = Reply {
            text: reply.to_owned(),
            revision: Some(session.revision),
        };
        self.engine
            .answer_guide(self.store, &session.code, &reply, terminal::now())
    }

    pub(super) fn step_back(&self, session: &SessionAnswer) -> Result<SessionAnswer, CliError> {
        let back = self
            .engine
            .step_back_guide(self.store, &session.code, terminal::now());
        Ok(back?)
    }

    pub(super) fn print_note(&self, session: &SessionAnswer) -> Result<Outcome, CliError> {
        if self.context.json {
            terminal::print_json(session)?;
        } else {
            terminal::print(&text::plain(&session.note))?;
        }
        Ok(Outcome::Answered)
    }

    /// Shows where the session stands and, if it is to ask, reads replies from standard input
    /// until the outcome, `q` or the end of the input.
    pub(super) fn run(&self, session: SessionAnswer, asks: bool) -> Result<Outcome, CliError> {
        let mut session = session;
        let mut is_first = true;
        loop {
            let view = text::View { is_first, asks };
            self.context.print(&session, |session, width| {
                text::session(session, width, view)
            })?;
            if session.finished {
                return Ok(Outcome::Answered);
            }
            if !asks || self.context.json {
                return Ok(Outcome::NeedsInput);
            }
            is_first = false;
            match self.next(&session)? {
                Some(next) => session = next,
                None => return Ok(Outcome::NeedsInput),
            }
        }
    }

    /// Reads replies until one moves the session; none if the person stops.
    fn next(&self, session: &SessionAnswer) -> Result<Option<SessionAnswer>, CliError> {
        loop {
            let Some(reply) = terminal::ask("> ")? else {
                return Ok(None);
            };
            let moved = match reply.trim() {
                "" => continue,
                "q" | "quit" => return Ok(None),
                "note" => {
                    terminal::print(&text::plain(&session.note))?;
                    continue;
                }
                "b" | "back" => {
                    let store = self.store;
                    self.engine
                        .step_back_guide(store, &session.code, terminal::now())
                }
                reply => self.try_answer(session, reply),
            };
            match moved {
                Ok(next) => return Ok(Some(next)),
                Err(GuideError::Answer { .. }) => {
                    let most = session.node.choices.len();
                    let told = format!("A number from 1 to {most}, b, note or q.\n");
                    terminal::print(&told)?;
                }
                Err(GuideError::AtStart { .. }) => {
                    terminal::print("This is where it starts.\n")?;
                }
                Err(GuideError::Conflict { code }) => {
                    terminal::print("Somebody else has gone on; this is where it stands now.\n")?;
                    return self.resume(&code).map(Some);
                }
                Err(other) => return Err(other.into()),
            }
        }
    }
}
