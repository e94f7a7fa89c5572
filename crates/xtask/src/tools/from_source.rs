//! Tools that are compiled from their source and kept in the cache, one folder a version.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cache::Cache,
    child::Child,
    error::{Context as _, Result},
};

/// A tool at one version.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    flags: &'static [&'static str],
    why: &'static str,
    /// Of a compilation alone, on two cores.
    minutes: &'static str,
}

pub const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.21.14",
    program: "trunk",
    flags: &["--no-default-features"],
    why: "it builds the app",
    minutes: "about 3 minutes",
};

/// Its version is that of the crate in Cargo.toml.
pub const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen",
    flags: &[],
    why: "it joins the app's wasm to the browser",
    minutes: "about a minute",
};

/// Its version is that of wasm_split_helpers in Cargo.lock, as far as they must know each other's marks.
pub const WASM_SPLIT: Tool = Tool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    program: "wasm-split-cli",
    flags: &["--features", "build-binary"],
    why: "it cuts the app's wasm into pieces",
    minutes: "about a minute",
};

pub const CARGO_AUDIT: Tool = Tool {
    package: "cargo-audit",
    version: "0.22.2",
    program: "cargo-audit",
    flags: &[],
    why: "it looks for known faults in what we depend on",
    minutes: "about 2 minutes",
};

/// Debian has Firefox without it.
pub const GECKODRIVER: Tool = Tool {
    package: "geckodriver",
    version: "0.37.1",
    program: "geckodriver",
    flags: &[],
    why: "the end-to-end tests drive Firefox with it",
    minutes: "about a minute",
};

/// Of the crates that a tool is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Versions {
    /// Those that its makers tested with.
    Proved,
    Newest,
}

impl Tool {
    fn home(&self, tools: &Path) -> PathBuf {
        tools.join(format!("{}-{}", self.package, self.version))
    }

    /// The folder of its program.
    pub fn folder(&self, cache: &Cache) -> PathBuf {
        self.home(&cache.tools()).join("bin")
    }

    pub fn program(&self, cache: &Cache) -> PathBuf {
        self.folder(cache).join(self.program)
    }

    /// Whether its program is there and starts: an interrupted installation leaves a folder without it.
    fn works(&self, cache: &Cache) -> bool {
        Child::new(self.program(cache)).args(["--help"]).succeeds()
    }

    fn install(&self, tools: &Path, target: &Path, versions: Versions) -> Child {
        let version = format!("={}", self.version);
        let mut arguments: Vec<String> =
            ["install", self.package, "--version", &version, "--debug", "--force", "--root"].map(str::to_owned).into();
        arguments.extend([
            self.home(tools).display().to_string(),
            "--target-dir".to_owned(),
            target.display().to_string(),
        ]);
        arguments.extend(self.flags.iter().map(|&flag| flag.to_owned()));
        if versions == Versions::Proved {
            arguments.push("--locked".to_owned());
        }
        // Without optimisation and debug information: a third of the time, and fast enough.
        Child::new("cargo")
            .args(arguments)
            .without_env("CARGO_TARGET_DIR")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_INCREMENTAL", "false")
    }
}

/// Compiles those that are missing.
pub fn install(cache: &Cache, tools: &[Tool]) -> Result<()> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !tool.works(cache)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let folder = cache.tools();
    // Shared by the tools that are installed together, then of no more use, and large.
    let target = folder.join("target");
    for tool in missing {
        println!("Installing {} {} from source ({}): {}.", tool.package, tool.version, tool.minutes, tool.why);
        if let Err(error) = tool.install(&folder, &target, Versions::Proved).run() {
            // A registry that lags behind may not have the newest of them yet.
            println!("{error}; trying again with the newest crates that fit.");
            tool.install(&folder, &target, Versions::Newest).run()?;
        }
    }
    fs::remove_dir_all(&target).context(format!("{} can't be deleted", target.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_installed_at_its_version_into_a_folder_of_its_own() {
        let line = |versions| TRUNK.install(Path::new("/t"), Path::new("/t/target"), versions).line();
        let newest = "cargo install trunk --version =0.21.14 --debug --force --root /t/trunk-0.21.14 --target-dir /t/target --no-default-features";
        assert_eq!(line(Versions::Newest), newest);
        assert_eq!(line(Versions::Proved), format!("{newest} --locked"));
    }

    #[test]
    fn the_wasm_bindgen_program_fits_the_crate() {
        let manifest = include_str!("../../../../Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
