//! A person with a browser, in the page's own words: finds things by label, heading and text, never by class.

mod ears;
mod frames;
mod verdict;

use std::{cell::RefCell, time::Duration};

use serde_json::{Value, json};
use thirtyfour::{By, Key, WebElement};

use crate::browser::{Browser, Phone};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How long a resident waits for something to appear. Generous: it decides only how long a failing test takes.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(60);

pub struct Resident {
    pub browser: Browser,
    /// Scheme, host and port of the house.
    pub house: String,
    /// What finds the frame that is looked into.
    frame: RefCell<Option<String>>,
}

impl Resident {
    /// Opens `path` of the house on a small phone.
    ///
    /// # Errors
    /// Where the browser does not start or the page does not load.
    pub async fn opens(house: &str, path: &str) -> Result<Self> {
        Self::opens_on(Phone::SMALL, house, path).await
    }

    /// # Errors
    /// As `opens`.
    pub async fn opens_on(phone: Phone, house: &str, path: &str) -> Result<Self> {
        let resident =
            Self { browser: Browser::start(phone).await?, house: house.to_owned(), frame: RefCell::new(None) };
        resident.goes_to(path).await?;
        Ok(resident)
    }

    /// Loads a path anew.
    ///
    /// # Errors
    /// Where the page does not load.
    pub async fn goes_to(&self, path: &str) -> Result<()> {
        self.browser.driver.goto(format!("{}{path}", self.house)).await?;
        Ok(())
    }

    /// Waits until the app has taken over the page.
    ///
    /// # Errors
    /// When it does not.
    pub async fn waits_for_the_app(&self) -> Result<()> {
        self.waits("the app", || self.is_true("return !!document.querySelector('#app[data-ready]')")).await
    }

    /// # Errors
    /// When the app has taken over the page.
    pub async fn has_not_the_app(&self) -> Result<()> {
        if self.is_true("return !!document.querySelector('#app[data-ready]')").await? {
            return Err("the app has taken over the page".into());
        }
        Ok(())
    }

    /// Waits until a file whose address has `part` in it has been fetched.
    ///
    /// # Errors
    /// When it is not.
    pub async fn has_fetched(&self, part: &str) -> Result<()> {
        let script = "return performance.getEntriesByType('resource').some((each) => each.name.includes(arguments[0]) && each.responseEnd > 0 && each.responseStatus === 200)";
        self.waits(&format!("the file {part}"), || self.is_true_of(script, part)).await
    }

    /// From now on, files whose addresses match one of the patterns (`*` for anything) can't be fetched.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn cannot_fetch(&self, patterns: &[&str]) -> Result<()> {
        let cdp = self.browser.driver.cdp();
        cdp.send_raw("Network.enable", json!({})).await?;
        // The worker has its own copies.
        cdp.send_raw("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
        cdp.send_raw("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
        cdp.send_raw("Network.setBlockedURLs", json!({ "urls": patterns })).await?;
        Ok(())
    }

    /// Goes back, as by the browser's own button.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn goes_back(&self) -> Result<()> {
        self.browser.driver.back().await?;
        Ok(())
    }

