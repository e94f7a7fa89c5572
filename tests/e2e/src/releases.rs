//! Several releases of the app, made of the built one: the same program under other names and with other bytes, so that
//! each of its files says which release it is of.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::house::dist;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Folders with a built app each; they go with this.
pub struct Releases(Vec<tempfile::TempDir>);

/// The end of every name by content in a release.
fn mark(number: usize) -> String {
    format!("{:04x}", 0xa000 + number)
}

impl Releases {
    /// # Errors
    /// Where the built app can't be read, or is not as it should be.
    pub fn make(count: usize) -> Result<Self> {
        (0..count).map(|number| make(&dist(), number)).collect::<Result<_>>().map(Self)
    }

    #[must_use]
    pub fn folder(&self, number: usize) -> &Path {
        self.0[number].path()
    }

    /// Which release a name by content (or a release's own) is of.
    #[must_use]
    pub fn number_of(&self, name: &str) -> Option<usize> {
        (0..self.0.len()).find(|&number| name.contains(&mark(number)))
    }
}

fn make(dist: &Path, number: usize) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let (index, worker) = (fs::read_to_string(dist.join("index.html"))?, fs::read_to_string(dist.join("worker.js"))?);
    let release = between(&index, "data-release=\"", "\"")?;
    // Old names and hashes, and what they become.
    let mut renamed = vec![(release.clone(), marked(&release, number))];
    for file in files_below(dist, Path::new(""))? {
        let name = file.to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") || name == "index.html" || name == "worker.js" {
            continue;
        }
        let mut content = fs::read(dist.join(&file))?;
        let mut to = name.clone();
        if let Some(hash) = hash_of(&name) {
            renamed.push((hash.clone(), marked(&hash, number)));
            to = name.replace(&hash, &marked(&hash, number));
            let before = sum_of(&content);
            if name.ends_with(".js") || name.ends_with(".css") {
                content.extend(format!("\n/* release {number} */\n").bytes());
            }
            renamed.push((before, sum_of(&content)));
        }
        let path = folder.path().join(to);
        fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
        fs::write(path, content)?;
    }
    for (name, text) in [("index.html", index), ("worker.js", worker)] {
        let text = renamed.iter().fold(text, |text, (from, to)| text.replace(from, to));
        fs::write(folder.path().join(name), text)?;
    }
    Ok(folder)
}

/// As the worker checks its files.
fn sum_of(content: &[u8]) -> String {
    STANDARD.encode(&Sha256::digest(content)[..9])
}

fn marked(hash: &str, number: usize) -> String {
    format!("{}{}", &hash[..hash.len() - 4], mark(number))
}

/// The hash in a name that has one.
fn hash_of(name: &str) -> Option<String> {
    let parts = name.split(['/', '.', '_']).filter_map(|part| part.rsplit_once('-'));
    let mut hashes = parts.map(|(_, hash)| hash).filter(|hash| hash.len() == 16);
    hashes.find(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit())).map(str::to_owned)
}

fn between(text: &str, before: &str, after: &str) -> Result<String> {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| found.to_owned());
    found.ok_or_else(|| format!("the built index.html lacks {before}").into())
}

fn files_below(dir: &Path, prefix: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir.join(prefix))? {
        let name = prefix.join(entry?.file_name());
        if dir.join(&name).is_dir() {
            files.extend(files_below(dir, &name)?);
        } else {
            files.push(name);
        }
    }
    Ok(files)
}
