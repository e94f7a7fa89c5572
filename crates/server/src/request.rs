//! What handlers read from a request, parsed. Every rejection is a problem that names the field; none repeats a value.

mod body;
mod described;

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Path, Query},
    http::{HeaderMap, HeaderName, request::Parts},
};
use contract::{FaultCode, Language, Problem, ProblemCode, Secret, VisitCode, limits};
use serde::de::DeserializeOwned;

pub use self::{body::JsonBody, described::CodeSegment};
use crate::{
    App,
    error::Error,
    identity::{self, Hash},
};

/// What the request's bearer secret is known by. The secret itself goes no further than this extractor.
#[derive(Debug, Clone, Copy)]
pub struct Bearer(pub Hash);

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let missing = |code| Problem::new(ProblemCode::SecretMissing).at("header:Authorization", code);
        let header = parts.headers.get("authorization").ok_or_else(|| missing(FaultCode::Missing))?;
        let secret = header
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, token)| Secret::parse(token.trim()))
            .ok_or_else(|| missing(FaultCode::Malformed))?;
        Ok(Self(identity::secret_hash(&secret)))
    }
}

/// The request's Idempotency-Key.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub String);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let fault = |code| malformed("header:Idempotency-Key", code);
        let header = parts.headers.get("idempotency-key").ok_or_else(|| fault(FaultCode::Missing))?;
        let key = header.as_bytes();
        if key.is_empty() {
            return Err(fault(FaultCode::Missing));
        }
        if key.len() > limits::IDEMPOTENCY_KEY_LENGTH_MAX {
            return Err(fault(FaultCode::TooLong));
        }
        if !key.iter().all(u8::is_ascii_graphic) {
            return Err(fault(FaultCode::Malformed));
        }
        Ok(Self(String::from_utf8_lossy(key).into_owned()))
    }
}

/// The query, as pairs.
#[derive(Debug, Clone)]
pub struct QueryPairs(Vec<(String, String)>);

impl QueryPairs {
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The value of `name`, parsed; `None` where it is absent.
    ///
    /// # Errors
    /// `malformed_request` that names it.
    pub fn parse<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Error> {
        self.get(name)
            .map(|text| parse(text).ok_or_else(|| malformed(format!("query:{name}"), FaultCode::Malformed)))
            .transpose()
    }
}

impl<S: Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map(|Query(pairs)| Self(pairs))
            .map_err(|_| malformed("query:", FaultCode::Malformed))
    }
}

/// The language asked for with `?lang=`; Indonesian where none is.
#[derive(Debug, Clone, Copy)]
pub struct Lang(pub Language);

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let query = QueryPairs::from_request_parts(parts, state).await?;
        Ok(Self(query.parse("lang", Language::parse)?.unwrap_or_default()))
    }
}

/// The request's headers, taken and not copied: for the last that a handler reads of a request.
#[derive(Debug)]
pub struct Headers(pub HeaderMap);

impl<S: Sync> FromRequestParts<S> for Headers {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(std::mem::take(&mut parts.headers)))
    }
}

/// The variable segments of the path, as text or numbers.
#[derive(Debug, Clone)]
pub struct Segments<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segments<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            // What is no name of ours names nothing.
            Err(_) => Err(Problem::new(ProblemCode::NotFound).at("path:", FaultCode::Malformed).into()),
        }
    }
}

/// The code in the path. One that can't be a code is answered as one that is unknown.
///
/// # Errors
/// `not_found`.
pub fn parse_code(text: &str) -> Result<VisitCode, Error> {
    VisitCode::parse(text).map_err(|_| no_such_visit())
}

/// The one answer for a code that is unknown and for one that is someone else's.
#[must_use]
pub fn no_such_visit() -> Error {
    Problem::new(ProblemCode::NotFound).at("path:code", FaultCode::UnknownReference).into()
}

/// `malformed_request`, which names what stands outside the body.
#[must_use]
pub fn malformed(pointer: impl Into<String>, code: FaultCode) -> Error {
    Problem::new(ProblemCode::MalformedRequest).at(pointer, code).into()
}

/// Where a request comes from, as coarse as a provider hands out addresses, and only as a keyed hash.
#[derive(Debug, Clone, Copy)]
pub struct Network(pub Hash);

impl FromRequestParts<App> for Network {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let named = app.config.client_address_header.as_ref().and_then(|name| {
            let address = last_address(&parts.headers, name);
            if address.is_none() {
                UNNAMED.call_once(|| {
                    tracing::warn!(%name, "client_address_header is set, and a request has no address in it; said once");
                });
            }
            address
        });
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let prefix = named.or(peer).map_or([0; 6], network_prefix);
        Ok(Self(app.keys.subject(&prefix)))
    }
}

/// Where the proxy names nobody, everyone seems to come from it: that is worth a line, and not one a request.
static UNNAMED: Once = Once::new();

/// The last entry of a header's last line, whatever bytes a client has sent before it. Some proxies add the port.
fn last_address(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let line = headers.get_all(name).iter().next_back()?.as_bytes();
    let entry = str::from_utf8(line.rsplit(|byte| *byte == b',').next()?).ok()?.trim();
    entry.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// The first 24 bits of an IPv4 address, the first 48 of an IPv6 address.
fn network_prefix(address: IpAddr) -> [u8; 6] {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            [0, 0, 4, a, b, c]
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, e, f, ..] = address.octets();
            [a, b, c, d, e, f]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network_and_strangers_do_not() {
        let prefix = |text: &str| network_prefix(text.parse().unwrap());
        assert_eq!(prefix("36.68.10.7"), prefix("36.68.10.200"));
        assert_eq!(prefix("36.68.10.7"), prefix("::ffff:36.68.10.9"));
        assert_ne!(prefix("36.68.10.7"), prefix("36.68.11.7"));
        assert_eq!(prefix("2001:448a:1::1"), prefix("2001:448a:1:ffff::9"));
        assert_ne!(prefix("2001:448a:1::1"), prefix("2001:448a:2::1"));
    }
}
