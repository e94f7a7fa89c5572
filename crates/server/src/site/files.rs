//! The built app's files, in memory, with the compressed forms that the build made.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use axum::body::Bytes;

use super::SiteError;
use crate::sendable::{Sendable, etag};

/// By path with a leading slash.
pub(super) struct Files(BTreeMap<String, Sendable>);

impl Files {
    pub(super) fn read(dir: &Path) -> Result<Self, SiteError> {
        let mut contents = BTreeMap::new();
        read_into(&mut contents, dir, "")?;
        let files = contents
            .iter()
            .filter(|(path, _)| !path.ends_with(".br") && !path.ends_with(".gz"))
            .map(|(path, plain)| {
                let file = Sendable {
                    media_type: media_type(path),
                    etag: etag(plain),
                    immutable: is_hashed(path),
                    plain: plain.clone(),
                    brotli: contents.get(&format!("{path}.br")).cloned(),
                    gzip: contents.get(&format!("{path}.gz")).cloned(),
                };
                (path.clone(), file)
            })
            .collect();
        Ok(Self(files))
    }

    /// The shell is no file of its own: every page is written from it.
    pub(super) fn take_index(&mut self) -> Option<String> {
        let file = self.0.remove("/index.html")?;
        String::from_utf8(file.plain.to_vec()).ok()
    }

    /// Takes what is named by its content from another release's files.
    pub(super) fn keep(&mut self, other: Self) {
        for (path, file) in other.0.into_iter().filter(|(_, file)| file.immutable) {
            self.0.entry(path).or_insert(file);
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Sendable)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The first one whose path begins and ends so.
    pub(super) fn find(&self, beginning: &str, ending: &str) -> Option<(&str, &Sendable)> {
        let mut files = self.0.iter().filter(|(path, _)| path.starts_with(beginning) && path.ends_with(ending));
        files.next().map(|(path, file)| (path.as_str(), file))
    }

    pub(super) fn get(&self, path: &str) -> Option<&Sendable> {
        self.0.get(path)
    }
}

fn read_into(contents: &mut BTreeMap<String, Bytes>, dir: &Path, prefix: &str) -> Result<(), SiteError> {
    let unreadable = |path: PathBuf| move |error| SiteError::Unreadable(path, error);
    for entry in fs::read_dir(dir).map_err(unreadable(dir.to_owned()))? {
        let entry = entry.map_err(unreadable(dir.to_owned()))?;
        let (path, name) = (entry.path(), format!("{prefix}/{}", entry.file_name().to_string_lossy()));
        if path.is_dir() {
            read_into(contents, &path, &name)?;
        } else {
            let bytes = fs::read(&path).map_err(unreadable(path.clone()))?;
            contents.insert(name, Bytes::from(bytes));
        }
    }
    Ok(())
}

/// A run of 8 or more hexadecimal digits after a hyphen, as the build writes into a file's or folder's name.
fn is_hashed(path: &str) -> bool {
    path.split(['/', '.', '_'])
        .filter_map(|part| part.rsplit_once('-'))
        .any(|(_, hash)| hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for (path, immutable) in [
            ("/app-0123456789abcdef/loket.js", true),
            ("/style-89abcdef01.css", true),
            ("/loket-0123456789abcdef_bg.wasm", true),
            ("/icon.svg", false),
            ("/icon-maskable.svg", false),
            ("/robots.txt", false),
        ] {
            assert_eq!(is_hashed(path), immutable, "{path}");
        }
    }
}
