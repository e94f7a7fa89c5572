//! From the city's page to the ticket, in every engine by the same code.

use e2e::{
    Engine, Outcome, Phone,
    visit::{NIK_MOTHER, answers_for_a_lost_card, books_as, books_what_was_checked, checks_as, keeps_places},
};
use serde_json::json;

use crate::{FRAME, Scene, small};

const LISTEN: &str = "window.heard = []; for (const name of ['step', 'booked']) document.addEventListener(`loket:${name}`, \
                      (event) => heard.push(event.detail));";

async fn a_visit_is_booked_in_the_citys_page(phone: Phone, name: &str) -> Outcome {
    let scene = Scene::opens(phone).await?;
    let resident = &scene.resident;
    scene.shows("service=\"disdukcapil-ktp-el-hilang\"").await?;
    resident.evaluates(LISTEN, vec![]).await?;
    resident.takes_picture_of_screen(&format!("embed-service-{name}")).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    answers_for_a_lost_card(resident).await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(resident).await?;
    checks_as(resident, "Siti Rahmawati", NIK_MOTHER).await?;
    // Where Loket's own site offers to keep the ticket: a frame in another site keeps nothing.
    resident.sees("Pesan sekarang").await?;
    resident.does_not_see("Simpan tiket di ponsel ini").await?;
    books_what_was_checked(resident).await?;
    resident.sees("Rabu, 25 November 2026").await?;
    // The address that the browser shows is the city's; what a frame can't do, Loket's own site may.
    resident.sees("Simpan tiket di situs Loket (di bawah)").await?;
    resident.does_not_see("Simpan tautan ini").await?;
    resident.sees("Nyalakan pengingat: buka di situs Loket").await?;
    resident.does_not_see("Peramban ini tidak bisa mengingatkan").await?;
    // The page around gave the frame all the room that it needs.
    let fits =
        "const { scrollHeight, clientHeight } = document.documentElement; return scrollHeight <= clientHeight + 1";
    resident.waits_until("the frame to be as tall as the ticket", fits).await?;
    let code = resident.evaluates("return location.pathname.split('/').pop()", vec![]).await?;
    assert_eq!(resident.evaluates("return document.cookie", vec![]).await?, "");

    resident.leaves_frames().await?;
    resident.takes_picture_of_screen(&format!("embed-ticket-{name}")).await?;
    let heard = resident.evaluates("return heard", vec![]).await?;
    let heard = heard.as_array().ok_or("nothing was heard")?;
    for step in ["service", "visit", "time", "people", "check", "ticket"] {
        assert!(heard.contains(&json!({ "step": step })), "{step} is not in {heard:?}");
    }
    let booked: Vec<_> = heard.iter().filter(|detail| detail.get("code").is_some()).collect();
    assert_eq!(booked, [&json!({ "code": code })], "the code, once, and nothing else");
    assert_eq!(resident.evaluates("return document.cookie", vec![]).await?, "");

    // To keep it on the device, Loket's own site is opened, with the ticket.
    resident.enters_frame(FRAME).await?;
    resident.presses("Simpan tiket: buka di situs Loket").await?;
    resident.looks_at_new_tab().await?;
    resident.is_at(&format!("/tiket/{}#", code.as_str().unwrap_or_default())).await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.presses("Simpan tiket di ponsel ini").await?;
    resident.sees("Tiket tersimpan di ponsel ini.").await
}

#[tokio::test]
async fn a_visit_is_booked_in_the_citys_page_in_chromium() -> Outcome {
    a_visit_is_booked_in_the_citys_page(small(Engine::Chromium), "360").await
}

#[tokio::test]
async fn a_visit_is_booked_in_the_citys_page_in_firefox() -> Outcome {
    a_visit_is_booked_in_the_citys_page(small(Engine::Firefox), "firefox").await
}

#[tokio::test]
async fn a_visit_is_booked_in_the_citys_page_in_webkit() -> Outcome {
    a_visit_is_booked_in_the_citys_page(small(Engine::WebKit), "webkit").await
}

#[tokio::test]
async fn a_visit_is_booked_where_nothing_may_be_kept() -> Outcome {
    let phone = Phone { powers: e2e::Powers::NoStorage, ..Phone::DESKTOP };
    let scene = Scene::opens(phone).await?;
    scene.enters("service=\"disdukcapil-ktp-el-hilang\"").await?;
    let resident = &scene.resident;
    let refused = "try { return localStorage === null } catch { return true }";
    assert_eq!(resident.evaluates(refused, vec![]).await?, true, "storage is absent");
    answers_for_a_lost_card(resident).await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(resident).await?;
    books_as(resident, "Siti Rahmawati", NIK_MOTHER).await
}

#[tokio::test]
async fn whoever_goes_back_in_the_frame_stays_in_the_citys_page() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.enters("service=\"disdukcapil-ktp-el-hilang\"").await?;
    let resident = &scene.resident;
    resident.presses("Lihat berkas saya dan pesan").await?;
    resident.sees_heading("Apakah Anda sudah punya surat hilang dari polisi?").await?;
    resident.picks("Sudah").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Di kota mana KTP-el Anda tercatat?").await?;
    resident.evaluates("history.back()", vec![]).await?;
    resident.sees_heading("Apakah Anda sudah punya surat hilang dari polisi?").await?;
    assert_eq!(
        resident.evaluates("return location.pathname", vec![]).await?,
        "/tertanam/layanan/disdukcapil-ktp-el-hilang"
    );
    Ok(())
}

#[tokio::test]
async fn a_letter_in_a_search_is_no_step_for_the_page_around() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.shows("").await?;
    let resident = &scene.resident;
    resident.evaluates(LISTEN, vec![]).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.types("Tulis dengan kata Anda sendiri", "ktp hilang").await?;
    resident.presses("Penggantian KTP-el hilang").await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    resident.leaves_frames().await?;
    resident.waits_until("the step", "return heard.some(({ step }) => step === 'service')").await?;
    let steps = resident.evaluates("return heard.map(({ step }) => step)", vec![]).await?;
    let before = steps.as_array().map_or(0, |steps| steps.iter().filter(|step| **step != json!("service")).count());
    assert!(before <= 1, "{steps}");
    Ok(())
}
