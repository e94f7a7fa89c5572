//! The lab: how long a page takes on a phone and a line that Chromium plays. Figures for people; no time decides a test.

mod beside;

use serde::Deserialize;
use serde_json::{Value, json};

pub use self::beside::Beside;
use crate::{Phone, Resident};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A phone and its line.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    pub name: &'static str,
    /// Bits a second, both ways.
    pub bits_per_second: u32,
    /// Milliseconds that every request waits for its answer.
    pub latency: u32,
    /// How many times slower than this machine.
    pub cpu: u32,
}

impl Profile {
    /// A usual phone on a usual line: three in four have a better one.
    pub const P75: Self = Self { name: "p75", bits_per_second: 9_000_000, latency: 100, cpu: 4 };
    /// Lighthouse's slow 4G.
    pub const SLOW_4G: Self = Self { name: "slow4g", bits_per_second: 1_600_000, latency: 150, cpu: 4 };
    /// A cheap phone where the line is bad.
    pub const LOW: Self = Self { name: "low", bits_per_second: 400_000, latency: 400, cpu: 8 };
    /// A cheap phone with everything at hand.
    pub const SLOW_CPU: Self = Self { name: "cpu/8", bits_per_second: 0, latency: 0, cpu: 8 };

    pub const ALL: [Self; 3] = [Self::P75, Self::SLOW_4G, Self::LOW];
}

/// The phone of the lab.
pub const PHONE: Phone = Phone { width: 412, height: 823, ..Phone::SMALL };

/// What one load took: milliseconds since its start.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// The first text that is painted.
    pub first_text: f64,
    /// The largest piece of text or picture, painted.
    pub largest: f64,
    /// Cumulative layout shift.
    pub shift: f64,
    /// What long tasks took beyond 50 ms each, after the first text.
    pub blocked: f64,
    /// Bytes over the line, with headers, until the page stood still.
    pub bytes: f64,
    /// Bytes over the line before the first text.
    pub bytes_before_text: f64,
}

/// Milliseconds from each key to the paint of its letter, and to the paint of what is found where that changes.
#[derive(Debug, Clone, Deserialize)]
pub struct Keys {
    pub letters: Vec<f64>,
    pub found: Vec<f64>,
}

/// Until search answers a key: milliseconds, and bytes over the line, with headers.
#[derive(Debug, Clone, Copy)]
pub struct Ready {
    pub after: f64,
    pub bytes: f64,
}

/// Milliseconds from a tap.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The next screen, with its heading, is painted.
    pub first: f64,
    /// Everything on it is.
    pub whole: f64,
}

/// What stands on a page, without the app: `lab.screen` in `lab/watch.js`.
pub struct Screen(Value);

#[derive(Deserialize)]
struct Noted {
    text: f64,
    largest: f64,
    shift: f64,
    tasks: Vec<(f64, f64)>,
}

/// A resident whose phone and line are the lab's.
pub struct Lab {
    pub resident: Resident,
    cpu: u32,
}

impl Lab {
    /// A browser that knows nothing yet, on an empty page.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn open(house: &str, profile: Profile) -> Result<Self> {
        let mut resident = Resident::opens_on(PHONE, "about:", "blank").await?;
        house.clone_into(&mut resident.house);
        let lab = Self { resident, cpu: profile.cpu };
        lab.send("Page.addScriptToEvaluateOnNewDocument", json!({ "source": include_str!("lab/watch.js") })).await?;
        lab.send("Network.enable", json!({})).await?;
        let bytes_per_second = if profile.bits_per_second == 0 { -1 } else { i64::from(profile.bits_per_second / 8) };
        let line = json!({
            "offline": false,
            "latency": profile.latency,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        });
        lab.send("Network.emulateNetworkConditions", line).await?;
        lab.wakes().await?;
        // A phone has no hover, and its styles are the phone's.
        lab.send("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await?;
        Ok(lab)
    }

    /// Another is measured now. A processor that is made slower is kept busy for that, also where the page does nothing: of three such
    /// browsers side by side none has two cores left.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn rests(&self) -> Result<()> {
        self.send("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await.map(drop)
    }

