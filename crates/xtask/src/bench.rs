//! `cargo xtask bench`: how fast it is. Figures for people: no time decides a test.

mod ledger;
mod picture;
mod serve;
mod web;

use std::path::{Path, PathBuf};

use crate::{cache::Cache, error::Result};

pub use ledger::ledger;
pub use serve::serve;
pub use web::web;

/// Release builds of programs of the workspace, in the order of their names.
fn build<const N: usize>(root: &Path, cache: &Cache, names: [&str; N]) -> Result<[PathBuf; N]> {
    let programs = names.iter().flat_map(|name| ["--bin", name]);
    cache.cargo(root).args(["build", "--release", "--workspace"]).args(programs).run()?;
    let folder = cache.target().join("release");
    Ok(names.map(|name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))))
}
