//! The app's pages as the server writes them, over a built app of three files and the shipped catalogue.

use std::sync::Arc;

use axum::{Router, body::Body, http::Request, http::Response};
use catalogue::Catalogue;
use contract::{
    Language, VisitCode,
    index::Index,
    page_data::{EMBED_ID, EmbedScript, INDEX_ID, PAGE_DATA_ID, PageData, SERVICE_ID},
    service::Service,
};
use loket_server::{clock::TurnedClock, config::Config, site::Site};
use tower::ServiceExt as _;

const INDEX: &str = r#"<!doctype html><html lang="id"><head><title>Loket</title></head><body><div id="app"></div><script type="module">start()</script></body></html>"#;
const SCRIPT: &str = "<script type=\"module\">start()</script>";
/// `printf 'start()' | openssl dgst -sha256 -binary | base64`
const SCRIPT_HASH: &str = "sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00=";
/// A file that is named by its content.
const FILE: &str = "/piece-0123456789abcdef.js";

const EMBED_SCRIPT: &str = "/embed-10-0123456789abcdef.js";
/// Which stands in a city's page still.
const EARLIER_EMBED_SCRIPT: &str = "/embed-9-0123456789abcdef.js";
pub const EMBED_FILES: [(&str, &str); 4] = [
    ("embed-9-0123456789abcdef.js", "embedAsBefore()"),
    ("embed-10-0123456789abcdef.js", "embed()"),
    ("frame-0123456789abcdef.js", "frame()"),
    ("embedded-0123456789abcdef.css", "a{}"),
];
const SHA384_OF_SCRIPT: &str = "9IOP19G6Ih5aURtz6+vC1WDgOI+vLWCaCyOFuq+khhuGJx6L2yGfxweYlVqWE85T";
/// A site that may embed this mall.
const CITY: &str = "https://www.pekanbaru.example";

pub struct Mall {
    pub router: Router,
    pub catalogue: Arc<Catalogue>,
}

impl Mall {
    pub fn opens() -> Self {
        Self::opens_with(Catalogue::shipped().unwrap())
    }

    pub fn opens_with(catalogue: Catalogue) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), INDEX).unwrap();
        std::fs::write(folder.path().join(FILE.trim_start_matches('/')), "piece()").unwrap();
        for (name, content) in EMBED_FILES {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let catalogue = Arc::new(catalogue);
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-24T08:30:00+07:00").unwrap().to_utc();
        let clock = TurnedClock::at(now).clock();
        let mut config = Config::of_folders(folder.path(), folder.path());
        config.public_url = "https://loket.example".to_owned();
        config.embed_origins = CITY.parse().unwrap();
        let site = Site::read(&config, Arc::clone(&catalogue), clock).unwrap();
        Self { router: site.router(), catalogue }
    }

    pub async fn answer(&self, path: &str, headers: &[(&str, &str)]) -> (Response<()>, String) {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> (Response<()>, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (Response::from_parts(head, ()), String::from_utf8_lossy(&bytes).into_owned())
    }

    pub async fn page(&self, path: &str) -> String {
        let (response, html) = self.answer(path, &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        html
    }

    /// One address of every kind of page, in both languages.
    fn addresses(&self) -> Vec<String> {
        let code = VisitCode::from_random(7).compact();
        let pages = [
            "/".to_owned(),
            "/layanan".to_owned(),
            "/layanan?q=paspor".to_owned(),
            "/layanan?kategori=kependudukan".to_owned(),
            "/layanan/polresta-skck-baru".to_owned(),
            "/instansi/disdukcapil".to_owned(),
            "/kunjungan".to_owned(),
            "/kunjungan/waktu".to_owned(),
            "/kunjungan/data".to_owned(),
            "/kunjungan/periksa".to_owned(),
            format!("/tiket/{code}"),
            format!("/tiket/{code}/waktu"),
            "/kunjungan-saya".to_owned(),
            "/bantuan".to_owned(),
            "/privasi".to_owned(),
            "/tertanam".to_owned(),
        ];
        let english = |path: &String| if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        pages.iter().map(english).chain(pages.clone()).collect()
    }
}

/// What stands in the element with that id.
pub fn element<'a>(html: &'a str, id: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!("id=\"{id}\""))?;
    let (element, _) = rest.split_once("</script>")?;
    element.split_once('>').map(|(_, content)| content)
}

