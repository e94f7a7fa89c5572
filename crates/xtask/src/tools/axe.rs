//! axe-core, which finds barriers in a page. It is a script and comes as an npm package; nothing of it runs here.

use std::{fs, path::PathBuf};

use super::apt;
use crate::{
    cache::Cache,
    child::{Child, find_program},
    error::{Context as _, Result},
};

const VERSION: &str = "4.14.1";

/// The script's file.
pub fn ready(cache: &Cache) -> Result<PathBuf> {
    let folder = cache.tools().join(format!("axe-core-{VERSION}"));
    let script = folder.join("package/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    if find_program("npm", &[]).is_none() {
        apt::install(&["npm"], "axe-core, which checks that the pages are accessible, is an npm package")?;
    }
    println!("Installing axe-core {VERSION}: the end-to-end tests check with it that the pages are accessible.");
    fs::create_dir_all(&folder).context(format!("{} can't be made", folder.display()))?;
    Child::new("npm").args(["pack", "--silent", &format!("axe-core@{VERSION}")]).within(&folder).run()?;
    let archive = format!("axe-core-{VERSION}.tgz");
    Child::new("tar").args(["-xzf", &archive, "package/axe.min.js", "package/LICENSE"]).within(&folder).run()?;
    fs::remove_file(folder.join(archive)).context("the archive of axe-core can't be deleted")?;
    Ok(script)
}
