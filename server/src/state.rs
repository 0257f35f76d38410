//! What all requests share.

use crate::access::Access;
use crate::activity::Activity;
use crate::chat::Chat;
use crate::config::Config;
use crate::desk::Memory;
use crate::holdings::Holdings;
use crate::keys::Caller;
use crate::knowledge::{Knowledge, Shelf};
use crate::metrics::Metrics;
use crate::middleware::rate::Rate;
use crate::pool::Pool;
use crate::problem::Problem;
use engine::answer::{SearchAnswer, Triage};
use engine::compose::guard::Viewer;
use engine::guide::{FolderStore, MemoryStore, SessionStore};
use engine::{Case, Query};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What all requests share; a clone is a handle on the same.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The parts of [`AppState`].
pub struct Shared {
    /// What the service was told.
    pub config: Config,
    /// What answers.
    pub shelf: Shelf,
    /// Where answers are worked out.
    pub pool: Pool,
    /// Who may ask.
    pub access: Access,
    /// How often.
    pub rate: Rate,
    /// Sessions of guides.
    pub sessions: Box<dyn SessionStore + Send + Sync>,
    /// The bot of the chat platforms.
    pub chat: Chat,
    /// What is counted.
    pub metrics: Metrics,
    /// What was asked of late.
    pub activity: Activity,
    /// What the desk remembers.
    pub memory: Memory,
    /// What the knowledge base holds.
    pub holdings: Holdings,
    stopping: AtomicBool,
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    /// Opens everything that `config` names.
    ///
    /// # Errors
    /// If the built-in knowledge base or the file of keys cannot be read.
    pub fn open(config: Config) -> Result<Self, crate::ServeError> {
        let chat = Chat::open(&config.chat).map_err(crate::ServeError::Setting)?;
        Self::with_chat(config, chat)
    }

    /// As [`AppState::open`], with a bot that was set up elsewhere.
    ///
    /// # Errors
    /// As [`AppState::open`].
    pub fn with_chat(config: Config, chat: Chat) -> Result<Self, crate::ServeError> {
        let shelf = Shelf::open(config.index.as_deref(), &config.answering)?;
        let pool = Pool::new(config.limits.workers(), config.limits.queue)?;
        let access = Access::open(&config)?;
        let memory = Memory::open(&config)?;
        let rate = Rate::new(config.rate_per_second(), config.rate.burst);
        let sessions: Box<dyn SessionStore + Send + Sync> = match &config.sessions {
            Some(folder) => Box::new(FolderStore::new(folder)),
            None => Box::<MemoryStore>::default(),
        };
        Ok(Self(Arc::new(Shared {
            config,
            shelf,
            pool,
            access,
            rate,
            sessions,
            chat,
            metrics: Metrics::default(),
            activity: Activity::default(),
            memory,
            holdings: Holdings::default(),
            stopping: AtomicBool::new(false),
        })))
    }

    /// Asks the knowledge base that is current now. `ask` runs on a thread of the pool, with the
    /// view of whoever asks.
    ///
    /// # Errors
    /// As [`Pool::run`].
    pub async fn ask<T, F>(&self, caller: &Caller, ask: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Knowledge, &Viewer) -> Result<T, Problem> + Send + 'static,
    {
        self.ask_of(self.shelf.current(), caller, ask).await
    }

    /// As [`AppState::ask`], of a knowledge base that the caller took before.
    ///
    /// # Errors
    /// As [`Pool::run`].
    pub async fn ask_of<T, F>(
        &self,
        knowledge: Arc<Knowledge>,
        caller: &Caller,
        ask: F,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Knowledge, &Viewer) -> Result<T, Problem> + Send + 'static,
    {
        let viewer = caller.desk();
        self.pool.run(move || ask(&knowledge, &viewer)).await
    }

    /// Answers a case, and counts it: the one way for all fronts. Blocks; for threads of the pool.
    ///
    /// # Errors
    /// What the engine says, as a problem.
    pub fn triage(
        &self,
        knowledge: &Knowledge,
        case: &Case,
        viewer: &Viewer,
    ) -> Result<Triage, Problem> {
        let answer = knowledge.engine.triage_for(case, viewer)?;
        self.metrics.count_triage(answer.abstained);
        self.activity.record_triage(&answer);
        Ok(answer)
    }

    /// Answers a search, and counts it: the one way for all fronts. Blocks; for threads of the
    /// pool.
    ///
    /// # Errors
    /// What the engine says, as a problem.
    pub fn search(
        &self,
        knowledge: &Knowledge,
        query: &Query,
        viewer: &Viewer,
    ) -> Result<SearchAnswer, Problem> {
        let answer = knowledge.engine.search_for(query, viewer)?;
        self.activity.count_search();
        self.memory.count("search");
        Ok(answer)
    }

    /// Says that the service is about to stop, so that `/readyz` sends no more callers here.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// True if the service is about to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
