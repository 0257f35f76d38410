//! HTTP, chat and web fronts. They hold no rule of their own: a request becomes a query or a
//! case, the engine answers, and the same answer types are rendered.
//!
//! [`serve`] runs the service; [`router::router`] is all of it without a socket, for tests. A
//! request passes [`middleware`], reaches a handler in [`routes`], is worked out on the
//! [`pool`] by the [`knowledge`] that is current, and leaves through [`reply`] or [`problem`]; what
//! people see in a browser is made in `page`.

pub mod access;
pub mod activity;
pub mod answering;
pub mod chat;
pub mod config;
pub mod cursor;
pub mod desk;
pub mod extract;
pub mod holdings;
pub mod keys;
pub mod knowledge;
mod learning;
pub mod listen;
pub mod mcp;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod pool;
pub mod problem;
pub mod reply;
pub mod router;
pub mod routes;
pub mod state;

mod log;
mod page;
mod tls;
mod watch;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use config::Config;
pub use state::AppState;

use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Why the service cannot run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// A setting that cannot be.
    #[error("{0}")]
    Setting(String),
    /// The address cannot be listened on.
    #[error("{address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// Keys are needed, and none is set up that holds.
    #[error("{address} is not loopback, so callers need keys, and there is none")]
    NoKeys {
        /// The address.
        address: SocketAddr,
    },
    /// A certificate or its key cannot be used.
    #[error("{path}: {reason}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file of keys cannot be used.
    #[error(transparent)]
    Keys(#[from] keys::KeyError),
    /// The knowledge base cannot be used.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
    /// The system refused.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What a service says of itself once it listens.
#[derive(Debug, Clone)]
pub struct Started {
    /// Where it listens, with the port it got.
    pub address: SocketAddr,
    /// True with TLS.
    pub tls: bool,
    /// The generation that answers.
    pub generation: String,
    /// Articles that can be found.
    pub articles: u64,
    /// Words that find something here, as they stand in an address.
    pub example: String,
    /// Keys that hold; none if the service is open.
    pub keys: Option<usize>,
    /// Paths at which chat platforms are answered.
    pub chat: Vec<&'static str>,
    /// What is not as it was set up.
    pub notice: Option<String>,
    /// What is wrong with the desk's memory; none if it is kept, or was not to be.
    pub memory: Option<String>,
}

/// Runs the service until the process is told to stop; `started` hears where it listens.
///
/// # Errors
/// [`ServeError`] if it cannot start.
pub fn serve(config: Config, started: impl FnOnce(&Started)) -> Result<(), ServeError> {
    config.check().map_err(ServeError::Setting)?;
    log::start(config.log);
    let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
    let address = config.listen;
    let state = AppState::open(config)?;
    if !state.access.is_open() && state.access.count() == 0 {
        return Err(ServeError::NoKeys { address });
    }
    // For a reload and the like; answers have threads of their own.
    const THREADS: usize = 4;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(THREADS)
        .enable_all()
        .thread_name("firstline-http")
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| ServeError::Listen { address, source })?;
        let knowledge = state.shelf.current();
        started(&Started {
            address: listener.local_addr()?,
            tls: tls.is_some(),
            generation: knowledge.generation.clone(),
            articles: knowledge.engine.generation().manifest.articles,
            example: knowledge.example(),
            keys: (!state.access.is_open()).then(|| state.access.count()),
            chat: state.chat.paths(),
            notice: knowledge.notice.clone(),
            memory: state.memory.notice(),
        });
        drop(knowledge);
        let shared = state.clone();
        let watcher = tokio::spawn(watch::watch(state.clone()));
        let stop = {
            let state = state.clone();
            async move {
                told_to_stop().await;
                tracing::info!("stopping");
                state.stop();
            }
        };
        listen::serve_connections(listener, tls, state, stop).await?;
        watcher.abort();
        shared.memory.close();
        Ok(())
    })
}

/// Waits for the signal to stop.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