    /// # Errors
    /// When no heading (of any level) reads so.
    pub async fn sees_heading(&self, text: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll('h1,h2,h3')].some((heading) => \
                      seen(heading) && read(heading).includes(arguments[0]))";
        self.waits(&format!("the heading “{text}”"), || self.is_true_of(script, text)).await
    }

    /// # Errors
    /// When the text is nowhere in sight.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let script = "return read(document.body).includes(arguments[0])";
        self.waits(&format!("“{text}”"), || self.is_true_of(script, text)).await
    }

    /// # Errors
    /// When the text is in sight.
    pub async fn does_not_see(&self, text: &str) -> Result<()> {
        let script = "return !read(document.body).includes(arguments[0])";
        self.waits(&format!("no “{text}”"), || self.is_true_of(script, text)).await
    }

    /// Presses the button or link that reads so (the whole text, or its beginning).
    ///
    /// # Errors
    /// When there is none.
    pub async fn presses(&self, text: &str) -> Result<()> {
        let script = "const all = [...document.querySelectorAll('button:not(:disabled), a[href], summary')].filter(seen); \
                      return all.find((each) => read(each) === arguments[0]) ?? all.find((each) => read(each).startsWith(arguments[0])) ?? null";
        let what = format!("something to press: “{text}”");
        let mut element = self.finds(&what, script, text).await?;
        let mut touched = self.touches(&element).await;
        let is_in_frame = self.frame.borrow().is_some();
        if touched.is_err() && !is_in_frame && !element.is_present().await? {
            // Built anew since it was found, as the app does with what the server found: a person presses what stands there now.
            element = self.finds(&what, script, text).await?;
            touched = self.touches(&element).await;
        }
        if touched.is_err() {
            // Something that moves lay over it: press it as a keyboard would.
            element.send_keys(Key::Enter).await.map_err(|error| format!("“{text}” can't be pressed: {error}"))?;
        }
        Ok(())
    }

    /// Picks the radio or tick whose label reads so (or begins so).
    ///
    /// # Errors
    /// When there is none.
    pub async fn picks(&self, label: &str) -> Result<()> {
        let script = "const all = [...document.querySelectorAll('label')].filter((each) => seen(each) && each.control && !each.control.disabled && ['radio', 'checkbox'].includes(each.control.type)); \
                      const label = all.find((each) => read(each) === arguments[0]) ?? all.find((each) => read(each).startsWith(arguments[0])); return label ?? null";
        let element = self.finds(&format!("a choice: “{label}”"), script, label).await?;
        self.touches(&element).await
    }

    /// Types into the field with that label, after emptying it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn types(&self, label: &str, text: &str) -> Result<()> {
        let element = self.field(label).await?;
        self.touches(&element).await?;
        element.send_keys(Key::Control + "a").await?;
        element.send_keys(Key::Backspace + "").await?;
        element.send_keys(text).await?;
        Ok(())
    }

    /// Types into the field with that id, after emptying it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fills(&self, id: &str, text: &str) -> Result<()> {
        let element =
            self.finds(&format!("the field {id}"), "return document.getElementById(arguments[0])", id).await?;
        self.touches(&element).await?;
        element.send_keys(Key::Control + "a").await?;
        element.send_keys(Key::Backspace + "").await?;
        element.send_keys(text).await?;
        Ok(())
    }

    /// Chooses the entry that reads so in the list with that id.
    ///
    /// # Errors
    /// When there is none.
    pub async fn chooses(&self, id: &str, entry: &str) -> Result<()> {
        let script = "const list = document.getElementById(arguments[0]); return list ? list : null";
        let list = self.finds(&format!("the list {id}"), script, id).await?;
        for option in list.find_all(By::Tag("option")).await? {
            if option.text().await?.replace('\u{2011}', "-").contains(entry) {
                option.click().await?;
                return Ok(());
            }
        }
        Err(format!("the list {id} has no “{entry}”").into())
    }

    /// Picks a choice within the group whose legend begins so.
    ///
    /// # Errors
    /// When there is none.
    pub async fn picks_in(&self, group: &str, label: &str) -> Result<()> {
        let script = "const [group, label] = arguments[0].split('|'); \
                      const set = [...document.querySelectorAll('fieldset')].find((each) => read(each.querySelector('legend')).includes(group)); \
                      const found = set && [...set.querySelectorAll('label')].find((each) => each.control && read(each).startsWith(label)); return found ?? null";
        let element = self.finds(&format!("“{label}” in “{group}”"), script, &format!("{group}|{label}")).await?;
        element.scroll_into_view().await?;
        element.click().await?;
        Ok(())
    }

    /// Types where the focus is.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn types_on(&self, text: &str) -> Result<()> {
        self.browser.driver.action_chain().send_keys(text).perform().await?;
        Ok(())
    }

    /// What stands in the field with that label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn value_of(&self, label: &str) -> Result<String> {
        Ok(self.field(label).await?.value().await?.unwrap_or_default())
    }

    async fn field(&self, label: &str) -> Result<WebElement> {
        let script = "const all = [...document.querySelectorAll('label')].filter((each) => each.control && !['radio', 'checkbox'].includes(each.control.type)); \
                      const label = all.find((each) => read(each) === arguments[0]) ?? all.find((each) => read(each).startsWith(arguments[0])); return label ? label.control : null";
        self.finds(&format!("the field “{label}”"), script, label).await
    }

    /// Presses a key where the focus is.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn presses_key(&self, key: Key) -> Result<()> {
        self.browser.driver.action_chain().send_keys(key + "").perform().await?;
        Ok(())
    }

    /// What has the focus: its text, or its label.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn focus(&self) -> Result<String> {
        let script = "const at = document.activeElement; return (at.labels && at.labels[0] ? read(at.labels[0]) : read(at)) || at.tagName";
        Ok(self.evaluates(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// The focus moves once the screen that it moves to is painted.
    ///
    /// # Errors
    /// When it does not come to what begins so.
    pub async fn is_focused_on(&self, text: &str) -> Result<()> {
        self.waits(&format!("the focus on “{text}”"), || async { Ok(self.focus().await?.starts_with(text)) }).await
    }

    /// Path, query and fragment.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn address(&self) -> Result<String> {
        let url = self.browser.driver.current_url().await?;
        Ok(url.as_str().strip_prefix(&self.house).unwrap_or(url.as_str()).to_owned())
    }

    /// # Errors
    /// When the address does not become one that begins so.
    pub async fn is_at(&self, path: &str) -> Result<()> {
        self.waits(&format!("the address {path}"), || async { Ok(self.address().await?.starts_with(path)) }).await
    }

    /// Runs a script in which `read(element)` gives the text as a person sees it.
    ///
    /// # Errors
    /// Those of the script.
    pub async fn evaluates(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let script = format!(
            "const read = (element) => (element.innerText ?? '').replace(/\\u2011/g, '-').replace(/\\u00a0/g, ' ').replace(/\\s+/g, ' ').trim(); \
             const seen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'; {script}"
        );
        Ok(self.browser.driver.execute(script, arguments).await?.json().clone())
    }

    /// # Errors
    /// Those of the script.
    pub async fn is_true(&self, script: &str) -> Result<bool> {
        Ok(self.evaluates(script, vec![]).await? == json!(true))
    }

    pub(crate) async fn is_true_of(&self, script: &str, text: &str) -> Result<bool> {
        Ok(self.evaluates(script, vec![json!(text)]).await? == json!(true))
    }

    async fn finds(&self, what: &str, script: &str, text: &str) -> Result<WebElement> {
        let found = RefCell::new(None);
        self.waits(what, || async {
            let value = self.evaluates(script, vec![json!(text)]).await?;
            let there = !value.is_null();
            found.replace(there.then_some(value));
            Ok(there)
        })
        .await?;
        let value = found.into_inner().unwrap_or_default();
        Ok(WebElement::from_json(value, self.browser.driver.handle().clone())?)
    }

    /// Looks again and again until `is_there`, or patience ends: then says what was waited for and what is in sight.
    ///
    /// # Errors
    /// Then, or those of `is_there`.
    pub async fn waits<F, Fut>(&self, what: &str, is_there: F) -> Result<()>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<bool>>,
    {
        let begun = std::time::Instant::now();
        loop {
            // A page that is just being replaced answers with an error; the next look decides.
            if is_there().await.unwrap_or(false) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                let sight = self.evaluates("return location.pathname + ': ' + read(document.querySelector('main') ?? document.body).slice(0, 1500)", vec![]).await?;
                return Err(format!("waited for {what} in vain; in sight: {sight}").into());
            }
            tokio::time::sleep(GLANCE).await;
        }
    }
}
