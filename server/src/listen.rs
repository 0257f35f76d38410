//! Takes connections: plain or TLS, HTTP/1.1 or HTTP/2, a bounded number of them, each with a
//! bounded time to say what it wants.
//!
//! The loop is written out because the ready-made one has no limit on connections and no time
//! limit on a request's head, without which a few thousand idle connections stop a service.

use crate::config::Config;
use crate::state::AppState;
use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Open files that the service needs besides connections: index, log, workers.
const OTHER_FILES: u64 = 256;
/// Time to wait when the system has no more files or memory for a connection.
const BREATHER: Duration = Duration::from_millis(50);
/// Bytes read ahead of a connection.
const BUFFER: usize = 32 * 1024;
/// Time for which a caller may leave an answer unread.
const UNREAD: Duration = Duration::from_secs(60);
/// Requests under way on one HTTP/2 connection.
const STREAMS: u32 = 32;

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Answers connections until `stop` is done, then lets running requests finish.
///
/// # Errors
/// If the listener cannot be used at all.
pub async fn serve_connections(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    state: AppState,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let doorman = Doorman::new(&state.config, tls, state.clone());
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = doorman.take(&listener) => taken,
        };
        match taken {
            Ok((stream, peer, seat)) => {
                tokio::spawn(
                    doorman
                        .clone()
                        .answer(stream, peer, seat, graceful.watcher()),
                );
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken right now");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    let grace = Duration::from_secs(state.config.shutdown_seconds);
    if tokio::time::timeout(grace, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some connections were still open and are cut");
    }
    Ok(())
}

/// Takes connections in and answers them.
#[derive(Clone)]
struct Doorman {
    seats: Arc<Semaphore>,
    tls: Option<TlsAcceptor>,
    builder: Builder<TokioExecutor>,
    router: Router,
    patience: Duration,
    state: AppState,
}

impl Doorman {
    fn new(config: &Config, tls: Option<TlsAcceptor>, state: AppState) -> Self {
        let patience = Duration::from_secs(config.limits.header_seconds.max(1));
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .max_buf_size(BUFFER);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .keep_alive_interval(patience)
            .keep_alive_timeout(patience);
        Self {
            seats: Arc::new(Semaphore::new(connections(config.limits.connections))),
            tls,
            builder,
            router: crate::router::router(state.clone()),
            patience,
            state,
        }
    }

    /// The next connection, once there is room for it.
    async fn take(
        &self,
        listener: &TcpListener,
    ) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let seat = Arc::clone(&self.seats).acquire_owned().await;
        let seat = seat.map_err(io::Error::other)?;
        let (stream, peer) = listener.accept().await?;
        // Answers are written whole; waiting for more would only make them late.
        stream.set_nodelay(true)?;
        give_up_unread(&stream, UNREAD);
        Ok((stream, peer, seat))
    }

    async fn answer(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        seat: OwnedSemaphorePermit,
        watcher: Watcher,
    ) {
        let connections = self.state.metrics.connections.clone();
        connections.inc();
        let router = self.router.clone();
        let service = tower::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request)
        });
        let service = TowerToHyperService::new(service);
        let done = match &self.tls {
            None => {
                let stream = TokioIo::new(stream);
                let connection = self.builder.serve_connection(stream, service);
                watcher.watch(connection).await
            }
            Some(tls) => match tokio::time::timeout(self.patience, tls.accept(stream)).await {
                Ok(Ok(stream)) => {
                    let stream = TokioIo::new(stream);
                    let connection = self.builder.serve_connection(stream, service);
                    watcher.watch(connection).await
                }
                Ok(Err(error)) => Err(error.into()),
                Err(late) => Err(late.into()),
            },
        };
        if let Err(error) = done {
            tracing::debug!(%error, "a connection broke");
        }
        connections.dec();
        drop(seat);
    }
}

/// Lets the system close a connection whose other end takes no bytes: there is a time limit for
/// what a caller sends, and without this there would be none for what a caller reads.
fn give_up_unread(stream: &TcpStream, time: Duration) {
    #[cfg(target_os = "linux")]
    // Where it cannot be set, the number of connections is still bounded.
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(time));
    #[cfg(not(target_os = "linux"))]
    let _ = (stream, time);
}

/// How many connections there can be: what was set up, or fewer if the system allows fewer files.
fn connections(wanted: usize) -> usize {
    let files = wanted as u64 + OTHER_FILES;
    let allowed = rlimit::increase_nofile_limit(files).unwrap_or(files);
    let room = usize::try_from(allowed.saturating_sub(OTHER_FILES)).unwrap_or(wanted);
    if room < wanted {
        tracing::warn!(
            room,
            wanted,
            "the system allows fewer open files than connections"
        );
    }
    room.clamp(1, wanted.max(1))
}
