//! `cargo xtask finish`: the last steps of a build, on Trunk's staging folder.
//!
//! Always: the wasm is cut into its pieces, and what is for other sites' pages is put beside them. A release: wasm-opt, all
//! sheets and the start script in the page, names by the final content (Trunk's are by the content before wasm-opt, and what a name promises for
//! ever must be what is sent), the worker with the list of what it keeps, compressed forms.
//! Development: the page reloads itself.

mod compress;
mod embed;
mod imports;
mod program;
mod reload;
mod script;
mod sheets;
mod worker;

pub use embed::add as add_embed;
pub use program::{FEATURES as WASM_FEATURES, NAMES};
pub use reload::stamp;

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{
    app,
    cache::Cache,
    error::{Context as _, Error, Result},
    tools::{self, SplitTools},
};

pub fn command() -> Result<()> {
    let variable = |name: &str| {
        std::env::var(name).map_err(|_| Error::new(format!("{name} is not set: Trunk calls `finish`, see Trunk.toml")))
    };
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let source = PathBuf::from(variable("TRUNK_SOURCE_DIR")?);
    let is_release = variable("TRUNK_PROFILE")? == "release";
    let cache = Cache::open()?;
    // Where Trunk had the app compiled to.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| source.join("target"), PathBuf::from);
    let profile = if is_release { "wasm-release" } else { "debug" };
    let compiled = target.join("wasm32-unknown-unknown").join(profile).join("loket.wasm");
    let work = target.join("finish").join(profile);
    let program = program::split(&compiled, &work, &SplitTools::ready(&cache)?)?;
    if is_release {
        program::shrink(&program, &tools::wasm_opt(&cache)?)?;
    }
    let index_file = staging.join("index.html");
    let index = program::put_in(&staging, &program, &read(&index_file)?)?;
    embed::add(&source, &staging)?;
    if is_release {
        let index = sheets::put_in(&staging, &index)?;
        let index = script::put_in(&staging, &index)?;
        let worker = read(&source.join(worker::SOURCE))?;
        write(&index_file, worker::add(&staging, &worker, &index)?)?;
        return compress::compress(&staging);
    }
    write(&index_file, index)?;
    reload::add(&staging)
}

/// Makes an app small that is in one piece, and compresses it.
pub fn make_small(dist: &Path, wasm_opt: &Path) -> Result<()> {
    program::shrink(dist, wasm_opt)?;
    compress::compress(dist)
}

/// The first piece of the release that was built last, as it is before wasm-opt takes the names of its functions.
pub fn first_piece_with_names(cache: &Cache) -> Result<PathBuf> {
    let target = cache.target();
    let compiled = target.join("wasm32-unknown-unknown").join("wasm-release").join("loket.wasm");
    let joined = program::split(&compiled, &target.join("finish").join("names"), &SplitTools::ready(cache)?)?;
    Ok(joined.join(program::FIRST))
}

/// The part of a name that says which content it is: the beginning of its SHA-256.
fn name_of(contents: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(content);
    }
    app::hexadecimal(&hash.finalize()[..8])
}

/// A script without indentation and the lines that are nothing but a comment.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(format!("{} can't be read", path.display()))
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, content).context(format!("{} can't be written", path.display()))
}

/// The whole opening tags of a kind that have all of these in them, in order.
fn tags<'a>(page: &'a str, kind: &str, parts: &[&str]) -> Vec<&'a str> {
    let mark = format!("<{kind}");
    let opening = page.match_indices(&mark).filter_map(|(start, _)| {
        let tag = &page[start..];
        Some(&tag[..=tag.find('>')?])
    });
    opening.filter(|tag| parts.iter().all(|part| tag.contains(part))).collect()
}

fn links<'a>(page: &'a str, parts: &[&str]) -> Vec<&'a str> {
    tags(page, "link", parts)
}

/// The addresses in a page's tags of a kind that have `part` in them.
pub fn tag_addresses<'a>(page: &'a str, kind: &str, part: &str, name: &str) -> Vec<&'a str> {
    tags(page, kind, &[part]).into_iter().filter_map(|tag| attribute(tag, name)).collect()
}

/// The value of a tag's attribute, in double quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The file that an address of the page names.
fn file_of(staging: &Path, address: &str) -> PathBuf {
    staging.join(address.trim_start_matches("./").trim_start_matches('/'))
}
