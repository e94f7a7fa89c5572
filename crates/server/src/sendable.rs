//! A body that is sent many times: its compressed forms are made once, and whoever has it already is told so.

use std::io::Write as _;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use sha2::{Digest as _, Sha256};

/// How long what never changes is kept.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Room for as many headers is made at once, not a few at a time.
const HEADERS: usize = 12;

/// One body in the forms that can be sent.
#[derive(Debug, Clone)]
pub struct Sendable {
    pub media_type: &'static str,
    /// Weak: all forms have it.
    pub etag: HeaderValue,
    /// Its name holds the hash of its content.
    pub immutable: bool,
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

/// How much work a body is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Sent many times.
    Kept,
    /// Sent to those who ask within a second.
    Brief,
    /// Sent once: what can be asked for has no end.
    Passing,
}

impl Sendable {
    /// Compresses what the server wrote: a few milliseconds each hundred kilobytes.
    #[must_use]
    pub fn new(media_type: &'static str, plain: impl Into<Bytes>, form: Form) -> Self {
        let plain = plain.into();
        Self {
            media_type,
            etag: etag(&plain),
            immutable: false,
            brotli: brotli(&plain, form),
            gzip: gzip(&plain, form),
            plain,
        }
    }

    /// Bytes of all forms together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        [Some(&self.plain), self.brotli.as_ref(), self.gzip.as_ref()].into_iter().flatten().map(Bytes::len).sum()
    }

    /// In the smallest form that the request accepts; 304 where it has it already.
    #[must_use]
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let mut response = if is_known(request, &self.etag) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            self.send(request)
        };
        let caching = if self.immutable { IMMUTABLE } else { "no-cache" };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        response
    }

    /// The same for what is true at this moment only: nobody keeps it, so it is never known already.
    #[must_use]
    pub fn answer_unstored(&self, request: &HeaderMap) -> Response {
        let mut response = self.send(request);
        let headers = response.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    fn send(&self, request: &HeaderMap) -> Response {
        let forms = [("br", &self.brotli), ("gzip", &self.gzip)];
        let form = forms
            .into_iter()
            .find_map(|(name, form)| form.as_ref().filter(|_| accepts(request, name)).map(|body| (name, body)));
        let mut response = Response::new(Body::from(form.map_or(&self.plain, |(_, body)| body).clone()));
        response.headers_mut().reserve(HEADERS);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        if let Some((name, _)) = form {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }
}

/// A tag of what a body says.
#[must_use]
pub fn etag(content: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(content);
    let text: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("W/\"{text}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

fn is_known(request: &HeaderMap, etag: &HeaderValue) -> bool {
    fn opaque(tag: &str) -> &str {
        tag.trim().trim_start_matches("W/")
    }
    let etag = etag.to_str().unwrap_or_default();
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(etag))
}

fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused =
                pieces.any(|piece| piece.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0));
            named && !refused
        })
}

fn brotli(content: &[u8], form: Form) -> Option<Bytes> {
    // 9 is nearly as small as the best, in a tenth of its time; 4 takes a tenth of that again.
    let quality = match form {
        Form::Kept => 9,
        Form::Brief | Form::Passing => 4,
    };
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, quality, 22);
    writer.write_all(content).ok()?;
    drop(writer);
    Some(Bytes::from(compressed))
}

fn gzip(content: &[u8], form: Form) -> Option<Bytes> {
    let effort = match form {
        Form::Kept => flate2::Compression::default(),
        Form::Brief => flate2::Compression::fast(),
        Form::Passing => return None,
    };
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), effort);
    writer.write_all(content).ok()?;
    writer.finish().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        let request =
            |value: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts(&request("gzip, deflate, br"), "br"));
        assert!(accepts(&request("br;q=0.5"), "br"));
        assert!(!accepts(&request("gzip, br;q=0"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn a_known_tag_is_recognised_in_a_list() {
        let etag = etag(b"words");
        let opaque = etag.to_str().unwrap().trim_start_matches("W/");
        let request =
            |known: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(known).unwrap())]);
        assert!(is_known(&request(&format!("\"x\", W/{opaque}")), &etag));
        assert!(is_known(&request(&format!("\"x\",{opaque}")), &etag));
        assert!(is_known(&request("*"), &etag));
        assert!(!is_known(&request("\"x\""), &etag));
        assert!(!is_known(&HeaderMap::new(), &etag));
    }
}
