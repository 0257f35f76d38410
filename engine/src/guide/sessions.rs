//! Sessions: begin, look, answer, step back.

use super::code::Code;
use super::error::GuideError;
use super::library::Choice;
use super::listing::{blocks, kind_name, outcome};
use super::note::{note, trail, words};
use super::session::{Session, Taken};
use super::store::SessionStore;
use super::walk::Walk;
use crate::answer::{
    GUIDE_SESSION_SCHEMA, LinkedArticle, SectionAnswer, SessionAnswer, SessionChoice, SessionGuide,
    SessionNode,
};
use crate::compose;
use crate::engine::Engine;
use corpus::article::Role;
use corpus::playbook::NodeKind;
use corpus::{Article, Document};

/// Attempts at a code that is free before a longer one is taken.
const ATTEMPTS: usize = 40;

/// An answer to the node a session stands at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The number of a choice, its words, or a part of them that fits no other.
    pub text: String,
    /// The revision that was answered; with it, an answer that comes too late is refused.
    pub revision: Option<u64>,
}

impl Engine {
    /// Begins a session at the start of a playbook. `tier` is the tier of whoever walks it; none
    /// means any.
    ///
    /// # Errors
    /// As [`Library::choose`](super::Library::choose), [`GuideError::Tier`], or what the store says.
    pub fn begin_guide(
        &self,
        store: &dyn SessionStore,
        (id, choice): (&str, &Choice),
        tier: Option<u8>,
        now: u64,
    ) -> Result<SessionAnswer, GuideError> {
        let library = self.library();
        let entry = library.choose(id, choice)?;
        let needed = entry.playbook.tier;
        if tier.is_some_and(|tier| tier < needed) {
            let id = entry.playbook.id.clone();
            return Err(GuideError::Tier { id, needed });
        }
        let mut session = Session::begin("", entry, library, (now, choice));
        for attempt in 0.. {
            let code = Code::random(attempt >= ATTEMPTS);
            session.code = code.to_string();
            if store.create(&code, &session)? {
                break;
            }
        }
        self.show_session(&session)
    }

    /// Where a session stands.
    ///
    /// # Errors
    /// [`GuideError::BadCode`], [`GuideError::NoSession`], or what the store says.
    pub fn guide_session(
        &self,
        store: &dyn SessionStore,
        code: &str,
    ) -> Result<SessionAnswer, GuideError> {
        self.show_session(&load(store, code)?.1)
    }

    /// Answers the node a session stands at.
    ///
    /// # Errors
    /// As [`Engine::guide_session`]; [`GuideError::Answer`], [`GuideError::Finished`] or
    /// [`GuideError::Conflict`].
    pub fn answer_guide(
        &self,
        store: &dyn SessionStore,
        code: &str,
        reply: &Reply,
        now: u64,
    ) -> Result<SessionAnswer, GuideError> {
        let (code, mut session) = load(store, code)?;
        if reply
            .revision
            .is_some_and(|revision| revision != session.revision)
        {
            let code = session.code;
            return Err(GuideError::Conflict { code });
        }
        answer(&mut session, &reply.text, now)?;
        store.replace(&code, &session)?;
        self.show_session(&session)
    }

    /// Takes the last answer back.
    ///
    /// # Errors
    /// As [`Engine::guide_session`]; [`GuideError::AtStart`] or [`GuideError::Conflict`].
    pub fn step_back_guide(
        &self,
        store: &dyn SessionStore,
        code: &str,
        now: u64,
    ) -> Result<SessionAnswer, GuideError> {
        let (code, mut session) = load(store, code)?;
        if session.trail.pop().is_none() {
            let code = session.code;
            return Err(GuideError::AtStart { code });
        }
        session.changed = now;
        session.revision += 1;
        store.replace(&code, &session)?;
        self.show_session(&session)
    }

