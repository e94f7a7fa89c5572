//! Programs of the Python registry, each in an environment of its own.

use std::{fs, path::PathBuf};

use super::apt;
use crate::{
    cache::Cache,
    child::{Child, find_program},
    error::{Context as _, Error, Result},
};

pub struct Program {
    name: &'static str,
    version: &'static str,
    why: &'static str,
}

/// schemathesis, which makes requests of an OpenAPI document and looks at the answers.
pub const SCHEMATHESIS: Program = Program {
    name: "schemathesis",
    version: "4.32.5",
    why: "it tries the server against the document that it writes about itself",
};

impl Program {
    /// The program, installed where it is missing.
    ///
    /// # Errors
    /// Where there is no Python 3.10 with venv and no right to install one, or the registry is out of reach.
    pub fn ready(&self, cache: &Cache) -> Result<PathBuf> {
        let folder = cache.tools().join(format!("{}-{}", self.name, self.version));
        let program = folder.join("bin").join(self.name);
        // What an interrupted installation left has no mark.
        let mark = folder.join("installed");
        if mark.is_file() && Child::new(&program).args(["--version"]).succeeds() {
            return Ok(program);
        }
        if !Child::new("python3").args(["-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 10))"]).succeeds()
        {
            apt::install(&["python3", "python3-venv"], &format!("{} is written in Python: {}", self.name, self.why))?;
        }
        let python = find_program("python3", &[]).ok_or_else(|| Error::new("python3 is not in the PATH"))?;
        println!("Installing {} {}: {}.", self.name, self.version, self.why);
        Child::new(python).args(["-m", "venv", "--clear"]).args([&folder]).run()?;
        let package = format!("{}=={}", self.name, self.version);
        Child::new(folder.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", &package])
            .run()?;
        fs::write(&mark, "").context(format!("{} can't be written", mark.display()))?;
        Ok(program)
    }
}
