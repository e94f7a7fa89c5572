//! Connections: how many there may be, how long one may stay silent, and what becomes of them when the server stops.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    Request,
    body::{Body as _, Incoming},
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use prometheus_client::metrics::gauge::Gauge;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Service as _;

use crate::metrics::Present;

/// Bytes of a request's head that are surely read; each connection keeps up to about as many while they come. Proxies let as
/// much through (nginx: four times 8 KB); by itself hyper would keep 417 KB.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// What bounds the connections of a server.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Open at once; more wait in the system's queue.
    pub connections_max: usize,
    /// How long the head of a request may take to come, and how long a connection may wait for its next request.
    pub silence_max: Duration,
    /// How long requests under way may take to end once the server is told to stop.
    pub farewell_max: Duration,
}

impl Bounds {
    #[must_use]
    pub const fn with_connections(connections_max: usize) -> Self {
        // A request ends within twenty seconds.
        Self { connections_max, silence_max: Duration::from_secs(30), farewell_max: Duration::from_secs(22) }
    }
}

/// Serves until `stop` comes: then nothing new is taken, and what is under way ends, or is ended after a while. `open` says
/// how many connections there are.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    open: &Gauge,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(bounds.connections_max));
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await.ok()?;
            Some((permit, accept(&listener).await))
        };
        let accepted = tokio::select! {
            accepted = next => accepted,
            () = &mut stop => None,
        };
        let Some((permit, (stream, address))) = accepted else { break };
        let place = (permit, Present::one_of(open));
        attend(stream, address, place, router.clone(), bounds, &connections);
    }
    drop(listener);
    if tokio::time::timeout(bounds.farewell_max, connections.shutdown()).await.is_err() {
        tracing::warn!("connections that did not end were cut");
    }
}

/// The next connection. What fails is the peer's, or the lack of files: then it is tried again a little later.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn attend(
    stream: TcpStream,
    address: SocketAddr,
    place: (OwnedSemaphorePermit, Present),
    router: Router,
    bounds: Bounds,
    connections: &GracefulShutdown,
) {
    // Answers are short and wanted at once.
    let _refused = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        // Most have none, and an empty one costs nothing.
        let request = request.map(|body| if body.is_end_stream() { Body::empty() } else { Body::new(body) });
        router.clone().call(request)
    });
    let watcher = connections.watcher();
    tokio::spawn(async move {
        // How it ends is the peer's business.
        match tokio::time::timeout(bounds.silence_max, speaks_http2(&stream)).await {
            Ok(Ok(true)) => {
                let mut builder = http2::Builder::new(TokioExecutor::new());
                builder
                    .timer(TokioTimer::new())
                    .keep_alive_interval(bounds.silence_max)
                    .keep_alive_timeout(bounds.silence_max);
                let _ended = watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await;
            }
            Ok(Ok(false)) => {
                let mut builder = http1::Builder::new();
                builder.timer(TokioTimer::new()).header_read_timeout(bounds.silence_max).max_buf_size(HEAD_BYTES_MAX);
                let _ended = watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await;
            }
            Ok(Err(_)) | Err(_) => {}
        }
        drop(place);
    });
}

