//! What a command needs beside Rust: installed where it is missing, each time saying what and why.

mod apt;
mod browser;
mod from_source;
mod npm;
mod pip;
mod postgres;

use std::path::{Path, PathBuf};

pub use apt::install;
pub use browser::Browsers;
pub use npm::{COMPAT_DATA, LIGHTHOUSE};
pub use pip::SCHEMATHESIS;
pub use postgres::Postgres;

use crate::{
    cache::Cache,
    child::{Child, find_program, path_with},
    error::{Error, Result},
};
use from_source::{CARGO_AUDIT, GECKODRIVER, TRUNK, WASM_BINDGEN, WASM_SPLIT};
use npm::{AXE, BINARYEN};

/// What builds the app.
#[derive(Debug, Clone)]
pub struct BuildTools {
    /// Folders to put first in the PATH.
    folders: Vec<PathBuf>,
}

impl BuildTools {
    /// Installs what is missing.
    pub fn ready(cache: &Cache) -> Result<Self> {
        rust_parts(&["wasm32-unknown-unknown"], &[])?;
        // Trunk calls `finish`, which needs it: installed now, so that a long build does not end without it.
        wasm_opt(cache)?;
        let folders = vec![TRUNK.folder(cache), WASM_BINDGEN.folder(cache)];
        from_source::install(cache, &[TRUNK, WASM_BINDGEN, WASM_SPLIT])?;
        Ok(Self { folders })
    }

    /// Trunk, finding its own tools.
    pub fn trunk(&self) -> Child {
        let trunk = find_program("trunk", &self.folders).unwrap_or_else(|| "trunk".into());
        // Trunk takes NO_COLOR=1 for a mistake.
        let child = Child::new(trunk).env("PATH", path_with(&self.folders)).without_env("NO_COLOR");
        // They would replace the app's own, in .cargo/config.toml, without which it can't be cut into pieces.
        child.without_env("RUSTFLAGS").without_env("CARGO_ENCODED_RUSTFLAGS")
    }
}

/// What cuts the app's wasm into pieces and joins them to the browser.
#[derive(Debug, Clone)]
pub struct SplitTools {
    pub wasm_split: PathBuf,
    pub wasm_bindgen: PathBuf,
}

impl SplitTools {
    /// Installs what is missing: a Trunk that is called by hand brings none of them.
    pub fn ready(cache: &Cache) -> Result<Self> {
        from_source::install(cache, &[WASM_BINDGEN, WASM_SPLIT])?;
        Ok(Self { wasm_split: WASM_SPLIT.program(cache), wasm_bindgen: WASM_BINDGEN.program(cache) })
    }
}

/// The program that makes wasm small, installed where it is missing. Never one of the PATH: see `BINARYEN`.
pub fn wasm_opt(cache: &Cache) -> Result<PathBuf> {
    BINARYEN.ready(cache)
}

/// What the tests need beyond the build.
#[derive(Debug)]
pub struct TestTools {
    pub browsers: Browsers,
    /// axe-core's script, which finds barriers in a page.
    pub axe: PathBuf,
    audit: PathBuf,
}

impl TestTools {
    /// Installs what is missing.
    pub fn ready(cache: &Cache) -> Result<Self> {
        rust_parts(&[], &["rustfmt", "clippy"])?;
        from_source::install(cache, &[CARGO_AUDIT, GECKODRIVER])?;
        let browsers = Browsers::ready(GECKODRIVER.program(cache))?;
        let axe = AXE.ready(cache)?;
        Ok(Self { browsers, axe, audit: CARGO_AUDIT.program(cache) })
    }

    /// cargo-audit, at the top of the project.
    pub fn audit(&self, root: &Path) -> Child {
        Child::new(&self.audit).args(["audit"]).within(root)
    }
}

/// Targets and components of the Rust toolchain in use.
fn rust_parts(targets: &[&str], components: &[&str]) -> Result<()> {
    let libraries =
        PathBuf::from(Child::new("rustc").args(["--print", "sysroot"]).output()?.trim()).join("lib/rustlib");
    for target in targets.iter().filter(|target| !libraries.join(target).is_dir()) {
        println!("Installing Rust's {target} target: the app is compiled to it.");
        rustup(&["target", "add", target])?;
    }
    for component in components {
        let program = match *component {
            "clippy" => "cargo-clippy",
            other => other,
        };
        if !Child::new(program).args(["--version"]).succeeds() {
            println!("Installing Rust's {component}: the tests check the code with it.");
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(arguments: &[&str]) -> Result<()> {
    if find_program("rustup", &[]).is_none() {
        return Err(Error::new(format!(
            "install rustup, or give your Rust toolchain what `rustup {}` would",
            arguments.join(" ")
        )));
    }
    Child::new("rustup").args(arguments).run()
}
