//! What whole journeys need: a house (the real server, with a clock to turn) and a resident (a real browser).
//!
//! Found by the environment: `LOKET_DIST` (the built app), `LOKET_CHROMIUM`, `LOKET_CHROMEDRIVER`, `LOKET_FIREFOX`,
//! `LOKET_GECKODRIVER`, `LOKET_MINIBROWSER`, `LOKET_WEBKITDRIVER`, `LOKET_XVFB`, `LOKET_AXE` (axe-core's script); `cargo xtask test` sets them. `LOKET_SCREENSHOTS` names a folder where pictures are kept.

mod browser;
mod city;
mod device;
mod files;
mod house;
pub mod lab;
mod releases;
mod resident;
pub mod visit;

pub use browser::{Browser, Engine, Phone, Powers};
pub use city::City;
pub use files::FileHost;
pub use house::{House, dist};
pub use releases::Releases;
pub use resident::Resident;

/// What a test ends with.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// A path from the environment, or what is usual on Debian.
fn path_of(variable: &str, usual: &str) -> std::path::PathBuf {
    std::env::var_os(variable).map_or_else(|| usual.into(), Into::into)
}
