//! Places that a resident has: theirs whatever else they change, and free again once they want none.

use e2e::{House, Outcome, Resident};

use crate::{LOST_CARD, NIK_MOTHER, a_morning, checks_as, plans_police_report, with_places, with_ticket};

/// The time that the plan would keep.
const PROPOSED: &str = "datang 08.00";

#[tokio::test]
async fn a_place_stays_one_s_own_when_a_service_is_added() -> Outcome {
    let (_house, resident) = with_places().await?;
    resident.goes_to(LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.picks("Orang 1").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees("2 layanan").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    // The police report desk has one place a window: it is the one that is kept.
    resident.sees("08.00 –08.30 Surat keterangan hilang").await
}

#[tokio::test]
async fn whoever_empties_the_plan_gives_the_places_back() -> Outcome {
    let (house, resident) = with_places().await?;
    resident.presses("Kembali").await?;
    resident.presses("Kembali").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.presses("Kosongkan rencana").await?;
    resident.presses("Ya, kosongkan").await?;
    resident.sees("Belum ada layanan").await?;

    let other = Resident::opens(&house.url, "/").await?;
    other.waits_for_the_app().await?;
    plans_police_report(&other).await?;
    other.presses("Pilih hari dan jam").await?;
    other.picks("Rabu, 25 November").await?;
    other.sees_heading("Rabu, 25 November").await?;
    other.sees(PROPOSED).await
}

#[tokio::test]
async fn a_plan_that_was_emptied_says_so_and_nothing_else() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.sees("ditambahkan ke kunjungan.").await?;
    resident.listens().await?;
    resident.presses("Kosongkan rencana").await?;
    resident.presses("Ya, kosongkan").await?;
    resident.hears("Rencana sudah dikosongkan.", 1).await?;
    resident.is_focused_on("Rencana sudah dikosongkan.").await?;
    resident.does_not_see("ditambahkan ke kunjungan.").await
}

#[tokio::test]
async fn why_places_could_not_be_taken_again_stays_said() -> Outcome {
    let (house, resident) = with_places().await?;
    house.waits(11);
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    resident.sees("Masih ada").await?;
    let refuses = "const real = window.fetch; window.counts = 0; window.fetch = async (request) => { \
        if (request.method === 'POST') return new Response(JSON.stringify({ type: 'about:blank', title: '', status: 429, \
            code: 'too_many_holds', errors: [] }), { status: 429, headers: { 'content-type': 'application/problem+json' } }); \
        const answer = await real(request); if (request.url.includes('/windows')) window.counts += 1; return answer; }";
    resident.evaluates(refuses, vec![]).await?;
    resident.presses("Ambil").await?;
    resident.waits_until("a new count", "return window.counts > 0").await?;
    resident.sees("Terlalu banyak tempat").await?;
    resident.waits_until("the offer again", "return document.body.innerText.includes('Ambil ')").await?;
    resident.sees("Terlalu banyak tempat").await
}

#[tokio::test]
async fn whoever_takes_the_places_again_is_where_they_are_kept() -> Outcome {
    let (house, resident) = with_places().await?;
    house.waits(11);
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    resident.presses("Ambil").await?;
    resident.sees("Tempat Anda disimpan sampai").await?;
    resident.waits_until("the focus", "return document.activeElement.id === 'hold-bar'").await
}

#[tokio::test]
async fn the_ticket_that_a_booking_brought_is_shown_although_nothing_more_comes() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    // Not kept: there is no copy that could be shown instead.
    resident.picks("Simpan tiket di ponsel ini").await?;
    let breaks = "const real = window.fetch; window.fetch = (request) => \
        request.method === 'GET' ? Promise.reject(new TypeError('no line')) : real(request)";
    resident.evaluates(breaks, vec![]).await?;
    resident.listens().await?;
    resident.presses("Pesan sekarang").await?;
    resident.hears("Kunjungan terpesan.", 1).await?;
    resident.sees("Rabu, 25 November 2026").await
}

#[tokio::test]
async fn whoever_removes_a_fresh_ticket_is_told_that_alone() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.listens().await?;
    resident.presses("Hapus tiket dari ponsel ini").await?;
    resident.hears("Tiket dihapus dari ponsel ini.", 1).await?;
    assert_eq!(resident.times_heard("Kunjungan terpesan.").await?, 0);
    resident.does_not_see("Kunjungan terpesan.").await
}

#[tokio::test]
async fn what_comes_of_sharing_is_said_each_time() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.listens().await?;
    for times in 1..=2 {
        resident.presses("Bagikan").await?;
        resident.waits_until("what came of it", &format!("return heard.length === {times}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_kept_ticket_does_not_wait_for_a_line_on_which_nothing_comes() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    let hangs = "const real = window.fetch; window.fetch = async (request) => { \
        if (request.url.includes('/visits/')) await new Promise((go) => { window.answer = go; }); return real(request); }";
    resident.evaluates(hangs, vec![]).await?;
    resident.presses_found("the ticket's link", "return document.querySelector('main a[href*=\"/tiket/\"]')").await?;
    resident.sees("Dari ponsel ini, terakhir diperbarui").await?;
    resident.evaluates("window.answer()", vec![]).await?;
    resident.does_not_see("Dari ponsel ini, terakhir diperbarui").await?;
    resident.sees("Ubah jadwal").await
}

#[tokio::test]
async fn a_ticket_that_was_forgotten_in_another_tab_does_not_come_back() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    resident.sees("Kunjungan terpesan.").await?;
    let code = House::code_of(&resident.address().await?).ok_or("the ticket's address has no code")?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    resident.sees("Besok, datang 08.00").await?;
    // As another tab does it: a page hears nothing of its own changes.
    resident.evaluates("localStorage.removeItem('loket.tickets'); dispatchEvent(new Event('storage'))", vec![]).await?;
    resident.does_not_see("Besok, datang 08.00").await?;
    resident.goes_to(&format!("/tiket/{}", code.compact())).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Buka tiket").await?;
    assert!(resident.is_true("return localStorage.getItem('loket.tickets') === null").await?);
    Ok(())
}

#[tokio::test]
async fn the_help_s_contents_lead_to_their_part() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.goes_to("/bantuan").await?;
    resident.waits_for_the_app().await?;
    resident.presses("Calo dan pungutan liar").await?;
    resident.waits_until("the part to have the focus", "return document.activeElement.id === 'calo'").await?;
    let is_in_sight = "const { top } = document.activeElement.getBoundingClientRect(); \
        return scrollY > 0 && top >= 0 && top < innerHeight / 2";
    resident.waits_until("the part in sight", is_in_sight).await?;
    resident.takes_picture_of_screen("help-part-id-360").await
}

#[tokio::test]
async fn a_visit_that_was_cancelled_on_another_phone_is_not_announced_here() -> Outcome {
    let (house, resident) = with_ticket().await?;
    let ticket = resident.address().await?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.sees("Besok, datang 08.00").await?;
    let other = Resident::opens(&house.url, &ticket).await?;
    other.waits_for_the_app().await?;
    other.presses("Batalkan").await?;
    other.presses("Ya, batalkan").await?;
    other.sees("Dibatalkan").await?;
    for path in ["/kunjungan-saya", "/"] {
        resident.goes_to(path).await?;
        resident.waits_for_the_app().await?;
        resident.does_not_see("Besok, datang 08.00").await?;
    }
    Ok(())
}
