//! The browsers of the end-to-end tests, and their drivers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::apt;
use crate::{
    child::{Child, find_program},
    error::{Error, Result},
};

const WHY: &str = "the end-to-end tests walk through the app in it";
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];
/// Where Debian and its kin put WebKitGTK's small browser: below a folder of the machine's kind, then of the version.
const LIBRARIES: &str = "/usr/lib";
const SMALL_BROWSER: &str = "MiniBrowser";

/// The programs of three engines.
#[derive(Debug)]
pub struct Browsers {
    programs: [(&'static str, PathBuf); 7],
}

impl Browsers {
    /// Installs what is missing.
    pub fn ready(geckodriver: PathBuf) -> Result<Self> {
        let packaged = |names: &[&str], packages: &[&str]| -> Result<PathBuf> {
            let find = || names.iter().find_map(|name| find_program(name, &[]));
            if let Some(program) = find() {
                return Ok(program);
            }
            apt::install(packages, WHY)?;
            find().ok_or_else(|| {
                Error::new(format!("{} was installed, yet the PATH has no {}", packages.join(" "), names[0]))
            })
        };
        let chromium = ["chromium", "chromium-driver"];
        let webkit = ["webkit2gtk-driver", "xvfb"];
        let programs = [
            ("LOKET_CHROMIUM", packaged(&CHROMIUM, &chromium)?),
            ("LOKET_CHROMEDRIVER", packaged(&["chromedriver"], &chromium)?),
            ("LOKET_FIREFOX", packaged(&FIREFOX, &["firefox-esr"])?),
            ("LOKET_GECKODRIVER", geckodriver),
            ("LOKET_WEBKITDRIVER", packaged(&["WebKitWebDriver"], &webkit)?),
            ("LOKET_XVFB", packaged(&["Xvfb"], &webkit)?),
            (
                "LOKET_MINIBROWSER",
                small_browser().ok_or_else(|| Error::new(format!("{LIBRARIES} has no {SMALL_BROWSER}: {WHY}")))?,
            ),
        ];
        Ok(Self { programs })
    }

    pub fn chromium(&self) -> &Path {
        &self.programs[0].1
    }

    /// Tells a test where they are.
    pub fn tell(&self, test: Child) -> Child {
        self.programs.iter().fold(test, |test, (name, program)| test.env(name, program))
    }
}

/// The newest version's.
fn small_browser() -> Option<PathBuf> {
    let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let kinds: Vec<PathBuf> = below(Path::new(LIBRARIES)).collect();
    let versions = kinds.iter().flat_map(|kind| below(kind)).map(|folder| folder.join(SMALL_BROWSER));
    versions.filter(|program| program.is_file()).max()
}
