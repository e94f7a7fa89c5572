//! What is said of a page as it is: by axe, by its width, by the browser's console; and its picture.

use std::path::PathBuf;

use base64::Engine as _;
use serde_json::json;

use super::{Resident, Result};
use crate::{browser::Engine, path_of};

impl Resident {
    /// # Errors
    /// With every finding of axe-core on the page as it is: rules of WCAG 2.0 to 2.2, A and AA, and best practices.
    pub async fn finds_nothing_with_axe(&self, screen: &str) -> Result<()> {
        let axe = std::fs::read_to_string(path_of("LOKET_AXE", "axe.min.js"))?;
        self.browser.driver.execute(axe, vec![]).await?;
        let found = self
            .browser
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'] }).then(\
                 (result) => done(result.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html + ' ' + node.failureSummary).slice(0, 3).join(' | '))), \
                 (error) => done([String(error)]))",
                vec![],
            )
            .await?;
        let findings: Vec<String> = found.convert()?;
        if findings.is_empty() { Ok(()) } else { Err(format!("{screen}: {}", findings.join("\n")).into()) }
    }

    /// # Errors
    /// When the page is wider than the screen.
    pub async fn needs_no_sideways_scroll(&self, screen: &str) -> Result<()> {
        let script = "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
        let over = self.evaluates(script, vec![]).await?.as_i64().unwrap_or(i64::MAX);
        if over <= 0 { Ok(()) } else { Err(format!("{screen} is {over} px too wide").into()) }
    }

    /// # Errors
    /// With what the browser's console complained about, beside refused requests that a test makes on purpose.
    pub async fn heard_no_complaint(&self) -> Result<()> {
        // Chromium alone tells what its console heard.
        if self.browser.engine != Engine::Chromium {
            return Ok(());
        }
        let log = self.browser.driver.browser_log().await?;
        let complaints: Vec<String> = log
            .into_iter()
            .map(|entry| format!("{entry:?}"))
            .filter(|entry| entry.contains("SEVERE") || entry.contains("Severe"))
            .filter(|entry| !entry.contains("Failed to load resource"))
            .collect();
        if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
    }

    /// Keeps a picture of what is on the screen, frames and all, where `LOKET_SCREENSHOTS` says so.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn takes_picture_of_screen(&self, name: &str) -> Result<()> {
        let Some(folder) = std::env::var_os("LOKET_SCREENSHOTS").map(PathBuf::from) else { return Ok(()) };
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{name}.png")), self.browser.driver.screenshot_as_png().await?)?;
        Ok(())
    }

    /// Keeps a picture of the whole page, where `LOKET_SCREENSHOTS` says so.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn takes_picture(&self, name: &str) -> Result<()> {
        let Some(folder) = std::env::var_os("LOKET_SCREENSHOTS").map(PathBuf::from) else { return Ok(()) };
        std::fs::create_dir_all(&folder)?;
        let driver = &self.browser.driver;
        let picture = if self.browser.engine == Engine::Chromium {
            let whole = json!({ "format": "png", "captureBeyondViewport": true });
            let answer = driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
            base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap_or_default())?
        } else {
            driver.screenshot_as_png().await?
        };
        std::fs::write(folder.join(format!("{name}.png")), picture)?;
        Ok(())
    }
}
