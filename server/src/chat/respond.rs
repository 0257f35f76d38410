//! From a verified message to an answer: who asks in which channel, what they may see there, what
//! they ask for, and who gets to read what comes back.

use super::command::{self, Command};
use super::conversation::{Action, CaseSoFar, Speaker, Turn};
use super::message::{Message, Part, PartKind, Weight};
use super::remember::Member;
use super::{answer, walk};
use crate::keys::{Caller, Role};
use crate::knowledge::Knowledge;
use crate::problem::Problem;
use crate::routes::lookup;
use crate::state::AppState;
use engine::Filters;
use engine::answer::SessionAnswer;
use engine::compose::guard::{self, Viewer};
use engine::desk::CaseId;
use engine::desk::record::Outcome;
use engine::guide::{Choice, GuideError, Reply, clock};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Most characters of a message that are taken; more than any of the platforms lets one write.
const LONGEST: usize = 48_000;

/// Where a message was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where anyone in the house may read along.
    Public,
    /// In a closed channel that was set up, or to the bot alone; with what may be seen there.
    Closed(Role),
}

/// How the bot came to hear of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// It was asked, and can answer the asker alone.
    Command,
    /// It was asked by name, and what it says is seen by all.
    Mention,
    /// It was not asked: it hears everything in the channel.
    Overheard,
}

/// A verified message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who asks, and where.
    pub speaker: Speaker,
    /// What may be seen there.
    pub place: Place,
    /// How the bot came to hear of it.
    pub address: Address,
    /// How the bot is called there (`/kb`, `@Firstline`), for hints.
    pub call: String,
    /// What is asked.
    pub text: Wanted,
    /// Where an answer can be sent after the request, if anywhere.
    pub reply_to: Option<http::Uri>,
}

/// What is asked: words, or a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Words as typed.
    Words(String),
    /// The option, from 1, of a turn by its name.
    Button(String, usize),
}

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everyone in the channel.
    Channel,
    /// Whoever asked.
    Asker,
    /// No one: the bot keeps quiet.
    Nobody,
}

/// An answer to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What it says.
    pub message: Message,
    /// Who reads it.
    pub audience: Audience,
    /// Name of the turn, for buttons; empty if nothing can be chosen.
    pub turn: String,
    /// How the bot is called, for numbered replies.
    pub call: String,
    /// How it came to hear of the message.
    pub address: Address,
}

/// Answers a verified message. Whatever goes wrong becomes words for the asker: a platform shows
/// a status code to nobody.
pub async fn respond(state: AppState, asked: Asked, now: u64) -> Answered {
    let message = match work(&state, &asked, now).await {
        Ok(message) => message,
        Err(problem) => {
            if let Some(inside) = &problem.inside {
                tracing::error!(platform = asked.speaker.platform, why = %inside, "failed");
            }
            trouble(&problem)
        }
    };
    let turns = &state.chat.conversations;
    let audience = audience(message.weight, heard(&state, &asked, now));
    let turn = match message.turn() {
        // What is told to nobody is followed up by nobody.
        Some(turn) if audience != Audience::Nobody => turns.keep(&asked.speaker, turn, now),
        _ => String::new(),
    };
    Answered {
        message,
        audience,
        turn,
        call: asked.call,
        address: asked.address,
    }
}

/// How the bot was addressed: the number of a choice, said where the bot gave choices, speaks to it.
fn heard(state: &AppState, asked: &Asked, now: u64) -> Address {
    let is_reply = matches!(&asked.text, Wanted::Words(words)
        if matches!(command::read(words), Command::Choose(_)));
    let spoke = || {
        state
            .chat
            .conversations
            .latest(&asked.speaker, now)
            .is_some()
    };
    match asked.address {
        Address::Overheard if is_reply && spoke() => Address::Mention,
        address => address,
    }
}

/// Who gets to read an answer. A channel hears what is likely; everything else is between the bot
/// and the asker, where the platform lets it be.
fn audience(weight: Weight, address: Address) -> Audience {
    match (address, weight) {
        (_, Weight::Likely) | (Address::Mention, _) => Audience::Channel,
        (Address::Command, _) => Audience::Asker,
        (Address::Overheard, _) => Audience::Nobody,
    }
}

/// A problem in words.
fn trouble(problem: &Problem) -> Message {
    let mut message = Message::titled(problem.title.clone());
    message.weight = Weight::Nothing;
    let lines = problem.detail.iter().chain(&problem.hints).cloned();
    message.push(Part::new(PartKind::Text, "", lines));
    message
}

