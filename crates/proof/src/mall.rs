//! A small mall of three desks with few places, and its server in this process: a router, and a clock to turn.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use catalogue::Catalogue;
use chrono::DateTime;
use serde_json::{Value, json};
use server::{
    App,
    clock::TurnedClock,
    config::Config,
    db::{Commits, Db, Place},
    keyring::Keyring,
    randomness::Randomness,
    router,
};
use tower::ServiceExt as _;

use crate::{
    Result,
    ask::{Answer, Ask},
};

/// A desk of the mall's catalogue, as it stands there.
#[derive(Debug)]
pub struct Desk {
    pub id: &'static str,
    /// Places that can be booked a window.
    pub places: usize,
}

#[derive(Debug)]
pub struct Service {
    pub id: &'static str,
    /// Its place in [`DESKS`].
    pub desk: usize,
    /// Answers to its questions that lead to a checklist.
    pub answers: fn() -> Value,
}

pub static DESKS: [Desk; 3] = [
    Desk { id: "capil/identitas", places: 2 },
    Desk { id: "capil/akta", places: 1 },
    Desk { id: "polres/skck", places: 5 },
];

pub static SERVICES: [Service; 4] = [
    Service { id: "capil-ktp", desk: 0, answers: || json!({}) },
    Service { id: "capil-kk", desk: 0, answers: || json!({}) },
    Service { id: "capil-akta-lahir", desk: 1, answers: || json!({ "tempat": "sini", "pemohon": "sendiri" }) },
    Service { id: "polres-skck", desk: 2, answers: || json!({}) },
];

/// Length of every window, in seconds.
pub const WINDOW_SECONDS: i64 = 30 * 60;

/// A window of half an hour, by its desk's place in [`DESKS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    pub desk: usize,
    /// Seconds since 1970.
    pub starts_at: i64,
}

impl Window {
    #[must_use]
    pub fn desk(self) -> &'static Desk {
        &DESKS[self.desk]
    }

    #[must_use]
    pub const fn ends_at(self) -> i64 {
        self.starts_at + WINDOW_SECONDS
    }
}

/// A stop that somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stop {
    /// Its place in [`SERVICES`].
    pub service: usize,
    pub person: usize,
    pub window: Window,
}

impl Stop {
    #[must_use]
    pub fn service(&self) -> &'static Service {
        &SERVICES[self.service]
    }
}

/// Seconds since 1970 of `24T08:00`: that time on 24 November 2026 in the mall's zone.
///
/// # Panics
/// For what is no such time.
#[must_use]
pub fn instant(day_and_time: &str) -> i64 {
    let text = format!("2026-11-{day_and_time}:00+07:00");
    let instant = DateTime::parse_from_rfc3339(&text);
    instant.unwrap_or_else(|error| panic!("{text}: {error}")).timestamp()
}

/// The folder of the mall's catalogue: that of the API's tests.
#[must_use]
pub fn catalogue_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/tests/catalogue")
}

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    Arc::new(Catalogue::read(&catalogue_folder()).unwrap_or_else(|error| panic!("the tests' catalogue: {error}")))
});

/// A server of that mall.
#[derive(Debug, Clone)]
pub struct Mall {
    pub app: App,
    router: Router,
}

impl Mall {
    /// Opens the store in `folder`, or the PostgreSQL database at `database` (then the folder has the key alone).
    ///
    /// # Errors
    /// Where the store can't be opened.
    pub async fn open(
        folder: &Path,
        database: Option<&str>,
        clock: &TurnedClock,
        commits: Commits,
        randomness: Randomness,
    ) -> Result<Self> {
        let mut config = Config::of_folders(folder, folder);
        config.database = database.map(str::to_owned);
        let place = match database {
            Some(url) => Place::Server(url.to_owned()),
            None => Place::File(config.database_file()),
        };
        let keys = Keyring::read_or_make(&config.key_file(), &config.database_file())?;
        let db = Db::open_directed(&place, commits).await?;
        let app = App::new(config, Arc::clone(&CATALOGUE), db, keys, clock.clock(), randomness);
        let app = app.await.map_err(|error| error.to_string())?;
        Ok(Self { router: router(app.clone()), app })
    }

    /// Asks, and waits for the answer. Owns what it needs, so that it can be given up or left waiting.
    pub fn send(&self, ask: &Ask) -> impl Future<Output = Answer> + Send + use<> {
        let (router, ask) = (self.router.clone(), ask.clone());
        async move {
            let response = match router.oneshot(request(&ask)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let status = response.status().as_u16();
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
            Answer { status, body: String::from_utf8_lossy(&body).into_owned() }
        }
    }
}

fn request(ask: &Ask) -> Request<Body> {
    let mut request = Request::builder()
        .method(ask.method)
        .uri(format!("/api/v1{}", ask.path))
        .header("authorization", format!("Bearer {}", ask.secret))
        .header("content-type", "application/json");
    if let Some(key) = &ask.key {
        request = request.header("idempotency-key", key);
    }
    let mut request = request.body(Body::from(ask.body.clone())).unwrap_or_default();
    let [_, high, middle, low] = ask.network.to_be_bytes();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([high, middle, low, 1], 40_000))));
    request
}
