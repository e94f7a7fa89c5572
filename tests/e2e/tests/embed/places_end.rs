//! Places that end while somebody is in the city's page.

use e2e::{
    Outcome, Phone,
    visit::{answers_for_a_lost_card, keeps_places},
};

use crate::{FRAME, Scene};

/// A clock in the frame that can be put on, and is looked at often.
const A_CLOCK: &str = "const Before = Date; window.later = 0; \
    window.Date = class extends Before { constructor(...parts) { if (parts.length) super(...parts); else super(window.Date.now()); } \
    static now() { return Before.now() + window.later; } }; \
    const again = window.setInterval; \
    window.setInterval = (call, pause, ...rest) => again(call, pause === 15e3 ? 200 : pause, ...rest);";

#[tokio::test]
async fn places_that_end_leave_the_focus_to_whoever_is_in_the_citys_page() -> Outcome {
    let scene = Scene::opens(Phone::DESKTOP).await?;
    scene.enters("service=\"disdukcapil-ktp-el-hilang\"").await?;
    let resident = &scene.resident;
    resident.evaluates(A_CLOCK, vec![]).await?;
    answers_for_a_lost_card(resident).await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(resident).await?;
    resident.sees("Tempat Anda disimpan sampai").await?;
    resident.leaves_frames().await?;
    resident.evaluates("document.querySelector('#berita a').focus()", vec![]).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_until("the frame without the focus", "return !document.hasFocus()").await?;
    scene.house.waits(11);
    resident.evaluates("window.later += 11 * 60e3", vec![]).await?;
    resident.waits_until("what has happened", "return !!document.getElementById('hold-ended')?.textContent").await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    resident.leaves_frames().await?;
    assert_eq!(resident.evaluates("return document.activeElement.tagName", vec![]).await?, "A");
    Ok(())
}