    /// A session as shown.
    fn show_session(&self, session: &Session) -> Result<SessionAnswer, GuideError> {
        let walk = Walk::of(session)?;
        let playbook = walk.root();
        Ok(SessionAnswer {
            schema: GUIDE_SESSION_SCHEMA.into(),
            code: session.code.clone(),
            revision: session.revision,
            guide: SessionGuide {
                id: playbook.id.clone(),
                title: playbook.title.clone(),
                version: playbook.version,
                change: playbook.change.clone(),
                owner: playbook.owner.clone(),
                tier: playbook.tier,
            },
            introduction: if session.trail.is_empty() {
                blocks(&playbook.introduction)
            } else {
                Vec::new()
            },
            node: self.show_node(&walk)?,
            finished: walk.outcome().is_some(),
            outcome: walk.outcome().as_ref().map(outcome),
            trail: trail(session, &walk),
            note: note(session, &walk),
            started: session.started,
            changed: session.changed,
        })
    }

    fn show_node(&self, walk: &Walk) -> Result<SessionNode, GuideError> {
        let node = walk.node();
        let article = match &node.kind {
            NodeKind::Link(target) => Some(self.linked(target)?),
            _ => None,
        };
        let text = match (&node.kind, &article) {
            (NodeKind::Link(_), Some(article)) => format!("Read: {}", article.title),
            _ => words(node),
        };
        let choices = (1..).zip(walk.offered());
        Ok(SessionNode {
            within: walk
                .within()
                .map(|playbook| playbook.title.clone())
                .collect(),
            id: node.id.clone(),
            title: node.title.clone(),
            kind: kind_name(&node.kind).into(),
            text,
            blocks: blocks(&node.blocks),
            article,
            outcome: match &node.kind {
                NodeKind::Outcome(ending) => Some(outcome(ending)),
                _ => None,
            },
            back_in: walk.back_in().map(|link| link.title.clone()),
            choices: choices
                .map(|(number, offered)| SessionChoice {
                    number,
                    answer: offered.edge.answer.clone(),
                    left: offered.left,
                })
                .collect(),
        })
    }

    /// The article that a node sends to: of this knowledge base, or else a built-in one, as
    /// built-in playbooks lead to built-in articles wherever they are walked.
    fn linked(&self, id: &str) -> Result<LinkedArticle, GuideError> {
        if let Some(ordinal) = self.generation().articles.find(id) {
            let (_, document, place) = self.open_article(ordinal)?;
            return Ok(excerpt(
                &document,
                crate::engine::article_of(&document, place)?,
            ));
        }
        for document in corpus::builtin::documents() {
            let found = document.articles.iter().find(|article| article.id == id);
            if let Some(article) = found {
                return Ok(excerpt(&document, article));
            }
        }
        Ok(LinkedArticle {
            id: id.to_owned(),
            title: String::new(),
            sections: Vec::new(),
            cautions: Vec::new(),
        })
    }
}

/// What helps during a call: how to look at it and what to do. Cautions stand apart.
fn excerpt(document: &Document, article: &Article) -> LinkedArticle {
    let helps = |role: &Role| {
        matches!(role, Role::Summary | Role::Symptoms | Role::Diagnosis) || role.is_remedy()
    };
    let whole = compose::article::article(document, article, &|_| true);
    let sections = whole.sections.into_iter().zip(&article.sections);
    let sections: Vec<SectionAnswer> = sections
        .filter(|(_, section)| helps(&section.role))
        .map(|(shown, _)| shown)
        .collect();
    LinkedArticle {
        id: article.id.clone(),
        title: article.title.clone(),
        sections,
        cautions: compose::remedy::all_cautions(article),
    }
}

fn load(store: &dyn SessionStore, typed: &str) -> Result<(Code, Session), GuideError> {
    let code = Code::read(typed)?;
    let session = store.load(&code)?;
    let session = session.ok_or_else(|| GuideError::NoSession {
        code: code.to_string(),
    })?;
    Ok((code, session))
}

/// Adds an answer to a session.
fn answer(session: &mut Session, reply: &str, now: u64) -> Result<(), GuideError> {
    let walk = Walk::of(session)?;
    if walk.outcome().is_some() {
        let code = session.code.clone();
        return Err(GuideError::Finished { code });
    }
    let answer = walk.understand(reply)?;
    let guide = walk.within().last().unwrap_or(walk.root()).id.clone();
    let node = walk.node().id.clone();
    session.trail.push(Taken {
        guide,
        node,
        answer,
        at: now,
    });
    session.changed = now;
    session.revision += 1;
    Ok(())
}