    /// It is this one's turn again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn wakes(&self) -> Result<()> {
        self.send("Emulation.setCPUThrottlingRate", json!({ "rate": self.cpu })).await.map(drop)
    }

    async fn send(&self, command: &str, arguments: Value) -> Result<Value> {
        Ok(self.resident.browser.driver.cdp().send_raw(command, arguments).await?)
    }

    /// Loads a page and waits until the app has it and nothing moves.
    ///
    /// # Errors
    /// Where it does not load.
    pub async fn load(&self, path: &str) -> Result<Load> {
        self.resident.goes_to(path).await?;
        self.resident.waits_for_the_app().await?;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let noted: Noted = serde_json::from_value(self.resident.evaluates("return lab", vec![]).await?)?;
        let late = noted.tasks.iter().filter(|(start, _)| *start >= noted.text);
        Ok(Load {
            first_text: noted.text,
            largest: noted.largest,
            shift: noted.shift,
            blocked: late.map(|(_, duration)| (duration - 50.0).max(0.0)).sum(),
            bytes: self.bytes_until(f64::INFINITY).await?,
            bytes_before_text: self.bytes_until(noted.text).await?,
        })
    }

    /// Bytes of what had come by then, with headers; nothing where a worker or the browser had it.
    async fn bytes_until(&self, moment: f64) -> Result<f64> {
        let script = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] \
                      .map((file) => [file.responseEnd, file.transferSize])";
        let files: Vec<(f64, f64)> = serde_json::from_value(self.resident.evaluates(script, vec![]).await?)?;
        Ok(files.iter().filter(|(end, _)| *end <= moment).map(|(_, bytes)| bytes).sum())
    }

    /// Loads the start page and types until search has answered and the answer is painted.
    ///
    /// # Errors
    /// Where it never does.
    pub async fn ready(&self) -> Result<Ready> {
        let add = "Page.addScriptToEvaluateOnNewDocument";
        let script = self.send(add, json!({ "source": "lab.probe()" })).await?;
        self.resident.goes_to("/").await?;
        let after = self.noted("ready").await?;
        self.send("Page.removeScriptToEvaluateOnNewDocument", script).await?;
        Ok(Ready { after, bytes: self.bytes_until(after).await? })
    }

    /// Waits until the app's worker keeps what the next load needs.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn has_worker(&self) -> Result<()> {
        let script = "return !!navigator.serviceWorker.controller";
        self.resident.waits("the worker", || self.resident.is_true(script)).await?;
        // It takes the pieces that were not fetched yet.
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        Ok(())
    }

    /// Types into the search field of a page in Indonesian, a key at a time.
    ///
    /// # Errors
    /// Where there is no field.
    pub async fn keys(&self, text: &str) -> Result<Keys> {
        self.resident.types("Tulis dengan kata Anda sendiri", "").await?;
        // What an empty field finds is no answer to a key.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        self.resident.evaluates("lab.watchFound()", vec![]).await?;
        for key in text.chars() {
            self.resident.types_on(&key.to_string()).await?;
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        }
        let noted = "return { letters: lab.keys, found: lab.found }";
        Ok(serde_json::from_value(self.resident.evaluates(noted, vec![]).await?)?)
    }

    /// From now on a tap that brings another screen is timed.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn watches_step(&self) -> Result<()> {
        self.resident.evaluates("lab.watchStep()", vec![]).await?;
        Ok(())
    }

    /// The milliseconds from that tap to the paint of the next screen, and to the paint of all of it.
    ///
    /// # Errors
    /// Where none came.
    pub async fn step(&self) -> Result<Step> {
        let first = self.noted("step").await?;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        Ok(Step { first, whole: self.noted("whole").await? })
    }

    /// What stands on the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn screen(&self) -> Result<Screen> {
        Ok(Screen(self.resident.evaluates("return lab.screen()", vec![]).await?))
    }

    /// Shows one screen without the app; the next tap brings the other one by a few lines of script.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn goes_by_hand(&self, here: &Screen, next: &Screen) -> Result<()> {
        self.resident.evaluates("lab.byHand(arguments[0], arguments[1])", vec![here.0.clone(), next.0.clone()]).await?;
        Ok(())
    }

    async fn noted(&self, what: &str) -> Result<f64> {
        let begun = std::time::Instant::now();
        while begun.elapsed().as_secs() < 60 {
            if let Some(value) = self.resident.evaluates(&format!("return window.lab?.{what}"), vec![]).await?.as_f64()
            {
                return Ok(value);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        Err(format!("the page never noted “{what}”").into())
    }
}
