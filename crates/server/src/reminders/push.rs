//! Sending one message through the push service of a browser (RFC 8030, 8291).

use std::time::Duration;

use axum::body::{Body, Bytes};
use chrono::{DateTime, Utc};
use hyper::{Request, StatusCode, Uri, header};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use web_push_native::WebPushBuilder;

use super::{
    ReminderSettings,
    subscription::{Subscription, is_known, origin},
    vapid::PushKey,
};
use crate::config::origins::Origins;

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Accepted,
    /// The browser has given its subscription up.
    Gone,
    /// Surely not accepted; it may be tried again.
    Refused,
    /// Not accepted, and not the next time either: this server's own fault, with the HTTP status.
    Rejected(u16),
    /// Perhaps accepted: to try again could be to remind twice.
    Unsure,
    /// Not sent: its push service is none of the settings.
    Unlisted,
}

/// One message.
#[derive(Debug)]
pub struct Message {
    pub text: String,
    pub now: DateTime<Utc>,
    /// How long it may be shown.
    pub until: DateTime<Utc>,
}

/// Sends messages.
#[derive(Debug, Clone)]
pub struct Push {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    contact: String,
    services: Origins,
}

impl Push {
    /// `None` where no reminders are sent.
    #[must_use]
    pub fn of(settings: &ReminderSettings) -> Option<Self> {
        let contact = settings.contact()?.to_owned();
        let connector = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Some(Self { client, contact, services: settings.push_services.clone() })
    }

    /// Sends a message to one browser.
    pub async fn send(&self, subscription: &Subscription, key: &PushKey, message: Message) -> Delivery {
        // Asked again: it may have been kept under other settings, or by a release that read addresses otherwise.
        let origin = subscription.endpoint.parse().ok().and_then(|endpoint| origin(&endpoint));
        if !origin.is_some_and(|origin| is_known(&origin, self.services.all())) {
            return Delivery::Unlisted;
        }
        let Some(request) = self.request(subscription, key, message) else { return Delivery::Gone };
        match tokio::time::timeout(PATIENCE, self.client.request(request)).await {
            Ok(Ok(answer)) => delivery(answer.status()),
            Ok(Err(error)) if error.is_connect() => Delivery::Refused,
            Ok(Err(_)) | Err(_) => Delivery::Unsure,
        }
    }

    /// `None` for what no release of ours has kept.
    fn request(&self, subscription: &Subscription, key: &PushKey, message: Message) -> Option<Request<Body>> {
        let Message { text, now, until } = message;
        let endpoint: Uri = subscription.endpoint.parse().ok()?;
        let origin = origin(&endpoint)?;
        let lasts = (until - now).to_std().unwrap_or_default();
        let mut request = WebPushBuilder::new(endpoint, subscription.public_key()?, subscription.auth()?)
            .with_valid_duration(lasts)
            .build(text)
            .ok()?;
        let authorization = key.authorization(&origin, &self.contact, now).parse().ok()?;
        request.headers_mut().insert(header::AUTHORIZATION, authorization);
        request.headers_mut().insert("urgency", header::HeaderValue::from_static("high"));
        Some(request.map(|body| Body::from(Bytes::from(body))))
    }
}

fn delivery(status: StatusCode) -> Delivery {
    match status.as_u16() {
        200..=299 => Delivery::Accepted,
        404 | 410 => Delivery::Gone,
        429 | 500.. => Delivery::Refused,
        status => Delivery::Rejected(status),
    }
}
