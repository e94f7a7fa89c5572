//! Packages of the npm registry, unpacked into a folder of their own. Nothing of them runs while they are installed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::apt;
use crate::{
    cache::Cache,
    child::{Child, find_program},
    error::{Context as _, Result},
};

pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    /// A file of it that is used; what stands for the package being there.
    pub file: &'static str,
    pub why: &'static str,
}

/// axe-core, which finds barriers in a page: a script.
pub const AXE: Package = Package {
    name: "axe-core",
    version: "4.14.1",
    file: "package/axe.min.js",
    why: "the end-to-end tests check with it that the pages are accessible",
};

/// wasm-opt. Debian's (version 108) exports the wrong table of the app's wasm, which then does not start.
pub const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    file: "package/bin/wasm-opt",
    why: "its wasm-opt makes the app's wasm small",
};

/// What each engine has since when, as MDN knows it.
pub const COMPAT_DATA: Package = Package {
    name: "@mdn/browser-compat-data",
    version: "8.1.9",
    file: "package/data.json",
    why: "the tests check with it that the oldest engines we promise have what the app uses",
};

impl Package {
    /// The file that is used, installed where it is missing.
    pub fn ready(&self, cache: &Cache) -> Result<PathBuf> {
        let plain = self.name.trim_start_matches('@').replace('/', "-");
        let folder = cache.tools().join(format!("{plain}-{}", self.version));
        let file = folder.join(self.file);
        if file.is_file() {
            return Ok(file);
        }
        if find_program("npm", &[]).is_none() {
            apt::install(&["npm"], &format!("{} is an npm package: {}", self.name, self.why))?;
        }
        println!("Installing {} {}: {}.", self.name, self.version, self.why);
        fs::create_dir_all(&folder).context(format!("{} can't be made", folder.display()))?;
        Child::new("npm")
            .args(["pack", "--silent", &format!("{}@{}", self.name, self.version)])
            .within(&folder)
            .run()?;
        let archive = folder.join(format!("{plain}-{}.tgz", self.version));
        Child::new("tar").args([Path::new("-xzf"), &archive]).within(&folder).run()?;
        fs::remove_file(&archive).context(format!("{} can't be deleted", archive.display()))?;
        Ok(file)
    }
}
