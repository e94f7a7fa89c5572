//! What Prometheus reads at `GET /metrics`: counts and times of requests, holds, visits, refusals and commits. Nothing
//! personal: labels are route templates, methods, classes of status and the closed codes of refusals.
//!
//! It is answered on an address of its own (`--metrics-listen`), never where residents are, since it tells how busy the
//! mall is.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{Method, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use contract::ProblemCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, prometheus_text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::Registry,
};

use crate::{
    db::{CommitFigures, Db},
    error::Error,
};

/// All metrics of a server. Cloned, it is the same one.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Figures>);

#[derive(Debug)]
struct Figures {
    db: Db,
    registry: Registry,
    requests: Family<Asked, Histogram, fn() -> Histogram>,
    refused: Family<Refused, Counter>,
    holds: Family<Happened, Counter>,
    visits: Family<Happened, Counter>,
    requests_under_way: Gauge,
    connections_open: Gauge,
    writes_waiting: Gauge,
    database_connections: Family<Connections, Gauge>,
}

/// What happens in the ledger, counted once it lasts. Repeated requests are answered and not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    HoldMade,
    HoldExtended,
    /// By its holder, or for another choice under the same secret. Holds whose time runs out end by nobody's doing.
    HoldEnded,
    VisitBooked,
    VisitMoved,
    VisitCancelled,
    /// One stop of a visit.
    StopCancelled,
    /// Its people were forgotten, and what could still be cancelled was.
    VisitErased,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    code: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Happened {
    event: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Connections {
    state: &'static str,
}

/// Seconds of a request: from a page at hand to the twenty seconds after which a request is ended.
const REQUEST_SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];

impl Metrics {
    /// The metrics of a server on this store.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(REQUEST_SECONDS);
        let mut figures = Figures {
            db: db.clone(),
            registry: Registry::with_prefix("loket"),
            requests: Family::new_with_constructor(histogram),
            refused: Family::default(),
            holds: Family::default(),
            visits: Family::default(),
            requests_under_way: Gauge::default(),
            connections_open: Gauge::default(),
            writes_waiting: Gauge::default(),
            database_connections: Family::default(),
        };
        figures.register();
        Self(Arc::new(figures))
    }

    pub fn count(&self, event: Event) {
        let (family, event) = match event {
            Event::HoldMade => (&self.0.holds, "made"),
            Event::HoldExtended => (&self.0.holds, "extended"),
            Event::HoldEnded => (&self.0.holds, "ended"),
            Event::VisitBooked => (&self.0.visits, "booked"),
            Event::VisitMoved => (&self.0.visits, "moved"),
            Event::VisitCancelled => (&self.0.visits, "cancelled"),
            Event::StopCancelled => (&self.0.visits, "stop_cancelled"),
            Event::VisitErased => (&self.0.visits, "erased"),
        };
        family.get_or_create(&Happened { event }).inc();
    }

    /// One request that was answered, in these seconds; `code` is that of its refusal.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, seconds: f64, code: Option<ProblemCode>) {
        let asked = Asked { method: method_name(method), route: route.to_owned(), status: status_class(status) };
        self.0.requests.get_or_create(&asked).observe(seconds);
        if let Some(code) = code {
            self.0.refused.get_or_create(&Refused { code: code.as_str() }).inc();
        }
    }

    /// One more request under way, for as long as what is given lives.
    #[must_use]
    pub fn request_under_way(&self) -> Present {
        Present::one_of(&self.0.requests_under_way)
    }

    /// How many connections are open; whoever takes them keeps it true.
    #[must_use]
    pub fn connections_open(&self) -> &Gauge {
        &self.0.connections_open
    }

    /// Everything, in Prometheus' text format (0.0.4).
    ///
    /// # Errors
    /// Where it can't be written.
    fn text(&self) -> Result<String, Error> {
        let figures = &self.0;
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        figures.writes_waiting.set(whole(figures.db.writes_waiting()));
        let (used, idle) = figures.db.connections();
        for (state, count) in [("used", used), ("idle", idle)] {
            figures.database_connections.get_or_create(&Connections { state }).set(whole(count));
        }
        let mut text = String::new();
        prometheus_text::encode(&mut text, &figures.registry)
            .map_err(|_| Error::Broken("the metrics could not be written"))?;
        Ok(text)
    }
}

impl Figures {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("build", "This program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let requests = self.requests.clone();
        registry.register(
            "request_seconds",
            "Requests answered, and how long each took once its body was there",
            requests,
        );
        registry.register("refused", "Requests refused, by the code of the problem", self.refused.clone());
        registry.register("holds", "Holds made, extended, and ended by their holders", self.holds.clone());
        registry.register("visits", "Visits booked, moved and cancelled", self.visits.clone());
        registry.register("requests_under_way", "Requests under way", self.requests_under_way.clone());
        registry.register("connections_open", "Connections open", self.connections_open.clone());
        registry.register("writes_waiting", "Writes that wait for their turn (SQLite)", self.writes_waiting.clone());
        let connections = self.database_connections.clone();
        registry.register("database_connections", "Connections to the database that are used or idle", connections);
        if let Some(CommitFigures { turns, seconds, failed }) = self.db.commit_figures() {
            registry.register("commit_turns", "Writes that one commit made last (SQLite)", turns.clone());
            registry.register("commit_seconds", "How long a commit took (SQLite)", seconds.clone());
            registry.register("commits_failed", "Commits that failed: nothing of them has happened", failed.clone());
        }
    }
}

/// One of several, counted for as long as it lives.
#[derive(Debug)]
pub struct Present(Gauge);

impl Present {
    #[must_use]
    pub fn one_of(all: &Gauge) -> Self {
        all.inc();
        Self(all.clone())
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// `GET /metrics`, and nothing else.
pub fn router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(read_metrics)).with_state(metrics)
}

async fn read_metrics(State(metrics): State<Metrics>) -> Result<impl IntoResponse, Error> {
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text()?))
}

/// Anyone can make up a method; the metrics know those that are used.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn status_class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
