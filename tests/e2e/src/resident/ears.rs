//! What a screen reader says by itself: what comes into a line (`status`, `alert`) that was there before.

use serde_json::json;

use super::{Resident, Result};

/// Of the changes that come at once, each line counts once; what came with its line is not sure to be said.
const LISTEN: &str = "window.heard = []; new MutationObserver((changes) => { \
     const came = changes.flatMap(({ addedNodes }) => [...addedNodes]); \
     const lines = changes.filter(({ type, addedNodes }) => type === 'characterData' || addedNodes.length) \
         .map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[role=status], [role=alert]')); \
     for (const line of new Set(lines)) if (line && !came.some((node) => node.contains(line)) && read(line)) heard.push(read(line)); \
     }).observe(document, { subtree: true, childList: true, characterData: true })";

impl Resident {
    /// Remembers from now on, until another page is loaded, what is said.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn listens(&self) -> Result<()> {
        self.evaluates(LISTEN, vec![]).await.map(drop)
    }

    /// # Errors
    /// When what is said does not have the text in it so often.
    pub async fn hears(&self, text: &str, times: usize) -> Result<()> {
        self.waits(&format!("“{text}” to be said ({times})"), || async {
            Ok(self.times_heard(text).await? == times)
        })
        .await
    }

    /// How often what was said so far had the text in it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn times_heard(&self, text: &str) -> Result<usize> {
        let script = "return heard.filter((each) => each.includes(arguments[0])).length";
        let times = self.evaluates(script, vec![json!(text)]).await?.as_u64().ok_or("nobody listens")?;
        Ok(usize::try_from(times)?)
    }
}
