//! `cargo xtask lighthouse`: every kind of page through Lighthouse, which must find nothing to mend.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Context as _, Error, Result},
    server::{self, Server},
    tools::{BuildTools, LIGHTHOUSE, TestTools},
};

/// Pages for everybody, and whether search engines are to find them.
const PAGES: [(&str, bool); 14] = [
    ("/", true),
    ("/en", true),
    ("/layanan", true),
    ("/layanan/disdukcapil-ktp-el-hilang", true),
    ("/en/layanan/polresta-skck-baru", true),
    ("/instansi/disdukcapil", true),
    ("/bantuan", true),
    ("/privasi", true),
    ("/tertanam", true),
    ("/kunjungan", false),
    ("/kunjungan-saya", false),
    ("/tertanam/awal", false),
    ("/tertanam/layanan/disdukcapil-ktp-el-hilang", false),
    ("/tertanam/en/layanan/polresta-skck-baru", false),
];
/// What is asked; how fast a page is, `bench web` says.
const CATEGORIES: [&str; 3] = ["accessibility", "best-practices", "seo"];
/// A page that says itself that it is not for search engines fails this one.
const FOR_SEARCH_ENGINES: &str = "is-crawlable";
/// Chromium without a screen, as the superuser that a test machine has, and without asking anybody for news.
const CHROMIUM_FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
                              --disable-background-networking --disable-component-update --disable-sync";
/// What it said the last time.
const REPORT: &str = "docs/lighthouse.json";

/// # Errors
/// Where a page has less than 100 of 100 in a category: then each audit that failed is named.
pub fn command(root: &Path) -> Result<()> {
    let cache = Cache::open()?;
    let (tool, chromium, program) = {
        let _lock = cache.lock(root)?;
        app::build(root, &cache, &BuildTools::ready(&cache)?)?;
        let tools = TestTools::ready(&cache)?;
        (LIGHTHOUSE.ready(root, &cache)?, tools.browsers.chromium().to_owned(), server::build(root, &cache)?)
    };
    let folder = root.join("target/xtask/lighthouse");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).context("a folder can't be made")?;
    // A page names itself by its public address, which must be the one that is asked.
    let address = server::free_address()?;
    let home = format!("http://{address}");
    let flags = ["--public-url", &home, "--embed-origins", "https://city.example"];
    let server = Server::start_at(address, &program, &app::dist(root), &folder.join("data"), &flags)?;

    let (mut pages, mut failed) = (Map::new(), Vec::new());
    for (number, (path, is_public)) in PAGES.into_iter().enumerate() {
        let report = folder.join(number.to_string());
        let mut ask = Child::new(&tool).env("CHROME_PATH", &chromium).args([&format!("{home}{path}"), "--quiet"]);
        ask = ask.args([&format!("--only-categories={}", CATEGORIES.join(",")), "--output=json", "--output=html"]);
        ask = ask.args([format!("--output-path={}", report.display()), format!("--chrome-flags={CHROMIUM_FLAGS}")]);
        if !is_public {
            ask = ask.args(["--skip-audits", FOR_SEARCH_ENGINES]);
        }
        ask.output()?;
        let (scores, complaints) = read(&report.with_extension("report.json"))?;
        println!("{path}: {scores}");
        failed.extend(complaints.into_iter().map(|complaint| format!("{path}: {complaint}")));
        pages.insert(path.to_owned(), scores);
    }
    drop(server);
    println!("The reports as pages stand in {}.", folder.display());
    if !failed.is_empty() {
        return Err(Error::new(failed.join("\n")));
    }
    let text = serde_json::to_string_pretty(&json!({ "lighthouse": LIGHTHOUSE.version(root)?, "pages": pages }))
        .context("the report can't be written")?;
    fs::write(root.join(REPORT), format!("{text}\n")).context(format!("{REPORT} can't be written"))
}

/// The scores of a report, and what keeps them from 100.
fn read(report: &PathBuf) -> Result<(Value, Vec<String>)> {
    let text = fs::read_to_string(report).context("Lighthouse wrote no report")?;
    judge(&serde_json::from_str(&text).context("Lighthouse's report is no JSON")?)
}

fn judge(report: &Value) -> Result<(Value, Vec<String>)> {
    let (mut scores, mut complaints) = (Map::new(), Vec::new());
    for name in CATEGORIES {
        let category = &report["categories"][name];
        let score = category["score"].as_f64().ok_or_else(|| {
            Error::new(format!("Lighthouse has no score for {name}: {}", report["runtimeError"]["message"]))
        })?;
        scores.insert(name.to_owned(), json!((score * 100.0).round() as u64));
        if score >= 1.0 {
            continue;
        }
        for audit in category["auditRefs"].as_array().into_iter().flatten() {
            let found = &report["audits"][audit["id"].as_str().unwrap_or_default()];
            let has_weight = audit["weight"].as_f64().is_some_and(|weight| weight > 0.0);
            if has_weight && found["score"].as_f64().is_some_and(|score| score < 1.0) {
                complaints.push(format!("{name}: {}", found["title"].as_str().unwrap_or_default()));
            }
        }
        if complaints.is_empty() {
            complaints.push(format!("{name}: {score}"));
        }
    }
    Ok((Value::Object(scores), complaints))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(seo: &Value) -> Value {
        json!({
            "categories": {
                "accessibility": { "score": 1 },
                "best-practices": { "score": 1 },
                "seo": { "score": seo, "auditRefs": [
                    { "id": "canonical", "weight": 1 }, { "id": "hreflang", "weight": 1 }, { "id": "hint", "weight": 0 },
                ] },
            },
            "audits": {
                "canonical": { "score": 0, "title": "no canonical address" },
                "hreflang": { "score": 1, "title": "languages" },
                "hint": { "score": 0, "title": "a hint" },
            },
        })
    }

    #[test]
    fn what_keeps_a_page_from_all_its_points_is_named() {
        let (scores, complaints) = judge(&report(&json!(0.83))).unwrap();
        assert_eq!(scores, json!({ "accessibility": 100, "best-practices": 100, "seo": 83 }));
        assert_eq!(complaints, ["seo: no canonical address"]);
        assert_eq!(judge(&report(&json!(1))).unwrap().1, Vec::<String>::new());
    }

    #[test]
    fn a_page_that_was_not_judged_is_an_error() {
        let error = judge(&report(&Value::Null)).unwrap_err().to_string();
        assert!(error.starts_with("Lighthouse has no score for seo"), "{error}");
    }
}
