//! A host that only has files: what `loket-server export` writes, served as such hosts do. It reads `_headers` and
//! `_redirects`, leaves `.html` out of addresses, and answers `404.html` where there is no file.

use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Paths, and the headers of each.
type Rules = Vec<(String, HeaderMap)>;

struct Files {
    folder: PathBuf,
    headers: Rules,
    /// From paths, to a file.
    redirects: Vec<(String, String)>,
}

/// A port for files that are still to be written, so that their origin is known before.
pub struct FileHost {
    /// Scheme, host and port: its origin.
    pub url: String,
    listener: Option<TcpListener>,
    server: Option<JoinHandle<()>>,
}

impl FileHost {
    /// # Errors
    /// Where no port is free.
    pub async fn rents() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        Ok(Self { url, listener: Some(listener), server: None })
    }

    /// Serves a folder from now on.
    ///
    /// # Errors
    /// Where its rules can't be read.
    pub fn serves(&mut self, folder: &Path) -> Result<()> {
        let listener = self.listener.take().ok_or("it serves already")?;
        let headers = read_headers(&std::fs::read_to_string(folder.join("_headers"))?)?;
        let redirects = std::fs::read_to_string(folder.join("_redirects"))?
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(from, rest)| (from.to_owned(), rest.split(' ').next().unwrap_or_default().to_owned()))
            .collect();
        let files = Arc::new(Files { folder: folder.to_owned(), headers, redirects });
        self.server = Some(tokio::spawn(async move {
            let _ended = axum::serve(listener, Router::new().fallback(answer).with_state(files)).await;
        }));
        Ok(())
    }
}

fn read_headers(text: &str) -> Result<Rules> {
    let mut rules = Rules::new();
    for line in text.lines() {
        if let Some(header) = line.strip_prefix("  ") {
            let (name, value) = header.split_once(": ").ok_or("a header without a value")?;
            let (_, headers) = rules.last_mut().ok_or("a header without a path")?;
            headers.insert(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
        } else {
            rules.push((line.to_owned(), HeaderMap::new()));
        }
    }
    Ok(rules)
}

fn is_of(pattern: &str, path: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == path, |beginning| path.starts_with(beginning))
}

async fn answer(State(files): State<Arc<Files>>, uri: Uri) -> Response {
    let path = uri.path();
    let redirected = files.redirects.iter().find(|(from, _)| is_of(from, path)).map(|(_, to)| to.as_str());
    let (status, name) = find(&files.folder, redirected.unwrap_or(path));
    let Ok(content) = std::fs::read(files.folder.join(&name)) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = (status, [(header::CONTENT_TYPE, media_type(&name))], content).into_response();
    let matching: Vec<&HeaderMap> =
        files.headers.iter().filter(|(pattern, _)| is_of(pattern, path)).map(|(_, headers)| headers).collect();
    // Hosts differ in what they make of two rules for one path.
    if matching.len() > 1 {
        return (StatusCode::INTERNAL_SERVER_ERROR, format!("{} rules for {path}", matching.len())).into_response();
    }
    for headers in matching {
        response.headers_mut().extend(headers.clone());
    }
    response
}

/// The file of a path, without the slash before it.
fn find(folder: &Path, path: &str) -> (StatusCode, String) {
    let name = path.trim_matches('/');
    let candidates = [name.to_owned(), format!("{name}.html"), "index.html".to_owned()];
    let wanted = if name.is_empty() { &candidates[2..] } else { &candidates[..2] };
    match wanted.iter().find(|name| folder.join(name).is_file()) {
        Some(name) => (StatusCode::OK, name.clone()),
        None => (StatusCode::NOT_FOUND, "404.html".to_owned()),
    }
}

pub(crate) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

impl Drop for FileHost {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}
