//! Looks for a new index, for changed keys and for new outcomes: every few seconds, and at once on a HUP signal.

use crate::learning::Refreshed;
use crate::routes::admin::reload;
use crate::state::AppState;
use std::time::Duration;

/// Watches until it is dropped.
pub(crate) async fn watch(state: AppState) {
    let pause = Duration::from_secs(state.config.reload_seconds.max(1));
    let mut hangups = Hangups::new();
    let mut learned = Refreshed::default();
    loop {
        learned.refresh(&state).await;
        let asked = tokio::select! {
            () = tokio::time::sleep(pause) => false,
            () = hangups.next() => true,
        };
        match state.access.refresh() {
            Ok(true) => tracing::info!(keys = state.access.count(), "the keys were read again"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the keys cannot be read; the old ones hold"),
        }
        if asked || state.shelf.is_stale() {
            // What went wrong was logged there.
            let _ = reload(&state).await;
        }
    }
}

/// HUP signals, on systems that have them.
struct Hangups {
    #[cfg(unix)]
    signals: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signals: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signals) = &mut self.signals
            && signals.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}
