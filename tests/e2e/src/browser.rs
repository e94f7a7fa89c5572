//! A real browser, driven over WebDriver.

mod chromium;
mod firefox;
mod webkit;

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use thirtyfour::{Capabilities, WebDriver};

pub use chromium::clock_script;

use crate::visit::MORNING;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How long a driver may take to listen, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// What shows the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];
}

/// The device in the resident's hand.
#[derive(Debug, Clone, Copy)]
pub struct Phone {
    pub engine: Engine,
    /// CSS pixels.
    pub width: u32,
    pub height: u32,
    /// Chromium alone can be told.
    pub dark: bool,
    /// The zone of the device's clock.
    pub zone: &'static str,
    /// Where that stands when a page begins (RFC 3339). Chromium alone can be told; others have the machine's.
    pub clock: &'static str,
    pub powers: Powers,
    /// How tall letters are where nobody says otherwise, in CSS pixels. Chromium alone can be told.
    pub letters: u32,
}

/// What a browser can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Powers {
    All,
    /// Scripts, and nothing that a page could keep. Chromium alone can be told.
    NoStorage,
    /// Scripts, and no WebAssembly. Chromium alone can be told.
    NoWasm,
    /// Neither. Chromium alone can be told.
    NoScripts,
}

impl Phone {
    /// A small phone in Pekanbaru.
    pub const SMALL: Self = Self {
        engine: Engine::Chromium,
        width: 360,
        height: 740,
        dark: false,
        zone: "Asia/Jakarta",
        clock: MORNING,
        powers: Powers::All,
        letters: 16,
    };
    pub const DESKTOP: Self = Self { width: 1280, height: 900, ..Self::SMALL };

    /// The same with another engine.
    #[must_use]
    pub const fn with(self, engine: Engine) -> Self {
        Self { engine, ..self }
    }
}

/// One browser with its own driver; both end with it.
pub struct Browser {
    pub driver: WebDriver,
    pub engine: Engine,
    /// The driver, and what else had to be started for it; each is the head of a group.
    processes: Vec<Child>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// # Errors
    /// Where the driver or the browser does not start.
    pub async fn start(phone: Phone) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut processes = Vec::new();
        let (mut command, capabilities) = match phone.engine {
            Engine::Chromium => chromium::ask_for(phone, port, profile.path())?,
            Engine::Firefox => firefox::ask_for(port),
            Engine::WebKit => {
                let (screen, display) = webkit::screen(phone)?;
                processes.push(screen);
                webkit::ask_for(port, &display)
            }
        };
        processes.push(spawn(command.env("TZ", phone.zone))?);
        let driver = open(&format!("http://127.0.0.1:{port}"), &capabilities).await;
        // From here on, what was started ends with this.
        let browser = match driver {
            Ok(driver) => Self { driver, engine: phone.engine, processes, _profile: profile },
            Err(error) => {
                processes.into_iter().for_each(end);
                return Err(error);
            }
        };
        // The driver's process ends with its browser when this is dropped; nothing is to be said to it then.
        browser.driver.clone().leak()?;
        match phone.engine {
            Engine::Chromium => chromium::become_phone(&browser.driver, phone).await?,
            Engine::Firefox | Engine::WebKit => fit(&browser.driver, phone).await?,
        }
        Ok(browser)
    }
}

/// In a group of its own, so that the browser ends with its driver, however the test ends.
fn spawn(command: &mut Command) -> Result<Child> {
    std::os::unix::process::CommandExt::process_group(command, 0);
    Ok(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}

async fn open(address: &str, capabilities: &Capabilities) -> Result<WebDriver> {
    let begun = Instant::now();
    loop {
        match WebDriver::new(address, capabilities.clone()).await {
            Ok(driver) => return Ok(driver),
            Err(_) if begun.elapsed() < PATIENCE => {}
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Makes the window so large that the page in it is as large as the phone's, as far as the browser goes.
async fn fit(driver: &WebDriver, phone: Phone) -> Result<()> {
    let (width, height) = (i64::from(phone.width), i64::from(phone.height));
    driver.set_window_rect(0, 0, phone.width, phone.height).await?;
    let inner: Vec<i64> = driver.execute("return [innerWidth, innerHeight]", vec![]).await?.convert()?;
    let larger = |wanted: i64, is: i64| u32::try_from(wanted + (wanted - is).max(0));
    driver.set_window_rect(0, 0, larger(width, inner[0])?, larger(height, inner[1])?).await?;
    Ok(())
}

fn end(mut process: Child) {
    let group = format!("-{}", process.id());
    let _ended = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    let _reaped = process.wait();
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver before the screen that its browser is on.
        while let Some(process) = self.processes.pop() {
            end(process);
        }
    }
}