fn told(title: &str) -> Message {
    let mut message = Message::titled(title);
    message.weight = Weight::Nothing;
    message
}

/// What a speaker sees: the lower of what was set up and what the channel allows.
fn viewer(place: Place) -> Viewer {
    let (role, channel) = match place {
        Place::Public => (Role::Reader, guard::Channel::Public),
        Place::Closed(role) => (role, guard::Channel::Private),
    };
    Viewer {
        audience: role.audience(),
        channel,
    }
}

async fn work(state: &AppState, asked: &Asked, now: u64) -> Result<Message, Problem> {
    let speaker = &asked.speaker;
    let counted = Caller {
        role: Role::Reader,
        key: Some(format!("{}:{}", speaker.platform, speaker.user)),
        name: None,
    };
    state
        .rate
        .count(&counted, IpAddr::V4(Ipv4Addr::LOCALHOST))?;
    let turns = &state.chat.conversations;
    let (turn, command) = match &asked.text {
        Wanted::Words(words) => {
            let words: String = words.chars().take(LONGEST).collect();
            (turns.latest(speaker, now), command::read(&words))
        }
        Wanted::Button(name, number) => (turns.named(name, speaker, now), Command::Choose(*number)),
    };
    let command = match (asked.address, command) {
        // Overheard words are a case, or the reply to what the bot asked; never an order.
        (Address::Overheard, Command::Choose(number)) if turn.is_some() => Command::Choose(number),
        (Address::Overheard, Command::Ask(words)) => Command::Ask(words),
        (Address::Overheard, _) => return Ok(told("Nobody asked")),
        (_, command) => command,
    };
    let job = Job {
        state: state.clone(),
        viewer: viewer(asked.place),
        tier: match asked.place {
            Place::Public => 1,
            Place::Closed(role) => role.tier(),
        },
        call: asked.call.clone(),
        asked: asked.clone(),
        now,
    };
    let knowledge = state.shelf.current();
    let message = state
        .pool
        .run(move || job.run(&knowledge, command, turn))
        .await?;
    Ok(message)
}

/// One request on its way through the engine.
struct Job {
    state: AppState,
    viewer: Viewer,
    tier: u8,
    call: String,
    asked: Asked,
    now: u64,
}

impl Job {
    fn run(
        &self,
        knowledge: &Knowledge,
        command: Command,
        turn: Option<Arc<Turn>>,
    ) -> Result<Message, Problem> {
        match command {
            Command::Help => Ok(self.help(knowledge)),
            Command::Ask(text) => {
                let case = CaseSoFar {
                    text,
                    ..CaseSoFar::default()
                };
                self.triage(knowledge, case)
            }
            Command::Search(words) => self.search(knowledge, words),
            Command::Show(id) => self.show(knowledge, &id),
            Command::LookUp(kind, value, source) => {
                let asked = lookup::read(&kind, &value, source)?;
                let found = knowledge.engine.lookup_for(&asked, &self.viewer)?;
                Ok(answer::lookup(&found))
            }
            Command::Guides => Ok(self.guides(knowledge)),
            Command::Guide(name) => self.guide(knowledge, &name),
            Command::Choose(number) => match turn {
                Some(turn) => self.choose(knowledge, &turn, number),
                None => Ok(self.nothing_open()),
            },
            Command::Answer(words) => match turn {
                Some(turn) => self.answered(knowledge, &turn, words),
                None => Ok(self.nothing_open()),
            },
            Command::Back => match turn.and_then(|turn| turn.session.clone()) {
                Some(code) => self.step(knowledge, &code, &Step::Back),
                None => Ok(told("No playbook is being walked here")),
            },
        }
    }

    fn filters(&self) -> Filters {
        Filters {
            audience: Some(self.viewer.audience),
            channel: Some(self.viewer.channel),
            ..Filters::default()
        }
    }

    fn triage(&self, knowledge: &Knowledge, so_far: CaseSoFar) -> Result<Message, Problem> {
        let answering = &self.state.config.answering;
        let mut case = answering.case(so_far.text.clone());
        case.filters = self.filters();
        case.answers = so_far.answers.clone().into_iter().collect();
        let mut found = self.state.triage(knowledge, &case, &self.viewer)?;
        if found.abstained && found.stop.is_none() && so_far.answers.is_empty() {
            // Words that ask for a fact are no case; a passage may answer them.
            let mut query = answering.query(so_far.text.clone());
            query.filters = self.filters();
            let searched = knowledge.engine.search_for(&query, &self.viewer)?;
            if let Some(message) = searched.answer.as_ref().and_then(answer::question_answer) {
                return Ok(message);
            }
        }
        // Of what was only overheard nothing is kept unless it was a case for certain.
        if self.asked.address != Address::Overheard || !found.abstained {
            let case = (&case, so_far.id.clone());
            self.member().keep(case, &mut found, &knowledge.generation);
        }
        Ok(answer::triage(&found, so_far))
    }

