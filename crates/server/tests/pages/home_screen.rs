//! What the app on the home screen needs from the server.

use axum::{
    body::Body,
    http::{Method, Request},
};
use contract::{
    Language,
    index::Index,
    page_data::{INDEX_ID, PAGE_DATA_ID, PageData},
};
use loket::routes::{Address, Door, Page, Theme, manifest_path, share_path, shell_path};
use loket_server::{clock::TurnedClock, config::Config, site::Site};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::site::{EMBED_FILES, Mall, element};

#[tokio::test]
async fn the_shell_has_what_the_app_begins_with_and_no_page_of_its_own() {
    let mall = Mall::opens();
    for language in Language::ALL {
        let (response, html) = mall.answer(&shell_path(language), &[]).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["cache-control"]),
            (200, &"no-cache".parse().unwrap())
        );
        let data: PageData = serde_json::from_str(element(&html, PAGE_DATA_ID).unwrap()).unwrap();
        assert_eq!(&data.mall, mall.catalogue.mall(language));
        let index = Index::from_lines(element(&html, INDEX_ID).unwrap());
        assert_eq!(index.as_ref(), Some(mall.catalogue.index(language)));
        assert!(html.contains(&format!("<html lang=\"{}\"", language.tag())) && !html.contains("<h1"));
        let tag = response.headers()["etag"].to_str().unwrap();
        let (again, _) = mall.answer(&shell_path(language), &[("if-none-match", tag)]).await;
        assert_eq!(again.status(), 304);
    }
}

#[tokio::test]
async fn a_manifest_names_pages_and_pictures_that_are_there() {
    let mall = Mall::opens();
    let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
    for language in Language::ALL {
        let page = mall.answer(&Page::Start.path(language), &[]).await.1;
        let link = format!("<link rel=\"manifest\" href=\"{}\">", manifest_path(language));
        assert!(page.contains(&link));
        let embedded = Door::Embed(Theme::Auto);
        let framed = Address { door: embedded, language, page: Page::Start, fragment: String::new() };
        assert!(!mall.page(&framed.href()).await.contains("rel=\"manifest\""), "a frame is nothing to install");
        let (response, text) = mall.answer(&manifest_path(language), &[]).await;
        assert_eq!(response.headers()["content-type"], "application/manifest+json");
        let manifest: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(manifest["lang"], language.tag());
        let all = |key: &str| manifest[key].as_array().unwrap().clone();
        for picture in all("icons").iter().chain(&all("screenshots")) {
            let file = public.join(picture["src"].as_str().unwrap().trim_start_matches('/'));
            assert!(file.is_file(), "{}", file.display());
            if file.extension().is_some_and(|extension| extension == "png") {
                // Width and height stand in a PNG's first chunk.
                let bytes = std::fs::read(&file).unwrap();
                let length = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
                assert_eq!(picture["sizes"], format!("{}x{}", length(16), length(20)), "{}", file.display());
            }
        }
        for path in all("shortcuts").iter().map(|shortcut| &shortcut["url"]).chain([&manifest["start_url"]]) {
            let address = Address::parse(path.as_str().unwrap(), "", "");
            assert!(address.language == language && address.page != Page::Unknown, "{path}");
        }
        // What is shared may hold a secret: it stands in no address.
        let share = &manifest["share_target"];
        assert_eq!((&share["action"], &share["method"]), (&share_path(language).into(), &"POST".into()));
    }
}

#[tokio::test]
async fn what_is_shared_before_the_worker_is_there_leads_to_the_list() {
    let mall = Mall::opens();
    for language in Language::ALL {
        let request = Request::builder().method(Method::POST).uri(share_path(language)).body(Body::from("x")).unwrap();
        let response = mall.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers()["location"], Page::Services(Default::default()).path(language).as_str());
    }
}

#[tokio::test]
async fn a_page_of_the_release_before_still_finds_its_files() {
    let (now, before) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let index = "<html lang=\"id\"><head><title>L</title></head><body><div id=\"app\"></div></body></html>";
    for (folder, name) in [(&now, "start-1111111111111111.js"), (&before, "start-0000000000000000.js")] {
        std::fs::write(folder.path().join("index.html"), index).unwrap();
        std::fs::write(folder.path().join(name), name).unwrap();
        std::fs::write(folder.path().join("worker.js"), name).unwrap();
        for (name, content) in EMBED_FILES {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
    }
    let mall = Mall::opens();
    let clock = TurnedClock::at(chrono::DateTime::UNIX_EPOCH).clock();
    let site = Site::read(&Config::of_folders(now.path(), now.path()), mall.catalogue.clone(), clock)
        .unwrap()
        .after(before.path())
        .unwrap();
    let mall = Mall { router: site.router(), ..mall };
    for name in ["start-1111111111111111.js", "start-0000000000000000.js"] {
        let (response, text) = mall.answer(&format!("/{name}"), &[]).await;
        assert_eq!((response.status().as_u16(), text.as_str()), (200, name));
    }
    let (response, text) = mall.answer("/worker.js", &[]).await;
    assert_eq!(text, "start-1111111111111111.js", "what has one name in all releases is of this one");
    assert_eq!(response.headers()["cache-control"], "no-cache");
}

#[test]
fn the_worker_spells_paths_as_the_routes_do() {
    let worker = include_str!("../../../../worker.js");
    for language in Language::ALL {
        assert!(worker.contains(&format!("'{}'", shell_path(language))));
    }
    assert!(worker.contains("\nconst BACKEND = '';\n"), "where `export` puts in another server");
    assert!(worker.contains(&share_path(Language::Id).replace('/', "\\/")));
    assert!(worker.contains(&Page::Services(Default::default()).path(Language::Id)));
}
