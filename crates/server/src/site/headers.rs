//! Strict headers for everything that a browser shows.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::{Shell, SiteError};
use crate::config::Config;

const FRAME_OPTIONS: HeaderName = HeaderName::from_static("x-frame-options");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // A ticket's address is nobody else's business, even without its fragment.
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Browsers heed it over https only.
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

/// What an answer is, as far as its headers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page of the site, or a file of its own.
    Site,
    /// A page for a frame in the pages of the sites that may have it.
    Embedded,
    /// The page that shows how an embedded page looks.
    Embedding,
    /// The script that other sites name.
    EmbedScript,
}

/// The headers of each kind.
pub(super) struct Policies {
    site: HeaderMap,
    embedded: HeaderMap,
    embedding: HeaderMap,
    embed_script: HeaderMap,
}

impl Policies {
    /// Style and script may stand in every page; `embedding` is the hash of the style in pages that have to do with embedding.
    pub(super) fn of(config: &Config, shell: &Shell, embedding: &str) -> Result<Self, SiteError> {
        let source = |hash: &str| format!(" {hash}");
        let script = shell.script_hash.as_deref().map(source).unwrap_or_default();
        let everywhere = shell.style_hash.as_deref().map(source).unwrap_or_default();
        let both = everywhere.clone() + &source(embedding);
        let policy = |styles: &str, frames: &str, ancestors: &str| {
            let text = content_security_policy(&config.backend_url.to_string(), &script, styles, frames, ancestors);
            HeaderValue::from_str(&text).map_err(|_| SiteError::Policy)
        };
        let hosts = format!("'self' {}", config.embed_origins);
        let site = policy(&everywhere, "", "'none'")?;
        Ok(Self {
            embedded: headers(Kind::Embedded, policy(&both, "", hosts.trim_end())?),
            embedding: headers(Kind::Embedding, policy(&both, " frame-src 'self';", "'none'")?),
            embed_script: headers(Kind::EmbedScript, site.clone()),
            site: headers(Kind::Site, site),
        })
    }

    pub(super) fn secure(&self, kind: Kind, mut response: Response) -> Response {
        let headers = response.headers_mut();
        for (name, value) in self.headers(kind) {
            headers.insert(name.clone(), value.clone());
        }
        response
    }

    /// All of them, in the order in which they are written down.
    pub(super) const fn headers(&self, kind: Kind) -> &HeaderMap {
        match kind {
            Kind::Site => &self.site,
            Kind::Embedded => &self.embedded,
            Kind::Embedding => &self.embedding,
            Kind::EmbedScript => &self.embed_script,
        }
    }
}

fn headers(kind: Kind, policy: HeaderValue) -> HeaderMap {
    let mut headers: HeaderMap =
        HEADERS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    // It knows no list of origins: where some may frame, the policy above says which.
    if kind != Kind::Embedded {
        headers.insert(FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let readers = if kind == Kind::EmbedScript { "cross-origin" } else { "same-origin" };
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static(readers));
    if kind == Kind::EmbedScript {
        // `integrity` is checked only of what may be read.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    headers
}

/// How a Content-Security-Policy names a style or script that stands in a page (CSP level 3, 2.3.1).
pub(super) fn source_hash(source: &str) -> String {
    format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(source)))
}

/// Nothing but our own files and the backend; wasm may compile; markup only through the app's default Trusted Types policy.
fn content_security_policy(backend: &str, script: &str, styles: &str, frames: &str, ancestors: &str) -> String {
    let connect = format!("'self' {backend}");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{script}; style-src 'self'{styles}; img-src 'self' data:; \
connect-src {}; manifest-src 'self'; worker-src 'self';{frames} base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}; \
require-trusted-types-for 'script'; trusted-types default",
        connect.trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_as_browsers_do() {
        // `printf 'a{}' | openssl dgst -sha256 -binary | base64`
        assert_eq!(source_hash("a{}"), "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='");
    }
}
