//! A browser's push service on this machine: takes messages as the real ones do, and a browser that reads them.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde_json::{Value, json};
use web_push_native::{Auth, decrypt, p256::SecretKey};

/// Of the one browser of these tests.
const AUTH: [u8; 16] = [3; 16];

pub struct PushService {
    pub origin: String,
    kept: Arc<Mutex<Kept>>,
}

struct Kept {
    answer: StatusCode,
    messages: Vec<(HeaderMap, Vec<u8>)>,
}

impl PushService {
    pub async fn start() -> Self {
        Self::start_where(async || {}).await
    }

    /// One where something happens before a message that has come is answered.
    pub async fn start_where<F>(happens: impl Fn() -> F + Clone + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let kept = Arc::new(Mutex::new(Kept { answer: StatusCode::CREATED, messages: Vec::new() }));
        let state = Arc::clone(&kept);
        let take = async move |headers: HeaderMap, body: Bytes| {
            let answer = take(&state, headers, &body);
            happens().await;
            answer
        };
        let service = Router::new().route("/browser", post(take));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, service).into_future());
        Self { origin, kept }
    }

    /// What it says to the next messages.
    pub fn answer(&self, status: u16) {
        self.kept.lock().unwrap().answer = StatusCode::from_u16(status).unwrap();
    }

    /// What has come since the last look, accepted or not: headers, and the message as the browser reads it.
    pub fn messages(&self) -> Vec<(HeaderMap, Value)> {
        let messages = std::mem::take(&mut self.kept.lock().unwrap().messages);
        let read = |body| serde_json::from_slice(&decrypt(body, &browser_key(), &Auth::from(AUTH)).unwrap()).unwrap();
        messages.into_iter().map(|(headers, body)| (headers, read(body))).collect()
    }

    /// The body of a request for reminders, as the browser makes it with the server's key.
    pub fn subscription(&self, key: &str) -> Value {
        let public = browser_key().public_key().to_sec1_bytes();
        json!({
            "endpoint": format!("{}/browser", self.origin),
            "p256dh": Base64UrlUnpadded::encode_string(&public),
            "auth": Base64UrlUnpadded::encode_string(&AUTH),
            "key": key,
        })
    }
}

fn browser_key() -> SecretKey {
    SecretKey::from_slice(&[5; 32]).unwrap()
}

fn take(kept: &Mutex<Kept>, headers: HeaderMap, body: &[u8]) -> StatusCode {
    let mut kept = kept.lock().unwrap();
    kept.messages.push((headers, body.to_vec()));
    kept.answer
}
