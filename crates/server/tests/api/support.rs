//! A server for one test: its own folder, the small catalogue beside this, and a clock that stands still until it is turned.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use ::catalogue::Catalogue;
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request},
};
use chrono::{DateTime, FixedOffset, TimeDelta};
use clap::Parser as _;
use contract::{
    FaultCode, Problem, ProblemCode, Secret,
    holds::Hold,
    visits::{Ticket, TicketStop},
};
use loket_server::{
    App, clock::TurnedClock, config::Config, db::Db, hoarding::HoldLimits, keyring::Keyring, randomness::Randomness,
    router,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sqlx::Row as _;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::{described, log, store};

pub struct TestApp {
    pub folder: TempDir,
    pub clock: TurnedClock,
    pub app: App,
    router: Router,
}

fn usual_catalogue() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue")
}

impl TestApp {
    /// A Monday, half an hour before the mall opens: the farthest day has just been released.
    pub async fn start() -> Self {
        Self::start_with(Randomness::system()).await
    }

    pub async fn start_with(randomness: Randomness) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TurnedClock::at(instant("23T07:30").to_utc());
        Self::open(folder, clock, randomness).await
    }

    /// With other limits than usual.
    pub async fn start_with_limits(change: impl FnOnce(&mut HoldLimits)) -> Self {
        Self::start_with_config(|config| change(&mut config.hold_limits)).await
    }

    /// With other settings than usual.
    pub async fn start_with_config(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TurnedClock::at(instant("23T07:30").to_utc());
        Self::open_with(folder, clock, Randomness::system(), &usual_catalogue(), change).await
    }

    pub async fn open(folder: TempDir, clock: TurnedClock, randomness: Randomness) -> Self {
        Self::open_with_catalogue(folder, clock, randomness, &usual_catalogue()).await
    }

    pub async fn open_with_catalogue(
        folder: TempDir,
        clock: TurnedClock,
        randomness: Randomness,
        catalogue: &Path,
    ) -> Self {
        Self::open_with(folder, clock, randomness, catalogue, |_| {}).await
    }

    async fn open_with(
        folder: TempDir,
        clock: TurnedClock,
        randomness: Randomness,
        catalogue: &Path,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        log::start();
        let data = folder.path().to_str().unwrap().to_owned();
        let mut config = Config::try_parse_from(["loket-server", "--data", &data]).unwrap();
        config.database = store::postgres_database(folder.path()).await;
        change(&mut config);
        let catalogue = Catalogue::read(catalogue).unwrap_or_else(|error| panic!("{error}"));
        let keys = Keyring::read_or_make(&config.key_file(), &config.database_file()).unwrap();
        let db = Db::open(&config.place()).await.unwrap();
        let app = App::new(config, Arc::new(catalogue), db, keys, clock.clock(), randomness).await.unwrap();
        Self { folder, clock, router: router(app.clone()), app }
    }

    /// Stops, and starts again on the same files.
    pub async fn restart(self) -> Self {
        self.app.db.close().await;
        Self::open(self.folder, self.clock, Randomness::system()).await
    }

    pub fn set_clock(&self, day_and_time: &str) {
        self.clock.set(instant(day_and_time).to_utc());
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        send(self.router.clone(), ask).await
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub async fn hold(&self, number: u8, stops: &[Value]) -> Hold {
        self.send(post("/holds").secret(number).json(hold_of(stops))).await.ok()
    }

    /// Books stops for people, each with answers that lead to a checklist.
    pub async fn book(&self, number: u8, stops: &[Value], people: &[Value]) -> Ticket {
        let hold = self.hold(number, stops).await;
        self.send(confirm(number, &hold, people)).await.ok()
    }

    pub async fn rows(&self, table: &str) -> i64 {
        self.number(&format!("select count(*) from {table}")).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let mut connection = self.app.db.read().await.unwrap();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query(sql).fetch_one(&mut *connection).await.unwrap().try_get(0).unwrap()
    }

    /// Places taken in a window, those of ended holds too, as the counter has it.
    pub async fn counter(&self, desk: &str, day_and_time: &str) -> i64 {
        let (tenant, desk) = desk.split_once('/').unwrap();
        self.number(&format!(
            "select cast(coalesce(sum(taken), 0) as bigint) from window_counter
             where tenant = '{tenant}' and desk = '{desk}' and starts_at = {}",
            instant(day_and_time).timestamp()
        ))
        .await
    }

    pub async fn left(&self, desk: &str, day_and_time: &str) -> u32 {
        let day = &day_and_time[..2];
        let answer = self.send(get(&format!("/desks/{desk}/windows?from=2026-11-{day}&days=1"))).await;
        let windows: contract::windows::DeskWindows = answer.ok();
        let starts_at = instant(day_and_time);
        windows.days[0].windows.iter().find(|window| window.starts_at == starts_at).unwrap().left
    }

    /// The rows of every table in which a request could leave something, and all places taken.
    pub async fn state(&self) -> Vec<i64> {
        let mut state = vec![self.number("select cast(coalesce(sum(taken), 0) as bigint) from window_counter").await];
        for table in ["hold", "hold_stop", "visit", "visit_key", "visit_person", "visit_stop", "idempotent_answer"] {
            state.push(self.rows(table).await);
        }
        state.push(self.number("select count(*) from visit_stop where state = 'booked'").await);
        state
    }

    /// The invariant of the ledger: every place taken is someone's.
    pub async fn assert_books_balance(&self) {
        let off = self
            .number(
                "select count(*) from window_counter c where taken <>
                 (select count(*) from hold_stop h where h.tenant = c.tenant and h.desk = c.desk and h.starts_at = c.starts_at)
               + (select count(*) from visit_stop s where s.tenant = c.tenant and s.desk = c.desk
                  and s.starts_at = c.starts_at and s.state <> 'cancelled')",
            )
            .await;
        assert_eq!(off, 0, "windows whose counter is not the sum of its places");
    }
}

