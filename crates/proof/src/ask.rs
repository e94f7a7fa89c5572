//! What residents ask the server, as values: sent over a connection or straight to a router.

use chrono::{DateTime, Utc};
use contract::Secret;
use serde_json::{Value, json};

use crate::mall::{DESKS, Stop};

/// A request under /api/v1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    /// As a bearer token; empty where there is none.
    pub secret: String,
    /// The Idempotency-Key.
    pub key: Option<String>,
    pub body: String,
    /// From which network it comes: limits count by network.
    pub network: u32,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    #[must_use]
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The problem's code; empty for what is none.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().filter(|_| !self.is_good()).unwrap_or_default().to_owned()
    }
}

/// The bearer token of the secret of that number.
#[must_use]
pub fn secret(number: u64) -> String {
    let mut bytes = [0x5e; Secret::BYTES];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Secret::from_bytes(bytes).to_text()
}

/// An identity number for each of 3 million residents.
#[must_use]
pub fn nik(number: u64) -> String {
    let (serial, rest) = (number % 9999 + 1, number / 9999);
    let (day, month, year) = (rest % 28 + 1, rest / 28 % 12 + 1, rest / 28 / 12 % 100);
    format!("147101{day:02}{month:02}{year:02}{serial:04}")
}

fn ask(method: &'static str, path: String, secret: &str) -> Ask {
    Ask { method, path, secret: secret.to_owned(), key: None, body: String::new(), network: 0 }
}

impl Ask {
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    #[must_use]
    pub fn body(mut self, body: &Value) -> Self {
        self.body = body.to_string();
        self
    }

    #[must_use]
    pub fn through(mut self, network: u32) -> Self {
        self.network = network;
        self
    }
}

#[must_use]
pub fn hold(secret: &str, stops: &[Stop]) -> Ask {
    let stop = |stop: &Stop| {
        json!({
            "service": stop.service().id, "person": stop.person, "desk": stop.window.desk().id,
            "starts_at": instant(stop.window.starts_at),
        })
    };
    ask("POST", "/holds".to_owned(), secret).body(&json!({ "stops": stops.iter().map(stop).collect::<Vec<_>>() }))
}

#[must_use]
pub fn held(secret: &str, hold: &str) -> Ask {
    ask("GET", format!("/holds/{hold}"), secret)
}

#[must_use]
pub fn extend(secret: &str, hold: &str) -> Ask {
    ask("PATCH", format!("/holds/{hold}"), secret)
}

#[must_use]
pub fn release(secret: &str, hold: &str) -> Ask {
    ask("DELETE", format!("/holds/{hold}"), secret)
}

/// The stops of the hold, and the identity number of each of its people.
#[must_use]
pub fn confirm(secret: &str, key: &str, hold: &str, stops: &[Stop], people: &[String]) -> Ask {
    let person = |nik| json!({ "name": "Siti Rahmawati", "identity": { "kind": "nik", "number": nik } });
    let answers: Vec<Value> = stops.iter().map(|stop| (stop.service().answers)()).collect();
    let people: Vec<Value> = people.iter().map(person).collect();
    let body = json!({ "hold": hold, "people": people, "answers": answers });
    ask("POST", "/visits".to_owned(), secret).key(key).body(&body)
}

/// Each stop's number, and the start of the window where it goes.
#[must_use]
pub fn reschedule(secret: &str, key: &str, code: &str, to: &[(u32, i64)]) -> Ask {
    let stop = |(stop, starts_at): &(u32, i64)| json!({ "stop": stop, "starts_at": instant(*starts_at) });
    let body = json!({ "stops": to.iter().map(stop).collect::<Vec<_>>() });
    ask("PATCH", format!("/visits/{code}"), secret).key(key).body(&body)
}

#[must_use]
pub fn cancel(secret: &str, key: &str, code: &str, stop: Option<u32>) -> Ask {
    let path = match stop {
        Some(number) => format!("/visits/{code}/stops/{number}"),
        None => format!("/visits/{code}"),
    };
    ask("DELETE", path, secret).key(key)
}

#[must_use]
pub fn ticket(secret: &str, code: &str) -> Ask {
    ask("GET", format!("/visits/{code}"), secret)
}

/// Of one day of a desk, by its place in [`DESKS`].
#[must_use]
pub fn windows(desk: usize, day: &str) -> Ask {
    ask("GET", format!("/desks/{}/windows?from={day}&days=1", DESKS[desk].id), "")
}

fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
