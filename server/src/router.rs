//! Every route, and the order of the layers around them.

use crate::middleware::{admit, guard, observe};
use crate::pool::words_of;
use crate::problem::Problem;
use crate::routes::{
    admin, article, cases, complete, escalation, guides, lookup, nothing, report, search, service,
    suggest, triage, wrong_method,
};
use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderName, HeaderValue, Method, header};
use std::any::Any;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

/// The whole service, without a socket.
pub fn router(state: AppState) -> Router {
    // Whoever asks is settled for these; the rest tells nothing that needs a key.
    let admitted = Router::new()
        .route("/v1/search", get(search::search_articles))
        .route("/v1/triage", post(triage::triage_case))
        .route("/v1/suggest", post(suggest::suggest_issues))
        .route("/v1/articles/{id}", get(article::find_article))
        .route("/v1/lookup/{kind}/{*value}", get(lookup::look_up))
        .route("/v1/complete", get(complete::complete_text))
        .route("/v1/guides", get(guides::list_guides))
        .route("/v1/guides/{id}", get(guides::find_guide))
        .route("/v1/guides/{id}/sessions", post(guides::begin_session))
        .route("/v1/guides/sessions/{code}", get(guides::show_session))
        .route(
            "/v1/guides/sessions/{code}/answers",
            post(guides::answer_session),
        )
        .route("/v1/guides/sessions/{code}/back", post(guides::step_back))
        .route("/v1/escalations", post(escalation::escalate_case))
        .route("/v1/desk/report", get(report::report_desk))
        .route("/v1/cases/{id}", get(cases::show_case))
        .route("/v1/cases/{id}/outcome", post(cases::record_outcome))
        .route("/v1/cases/{id}/feedback", post(cases::record_feedback))
        .route("/v1/admin/reload", post(admin::reload_index))
        .route("/metrics", get(service::show_metrics))
        .route_service("/mcp", crate::mcp::service(&state))
        .route_layer(from_fn_with_state(state.clone(), admit::admit));
    let open = Router::new()
        .route("/healthz", get(service::show_health))
        .route("/readyz", get(service::show_readiness))
        .route("/openapi.json", get(crate::openapi::show_openapi));
    // Chat platforms have no key; they sign what they send.
    let open = open.merge(crate::chat::routes(&state));
    let routes = admitted.merge(open).merge(crate::page::routes(&state));
    // The last layer is the first to see a request.
    routes
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(crate::page::failure::show_problems))
        .layer(CompressionLayer::new())
        .layer(cors(&state))
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

/// Lets pages of the origins that were set up call, and no others.
fn cors(state: &AppState) -> CorsLayer {
    let origins = &state.config.cors.origins;
    if origins.is_empty() {
        return CorsLayer::new();
    }
    let origins = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok());
    let exposed = ["x-request-id", "ratelimit", "ratelimit-policy"].map(HeaderName::from_static);
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers(
            exposed
                .into_iter()
                .chain([header::ETAG, header::RETRY_AFTER])
                .collect::<Vec<_>>(),
        )
        .max_age(Duration::from_secs(3600))
}

/// The answer to a request whose handler panicked.
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    Problem::internal(words_of(panic.as_ref())).into_response()
}
