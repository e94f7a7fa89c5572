//! `export`: the app and every page as files.

use std::{fs, path::Path};

use contract::Language;
use loket::routes::Page;

use crate::support::{House, get};

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_page_is_a_file_that_says_what_the_server_would() {
    let house = House::new();
    let folder = house.path("www");
    let said = house.run(&["export", folder.to_str().unwrap()]).succeeded();
    assert!(
        said.contains(" pages and 9 files are written to ") && said.contains("ask the host that serves them"),
        "{said}"
    );
    let server = house.serve(&[]);
    for (path, file) in [
        ("/en/layanan/capil-ktp", "en/layanan/capil-ktp.html"),
        ("/instansi/capil", "instansi/capil.html"),
        ("/tertanam/en/layanan/capil-ktp", "tertanam/en/layanan/capil-ktp.html"),
        ("/kerangka", "kerangka.html"),
        ("/en/app.webmanifest", "en/app.webmanifest"),
        ("/worker.js", "worker.js"),
    ] {
        assert_eq!(read(&folder, file), get(server.address, path).text, "{path}");
    }
    for language in Language::ALL {
        // But for the first page, which says whether the mall is open at this moment.
        for path in Page::fixed().into_iter().filter(|page| *page != Page::Start).map(|page| page.path(language)) {
            assert_eq!(read(&folder, &format!("{}.html", &path[1..])), get(server.address, &path).text, "{path}");
        }
    }
    for file in ["index.html", "en.html"] {
        assert!(read(&folder, file).contains("<h1"), "{file}");
    }
    assert!(read(&folder, "404.html").contains("Halaman ini tidak ada"));
    assert!(read(&folder, "tiket.html").contains("ticket-code"), "a ticket's link leads to where one is opened");
    assert_eq!(read(&folder, "start-0123456789abcdef.js"), "start()");
    assert!(folder.join("layanan.html.br").is_file() && folder.join("layanan.html.gz").is_file());
}

#[test]
fn the_rules_for_the_host_name_the_backend_and_who_may_frame() {
    let house = House::new();
    let folder = house.path("www");
    fs::write(house.path("app/embed-0-0123456789abcdef.js"), "embedAsBefore()").unwrap();
    let settings = ["--backend-url", "https://api.example", "--embed-origins", "https://city.example"];
    let said = house.run(&[&settings[..], &["export", folder.to_str().unwrap()]].concat()).succeeded();
    assert!(said.contains("they ask https://api.example"), "{said}");
    assert!(read(&folder, "index.html").contains("\"backend\":\"https://api.example\""));
    assert_eq!(read(&folder, "worker.js"), "const BACKEND = 'https://api.example';\nrun();");
    let headers = read(&folder, "_headers");
    let of = |path: &str| {
        let (_, rest) =
            headers.split_once(&format!("{path}\n")).unwrap_or_else(|| panic!("{path} is not in {headers}"));
        rest.lines().take_while(|line| line.starts_with("  ")).collect::<Vec<_>>().join("\n")
    };
    for path in ["/", "/layanan/*", "/en/layanan/*", "/404", "/worker.js", "/kerangka"] {
        let rule = of(path);
        assert!(
            rule.contains("connect-src 'self' https://api.example;") && rule.contains("frame-ancestors 'none';"),
            "{rule}"
        );
    }
    assert!(of("/tertanam/*").contains("frame-ancestors 'self' https://city.example;"));
    assert!(of("/tertanam").contains("frame-src 'self'") && of("/en/tertanam").contains("frame-src 'self'"));
    let script = of("/embed-1-0123456789abcdef.js");
    assert!(script.contains("access-control-allow-origin: *") && script.contains("immutable"), "{script}");
    assert_eq!(of("/embed-0-0123456789abcdef.js"), script, "cities' pages still name it");
    assert!(read(&folder, "_redirects").contains("/tiket/* /tiket 200\n"));
}

#[test]
fn the_page_for_what_is_not_there_runs_nothing() {
    // Hosts answer it at any address, with no headers of ours.
    let house = House::new();
    let page = fs::read_to_string(house.path("app/index.html")).unwrap();
    let program = "<template id=\"program\"><link rel=\"modulepreload\" href=\"/app.js\"></template></head>";
    fs::write(house.path("app/index.html"), page.replace("</head>", program)).unwrap();
    let folder = house.path("www");
    house.run(&["export", folder.to_str().unwrap()]).succeeded();
    assert!(read(&folder, "bantuan.html").contains("<template"));
    let unknown = read(&folder, "404.html");
    assert!(unknown.contains("Halaman ini tidak ada") && unknown.contains("href=\"/layanan\""), "{unknown}");
    for part in ["<script", "<template", "modulepreload"] {
        assert!(!unknown.contains(part), "{part} is in {unknown}");
    }
    assert!(unknown.ends_with("</body></html>"), "{unknown}");
    // In a frame of a city's page its links lead out of it; an embedded page's open beside it.
    assert!(unknown.contains("<base target=\"_top\">"), "{unknown}");
    assert!(!read(&folder, "tidak-ada.html").contains("<base") && !read(&folder, "bantuan.html").contains("<base"));
    assert!(unknown.contains("href=\"/en/tidak-ada\"") && folder.join("en/tidak-ada.html").is_file());
}

#[test]
fn pages_of_the_release_before_still_find_their_files() {
    let (house, before) = (House::new(), House::new());
    fs::write(before.path("app/piece-0123456789abcdef.js"), "piece()").unwrap();
    let folder = house.path("www");
    let previous = before.path("app");
    house.run(&["--previous-app", previous.to_str().unwrap(), "export", folder.to_str().unwrap()]).succeeded();
    assert_eq!(read(&folder, "piece-0123456789abcdef.js"), "piece()");
}

#[test]
fn what_is_there_already_is_not_overwritten() {
    let house = House::new();
    let folder = house.path("www");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine"), "kept").unwrap();
    house.run(&["export", folder.to_str().unwrap()]).failed_with("is not empty; nothing is overwritten");
    assert_eq!(read(&folder, "mine"), "kept");
}
