//! `cargo xtask bench web`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{build, picture};
use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Context as _, Result},
    finish,
    test::in_browsers,
    tools::{self, BuildTools, TestTools},
};

/// The figures of each release, oldest first.
const KEPT: &str = "docs/performance.json";
const PICTURE: &str = "docs/performance.svg";

/// The app in Chromium, on phones and lines that it plays: a table beside the goals, then JSON. With a name, such as that of a
/// release, the figures are kept under it and the picture of all is drawn anew.
pub fn web(root: &Path, name: Option<&str>) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    let tools = BuildTools::ready(&cache)?;
    app::build(root, &cache, &tools)?;
    let empty_page = build_empty_page(root, &cache, &tools)?;
    let [bench] = build(root, &cache, ["bench-web"])?;
    let file = root.join("target/xtask/bench-web.json");
    in_browsers(root, &TestTools::ready(&cache)?, Child::new(bench).args([&file, &empty_page])).run()?;
    let figures = fs::read_to_string(&file).context("the figures can't be read")?;
    println!("{figures}");
    let Some(name) = name else { return Ok(()) };
    let figures: Value = serde_json::from_str(&figures).context("the figures are no JSON")?;
    let kept = fs::read_to_string(root.join(KEPT)).unwrap_or_else(|_| "[]".to_owned());
    let mut kept: Vec<Value> = serde_json::from_str(&kept).context(format!("{KEPT} is no list"))?;
    kept.retain(|release| release["name"] != name);
    kept.push(json!({ "name": name, "figures": figures }));
    let text = serde_json::to_string_pretty(&kept).context("the figures can't be written")?;
    fs::write(root.join(KEPT), format!("{text}\n")).context(format!("{KEPT} can't be written"))?;
    fs::write(root.join(PICTURE), picture::draw(&kept)).context(format!("{PICTURE} can't be written"))
}

/// A Leptos page with nothing on it, as small as ours is made. Answers its folder.
fn build_empty_page(root: &Path, cache: &Cache, tools: &BuildTools) -> Result<PathBuf> {
    let dist = root.join("target/xtask/empty-page");
    fs::create_dir_all(&dist).context(format!("{} can't be made", dist.display()))?;
    let trunk = tools.trunk().args(["build", "--release", "--dist"]).args([&dist]);
    // In place of the project's flags: what cuts ours into pieces needs relocations, which would be sent with this one.
    let trunk = trunk.env("RUSTFLAGS", "--cfg erase_components").env("CARGO_TARGET_DIR", cache.target());
    trunk.within(&root.join("tests/empty_page")).run()?;
    finish::make_small(&dist, &tools::wasm_opt(cache)?)?;
    Ok(dist)
}
