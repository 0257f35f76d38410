//! The Model Context Protocol: the knowledge base as read-only tools for an assistant.
//!
//! Over standard input and output ([`serve_stdio`]) and over HTTP at `/mcp` ([`service`]), where
//! keys and host checks are those of the HTTP API. A tool takes what the route of the same name
//! takes, goes the same way, and answers with the same JSON. `server/docs/mcp.md` is the page for
//! people.

mod lines;
mod tools;

use crate::config::Config;
use crate::keys::{Caller, Role};
use crate::state::AppState;
use crate::{ServeError, log, watch};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ErrorData, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler};
use serde_json::Value;
use std::sync::Arc;

/// What an assistant is told of the tools as a whole.
const INSTRUCTIONS: &str = "A help desk's knowledge base. For what a caller reports or a pasted \
event, call triage with all of the caller's words; when it abstains, say so, ask its question and \
call again with the answer. For an exact event, error code, port, file or command call lookup. \
Quote steps as they are, always with their cautions, and name the article.";

/// The tools, for one caller or for whoever each request is from.
#[derive(Clone)]
pub struct Tools {
    state: AppState,
    /// Who asks, where the connection says; over HTTP the request does.
    caller: Option<Caller>,
}

impl Tools {
    /// Who sent a request: over HTTP whoever the layer before has let in, and nobody else.
    fn caller(&self, context: &RequestContext<RoleServer>) -> Option<Caller> {
        let sent = context.extensions.get::<http::request::Parts>();
        let sent = sent.and_then(|parts| parts.extensions.get::<Caller>());
        self.caller.clone().or_else(|| sent.cloned())
    }
}

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        let mut info = ServerConfig::new(capabilities);
        let own = Implementation::new("firstline", env!("CARGO_PKG_VERSION"));
        info.server_info = own.with_title("Firstline knowledge base");
        info.instructions = Some(INSTRUCTIONS.to_owned());
        info
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::all().into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(caller) = self.caller(&context) else {
            return Err(ErrorData::internal_error("nobody was let in", None));
        };
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        let Some(answer) = tools::call(&self.state, &caller, &request.name, arguments).await else {
            return Err(ErrorData::invalid_params("there is no such tool", None));
        };
        Ok(match answer {
            Ok(json) => CallToolResult::structured(json),
            Err(problem) => {
                if let Some(inside) = &problem.inside {
                    tracing::error!(why = %inside, "failed");
                }
                // A problem is for the assistant to read and to do better, so it is an answer.
                CallToolResult::structured_error(serde_json::to_value(&problem).unwrap_or_default())
            }
        }
        .into())
    }
}

/// The service at `/mcp`. It keeps no sessions, so that any instance can answer any request.
pub fn service(state: &AppState) -> StreamableHttpService<Tools, NeverSessionManager> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(state.config.limits.body_bytes)
        // Hosts are checked before, for all routes alike; pages of other origins may not call
        // unless they were set up.
        .disable_allowed_hosts()
        .with_allowed_origins(state.config.cors.origins.clone())
        .enforce_origin_validation();
    let tools = Tools {
        state: state.clone(),
        caller: None,
    };
    let manager = Arc::new(NeverSessionManager::default());
    StreamableHttpService::new(move || Ok(tools.clone()), manager, config)
}

/// Serves the tools over standard input and output until the input ends. Whoever starts the
/// process asks as `role`.
///
/// # Errors
/// [`ServeError`] if it cannot start or the connection breaks.
pub fn serve_stdio(config: Config, role: Role) -> Result<(), ServeError> {
    config.check().map_err(ServeError::Setting)?;
    // To standard error: standard output belongs to the protocol.
    log::start(config.log);
    let state = AppState::open(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(4)
        .enable_all()
        .thread_name("firstline-mcp")
        .build()?;
    runtime.block_on(async {
        let watcher = tokio::spawn(watch::watch(state.clone()));
        let tools = Tools {
            state,
            caller: Some(Caller {
                role,
                key: None,
                name: None,
            }),
        };
        let lines = lines::between(tokio::io::stdin(), tokio::io::stdout());
        let served = rmcp::serve_server(tools, (lines.input, lines.output)).await;
        let ended = match served {
            Ok(running) => running
                .waiting()
                .await
                .map(|_| ())
                .map_err(std::io::Error::other),
            // Input that ends before it begins is a client that only looked.
            Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(std::io::Error::other(error.to_string())),
        };
        watcher.abort();
        // Nothing is left to be said once the output is out, or cannot be.
        let _ = lines.written.await;
        ended
    })?;
    // Standard input may still be waited for on a thread of its own.
    runtime.shutdown_background();
    Ok(())
}
