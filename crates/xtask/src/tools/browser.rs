//! The browser of the end-to-end tests, and its driver.

use std::path::PathBuf;

use super::apt;
use crate::{
    child::find_program,
    error::{Error, Result},
};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];

#[derive(Debug)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// Installs what is missing.
    pub fn ready() -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        apt::install(&["chromium", "chromium-driver"], "the end-to-end tests walk through the app in a real browser")?;
        Self::find()
            .ok_or_else(|| Error::new("chromium and chromedriver were installed, yet the PATH has none of them"))
    }

    fn find() -> Option<Self> {
        let first = |names: &[&str]| names.iter().find_map(|name| find_program(name, &[]));
        Some(Self { chromium: first(&BROWSERS)?, driver: first(&DRIVERS)? })
    }
}
