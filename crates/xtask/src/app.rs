//! The built app.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{
    cache::Cache,
    child::Child,
    error::{Context as _, Error, Result},
    finish,
    tools::BuildTools,
    workspace,
};

/// What the built app is made from. The hash of these decides whether it is built again.
const INPUTS: [&str; 16] = [
    ".cargo/",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/contract/",
    "crates/domain/",
    "crates/xtask/src/finish",
    "crates/xtask/src/tools",
    "crates/xtask/Cargo.toml",
    "embed/",
    "index.html",
    "public/",
    "src/",
    "start.js",
    "style/",
    "worker.js",
];

/// Where the app's release is built to.
pub fn dist(root: &Path) -> PathBuf {
    root.join("dist")
}

/// Builds the app's release, unless it is there already.
pub fn build(root: &Path, cache: &Cache, tools: &BuildTools) -> Result<()> {
    let stamp = root.join("target/xtask/dist");
    let inputs = inputs(root)?;
    let built = |inputs: &str| Some(format!("{inputs} {}", hash_of_folder(&dist(root)).ok()?));
    if let (Ok(last), Some(now)) = (fs::read_to_string(&stamp), built(&inputs))
        && last == now
    {
        println!("The app is built: nothing it is made from has changed.");
        return Ok(());
    }
    fetch(root)?;
    tools.trunk().args(["build", "--release"]).within(root).env("CARGO_TARGET_DIR", cache.target()).run()?;
    let built = built(&inputs).ok_or_else(|| Error::new("Trunk ended well, but there is no dist folder"))?;
    fs::create_dir_all(root.join("target/xtask")).context("the folder target can't be written")?;
    fs::write(stamp, built).context("the folder target can't be written")
}

/// Builds the app for development: quickly, into a folder of its own.
pub fn build_for_development(root: &Path, cache: &Cache, tools: &BuildTools, dist: &Path) -> Result<()> {
    fs::create_dir_all(dist).context(format!("{} can't be made", dist.display()))?;
    tools.trunk().args(["build", "--dist"]).args([dist]).within(root).env("CARGO_TARGET_DIR", cache.target()).run()
}

/// Trunk, told to download nothing, tells cargo the same: so the crates must be there before.
pub fn fetch(root: &Path) -> Result<()> {
    let host = Child::new("rustc").args(["-vV"]).output()?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    Child::new("cargo").args(["fetch", "--target", "wasm32-unknown-unknown", "--target", host]).within(root).run()
}

/// Whether a file of the project is one that the app is made from.
pub fn is_input(file: &Path) -> bool {
    let file = file.to_string_lossy();
    INPUTS.iter().any(|input| file.starts_with(input))
}

fn inputs(root: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(Child::new("rustc").args(["-vV"]).output()?);
    hash.update([u8::from(std::env::var_os(finish::NAMES).is_some())]);
    for file in workspace::files(root)?.iter().filter(|file| is_input(file)) {
        add_file(&mut hash, file, &root.join(file))?;
    }
    Ok(hexadecimal(&hash.finalize()))
}

fn hash_of_folder(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files_below(folder)? {
        add_file(&mut hash, &file, &folder.join(&file))?;
    }
    Ok(hexadecimal(&hash.finalize()))
}

fn add_file(hash: &mut Sha256, name: &Path, path: &Path) -> Result<()> {
    let content = fs::read(path).context(format!("{} can't be read", path.display()))?;
    hash.update(name.to_string_lossy().as_bytes());
    hash.update((content.len() as u64).to_be_bytes());
    hash.update(content);
    Ok(())
}

/// Every file below a folder, relative to it, sorted.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let unreadable = || format!("{} can't be read", next.display());
        for entry in fs::read_dir(&next).context(unreadable())? {
            let path = entry.context(unreadable())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                files.push(relative.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn what_the_app_is_made_from_is_known_by_its_place() {
        for (file, input) in [
            ("src/pages/start.rs", true),
            ("crates/domain/src/lib.rs", true),
            ("crates/xtask/src/finish.rs", true),
            ("crates/xtask/src/tidy.rs", false),
            ("crates/server/src/lib.rs", false),
            ("catalogue/mall.toml", false),
        ] {
            assert_eq!(is_input(Path::new(file)), input, "{file}");
        }
    }

    #[test]
    fn a_changed_or_renamed_file_changes_the_hash_of_its_folder() {
        let folder = Folder::new();
        let file = |name: &str| folder.path().join(name);
        fs::write(file("a"), "1").unwrap();
        let first = hash_of_folder(folder.path()).unwrap();
        fs::write(file("a"), "2").unwrap();
        let changed = hash_of_folder(folder.path()).unwrap();
        fs::rename(file("a"), file("b")).unwrap();
        let renamed = hash_of_folder(folder.path()).unwrap();
        assert!(first != changed && changed != renamed && first != renamed);
    }
}
