//! Where the project is, and its files.

use std::path::{Path, PathBuf};

use crate::{
    child::Child,
    error::{Error, Result},
};

/// The top of the checkout that the command was started in. Not the folder that xtask was compiled in: clones share
/// compiled tools.
pub fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors()
        .find(|folder| folder.join("Trunk.toml").is_file() && folder.join("Cargo.lock").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Error::new("start this inside the project's folder"))
}

/// The project's files, relative to its top, sorted: tracked ones and new ones, none that git ignores.
pub fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let list = Child::new("git")
        .args(["ls-files", "-z", "-co", "--exclude-standard", "--deduplicate"])
        .within(root)
        .output()?;
    let mut files: Vec<PathBuf> = list
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .filter(|file| root.join(file).is_file())
        .collect();
    files.sort();
    Ok(files)
}
