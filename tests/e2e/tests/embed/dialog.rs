//! The button that opens Loket in a dialog.

use e2e::{Engine, Outcome, Phone};
use thirtyfour::Key;

use crate::{FRAME, Scene, small};

const BUTTON: &str = "return document.querySelector('loket-embed').shadowRoot.querySelector('button[part]')";
const CLOSE: &str = "return document.querySelector('loket-embed').shadowRoot.querySelector('dialog button')";
const FOCUSED: &str =
    "return document.activeElement.shadowRoot?.activeElement?.textContent ?? document.activeElement.tagName";

async fn a_button_opens_and_closes_loket(phone: Phone, name: &str) -> Outcome {
    let scene = Scene::opens(phone).await?;
    let resident = &scene.resident;
    scene.shows("service=\"polresta-skck-baru\" button=\"Pesan SKCK\"").await?;
    resident.takes_picture_of_screen(&format!("embed-button-{name}")).await?;
    let is_loaded = "return !!document.querySelector('loket-embed').shadowRoot.querySelector('iframe').src";
    assert_eq!(resident.evaluates(is_loaded, vec![]).await?, false, "nothing is fetched before it is wanted");
    resident.presses_found("the button", BUTTON).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("SKCK baru").await?;
    resident.leaves_frames().await?;
    resident.takes_picture_of_screen(&format!("embed-dialog-{name}")).await?;
    resident.presses_found("the way out", CLOSE).await?;
    assert_eq!(resident.evaluates(FOCUSED, vec![]).await?, "Pesan SKCK", "the focus is where it was");
    // By keyboard too, and what was begun is still there.
    resident.presses_key(Key::Enter).await?;
    resident.enters_frame(FRAME).await?;
    resident.sees_heading("SKCK baru").await
}

#[tokio::test]
async fn a_button_opens_and_closes_loket_in_chromium() -> Outcome {
    a_button_opens_and_closes_loket(small(Engine::Chromium), "360").await?;
    a_button_opens_and_closes_loket(Phone::DESKTOP, "1280").await
}

#[tokio::test]
async fn a_button_opens_and_closes_loket_in_firefox() -> Outcome {
    a_button_opens_and_closes_loket(small(Engine::Firefox), "firefox").await
}

#[tokio::test]
async fn a_button_opens_and_closes_loket_in_webkit() -> Outcome {
    a_button_opens_and_closes_loket(small(Engine::WebKit), "webkit").await
}

#[tokio::test]
async fn the_citys_page_with_the_dialog_open_has_no_barrier() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.shows("button=\"Pesan jam datang\"").await?;
    scene.resident.finds_nothing_with_axe("the city's page").await?;
    scene.resident.presses_found("the button", BUTTON).await?;
    scene.resident.finds_nothing_with_axe("the city's page with the dialog").await?;
    scene.resident.enters_frame(FRAME).await?;
    scene.resident.waits_for_the_app().await?;
    scene.resident.finds_nothing_with_axe("the dialog's frame").await
}
