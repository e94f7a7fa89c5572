//! What a resident changes while something else is under way, or after it was lost: what counts is what they see.

use e2e::{House, Outcome, Resident};

use crate::{
    LOSES_AN_ANSWER, LOST_CARD, NIK_FATHER, NIK_MOTHER, POLICE_REPORT, a_morning, books_as, checks_as, keeps_places,
    plans_police_report, with_places, with_ticket,
};

#[tokio::test]
async fn answers_are_changed_for_the_person_whose_they_are() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.goes_to("/layanan/disdukcapil-ktp-el-pengambilan#lama=ada&pengambil=sendiri&tempat=mpp").await?;
    resident.waits_for_the_app().await?;
    resident.picks("Orang lain").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees("2 orang, 2 layanan").await?;

    resident.presses("Ubah").await?;
    resident.presses("Ubah jawaban").await?;
    resident.sees("Layanan ini sudah ada di kunjungan Anda.").await?;
    resident.presses("Perbarui di kunjungan").await?;
    resident.sees("2 orang, 2 layanan").await?;

    resident.presses("Ubah").await?;
    resident.presses("Ubah jawaban").await?;
    resident.sees("Layanan ini sudah ada di kunjungan Anda.").await?;
    // Also where the page is loaded anew, or in the other language.
    resident.presses("EN").await?;
    resident.sees("Update my visit").await?;
    resident.presses("ID").await?;
    resident.sees("Perbarui di kunjungan").await?;
    // Who then comes to that service by another way is asked again for whom.
    for path in ["/", POLICE_REPORT] {
        let follows = format!(
            "const link = document.createElement('a'); link.href = '{path}'; document.body.append(link); link.click()"
        );
        resident.evaluates(&follows, vec![]).await?;
        resident.is_at(path).await?;
        resident.sees(if path == "/" { "Mau urus apa hari ini?" } else { "Siapkan" }).await?;
    }
    resident.sees("Tambah ke kunjungan").await
}

