//! The built app's files, in memory, with the compressed forms that the build made.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use sha2::{Digest, Sha256};

use super::SiteError;

/// How long what never changes is kept.
pub(super) const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// By path with a leading slash.
pub(super) struct Files(BTreeMap<String, File>);

/// One body in the forms that can be sent.
#[derive(Clone)]
pub(super) struct File {
    pub media_type: &'static str,
    pub etag: HeaderValue,
    /// Its name holds the hash of its content.
    pub immutable: bool,
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

impl File {
    /// Of all its forms together.
    pub(super) fn bytes(&self) -> usize {
        [Some(&self.plain), self.brotli.as_ref(), self.gzip.as_ref()].into_iter().flatten().map(Bytes::len).sum()
    }
}

impl Files {
    pub(super) fn read(dir: &Path) -> Result<Self, SiteError> {
        let mut contents = BTreeMap::new();
        read_into(&mut contents, dir, "")?;
        let files = contents
            .iter()
            .filter(|(path, _)| !path.ends_with(".br") && !path.ends_with(".gz"))
            .map(|(path, plain)| {
                let file = File {
                    media_type: media_type(path),
                    etag: etag(plain),
                    immutable: is_hashed(path),
                    plain: plain.clone(),
                    brotli: contents.get(&format!("{path}.br")).cloned(),
                    gzip: contents.get(&format!("{path}.gz")).cloned(),
                };
                (path.clone(), file)
            })
            .collect();
        Ok(Self(files))
    }

    /// The shell is no file of its own: every page is written from it.
    pub(super) fn take_index(&mut self) -> Option<String> {
        let file = self.0.remove("/index.html")?;
        String::from_utf8(file.plain.to_vec()).ok()
    }

    /// Takes what is named by its content from another release's files.
    pub(super) fn keep(&mut self, other: Self) {
        for (path, file) in other.0.into_iter().filter(|(_, file)| file.immutable) {
            self.0.entry(path).or_insert(file);
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The first one whose path begins and ends so.
    pub(super) fn find(&self, beginning: &str, ending: &str) -> Option<(&str, &File)> {
        let mut files = self.0.iter().filter(|(path, _)| path.starts_with(beginning) && path.ends_with(ending));
        files.next().map(|(path, file)| (path.as_str(), file))
    }

    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }
}

impl File {
    /// In the smallest form that the request accepts; 304 where it has it already.
    pub(super) fn answer(&self, request: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let caching = if self.immutable { IMMUTABLE } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if request.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &self.etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let forms = [("br", &self.brotli), ("gzip", &self.gzip)];
        let form = forms
            .into_iter()
            .find_map(|(name, form)| form.as_ref().filter(|_| accepts(request, name)).map(|body| (name, body)));
        if let Some((name, _)) = form {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        *response.body_mut() = Body::from(form.map_or(&self.plain, |(_, body)| body).clone());
        response
    }
}

fn read_into(contents: &mut BTreeMap<String, Bytes>, dir: &Path, prefix: &str) -> Result<(), SiteError> {
    let unreadable = |path: PathBuf| move |error| SiteError::Unreadable(path, error);
    for entry in fs::read_dir(dir).map_err(unreadable(dir.to_owned()))? {
        let entry = entry.map_err(unreadable(dir.to_owned()))?;
        let (path, name) = (entry.path(), format!("{prefix}/{}", entry.file_name().to_string_lossy()));
        if path.is_dir() {
            read_into(contents, &path, &name)?;
        } else {
            let bytes = fs::read(&path).map_err(unreadable(path.clone()))?;
            contents.insert(name, Bytes::from(bytes));
        }
    }
    Ok(())
}

/// A strong tag of what is sent.
pub(super) fn etag(content: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(content);
    let text: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{text}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == etag)
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

/// A run of 8 or more hexadecimal digits after a hyphen, as the build writes into a file's or folder's name.
fn is_hashed(path: &str) -> bool {
    path.split(['/', '.', '_'])
        .filter_map(|part| part.rsplit_once('-'))
        .any(|(_, hash)| hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for (path, immutable) in [
            ("/app-0123456789abcdef/loket.js", true),
            ("/style-89abcdef01.css", true),
            ("/loket-0123456789abcdef_bg.wasm", true),
            ("/icon.svg", false),
            ("/icon-maskable.svg", false),
            ("/robots.txt", false),
        ] {
            assert_eq!(is_hashed(path), immutable, "{path}");
        }
    }

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
        let known = HeaderValue::from_str(&format!("\"x\", W/{}", etag.to_str().unwrap())).unwrap();
        assert!(matches(&known, &etag));
        assert!(!matches(&HeaderValue::from_static("\"x\""), &etag));
    }
}