fn robots(html: &str) -> bool {
    html.contains("<meta name=\"robots\" content=\"noindex\">")
}

#[tokio::test]
async fn every_page_has_its_words_with_one_main_heading_and_its_data() {
    let mall = Mall::opens();
    for path in mall.addresses() {
        let html = mall.page(&path).await;
        // Pages of a visit wait for what the device keeps, and have no heading before.
        let headings = html.matches("<h1").count();
        let is_personal = path.contains("/kunjungan/") || path.contains("/tiket/") || path.ends_with("/kunjungan");
        assert!(headings == 1 || (is_personal && headings == 0), "{path} has {headings} main headings");
        let data: PageData = serde_json::from_str(element(&html, PAGE_DATA_ID).unwrap()).unwrap();
        assert_eq!(data.mall.tenant_count, mall.catalogue.index(Language::Id).tenants.len(), "{path}");
        let language = if path.starts_with("/en") { "en" } else { "id" };
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert!(html.contains(SCRIPT), "{path}: the shell's script stays");
    }
}

#[tokio::test]
async fn a_page_carries_what_its_first_view_shows() {
    let mall = Mall::opens();
    let index = mall.catalogue.index(Language::Id);
    for path in ["/", "/layanan", "/instansi/disdukcapil"] {
        let html = mall.page(path).await;
        assert_eq!(Index::from_lines(element(&html, INDEX_ID).unwrap()).as_ref(), Some(index), "{path}");
    }
    let html = mall.page("/layanan/polresta-skck-baru").await;
    let service: Service = serde_json::from_str(element(&html, SERVICE_ID).unwrap()).unwrap();
    assert_eq!(service.id.as_str(), "polresta-skck-baru");
    assert_eq!(element(&html, INDEX_ID), None, "nothing that it does not show");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_says_so() {
    let mall = Mall::opens();
    for path in ["/nowhere", "/layanan/no-such", "/instansi/no-such", "/tiket/short", "/en/nowhere", "/old-1234.js"] {
        let (response, html) = mall.answer(path, &[]).await;
        assert_eq!(response.status(), 404, "{path}");
        let (kept, _) = mall.answer(path, &[("if-none-match", "*")]).await;
        assert_eq!(kept.status(), 404, "{path}, whatever is kept of it");
        let title = if path.starts_with("/en") { "There is no such page" } else { "Halaman ini tidak ada" };
        assert!(html.contains(title), "{path}");
        assert!(robots(&html), "{path}");
    }
}

#[tokio::test]
async fn everything_is_answered_with_strict_headers() {
    let mall = Mall::opens();
    for path in ["/", "/layanan/polresta-skck-baru", "/nowhere", FILE] {
        let (response, _) = mall.answer(path, &[]).await;
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' '{SCRIPT_HASH}';")), "{path}: {policy}");
        assert!(policy.contains("require-trusted-types-for 'script'") && !policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
    }
}

#[tokio::test]
async fn what_is_only_read_refuses_to_be_written_as_strictly() {
    let mall = Mall::opens();
    for path in ["/", "/layanan/polresta-skck-baru", "/temuan?q=ktp", "/en/temuan", "/kerangka", FILE] {
        let (response, _) = mall.send(Request::post(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 405, "{path}");
        assert_eq!(response.headers()["allow"], "GET, HEAD", "{path}");
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn files_are_kept_for_ever_and_pages_asked_for_again() {
    let mall = Mall::opens();
    let (file, _) = mall.answer(FILE, &[]).await;
    assert!(file.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    let (page, html) = mall.answer("/layanan", &[]).await;
    assert!(!page.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    let tag = page.headers()["etag"].to_str().unwrap();
    let (again, body) = mall.answer("/layanan", &[("if-none-match", tag)]).await;
    assert_eq!((again.status().as_u16(), body.as_str()), (304, ""));
    let (small, _) = mall.answer("/layanan", &[("accept-encoding", "br")]).await;
    assert_eq!(small.headers()["content-encoding"], "br");
    assert!(html.len() > 10_000);
}

#[tokio::test]
async fn only_what_is_public_and_has_an_end_is_for_search_engines() {
    let mall = Mall::opens();
    for path in mall.addresses() {
        let html = mall.page(&path).await;
        let is_private = path.contains("/kunjungan") || path.contains("/tiket/") || path.contains("q=");
        assert_eq!(robots(&html), is_private, "{path}");
        assert_eq!(html.contains("rel=\"canonical\""), !is_private, "{path}");
    }
}

#[tokio::test]
async fn what_was_typed_into_an_address_is_only_words() {
    let mall = Mall::opens();
    for query in ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onfocus=alert(1)%20x=%22", "javascript:alert(1)"] {
        let html = mall.page(&format!("/layanan?q={query}")).await;
        assert!(!html.contains("<script>alert") && !html.contains("\" onfocus"), "{query}");
    }
}

#[tokio::test]
async fn only_what_is_for_frames_may_stand_in_one_and_only_on_the_sites_that_are_set() {
    let mall = Mall::opens();
    for path in
        ["/tertanam/awal", "/tertanam/en/awal", "/tertanam/layanan/polresta-skck-baru", "/tertanam/layanan/no-such"]
    {
        let (response, html) = mall.answer(path, &[]).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains(&format!("frame-ancestors 'self' {CITY};")), "{path}: {policy}");
        assert!(!response.headers().contains_key("x-frame-options"), "{path}");
        assert!(
            html.contains(&format!("data-origins=\"{CITY}\"")) && html.contains("<base target=\"_blank\">"),
            "{path}"
        );
        assert!(html.contains(" data-door=\"embed\"") && robots(&html), "{path}");
    }
    let others = mall.addresses().into_iter().chain(["/tertanam", "/nowhere", FILE, EMBED_SCRIPT].map(str::to_owned));
    for path in others {
        let (response, html) = mall.answer(&path, &[]).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none';"), "{path}: {policy}");
        assert_eq!(response.headers()["x-frame-options"], "DENY", "{path}");
        assert!(!html.contains("data-door") && !html.contains("<base"), "{path}");
        assert_eq!(policy.contains("frame-src 'self'"), path.ends_with("/tertanam"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn an_embedded_page_is_dressed_as_its_address_says() {
    let mall = Mall::opens();
    for (path, theme) in [
        ("/tertanam/awal?tema=dark", Some("dark")),
        ("/tertanam/layanan?peristiwa=menikah&tema=light", Some("light")),
        ("/tertanam/awal", None),
        ("/tertanam/awal?tema=%22%3E", None),
        ("/?tema=dark", None),
    ] {
        let html = mall.page(path).await;
        let (root, _) = html.split_once("<head>").unwrap();
        let wanted = theme.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
        assert_eq!(root.contains("data-theme"), theme.is_some(), "{path}: {root}");
        assert!(root.contains(&wanted), "{path}: {root}");
    }
}

#[tokio::test]
async fn other_sites_may_read_the_script_that_they_name_and_nothing_else() {
    let mall = Mall::opens();
    let (script, body) = mall.answer(EMBED_SCRIPT, &[]).await;
    assert_eq!(script.headers()["access-control-allow-origin"], "*");
    assert_eq!(script.headers()["cross-origin-resource-policy"], "cross-origin");
    assert!(script.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(body, "embed()");
    let (earlier, _) = mall.answer(EARLIER_EMBED_SCRIPT, &[]).await;
    for header in ["access-control-allow-origin", "cross-origin-resource-policy", "cache-control"] {
        assert_eq!(earlier.headers().get(header), script.headers().get(header), "{header}");
    }
    for path in ["/", FILE, "/tertanam/awal"] {
        let (other, _) = mall.answer(path, &[]).await;
        assert!(!other.headers().contains_key("access-control-allow-origin"), "{path}");
        assert_eq!(other.headers()["cross-origin-resource-policy"], "same-origin", "{path}");
    }
    let html = mall.page("/tertanam").await;
    let told: EmbedScript = serde_json::from_str(element(&html, EMBED_ID).unwrap()).unwrap();
    assert_eq!((told.home.as_str(), told.path.as_str()), ("https://loket.example", EMBED_SCRIPT));
    // What `openssl dgst -sha384 -binary | base64` says of `embed()`.
    assert_eq!(told.integrity, format!("sha384-{}", SHA384_OF_SCRIPT));
    assert_eq!(told.origins, [CITY]);
}