/// What every HTTP/2 connection begins with (RFC 9113, 3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Looks at the first bytes and leaves them there.
async fn speaks_http2(stream: &TcpStream) -> std::io::Result<bool> {
    let mut begun = [0; PREFACE.len()];
    loop {
        let length = stream.peek(&mut begun).await?;
        if length == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if begun[..length] != PREFACE[..length] {
            return Ok(false);
        }
        if length == PREFACE.len() {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::{Notify, oneshot},
    };

    use super::*;

    struct Served {
        address: SocketAddr,
        stop: Option<oneshot::Sender<()>>,
        ended: tokio::task::JoinHandle<()>,
        slow: Arc<Slow>,
    }

    /// A request that takes as long as the test wants.
    #[derive(Default)]
    struct Slow {
        has_begun: Notify,
        may_end: Notify,
    }

    async fn start(bounds: Bounds) -> Served {
        let slow = Arc::<Slow>::default();
        let waits = Arc::clone(&slow);
        let answer = get(async move || {
            waits.has_begun.notify_one();
            waits.may_end.notified().await;
            "slow"
        });
        let router = Router::new().route("/", get(async || "here")).route("/slow", answer);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(async move {
            let stop = async {
                let _stopped = stopped.await;
            };
            serve(listener, router, bounds, &Gauge::default(), stop).await;
        });
        Served { address, stop: Some(stop), ended, slow }
    }

    async fn connect(served: &Served, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut bytes = Vec::new();
        // An end is an end, also where the other side cuts what it has not read.
        let _cut = stream.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }

    const SHORT: Bounds = Bounds {
        connections_max: 100,
        silence_max: Duration::from_millis(100),
        farewell_max: Duration::from_millis(500),
    };

    #[tokio::test]
    async fn who_stays_silent_is_let_go() {
        let served = start(SHORT).await;
        for begun in ["", "PRI * HT", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
            let stream = connect(&served, begun).await;
            let answer = tokio::time::timeout(Duration::from_secs(20), rest(stream)).await;
            assert!(answer.is_ok(), "{begun:?} is ended");
        }
        // And so is one who had an answer and asks for no more.
        let answer = rest(connect(&served, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await).await;
        assert!(answer.ends_with("here"), "{answer}");
    }

    #[tokio::test]
    async fn a_head_may_be_long_but_not_without_end() {
        let served = start(Bounds { silence_max: Duration::from_secs(600), ..SHORT }).await;
        let ask = |length: usize| {
            let long = "a".repeat(length);
            format!("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: {long}\r\n\r\n")
        };
        let answer = rest(connect(&served, &ask(HEAD_BYTES_MAX - 1_000)).await).await;
        assert!(answer.ends_with("here"), "{answer}");
        let answer = rest(connect(&served, &ask(2 * HEAD_BYTES_MAX)).await).await;
        assert!(!answer.ends_with("here"), "{answer}");
    }

    #[tokio::test]
    async fn a_server_that_stops_waits_for_what_is_under_way() {
        let long = Duration::from_secs(600);
        let mut served = start(Bounds { silence_max: long, farewell_max: long, ..SHORT }).await;
        let asked = connect(&served, "GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        served.slow.has_begun.notified().await;
        drop(served.stop.take());
        // By the time that nobody listens, it has said its farewells or gone.
        while TcpStream::connect(served.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(!served.ended.is_finished(), "a request is under way");
        served.slow.may_end.notify_one();
        assert!(rest(asked).await.ends_with("slow"));
        tokio::time::timeout(Duration::from_secs(60), served.ended).await.expect("it ends with it").unwrap();
    }

    #[tokio::test]
    async fn a_server_that_stops_waits_no_longer_than_its_farewell() {
        let mut served = start(Bounds { silence_max: Duration::from_secs(600), ..SHORT }).await;
        let _silent = connect(&served, "GET / HT").await;
        let asked = connect(&served, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
        served.slow.has_begun.notified().await;
        drop(served.stop.take());
        tokio::time::timeout(Duration::from_secs(60), served.ended).await.expect("whoever is left").unwrap();
        drop(asked);
    }

    #[tokio::test]
    async fn more_connections_than_there_is_room_for_wait() {
        let served = start(Bounds { connections_max: 2, silence_max: Duration::from_secs(600), ..SHORT }).await;
        let (one, _two) = (connect(&served, "GET").await, connect(&served, "GET").await);
        let waiting = connect(&served, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        let answer = tokio::spawn(rest(waiting));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!answer.is_finished());
        drop(one);
        assert!(answer.await.unwrap().ends_with("here"));
    }
}