/// From the plan to the question for places, and back while it waits for its answer, until `window.answer()`.
async fn goes_back_before_places_are_answered(resident: &Resident) -> Outcome {
    resident.presses("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    let slow_line = "const real = window.fetch; window.fetch = async (request) => { \
        if (request.method === 'POST') await new Promise((go) => { window.answer = go; }); \
        const answer = await real(request); window.answered = true; return answer; }";
    resident.evaluates(slow_line, vec![]).await?;
    resident.presses("Simpan tempat ini").await?;
    resident.waits_until("the question for places", "return !!window.answer").await?;
    resident.presses("Kembali").await?;
    resident.sees_heading("Rencana kunjungan").await
}

#[tokio::test]
async fn whoever_goes_back_while_places_are_asked_for_keeps_them_and_stays_there() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    goes_back_before_places_are_answered(&resident).await?;
    resident.evaluates("window.answer()", vec![]).await?;
    let kept = "return !!JSON.parse(sessionStorage['loket.plan']).held";
    resident.waits_until("the places in the plan", kept).await?;
    // Whatever leads on has led on two paints later.
    let painted = "return new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))";
    assert!(resident.is_true(painted).await?);
    assert_eq!(resident.address().await?, "/kunjungan");
    resident.sees_heading("Rencana kunjungan").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn whoever_empties_the_plan_while_places_are_asked_for_is_not_called_back() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    goes_back_before_places_are_answered(&resident).await?;
    resident.presses("Kosongkan rencana").await?;
    resident.presses("Ya, kosongkan").await?;
    resident.sees("Belum ada layanan").await?;
    resident.evaluates("window.answer()", vec![]).await?;
    resident.waits_until("the places", "return !!window.answered").await?;
    // The app lives on: it does what it is asked next, from where one is.
    resident.presses("Cari layanan").await?;
    resident.sees_heading("Mau urus apa").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn other_places_that_are_taken_at_the_check_are_those_it_shows() -> Outcome {
    let (house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.sees("Pesan sekarang").await?;
    let times = "return document.getElementById('check-time').parentElement.innerText";
    let before = resident.evaluates(times, vec![]).await?;
    house.waits(11);
    // The police report desk has one place a window that can be booked.
    let other = Resident::opens(&house.url, "/").await?;
    other.waits_for_the_app().await?;
    plans_police_report(&other).await?;
    keeps_places(&other).await?;

    resident.presses("Pesan sekarang").await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    assert!(resident.is_true("return localStorage.getItem('loket.sent') === null").await?, "it was answered");
    resident.presses("Ambil").await?;
    resident.does_not_see("Tempat Anda sudah dilepas").await?;
    resident.does_not_see("Belum terpesan").await?;
    let after = resident.evaluates(times, vec![]).await?;
    assert_ne!(before, after);
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await?;
    let window = after.as_str().and_then(|text| text.split_whitespace().find(|word| word.contains('–')));
    resident.sees(window.ok_or("the check shows no window")?).await
}

#[tokio::test]
async fn a_name_that_was_corrected_after_a_lost_request_is_the_one_that_is_booked() -> Outcome {
    let (mut house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawatu", NIK_MOTHER).await?;
    house.dies().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    house.comes_back().await?;
    resident.goes_back().await?;
    resident.sees_heading("Siapa yang datang?").await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.presses("Tanyakan lagi").await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.sees("Siti Rahmawati").await?;
    resident.does_not_see("Rahmawatu").await
}

#[tokio::test]
async fn a_name_that_was_corrected_too_late_makes_no_second_visit() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawatu", NIK_MOTHER).await?;
    // The server books it, and its answer is lost.
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    resident.goes_back().await?;
    resident.sees_heading("Siapa yang datang?").await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.presses("Tanyakan lagi").await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.sees("Siti Rahmawatu").await
}

#[tokio::test]
async fn a_borrowed_phone_keeps_no_ticket_whatever_else_is_changed() -> Outcome {
    let (_house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.picks("Simpan tiket di ponsel ini").await?;
    resident.goes_back().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await?;
    assert!(resident.is_true("return localStorage.getItem('loket.tickets') === null").await?);
    Ok(())
}

#[tokio::test]
async fn a_move_that_was_not_heard_is_not_made_where_another_time_was_chosen_since() -> Outcome {
    let (mut house, resident) = with_ticket().await?;
    resident.presses("Ubah jadwal").await?;
    resident.sees_heading("Ubah jadwal").await?;
    resident.picks("Kamis, 26 November").await?;
    house.dies().await?;
    resident.presses("Pindahkan kunjungan").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    resident.picks("Jumat, 27 November").await?;
    resident.does_not_see("Jaringan terputus atau server sibuk.").await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.presses("Pindahkan kunjungan").await?;
    resident.sees("Jumat, 27 November 2026").await
}

#[tokio::test]
async fn a_page_that_the_browser_brings_back_is_not_older_than_the_plan() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.goes_to(POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Layanan ini sudah ada di kunjungan Anda.").await?;
    // A browser that WebDriver drives puts no page away: told that it did, while the plan was emptied in another language.
    let brought_back = "const moves = (type) => dispatchEvent(new PageTransitionEvent(type, { persisted: true })); \
        moves('pagehide'); moves('pageshow'); window.stays = true; \
        moves('pagehide'); sessionStorage.removeItem('loket.plan'); moves('pageshow');";
    resident.evaluates(brought_back, vec![]).await?;
    resident.waits_until("the page anew", "return !window.stays").await?;
    resident.waits_for_the_app().await?;
    resident.does_not_see("Layanan ini sudah ada di kunjungan Anda.").await?;
    resident.sees("Tambah ke kunjungan").await
}

#[tokio::test]
async fn a_ticket_that_opens_in_its_own_place_has_the_focus() -> Outcome {
    let (house, resident) = with_places().await?;
    books_as(&resident, "Muhammad Fadli", NIK_FATHER).await?;
    let code = House::code_of(&resident.address().await?).ok_or("the ticket's address has no code")?;

    let other = Resident::opens(&house.url, &format!("/tiket/{}", code.compact())).await?;
    other.waits_for_the_app().await?;
    other.types("NIK", NIK_FATHER).await?;
    other.presses("Buka tiket").await?;
    other.sees("Rabu, 25 November 2026").await?;
    other.is_focused_on("Tiket").await
}

#[tokio::test]
async fn a_cancellation_that_was_not_heard_is_taken_back_by_a_no() -> Outcome {
    let (mut house, resident) = with_ticket().await?;
    house.dies().await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Belum terkirim").await?;
    resident.takes_picture("cancellation-not-heard-id-360").await?;
    resident.presses("Batalkan").await?;
    resident.presses("Tidak, tetap datang").await?;
    resident.does_not_see("Belum terkirim").await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    // Whatever was sent when the line was back has been answered by then.
    resident.presses("Unduh data saya").await?;
    resident.sees("Data Anda sudah diunduh").await?;
    resident.browser.driver.refresh().await?;
    resident.sees("Datang 08.00–08.30").await?;
    resident.does_not_see("Kunjungan ini dibatalkan.").await
}

#[tokio::test]
async fn a_cancellation_that_came_without_an_answer_is_shown_once_it_is_in_doubt() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    resident.evaluates(LOSES_AN_ANSWER, vec![]).await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Belum terkirim").await?;
    // Whoever asks anew is shown what is true.
    resident.presses("Batalkan").await?;
    resident.sees("Kunjungan ini dibatalkan.").await?;
    resident.is_focused_on("Tiket").await
}

#[tokio::test]
async fn a_stop_that_could_not_be_cancelled_says_so_at_the_top() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.goes_to(LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.picks("Orang 1").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    house.dies().await?;
    resident.presses("Batalkan yang ini").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Belum terkirim").await?;
    resident.is_focused_on("Tiket").await?;
    resident.does_not_see("Kunjungan terpesan.").await?;
    resident.takes_picture("stop-not-cancelled-id-360").await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.sees("dibatalkan. Layanan lain tetap terpesan.").await?;
    resident.does_not_see("Belum terkirim").await
}

#[tokio::test]
async fn a_reminder_s_question_is_asked_once() -> Outcome {
    let (_house, resident) = with_ticket().await?;
    let code = House::code_of(&resident.address().await?).ok_or("the ticket's address has no code")?;
    // From elsewhere, as a notification does: from the ticket itself the browser would load nothing.
    resident.goes_to("/").await?;
    resident.goes_to(&format!("/tiket/{}#batal", code.compact())).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tidak, tetap datang").await?;
    resident.presses("Ubah jadwal").await?;
    resident.sees_heading("Ubah jadwal").await?;
    resident.goes_back().await?;
    resident.sees("Berubah rencana?").await?;
    assert!(resident.is_true("return document.querySelector('dialog[open]') === null").await?);
    Ok(())
}

#[tokio::test]
async fn the_link_past_the_header_leaves_the_secret_alone_before_the_app_has_come_too() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.cannot_fetch(&["*.wasm"]).await?;
    resident.goes_to(LOST_CARD).await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    let before = resident.address().await?;
    resident.evaluates("document.querySelector('.skip-link').click()", vec![]).await?;
    assert_eq!(resident.address().await?, before);
    assert_eq!(resident.evaluates("return document.activeElement.id", vec![]).await?, "content");
    resident.has_not_the_app().await
}
