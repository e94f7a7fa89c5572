//! Looking into a frame, and waiting for what a script says.

use thirtyfour::WebElement;

use super::{Resident, Result};
use crate::Engine;

impl Resident {
    /// Looks into the frame that a script finds; what is seen and done from now on is inside it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enters_frame(&self, script: &str) -> Result<()> {
        self.finds("a frame", script, "").await?.enter_frame().await?;
        self.frame.replace(Some(script.to_owned()));
        Ok(())
    }

    /// A finger on an element. WebKit's driver takes a place in a frame for one in the page around it, and WebKit lets nothing
    /// in a frame of another site take the focus before a finger was there: so it is put where the element is in that page.
    pub(super) async fn touches(&self, element: &WebElement) -> Result<()> {
        element.scroll_into_view().await?;
        let script = self.frame.borrow().clone().filter(|_| self.browser.engine == Engine::WebKit);
        let Some(script) = script else { return Ok(element.click().await?) };
        let in_frame = "const { left, top, width, height } = arguments[0].getBoundingClientRect(); \
                        return [left + Math.min(width / 2, 40), top + height / 2]";
        let place = self.evaluates(in_frame, vec![element.to_json()?]).await?;
        self.browser.driver.enter_default_frame().await?;
        let frame = self.finds("a frame", &script, "").await?;
        let in_page = "const [frame, [x, y]] = arguments; scrollBy(0, frame.getBoundingClientRect().top + y - innerHeight / 2); \
                       const { left, top } = frame.getBoundingClientRect(); return [Math.round(left + x), Math.round(top + y)]";
        let place = self.evaluates(in_page, vec![frame.to_json()?, place]).await?;
        let [Some(x), Some(y)] = [0, 1].map(|index| place[index].as_i64()) else {
            return Err(format!("no place to put a finger on: {place}").into());
        };
        self.browser.driver.action_chain().move_to(x, y).click().perform().await?;
        Ok(frame.enter_frame().await?)
    }

    /// Looks at the page around all frames again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn leaves_frames(&self) -> Result<()> {
        self.browser.driver.enter_default_frame().await?;
        self.frame.replace(None);
        Ok(())
    }

    /// Waits until a script says true.
    ///
    /// # Errors
    /// When it does not.
    pub async fn waits_until(&self, what: &str, script: &str) -> Result<()> {
        self.waits(what, || self.is_true(script)).await
    }

    /// Presses what a script finds: what stands in a shadow is found by no word.
    ///
    /// # Errors
    /// When there is nothing.
    pub async fn presses_found(&self, what: &str, script: &str) -> Result<()> {
        let element = self.finds(what, script, "").await?;
        self.touches(&element).await
    }

    /// Looks at the tab that was opened last, outside all frames.
    ///
    /// # Errors
    /// When no other was opened.
    pub async fn looks_at_new_tab(&self) -> Result<()> {
        let driver = &self.browser.driver;
        let here = driver.window().await?;
        let other = std::cell::RefCell::new(None);
        self.waits("another tab", || async {
            let found = driver.windows().await?.into_iter().find(|window| *window != here);
            Ok(other.replace(found).is_some() || other.borrow().is_some())
        })
        .await?;
        driver.switch_to_window(other.into_inner().ok_or("no other tab")?).await?;
        self.frame.replace(None);
        Ok(())
    }
}
