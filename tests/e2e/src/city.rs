//! The city's own site, on another origin and another host: one page into which its webmaster has pasted something, with a
//! Content-Security-Policy that lets in Loket's script and frame and nothing else of anybody's.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use tokio::{net::TcpListener, task::JoinHandle};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const PAGE: &str = include_str!("../city/page.html");
const SHEET: &str = include_str!("../city/city.css");
const MARK: &str = "<!-- pasted -->";

/// What the webmaster has pasted, and whose it is.
#[derive(Default)]
struct Pasted {
    lines: String,
    home: String,
}

pub struct City {
    /// Scheme, host and port: its origin.
    pub url: String,
    pasted: Arc<Mutex<Pasted>>,
    server: JoinHandle<()>,
}

impl City {
    /// # Errors
    /// Where no port is free.
    pub async fn opens() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        // Another host than Loket's, so that browsers see another site and keep what they keep apart.
        let url = format!("http://localhost:{}", listener.local_addr()?.port());
        let pasted = Arc::<Mutex<Pasted>>::default();
        let router = Router::new()
            .route("/", get(page))
            .route("/city.css", get(async || ([(header::CONTENT_TYPE, "text/css")], SHEET)))
            .with_state(Arc::clone(&pasted));
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self { url, pasted, server })
    }

    /// The webmaster pastes lines that name this Loket.
    pub fn pastes(&self, lines: &str, home: &str) {
        let mut pasted = self.pasted.lock().unwrap_or_else(PoisonError::into_inner);
        *pasted = Pasted { lines: lines.to_owned(), home: home.to_owned() };
    }
}

async fn page(State(pasted): State<Arc<Mutex<Pasted>>>) -> impl IntoResponse {
    let pasted = pasted.lock().unwrap_or_else(PoisonError::into_inner);
    let home = &pasted.home;
    let policy = format!("default-src 'none'; style-src 'self'; img-src data:; script-src {home}; frame-src {home}");
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, PAGE.replace(MARK, &pasted.lines))
}

impl Drop for City {
    fn drop(&mut self) {
        self.server.abort();
    }
}
