//! Pages with next to nothing on them, measured beside the app: what it can't be faster than on this machine.

use std::{net::Ipv4Addr, path::PathBuf};

use axum::{
    Router,
    http::{HeaderName, StatusCode, Uri, header},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use tokio::{net::TcpListener, task::JoinHandle};

use super::Result;
use crate::files::media_type;

/// A page, served with nothing in its way.
pub struct Beside {
    pub url: String,
    server: JoinHandle<()>,
}

impl Beside {
    /// A heading and a field: what machine, line and browser take whatever a page does.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn bare() -> Result<Self> {
        Self::serves(Router::new().route("/", get(async || Html(include_str!("bare.html"))))).await
    }

    /// The same written by Leptos (`tests/empty_page`), as built into that folder with a brotli form beside each file.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn empty_app(folder: PathBuf) -> Result<Self> {
        Self::serves(Router::new().fallback(async move |uri: Uri| file(&folder, uri.path()))).await
    }

    async fn serves(router: Router) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self { url, server })
    }
}

fn file(folder: &std::path::Path, path: &str) -> Response {
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    match std::fs::read(folder.join(format!("{name}.br"))) {
        Ok(content) => {
            let coding: (HeaderName, &str) = (header::CONTENT_ENCODING, "br");
            ([(header::CONTENT_TYPE, media_type(name)), coding], content).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.server.abort();
    }
}