    /// Who asks, to the desk's memory.
    fn member(&self) -> Member<'_> {
        Member {
            memory: &self.state.memory,
            speaker: &self.asked.speaker,
            tier: self.tier,
        }
    }

    /// Keeps how a case ended; the button is answered once that is on the disk.
    fn end(&self, case: &CaseId, outcome: Outcome, issue: Option<&String>) -> Message {
        match self.member().end(case, outcome, issue) {
            Ok(()) => told(&format!("Kept: case {case} is {}", outcome.words())),
            Err(problem) => trouble(&problem),
        }
    }

    fn search(&self, knowledge: &Knowledge, words: String) -> Result<Message, Problem> {
        let mut query = self.state.config.answering.query(words);
        query.filters = self.filters();
        let found = self.state.search(knowledge, &query, &self.viewer)?;
        Ok(answer::search(&query.text, &found))
    }

    fn show(&self, knowledge: &Knowledge, id: &str) -> Result<Message, Problem> {
        let found = knowledge.engine.article_for(id, &self.viewer)?;
        Ok(match found {
            Some(article) => answer::article(&article),
            None => told(&format!("No article is known here as {id}")),
        })
    }

    fn guides(&self, knowledge: &Knowledge) -> Message {
        let today = clock::date(self.now);
        walk::guides(&knowledge.engine.guides_for(&today, &self.viewer))
    }

    /// Begins a playbook, or goes on with the session of a code.
    fn guide(&self, knowledge: &Knowledge, name: &str) -> Result<Message, Problem> {
        let choice = Choice {
            on: clock::date(self.now),
            change: None,
            version: None,
        };
        match knowledge.engine.guide_for(name, &choice, &self.viewer) {
            Ok(guide) => self.begin(knowledge, &guide.summary.id, &choice),
            Err(GuideError::Unknown { .. }) => {
                let message = self.step(knowledge, name, &Step::Look)?;
                if message.session.is_some() {
                    return Ok(message);
                }
                let mut list = self.guides(knowledge);
                list.title = format!("No playbook or session {name} is open to this channel");
                Ok(list)
            }
            Err(error) => Ok(told(&sentence(&error))),
        }
    }

    fn begin(&self, knowledge: &Knowledge, id: &str, choice: &Choice) -> Result<Message, Problem> {
        let store = self.state.sessions.as_ref();
        let begun = knowledge
            .engine
            .begin_guide(store, (id, choice), Some(self.tier), self.now);
        self.stands(knowledge, begun)
    }

    fn step(&self, knowledge: &Knowledge, code: &str, step: &Step) -> Result<Message, Problem> {
        let (engine, store) = (&knowledge.engine, self.state.sessions.as_ref());
        let found = engine.guide_session(store, code).and_then(|session| {
            // A code is short; it must not open a playbook that is kept from this channel.
            let choice = Choice {
                on: clock::date(self.now),
                change: None,
                version: Some(session.guide.version),
            };
            engine.guide_for(&session.guide.id, &choice, &self.viewer)?;
            if session.guide.tier > self.tier {
                return Err(GuideError::Tier {
                    id: session.guide.id,
                    needed: session.guide.tier,
                });
            }
            match step {
                Step::Look => Ok(session),
                Step::Answer(reply) => engine.answer_guide(store, code, reply, self.now),
                Step::Back => engine.step_back_guide(store, code, self.now),
            }
        });
        self.stands(knowledge, found)
    }

    fn stands(
        &self,
        knowledge: &Knowledge,
        session: Result<SessionAnswer, GuideError>,
    ) -> Result<Message, Problem> {
        match session {
            Ok(session) => {
                let session = knowledge.engine.session_for(session, &self.viewer);
                Ok(walk::session(&session))
            }
            Err(
                error @ (GuideError::Unknown { .. }
                | GuideError::NotYet { .. }
                | GuideError::NoVersion { .. }
                | GuideError::Tier { .. }
                | GuideError::BadCode { .. }
                | GuideError::NoSession { .. }
                | GuideError::Answer { .. }
                | GuideError::Finished { .. }
                | GuideError::AtStart { .. }
                | GuideError::Conflict { .. }),
            ) => Ok(told(&sentence(&error))),
            Err(error) => Err(Problem::internal(error)),
        }
    }

    fn choose(
        &self,
        knowledge: &Knowledge,
        turn: &Turn,
        number: usize,
    ) -> Result<Message, Problem> {
        let chosen = number
            .checked_sub(1)
            .and_then(|place| turn.options.get(place));
        let Some(action) = chosen else {
            let count = turn.options.len();
            return Ok(told(&format!(
                "There is no choice {number}; there are {count}"
            )));
        };
        match action {
            Action::Answer(words) => self.answered(knowledge, turn, words.clone()),
            Action::Show(id) => self.show(knowledge, id),
            Action::Begin(id) => self.guide(knowledge, id),
            Action::Step(code, revision, number) => {
                let reply = Reply {
                    text: number.to_string(),
                    revision: Some(*revision),
                };
                self.step(knowledge, code, &Step::Answer(reply))
            }
            Action::Back(code) => self.step(knowledge, code, &Step::Back),
            Action::End(case, outcome, issue) => Ok(self.end(case, *outcome, issue.as_ref())),
        }
    }

    /// Takes words as the answer to what was asked last.
    fn answered(
        &self,
        knowledge: &Knowledge,
        turn: &Turn,
        words: String,
    ) -> Result<Message, Problem> {
        if let Some(code) = &turn.session {
            let reply = Reply {
                text: words,
                revision: None,
            };
            return self.step(knowledge, code, &Step::Answer(reply));
        }
        let open = turn
            .case
            .clone()
            .and_then(|case| Some((case.asks.clone()?, case)));
        let Some((what, mut case)) = open else {
            return Ok(self.nothing_open());
        };
        case.answers.insert(what, words);
        case.asks = None;
        self.triage(knowledge, case)
    }

    fn nothing_open(&self) -> Message {
        let mut message = told("No question is open here");
        let line = format!(
            "It may be older than half an hour. Ask again: {} …",
            self.call
        );
        message.push(Part::new(PartKind::Text, "", [line]));
        message
    }

    fn help(&self, knowledge: &Knowledge) -> Message {
        let mut message = Message::titled("Ask the knowledge base");
        let articles = knowledge.engine.generation().manifest.articles;
        message.lead = format!("{articles} articles · {}", knowledge.generation);
        let call = &self.call;
        let lines = [
            format!("{call} printer prints blank pages — what the caller says, with pasted events"),
            format!("{call} show Q235174 — an article"),
            format!(
                "{call} event 547 — also error, port, and lookup service|file|registry|command …"
            ),
            format!("{call} search words — articles by words"),
            format!("{call} guide — playbooks; guide ID walks one, guide CODE goes on with it"),
            format!("{call} 2 — takes choice 2 of the last answer; answer WORDS, back"),
        ];
        message.push(Part::new(PartKind::List, "", lines));
        if let Some(notice) = &knowledge.notice {
            message.push(Part::new(PartKind::Small, "", [notice.clone()]));
        }
        message
    }
}

