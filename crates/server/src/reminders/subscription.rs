//! What a browser got from its push service: where to send, and what to encrypt for. It is kept sealed.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use contract::{FaultCode, Language, Problem, VisitCode, reminders::ReminderInput};
use hyper::Uri;
use serde::{Deserialize, Serialize};
use web_push_native::{Auth, p256::PublicKey};

use super::ReminderSettings;
use crate::{error::Error, keyring::Keyring, seal::Belongs};

/// Characters of an endpoint. The longest known are under 500.
const ENDPOINT_LENGTH_MAX: usize = 1_000;
const AUTH_LENGTH: usize = 16;

#[derive(Serialize, Deserialize)]
pub struct Subscription {
    pub endpoint: String,
    p256dh: String,
    auth: String,
    pub language: Language,
}

impl Subscription {
    /// # Errors
    /// The field that is wrong: an endpoint at no push service of the settings, keys of another shape.
    pub fn parse(input: ReminderInput, language: Language, settings: &ReminderSettings) -> Result<Self, Problem> {
        if input.endpoint.len() > ENDPOINT_LENGTH_MAX {
            return Err(Problem::field("/endpoint", FaultCode::TooLong));
        }
        let origin = input.endpoint.parse::<Uri>().ok().and_then(|endpoint| origin(&endpoint));
        let Some(origin) = origin else { return Err(Problem::field("/endpoint", FaultCode::Malformed)) };
        if !is_known(&origin, settings.push_services.all()) {
            return Err(Problem::field("/endpoint", FaultCode::UnknownReference));
        }
        let subscription = Self { endpoint: input.endpoint, p256dh: input.p256dh, auth: input.auth, language };
        if subscription.public_key().is_none() {
            return Err(Problem::field("/p256dh", FaultCode::Malformed));
        }
        if subscription.auth().is_none() {
            return Err(Problem::field("/auth", FaultCode::Malformed));
        }
        Ok(subscription)
    }

    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn seal(&self, keys: &Keyring, code: VisitCode, secret: &[u8]) -> Result<Vec<u8>, Error> {
        keys.seal(&serde_json::to_vec(self)?, &Belongs::to_reminder(code, secret))
    }

    /// # Errors
    /// Those of [`Keyring::unseal`].
    pub fn unseal(keys: &Keyring, code: VisitCode, secret: &[u8], sealed: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&keys.unseal(sealed, &Belongs::to_reminder(code, secret))?)?)
    }

    /// What messages are encrypted for.
    pub fn public_key(&self) -> Option<PublicKey> {
        PublicKey::from_sec1_bytes(&Base64UrlUnpadded::decode_vec(&self.p256dh).ok()?).ok()
    }

    pub fn auth(&self) -> Option<Auth> {
        let auth = Base64UrlUnpadded::decode_vec(&self.auth).ok()?;
        (auth.len() == AUTH_LENGTH).then(|| Auth::clone_from_slice(&auth))
    }
}

/// Scheme, host and port, as whoever calls it reads them; `None` where more stands there. What is called is the host alone:
/// `Uri` takes anything behind it for a port, such as the rest of another name.
pub fn origin(endpoint: &Uri) -> Option<String> {
    let (scheme, authority) = (endpoint.scheme_str()?, endpoint.authority()?);
    let host = authority.host();
    let called = authority.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    // An address in brackets is no push service's.
    (!host.contains('[') && called == authority.as_str()).then(|| format!("{scheme}://{}", called.to_ascii_lowercase()))
}

/// Whether an origin is one of those of the settings.
pub fn is_known(origin: &str, services: &[String]) -> bool {
    services.iter().any(|service| is_of(origin, service))
}

/// Whether an origin is the one of the settings, or a host below it.
fn is_of(origin: &str, service: &str) -> bool {
    match service.split_once("://*.") {
        None => origin == service,
        Some((scheme, domain)) => origin
            .strip_prefix(scheme)
            .and_then(|rest| rest.strip_prefix("://"))
            .and_then(|host| host.strip_suffix(domain))
            .is_some_and(|host| host.len() > 1 && host.ends_with('.')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_push_services_are_called() {
        let services = ["https://fcm.example", "https://*.push.example"].map(str::to_owned);
        let is_known = |endpoint: &str| {
            let origin = endpoint.parse::<Uri>().ok().and_then(|endpoint| origin(&endpoint));
            origin.is_some_and(|origin| is_known(&origin, &services))
        };
        for known in ["https://fcm.example/a/b", "https://FCM.example/a", "https://eu.push.example/x?y"] {
            assert!(is_known(known), "{known}");
        }
        for unknown in [
            "http://fcm.example/a",
            "https://fcm.example:8443/a",
            "https://fcm.example@evil.example/a",
            "https://fcm.example.evil.example/",
            "https://push.example/a",
            "https://.push.example/a",
            "https://evilpush.example/a",
            "https://127.0.0.1/a",
            "https://evil.example:x.push.example/a",
            "https://evil.example:.push.example/a",
            "https://[::1].push.example/a",
            "file:///etc/passwd",
            "/a",
            "",
        ] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }
}
