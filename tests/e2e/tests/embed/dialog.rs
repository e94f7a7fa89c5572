//! The button that opens Loket in a dialog.

use e2e::{Engine, Outcome, Phone};
use serde_json::Value;
use thirtyfour::Key;

use crate::{FRAME, Scene, small};

const BUTTON: &str = "return document.querySelector('loket-embed').shadowRoot.querySelector('button[part]')";
const CLOSE: &str = "return document.querySelector('loket-embed').shadowRoot.querySelector('dialog button')";
const IS_OPEN: &str = "return document.querySelector('loket-embed').shadowRoot.querySelector('dialog').open";
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
    let is_back = format!("return (() => {{ {FOCUSED} }})() === 'Pesan SKCK'");
    resident.waits_until("the focus where it was", &is_back).await?;
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
async fn where_a_browser_knows_no_dialog_loket_stands_in_the_page_as_wide_as_that() -> Outcome {
    let scene = Scene::opens(Phone::DESKTOP).await?;
    scene.resident.is_a_device_that("delete window.HTMLDialogElement").await?;
    scene.shows("service=\"polresta-skck-baru\" button=\"Pesan SKCK\"").await?;
    let is_wide = "const [frame, page] = [document.querySelector('loket-embed').shadowRoot.querySelector('iframe'), \
                   document.querySelector('main')].map((each) => each.getBoundingClientRect().width); return frame > page * 0.9";
    scene.resident.waits_until("a frame as wide as the page", is_wide).await
}

/// In the frame: something that an Escape is for.
const USES: [(&str, &str); 3] = [
    ("a dialog", "const dialog = document.body.appendChild(document.createElement('dialog')); dialog.showModal()"),
    (
        "a part that takes it",
        "addEventListener('keydown', (event) => event.preventDefault(), { once: true, capture: true })",
    ),
    (
        "a search",
        "const search = Object.assign(document.createElement('input'), { type: 'search', value: 'skck', id: 'try' }); \
         document.body.append(search); search.focus(); search.onkeyup = () => search.remove()",
    ),
];

async fn escape_closes_loket_where_nothing_in_it_uses_the_key(phone: Phone) -> Outcome {
    let scene = Scene::opens(phone).await?;
    let resident = &scene.resident;
    scene.shows("service=\"polresta-skck-baru\" button=\"Pesan SKCK\"").await?;
    resident.presses_found("the button", BUTTON).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Lihat berkas saya dan pesan").await?;
    for (what, script) in USES {
        resident.evaluates(script, vec![]).await?;
        resident.presses_key(Key::Escape).await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(resident.evaluates("return document.querySelector('dialog[open]')", vec![]).await?, Value::Null);
        resident.leaves_frames().await?;
        assert_eq!(resident.evaluates(IS_OPEN, vec![]).await?, true, "{what} used it");
        resident.enters_frame(FRAME).await?;
    }
    resident.presses_key(Key::Escape).await?;
    resident.leaves_frames().await?;
    resident.waits_until("the dialog closed", &format!("return !(() => {{ {IS_OPEN} }})()")).await?;
    assert_eq!(resident.evaluates(FOCUSED, vec![]).await?, "Pesan SKCK", "the focus is where it was");
    Ok(())
}

#[tokio::test]
async fn escape_closes_loket_where_nothing_in_it_uses_the_key_in_chromium() -> Outcome {
    escape_closes_loket_where_nothing_in_it_uses_the_key(Phone::DESKTOP).await
}

#[tokio::test]
async fn escape_closes_loket_where_nothing_in_it_uses_the_key_in_firefox() -> Outcome {
    escape_closes_loket_where_nothing_in_it_uses_the_key(Phone::DESKTOP.with(Engine::Firefox)).await
}

#[tokio::test]
async fn escape_closes_loket_where_nothing_in_it_uses_the_key_in_webkit() -> Outcome {
    escape_closes_loket_where_nothing_in_it_uses_the_key(Phone::DESKTOP.with(Engine::WebKit)).await
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
