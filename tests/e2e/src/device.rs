//! What a resident's device does by itself: it keeps the app, loses its line, its memory or the right time.

use serde_json::{Value, json};

use crate::{Resident, browser::clock_script};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Resident {
    async fn tells_browser(&self, command: &str, arguments: Value) -> Result<Value> {
        Ok(self.browser.driver.cdp().send_raw(command, arguments).await?)
    }

    /// Waits until the worker has everything that the app needs without a network, in a language.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn keeps_the_app(&self, language: &str) -> Result<()> {
        let script = "return caches.match(`/renewed?lang=${arguments[0]}`).then((date) => !!date && !!navigator.serviceWorker.controller)";
        let waited = self.waits("the worker's copy", || self.is_true_of(script, language)).await;
        if let Err(error) = waited {
            return Err(format!("{error}; the worker: {}", self.worker_as_it_is().await?).into());
        }
        Ok(())
    }

    /// Waits until the worker has the words of the Indonesian start page, which must have been opened.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn keeps_the_start_page(&self) -> Result<()> {
        self.keeps_the_app("id").await?;
        let script = "return caches.match('/').then((words) => !!words)";
        self.waits("the start page's words", || self.is_true(script)).await
    }

    /// The states of the workers, who is in charge, and what they keep.
    async fn worker_as_it_is(&self) -> Result<Value> {
        let script = "return Promise.all([navigator.serviceWorker.getRegistration(), caches.keys()]).then(async ([found, names]) => ({ \
            installing: found?.installing?.state, waiting: found?.waiting?.state, active: found?.active?.state, \
            inCharge: navigator.serviceWorker.controller?.state, \
            kept: await Promise.all(names.map(async (name) => [name, (await (await caches.open(name)).keys()).length])) }))";
        self.evaluates(script, vec![]).await
    }

    /// Whether the worker has everything now.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_the_app(&self) -> Result<bool> {
        self.is_true(
            "return caches.match('/renewed?lang=id').then((date) => !!date && !!navigator.serviceWorker.controller)",
        )
        .await
    }

    /// As the page is brought to the front again: it asks for news.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn looks_again(&self) -> Result<()> {
        self.evaluates("document.dispatchEvent(new Event('visibilitychange'))", vec![]).await?;
        Ok(())
    }

    /// The device loses its line, and gets it back.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn gets_the_line_back(&self) -> Result<()> {
        for offline in [true, false] {
            let line = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
            self.tells_browser("Network.enable", json!({})).await?;
            self.tells_browser("Network.emulateNetworkConditions", line).await?;
        }
        Ok(())
    }

    /// The browser forgets the files that it fetched.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn wipes_http_cache(&self) -> Result<()> {
        self.tells_browser("Network.clearBrowserCache", json!({})).await.map(drop)
    }

    /// The device forgets what this house keeps on it: kinds as the browser calls them, or `all`.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn wipes_storage(&self, kinds: &str) -> Result<()> {
        let arguments = json!({ "origin": self.house, "storageTypes": kinds });
        self.tells_browser("Storage.clearDataForOrigin", arguments).await.map(drop)
    }

    /// The device has so much room for what this house keeps on it, in bytes.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_room_for(&self, bytes: u64) -> Result<()> {
        let arguments = json!({ "origin": self.house, "quotaSize": bytes });
        self.tells_browser("Storage.overrideQuotaForOrigin", arguments).await.map(drop)
    }

    /// The browser ends every worker, as where memory is short.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn ends_workers(&self) -> Result<()> {
        self.tells_browser("ServiceWorker.enable", json!({})).await?;
        self.tells_browser("ServiceWorker.stopAllWorkers", json!({})).await.map(drop)
    }

    /// From now on each page begins with this script: what another browser or device would be like.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn is_a_device_that(&self, script: &str) -> Result<()> {
        self.tells_browser("Page.enable", json!({})).await?;
        self.tells_browser("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await.map(drop)
    }

    /// From now on each page begins at this moment of the device's clock (RFC 3339), not at its phone's.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_a_clock_at(&self, moment: &str) -> Result<()> {
        let script = clock_script(moment);
        self.is_a_device_that(&script).await
    }

    /// The person lets this house show reminders.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn allows_reminders(&self) -> Result<()> {
        let arguments = json!({ "origin": self.house, "permissions": ["notifications"] });
        self.tells_browser("Browser.grantPermissions", arguments).await.map(drop)
    }

    /// What the push service brings, opened by the browser, is given to the app's worker.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn is_pushed(&self, message: &Value) -> Result<()> {
        self.tells_browser("ServiceWorker.enable", json!({})).await?;
        // WebDriver does not tell the worker's number, which is a small one; the others are nobody's.
        for number in 0..10 {
            let arguments = json!({
                "origin": self.house,
                "registrationId": number.to_string(),
                "data": message.to_string(),
            });
            self.tells_browser("ServiceWorker.deliverPushMessage", arguments).await?;
        }
        Ok(())
    }

    /// The notifications that lie on the device: title, text, language, actions (name and words) and where a tap leads.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_notifications(&self) -> Result<Value> {
        let script = "return (async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((shown) => \
            ({ title: shown.title, text: shown.body, language: shown.lang, leads_to: shown.data, is_heard_again: shown.renotify, \
            actions: shown.actions.map((action) => [action.action, action.title]) })))()";
        self.evaluates(script, vec![]).await
    }

    /// Why the browser would not install the app, in its own words; none where it would.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn finds_not_installable(&self) -> Result<Vec<String>> {
        self.tells_browser("Page.enable", json!({})).await?;
        let manifest = self.tells_browser("Page.getAppManifest", json!({})).await?;
        let errors = self.tells_browser("Page.getInstallabilityErrors", json!({})).await?;
        let of = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
        let all = of(&manifest, "errors").into_iter().chain(of(&errors, "installabilityErrors"));
        Ok(all.map(|error| error.to_string()).collect())
    }
}
