//! A booking that was sent and not answered, by a tab that is gone when the app is opened again.

use e2e::{Outcome, Resident};

use crate::{LOSES_AN_ANSWER, NIK_MOTHER, checks_as, keeps_places, plans_police_report, with_places};

const FOUND: &str = "Pemesanan Anda yang terputus ternyata berhasil.";

/// As where the phone has ended the app to have its memory: what the tab kept is gone.
async fn comes_back_to(resident: &Resident, path: &str) -> Outcome {
    resident.evaluates("sessionStorage.clear()", vec![]).await?;
    resident.goes_to(path).await?;
    resident.waits_for_the_app().await
}

/// Whether the device has something to ask for.
async fn has_sent(resident: &Resident) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    resident.is_true("return localStorage.getItem('loket.sent') !== null").await
}

async fn forgets_what_was_sent(resident: &Resident) -> Outcome {
    resident.waits_until("nothing left to ask for", "return localStorage.getItem('loket.sent') === null").await
}

#[tokio::test]
async fn a_visit_whose_answer_and_tab_are_lost_is_found_by_opening_the_app() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    let kept = resident.evaluates("return localStorage.getItem('loket.sent')", vec![]).await?;
    let kept = kept.as_str().ok_or("nothing is kept to find it by")?;
    assert_eq!((kept.lines().count(), kept.trim().len()), (1, 43), "a secret and a time, and nothing else: {kept}");

    comes_back_to(&resident, "/").await?;
    resident.sees(FOUND).await?;
    resident.sees("Buka tiket").await?;
    forgets_what_was_sent(&resident).await?;
    resident.finds_nothing_with_axe("visit-found-id-360").await?;
    resident.takes_picture("visit-found-id-360").await?;
    // Said once, and the visit is there as any other.
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    resident.sees("Besok, datang 08.00").await?;
    resident.does_not_see(FOUND).await?;
    let tickets = resident.evaluates("return JSON.parse(localStorage.getItem('loket.tickets')).length", vec![]).await?;
    assert_eq!(tickets, 1);
    resident.presses_found("the ticket's link", "return document.querySelector('main a[href*=\"/tiket/\"]')").await?;
    resident.sees("Siti Rahmawati").await?;
    resident.sees("Ubah jadwal").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_visit_that_stands_in_the_way_of_the_next_try_is_found_in_my_visits() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    // Straight to the service, as by a link: nothing has asked what became of it.
    comes_back_to(&resident, "/layanan").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("sudah punya kunjungan").await?;
    resident.listens().await?;
    resident.presses("Lihat Kunjungan saya").await?;
    resident.hears(FOUND, 1).await?;
    resident.sees("Besok, datang 08.00").await?;
    forgets_what_was_sent(&resident).await
}

#[tokio::test]
async fn a_booking_that_never_came_is_asked_for_until_it_can_not_come_any_more() -> Outcome {
    let (mut house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    house.dies().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Belum terkirim").await?;
    house.comes_back().await?;
    let counts = "window.asked = 0; const real = window.fetch; window.fetch = async (request) => { \
        const answer = await real(request); if (request.url?.includes('/api/v1/visits')) window.asked += 1; return answer; }";
    resident.is_a_device_that(counts).await?;
    comes_back_to(&resident, "/").await?;
    resident.waits_until("the question", "return window.asked === 1").await?;
    assert!(has_sent(&resident).await?, "it may still be under way");
    resident.does_not_see(FOUND).await?;

    resident.has_a_clock_at("2026-11-24T08:55:00+07:00").await?;
    comes_back_to(&resident, "/").await?;
    forgets_what_was_sent(&resident).await?;
    comes_back_to(&resident, "/kunjungan-saya").await?;
    resident.sees("Belum ada kunjungan").await?;
    assert!(resident.is_true("return window.asked === 0").await?, "nobody is asked for nothing");
    resident.does_not_see(FOUND).await
}

#[tokio::test]
async fn a_borrowed_phone_keeps_nothing_of_what_was_sent() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    assert!(has_sent(&resident).await?);
    // Who says so late is heard at once, and by the next try.
    resident.picks("Simpan tiket di ponsel ini").await?;
    forgets_what_was_sent(&resident).await?;
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Pesan sekarang").await?;
    resident.waits_until("the second try", "return window.fetch.name !== ''").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    assert!(!has_sent(&resident).await?);
    resident.picks("Simpan tiket di ponsel ini").await?;
    assert!(has_sent(&resident).await?);
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await?;
    assert!(!has_sent(&resident).await?, "the ticket is there");
    Ok(())
}
