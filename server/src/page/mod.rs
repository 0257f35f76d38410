//! The web page: every answer of the service as HTML that needs no script.
//!
//! A handler reads [`fields`], asks as the routes of the API do, and gives the answer to a
//! function that returns markup. Templates are `maud` macros, which escape every text they are
//! given; the one place that makes HTML of Markdown ([`markdown`]) goes through a sanitizer.
//! [`frame`] is what all pages share, [`failure`] shows problems as pages, `server/assets` holds
//! the one style sheet and the one script, which only adds to what works without it.

mod article;
mod asked;
mod assets;
mod blocks;
mod case_file;
mod case_form;
mod chart;
mod cite;
mod desk;
mod escalate;
pub(crate) mod failure;
mod fields;
mod frame;
mod guides;
mod help;
mod issue;
mod markdown;
mod packet;
mod quoted;
mod results;
mod search;
mod session;
mod sign_in;
mod status;
mod surroundings;
mod triage;
mod upload;
mod verdict;

#[cfg(test)]
mod tests;

use crate::middleware::admit;
use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

/// The pages, and what they are made with.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let admitted = Router::new()
        .route("/", get(search::show_search))
        .route("/triage", get(triage::show_form).post(triage::show_triage))
        .route("/article/{id}", get(article::show_article))
        .route("/guides", get(guides::show_guides))
        .route("/guide/{id}", get(guides::show_guide))
        .route("/guide/{id}/begin", post(guides::begin_session))
        .route("/session", get(session::find_session))
        .route("/session/{code}", get(session::show_session))
        .route("/session/{code}/answer", post(session::answer_session))
        .route("/session/{code}/back", post(session::step_back))
        .route(
            "/escalate",
            get(escalate::show_form).post(escalate::show_packet),
        )
        .route("/case/{id}", get(case_file::show_case))
        .route("/case/{id}/outcome", post(case_file::take_outcome))
        .route("/case/{id}/feedback", post(case_file::take_feedback))
        .route("/status", get(status::show_status))
        .route("/desk", get(desk::show_report))
        .route("/help", get(help::show_help))
        .route("/sign-out", post(sign_in::sign_out))
        .route_layer(from_fn_with_state(state.clone(), admit::admit));
    Router::new()
        .route("/sign-in", get(sign_in::show_form).post(sign_in::take_key))
        .route("/assets/{name}", get(assets::show_asset))
        .merge(admitted)
        .route_layer(from_fn(crate::access::origin::refuse_strangers))
}
