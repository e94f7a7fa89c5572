//! Chromium: with its own protocol it becomes the phone that is wanted.

use std::{path::Path, process::Command};

use serde_json::json;
use thirtyfour::{
    Capabilities, CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver,
};

use super::{Phone, Powers, Result};
use crate::path_of;

pub fn ask_for(phone: Phone, port: u16, profile: &Path) -> Result<(Command, Capabilities)> {
    let mut command = Command::new(path_of("LOKET_CHROMEDRIVER", "/usr/bin/chromedriver"));
    command.arg(format!("--port={port}"));
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
        &format!("--blink-settings=defaultFontSize={}", phone.letters),
        &format!("--user-data-dir={}", profile.display()),
    ] {
        capabilities.add_arg(argument)?;
    }
    if phone.powers == Powers::NoStorage {
        // Two is the number of "block".
        let settings = json!({ "profile.default_content_setting_values.cookies": 2 });
        capabilities.add_experimental_option("prefs", settings)?;
    }
    capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
    Ok((command, capabilities.into()))
}

pub async fn become_phone(driver: &WebDriver, phone: Phone) -> Result<()> {
    let cdp = driver.cdp();
    let metrics =
        json!({ "width": phone.width, "height": phone.height, "deviceScaleFactor": 1, "mobile": phone.width < 600 });
    cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
    let scheme = if phone.dark { "dark" } else { "light" };
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    cdp.send_raw("Emulation.setEmulatedMedia", features).await?;
    cdp.send_raw("Emulation.setTimezoneOverride", json!({ "timezoneId": phone.zone })).await?;
    let mut beginning = clock_script(phone.clock);
    if phone.powers == Powers::NoWasm {
        // No flag of the browser takes it away.
        beginning.push_str(" delete self.WebAssembly;");
    }
    cdp.send_raw("Page.enable", json!({})).await?;
    cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": beginning })).await?;
    if phone.powers == Powers::NoScripts {
        cdp.send_raw("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    }
    Ok(())
}

/// Sets a page's clock to a moment (RFC 3339).
pub fn clock_script(moment: &str) -> String {
    format!(
        "{{ const Before = Date, skew = Before.parse('{moment}') - Before.now(); \
         Date = class extends Before {{ constructor(...parts) {{ if (parts.length) super(...parts); else super(Before.now() + skew); }} \
         static now() {{ return Before.now() + skew; }} }}; }}"
    )
}