enum Step {
    Look,
    Answer(Reply),
    Back,
}

/// An error of a playbook as a headline.
fn sentence(error: &GuideError) -> String {
    let told = error.to_string();
    let mut letters = told.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_hears_what_is_likely_and_nothing_else_unless_it_asked_aloud() {
        use Address::{Command, Mention, Overheard};
        use Weight::{Asked, Likely, Nothing};
        for (address, weight, audience) in [
            (Command, Likely, Audience::Channel),
            (Command, Asked, Audience::Asker),
            (Command, Nothing, Audience::Asker),
            (Mention, Likely, Audience::Channel),
            (Mention, Asked, Audience::Channel),
            (Mention, Nothing, Audience::Channel),
            (Overheard, Likely, Audience::Channel),
            (Overheard, Asked, Audience::Nobody),
            (Overheard, Nothing, Audience::Nobody),
        ] {
            assert_eq!(
                super::audience(weight, address),
                audience,
                "{address:?} {weight:?}"
            );
        }
    }

    #[test]
    fn what_is_not_closed_is_public_whoever_asks() {
        use corpus::article::Audience;
        for (place, clearance) in [
            (Place::Public, Audience::Public),
            (Place::Closed(Role::Reader), Audience::Public),
            (Place::Closed(Role::Tier1), Audience::Tier1),
            (Place::Closed(Role::Tier2), Audience::Tier2),
            (Place::Closed(Role::Tier3), Audience::Tier3),
        ] {
            assert_eq!(viewer(place).clearance(), clearance, "{place:?}");
        }
    }
}