pub async fn send(router: Router, ask: Ask) -> Answer {
    let body = ask.body.clone();
    let request = ask.into_request();
    let asked = (request.method().clone(), request.uri().path().to_owned());
    let response = router.oneshot(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let answer = Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() };
    described::check(asked.0.as_str(), &asked.1, body.as_deref(), &answer);
    answer
}

/// A request under /api/v1.
#[derive(Clone)]
pub struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    address: [u8; 4],
}

pub fn get(path: &str) -> Ask {
    ask("GET", path)
}

pub fn post(path: &str) -> Ask {
    ask("POST", path)
}

pub fn patch(path: &str) -> Ask {
    ask("PATCH", path)
}

pub fn delete(path: &str) -> Ask {
    ask("DELETE", path)
}

pub fn ask(method: &'static str, path: &str) -> Ask {
    Ask { method, path: path.to_owned(), headers: Vec::new(), body: None, address: [36, 68, 10, 7] }
}

impl Ask {
    /// The secret of that number.
    pub fn secret(self, number: u8) -> Self {
        self.header("authorization", format!("Bearer {}", secret(number).to_text()))
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn json(self, body: Value) -> Self {
        self.body(body.to_string())
    }

    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self.header("content-type", "application/json")
    }

    /// From another network.
    pub fn through_network(mut self, number: u8) -> Self {
        self.address = [114, 5, number, 9];
        self
    }

    fn into_request(self) -> Request<Body> {
        let path = if self.path.starts_with("/health") || self.path == "/metrics" {
            self.path
        } else {
            format!("/api/v1{}", self.path)
        };
        let mut request = Request::builder().method(self.method).uri(path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(self.body.map_or_else(Body::empty, Body::from)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.address, 40_000))));
        request
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert!((400..500).contains(&self.status), "{} {}", self.status, self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem: Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!(problem.status, self.status);
        problem
    }

    /// It is refused with this code, and names exactly these fields.
    #[track_caller]
    pub fn refused(&self, code: ProblemCode, fields: &[(&str, FaultCode)]) -> Problem {
        let problem = self.problem();
        let named: Vec<(&str, FaultCode)> =
            problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!((problem.code, named.as_slice()), (code, fields), "{}", self.text);
        problem
    }
}

pub fn secret(number: u8) -> Secret {
    Secret::from_bytes([number; 16])
}

/// `24T08:00` is that time on 24 November 2026, in the mall's zone.
pub fn instant(day_and_time: &str) -> DateTime<FixedOffset> {
    let seconds = if day_and_time.len() == 8 { ":00" } else { "" };
    format!("2026-11-{day_and_time}{seconds}+07:00").parse().unwrap()
}

/// The body of a hold.
pub fn hold_of(stops: &[Value]) -> Value {
    json!({ "stops": stops })
}

/// A stop of a hold, at its service's desk.
pub fn stop(service: &str, person: usize, day_and_time: &str) -> Value {
    json!({
        "service": service,
        "person": person,
        "desk": desk_of(service),
        "starts_at": instant(day_and_time),
    })
}

pub fn desk_of(service: &str) -> &'static str {
    match service {
        "capil-ktp" | "capil-kk" => "capil/identitas",
        "capil-akta-lahir" => "capil/akta",
        "capil-legalisir" => "capil/antre",
        _ => "polres/skck",
    }
}

/// A stop that takes a paper from another.
pub fn obtaining(mut stop: Value, document: &str, at_stop: usize) -> Value {
    stop["obtains"] = json!([{ "document": document, "at_stop": at_stop }]);
    stop
}

/// The identity number of the resident of that number.
pub fn nik(number: u16) -> String {
    format!("147101150801{number:04}")
}

pub fn person(name: &str, nik: &str) -> Value {
    json!({ "name": name, "identity": { "kind": "nik", "number": nik } })
}

pub fn child(name: &str, of: usize, ordinal: u32) -> Value {
    json!({ "name": name, "identity": { "kind": "child", "of": of, "ordinal": ordinal } })
}

/// Answers that lead to a checklist.
pub fn answers_for(service: &str) -> Value {
    match service {
        "capil-akta-lahir" => json!({ "tempat": "sini", "pemohon": "sendiri" }),
        _ => json!({}),
    }
}

/// The body of a confirmation.
pub fn visit_of(hold: &Hold, people: &[Value]) -> Value {
    let answers: Vec<Value> = hold.stops.iter().map(|stop| answers_for(stop.service.as_str())).collect();
    json!({ "hold": hold.id, "people": people, "answers": answers })
}

pub fn confirm(number: u8, hold: &Hold, people: &[Value]) -> Ask {
    post("/visits").secret(number).key("confirm").json(visit_of(hold, people))
}

pub fn visit_path(ticket: &Ticket) -> String {
    format!("/visits/{}", ticket.code.compact())
}

pub fn stop_numbered(ticket: &Ticket, number: u32) -> &TicketStop {
    ticket.stops.iter().find(|stop| stop.number == number).unwrap()
}
