//! The app and its pages: built files as they are, and every page as HTML that already holds its words.
//!
//! Hashed files are immutable, pages are revalidated, a missing file is 404. Nothing here writes anything.

mod cache;
mod embed;
mod export;
mod files;
mod found;
mod headers;
mod home_screen;
mod page;
mod shell;

use std::{borrow::Cow, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use catalogue::Catalogue;
use contract::{Language, index::Index};
use domain::search::SearchIndex;
use loket::routes::{Address, Page};

pub use self::export::Exported;
use self::{
    cache::PageCache,
    embed::EmbedFiles,
    files::Files,
    headers::{Kind, Policies},
    shell::Shell,
};

use crate::{clock::Clock, config::Config};

/// Everything that answers a browser's request for a page or file.
pub struct Site {
    files: Files,
    shell: Shell,
    embed: EmbedFiles,
    policies: Policies,
    catalogue: Arc<Catalogue>,
    /// One a language, in the order of `Language::ALL`.
    indexes: [Indexes; Language::ALL.len()],
    clock: Clock,
    /// Scheme and host under which residents know this mall, e.g. `https://loket.example`; links that leave the page
    /// (canonical, Open Graph) are relative without it.
    public_url: String,
    /// The server that pages ask, where it is another one than theirs.
    backend: Option<String>,
    pages: PageCache,
}

/// Why the built app can't be served.
#[derive(Debug)]
pub enum SiteError {
    /// The folder or a file in it can't be read.
    Unreadable(std::path::PathBuf, std::io::Error),
    /// The folder's `index.html` lacks this part.
    ShellLacks(&'static str),
    /// The folder lacks a file whose name begins so.
    AppLacks(&'static str),
    /// The origins that are set make no header.
    Policy,
}

impl std::fmt::Display for SiteError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(formatter, "the built app can't be read at {}: {error}", path.display())
            }
            Self::ShellLacks(part) => write!(formatter, "the built app's index.html lacks {part}"),
            Self::AppLacks(name) => write!(formatter, "the built app lacks {name}…"),
            Self::Policy => write!(formatter, "the origins that are set make no header"),
        }
    }
}

impl std::error::Error for SiteError {}

impl Site {
    /// Reads the built app into memory.
    ///
    /// # Errors
    /// See [`SiteError`].
    pub fn read(config: &Config, catalogue: Arc<Catalogue>, clock: Clock) -> Result<Self, SiteError> {
        let mut files = Files::read(&config.app)?;
        let index = files.take_index().ok_or(SiteError::ShellLacks("the file itself"))?;
        // Initialised once a process; a second site in the same process (tests) finds it there.
        let _there_already = any_spawner::Executor::init_futures_executor();
        let shell = Shell::parse(&index)?;
        let embed = EmbedFiles::of(&files, config)?;
        Ok(Self {
            policies: Policies::of(config, &shell, &embed.style_hash)?,
            embed,
            files,
            shell,
            indexes: Language::ALL.map(|language| Indexes::of(catalogue.index(language))),
            catalogue,
            clock,
            public_url: config.public_url.clone(),
            backend: config.backend_url.all().first().cloned(),
            // As many at once as there are cores, so that bookings go on beside them.
            pages: PageCache::with_writers(std::thread::available_parallelism().map_or(1, usize::from)),
        })
    }

    /// Serves the files of the release before, too, so that its pages that are still open go on.
    ///
    /// # Errors
    /// Where they can't be read.
    pub fn after(mut self, app_dir: &Path) -> Result<Self, SiteError> {
        self.files.keep(Files::read(app_dir)?);
        Ok(self)
    }

    fn indexes(&self, language: Language) -> &Indexes {
        &self.indexes[language as usize]
    }

    /// Answers every path that no other route takes.
    pub fn router(self) -> Router {
        Router::new().merge(found::routes()).fallback(answer).with_state(Arc::new(self))
    }
}

/// What search looks things up in, in one language.
struct Indexes {
    whole: Arc<Index>,
    search: Arc<SearchIndex>,
    /// What pages carry: the same, or without its services, where they are too many.
    carried: Arc<Index>,
}

impl Indexes {
    fn of(index: &Index) -> Self {
        let whole = Arc::new(index.clone());
        let search = Arc::new(SearchIndex::new(&whole));
        let carried = match whole.carried() {
            Cow::Borrowed(_) => Arc::clone(&whole),
            Cow::Owned(outline) => Arc::new(outline),
        };
        Self { whole, search, carried }
    }
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (Parts { method, uri, headers, .. }, _) = request.into_parts();
    if let Some(answer) = home_screen::answer(&site, &method, uri.path(), &headers).await {
        return site.policies.secure(Kind::Site, answer);
    }
    if method != Method::GET && method != Method::HEAD {
        return refuse_method(State(site)).await;
    }
    if let Some(file) = site.files.get(uri.path()) {
        return site.policies.secure(kind_of_file(uri.path()), file.answer(&headers));
    }
    let address = Address::parse(uri.path(), uri.query().unwrap_or_default(), "");
    let kind = kind_of_page(&address);
    let page = page::answer(&site, address, &headers).await;
    site.policies.secure(kind, page)
}

/// Everything of the site is read.
async fn refuse_method(State(site): State<Arc<Site>>) -> Response {
    let refusal = (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    site.policies.secure(Kind::Site, refusal)
}

fn kind_of_file(path: &str) -> Kind {
    if embed::script_version(path).is_some() { Kind::EmbedScript } else { Kind::Site }
}

fn kind_of_page(address: &Address) -> Kind {
    match address.page {
        _ if address.is_embedded() => Kind::Embedded,
        Page::Embedding => Kind::Embedding,
        _ => Kind::Site,
    }
}
