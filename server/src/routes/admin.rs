//! `POST /v1/admin/reload`: take over a new index now.

use crate::keys::{Caller, Role};
use crate::knowledge::Reload;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReloadAnswer {
    /// The generation that answers.
    pub generation: String,
    /// True if it took over just now.
    pub swapped: bool,
}

/// Opens what `CURRENT` says.
pub async fn reload_index(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<ReloadAnswer>, Problem> {
    if caller.role != Role::Admin {
        return Err(Problem::new(Kind::Forbidden)
            .detail("Only a key of the role admin may make the service reload.")
            .hint("on the machine itself, a HUP signal does the same"));
    }
    let reload = reload(&state).await?;
    let (generation, swapped) = match reload {
        Reload::Unchanged(generation) => (generation, false),
        Reload::Swapped(generation) => (generation, true),
    };
    Ok(Json(ReloadAnswer {
        generation,
        swapped,
    }))
}

/// Looks for a new index and lets it take over, beside the threads that answer.
///
/// # Errors
/// [`Kind::Unavailable`] if it cannot be opened; the old one goes on answering.
pub async fn reload(state: &AppState) -> Result<Reload, Problem> {
    let shelf = state.clone();
    let opened = tokio::task::spawn_blocking(move || shelf.shelf.reload()).await;
    let opened = opened.map_err(Problem::internal)?;
    match &opened {
        Ok(Reload::Unchanged(_)) => {}
        Ok(Reload::Swapped(generation)) => {
            state.metrics.count_swap(true);
            tracing::info!(%generation, "a new index answers");
        }
        Err(error) => {
            state.metrics.count_swap(false);
            tracing::warn!(%error, "the new index cannot be opened; the old one answers");
        }
    }
    opened.map_err(|error| {
        let mut problem = Problem::new(Kind::Unavailable)
            .detail("The new index cannot be opened; the old one goes on answering.");
        problem.inside = Some(error.to_string());
        problem
    })
}
