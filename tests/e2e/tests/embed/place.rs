//! What takes the focus in the frame, on the screen of the city's page: the frame is as tall as what is in it, and not every
//! browser scrolls one site's page for another's.

use e2e::{
    Engine, Outcome, Phone, Resident,
    visit::{NIK_MOTHER, answers_for_a_lost_card, books_what_was_checked, checks_as, keeps_places},
};

use crate::{FRAME, Scene, small};

/// Waits until the whole of what a script finds in the frame is on the city's screen.
async fn is_on_screen(resident: &Resident, what: &str, script: &str) -> Outcome {
    let in_frame =
        format!("const found = {script}; const box = found?.getBoundingClientRect(); return [box.top, box.bottom]");
    let around = format!(
        "const {{ top }} = (() => {{ {FRAME} }})().getBoundingClientRect(); const [from, to] = arguments[0]; \
         return top + from >= 0 && top + to <= innerHeight ? '' : `${{top + from}} to ${{top + to}} of ${{innerHeight}}`"
    );
    let last = std::cell::RefCell::new(String::new());
    let look = || async {
        let place = resident.evaluates(&in_frame, vec![]).await?;
        resident.leaves_frames().await?;
        let lacking = resident.evaluates(&around, vec![place]).await;
        resident.enters_frame(FRAME).await?;
        let lacking = lacking?;
        last.replace(lacking.to_string());
        Ok(lacking.as_str() == Some(""))
    };
    let seen = resident.waits(&format!("{what} on the city's screen"), look).await;
    seen.map_err(|error| format!("{what} is at {}: {error}", last.borrow()).into())
}

async fn what_takes_the_focus_comes_onto_the_citys_screen(phone: Phone) -> Outcome {
    let scene = Scene::opens(phone).await?;
    scene.enters("service=\"disdukcapil-ktp-el-hilang\"").await?;
    let resident = &scene.resident;
    answers_for_a_lost_card(resident).await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(resident).await?;
    resident.presses("Lanjut").await?;
    is_on_screen(resident, "the list of mistakes", "document.getElementById('error-summary')").await?;
    checks_as(resident, "Siti Rahmawati", NIK_MOTHER).await?;
    books_what_was_checked(resident).await?;
    resident.presses("Batalkan").await?;
    is_on_screen(resident, "the question", "document.querySelector('dialog[open]')").await?;
    resident.presses("Tidak, tetap datang").await?;
    let button = "[...document.querySelectorAll('main button')].find((each) => read(each) === 'Batalkan')";
    is_on_screen(resident, "the button", button).await
}

#[tokio::test]
async fn what_takes_the_focus_comes_onto_the_citys_screen_in_chromium() -> Outcome {
    what_takes_the_focus_comes_onto_the_citys_screen(small(Engine::Chromium)).await
}

#[tokio::test]
async fn what_takes_the_focus_comes_onto_the_citys_screen_in_firefox() -> Outcome {
    what_takes_the_focus_comes_onto_the_citys_screen(small(Engine::Firefox)).await
}

#[tokio::test]
async fn what_takes_the_focus_comes_onto_the_citys_screen_in_webkit() -> Outcome {
    what_takes_the_focus_comes_onto_the_citys_screen(small(Engine::WebKit)).await
}

async fn whoever_goes_back_finds_the_link_by_which_they_left(phone: Phone) -> Outcome {
    let scene = Scene::opens(phone).await?;
    scene.enters("tenant=\"disdukcapil\"").await?;
    let resident = &scene.resident;
    let last = "return [...document.querySelectorAll('main a[href^=\"/layanan/\"]')].at(-2) ?? null";
    resident.presses_found("a service far down", last).await?;
    resident.waits_until("the service", "return location.pathname.includes('/layanan/')").await?;
    resident.sees("Lihat berkas saya dan pesan").await?;
    resident.evaluates("history.back()", vec![]).await?;
    resident.waits_until("the list", "return location.pathname.includes('/instansi/')").await?;
    let link = "document.activeElement.matches('main a[href^=\"/layanan/\"]') ? document.activeElement : null";
    is_on_screen(resident, "the link", link).await
}

#[tokio::test]
async fn whoever_goes_back_finds_the_link_by_which_they_left_in_chromium() -> Outcome {
    whoever_goes_back_finds_the_link_by_which_they_left(small(Engine::Chromium)).await
}

#[tokio::test]
async fn whoever_goes_back_finds_the_link_by_which_they_left_in_webkit() -> Outcome {
    whoever_goes_back_finds_the_link_by_which_they_left(small(Engine::WebKit)).await
}

#[tokio::test]
async fn a_finger_far_down_moves_nothing() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.enters("tenant=\"disdukcapil\"").await?;
    let resident = &scene.resident;
    // What lies around the words takes the focus too, and begins far above the screen.
    let words = "const all = [...document.querySelectorAll('main h2, main h3')]; return all.at(-1) ?? null";
    resident.presses_found("words far down", words).await?;
    assert_eq!(resident.evaluates("return document.activeElement.id", vec![]).await?, "content");
    resident.leaves_frames().await?;
    let place = "return scrollY";
    let before = resident.evaluates(place, vec![]).await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert_eq!(resident.evaluates(place, vec![]).await?, before);
    assert!(before.as_f64() > Some(400.0), "{before}");
    Ok(())
}
