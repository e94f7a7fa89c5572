//! A real Chromium, driven over WebDriver.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::json;
use thirtyfour::{CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

use crate::path_of;

/// The device in the resident's hand.
#[derive(Debug, Clone, Copy)]
pub struct Phone {
    /// CSS pixels.
    pub width: u32,
    pub height: u32,
    pub dark: bool,
    /// The zone of the device's clock.
    pub zone: &'static str,
    /// Whether it can run scripts and wasm at all.
    pub scripts: bool,
}

impl Phone {
    /// A small phone in Pekanbaru.
    pub const SMALL: Self = Self { width: 360, height: 740, dark: false, zone: "Asia/Jakarta", scripts: true };
    pub const DESKTOP: Self = Self { width: 1280, height: 900, ..Self::SMALL };
}

/// One browser with its own driver; both end with it.
pub struct Browser {
    pub driver: WebDriver,
    process: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// # Errors
    /// Where the driver or the browser does not start.
    pub async fn start(phone: Phone) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let profile = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(path_of("LOKET_CHROMEDRIVER", "/usr/bin/chromedriver"));
        command.arg(format!("--port={port}")).env("TZ", phone.zone).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own, so that the browser ends with its driver, however the test ends.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let process = command.spawn()?;

        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&path_of("LOKET_CHROMIUM", "/usr/bin/chromium").to_string_lossy())?;
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-prefers-reduced-motion",
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            capabilities.add_arg(argument)?;
        }
        capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
        let address = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        let driver = loop {
            match WebDriver::new(&address, capabilities.clone()).await {
                Ok(driver) => break driver,
                Err(_) if tries < 100 => tries += 1,
                Err(error) => return Err(error.into()),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let browser = Self { driver, process, _profile: profile };
        // The driver's process ends with its browser when this is dropped; nothing is to be said to it then.
        browser.driver.clone().leak()?;
        browser.become_phone(phone).await?;
        Ok(browser)
    }

    async fn become_phone(&self, phone: Phone) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let cdp = self.driver.cdp();
        let metrics = json!({ "width": phone.width, "height": phone.height, "deviceScaleFactor": 1, "mobile": phone.width < 600 });
        cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
        let scheme = if phone.dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        cdp.send_raw("Emulation.setEmulatedMedia", features).await?;
        cdp.send_raw("Emulation.setTimezoneOverride", json!({ "timezoneId": phone.zone })).await?;
        if !phone.scripts {
            cdp.send_raw("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
        }
        Ok(())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        let _ended = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _reaped = self.process.wait();
    }
}
