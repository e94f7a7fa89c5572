//! Packages of the npm registry, each in a folder of its own. Nothing of them runs while they are installed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::apt;
use crate::{
    cache::Cache,
    child::{Child, find_program},
    error::{Context as _, Error, Result},
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

/// A package with all that it needs, in the versions of a lock file in the repository.
pub struct Project {
    pub name: &'static str,
    /// The folder with `package.json` and `package-lock.json`.
    pub folder: &'static str,
    pub why: &'static str,
}

/// Of the versions that still run on Debian's Node.js (18) the newest.
pub const LIGHTHOUSE: Project =
    Project { name: "lighthouse", folder: "tests/lighthouse", why: "it judges pages as search engines do" };

impl Project {
    /// Its program, installed where it is missing.
    pub fn ready(&self, root: &Path, cache: &Cache) -> Result<PathBuf> {
        let folder = cache.tools().join(format!("{}-{}", self.name, self.version(root)?));
        let program = folder.join("node_modules/.bin").join(self.name);
        if program.is_file() {
            return Ok(program);
        }
        npm_is_there(self.name, self.why)?;
        println!("Installing {}: {}.", self.name, self.why);
        fs::create_dir_all(&folder).context(format!("{} can't be made", folder.display()))?;
        for file in ["package.json", "package-lock.json"] {
            let from = root.join(self.folder).join(file);
            fs::copy(&from, folder.join(file)).context(format!("{} can't be copied", from.display()))?;
        }
        Child::new("npm").args(["ci", "--silent", "--ignore-scripts", "--no-audit"]).within(&folder).run()?;
        Ok(program)
    }

    /// As its lock file says.
    pub fn version(&self, root: &Path) -> Result<String> {
        let file = root.join(self.folder).join("package-lock.json");
        let text = fs::read_to_string(&file).context(format!("{} can't be read", file.display()))?;
        let lock: Value = serde_json::from_str(&text).context(format!("{} is no JSON", file.display()))?;
        let version = lock["packages"][format!("node_modules/{}", self.name)]["version"].as_str();
        version.map(str::to_owned).ok_or_else(|| Error::new(format!("{} has no {}", file.display(), self.name)))
    }
}

fn npm_is_there(package: &str, why: &str) -> Result<()> {
    match find_program("npm", &[]) {
        Some(_) => Ok(()),
        None => apt::install(&["npm"], &format!("{package} is an npm package: {why}")),
    }
}

impl Package {
    /// The file that is used, installed where it is missing.
    pub fn ready(&self, cache: &Cache) -> Result<PathBuf> {
        let plain = self.name.trim_start_matches('@').replace('/', "-");
        let folder = cache.tools().join(format!("{plain}-{}", self.version));
        let file = folder.join(self.file);
        if file.is_file() {
            return Ok(file);
        }
        npm_is_there(self.name, self.why)?;
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
