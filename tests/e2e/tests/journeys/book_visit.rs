//! The main job: find, answer, prepare, choose, hold, book, keep, change, cancel.

use e2e::{House, Outcome, Phone, Resident};

use crate::{LOST_CARD, MORNING, NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report};

#[tokio::test]
async fn a_resident_finds_a_service_and_books_changes_and_cancels_a_visit() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.types("Tulis dengan kata Anda sendiri", "e ktp ilang").await?;
    resident.sees("Penggantian KTP-el hilang").await?;
    resident.presses("Penggantian KTP-el hilang").await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    resident.sees("GRATIS").await?;
    resident.presses("Lihat berkas saya dan pesan").await?;

    resident.sees_heading("Apakah Anda sudah punya surat hilang dari polisi?").await?;
    resident.picks("Sudah").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Di kota mana KTP-el Anda tercatat?").await?;
    resident.picks("Pekanbaru").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Apakah ada data yang harus diubah pada kartu baru?").await?;
    resident.picks("Tidak, semua sama").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Siapkan").await?;
    let checklist = resident.address().await?;
    assert!(checklist.contains("lapor=sudah") && !checklist.contains('?'), "answers live in the fragment: {checklist}");

    // Reload and back work.
    resident.browser.driver.refresh().await?;
    resident.sees_heading("Siapkan").await?;
    resident.waits_for_the_app().await?;
    resident.browser.driver.back().await?;
    resident.sees_heading("Apakah ada data yang harus diubah pada kartu baru?").await?;
    resident.browser.driver.forward().await?;
    resident.sees_heading("Siapkan").await?;

    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;

    // A mistake is named in the summary, which has the focus, and beside the field.
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", "147101450390000").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Ada 1 yang perlu diperbaiki").await?;
    resident.is_focused_on("Ada 1 yang perlu diperbaiki").await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.is_at("/tiket/").await?;
    resident.sees("Rabu, 25 November 2026").await?;

    // The ticket survives a reload.
    resident.browser.driver.refresh().await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.waits_for_the_app().await?;

    resident.presses("Ubah jadwal").await?;
    resident.sees_heading("Ubah jadwal").await?;
    resident.picks("Kamis, 26 November").await?;
    resident.presses("Pindahkan kunjungan").await?;
    resident.sees("Kamis, 26 November 2026").await?;

    resident.presses("Batalkan").await?;
    resident.sees("Batalkan kunjungan Kamis").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Kunjungan ini dibatalkan.").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn an_answer_with_which_one_should_not_come_says_what_to_do_instead() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.goes_to("/layanan/disdukcapil-ktp-el-hilang#lapor=belum").await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Jangan datang dulu ke loket ini").await?;
    resident.sees("Surat keterangan hilang").await?;
    resident.presses("Lihat layanan ini").await?;
    resident.sees_heading("Surat keterangan hilang").await
}

#[tokio::test]
async fn places_that_are_no_longer_held_can_be_taken_again_and_nothing_typed_is_lost() -> Outcome {
    let (house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    // Both screens ask how long the places are kept: told that they no longer are, this one would not offer to book.
    let told =
        "return performance.getEntriesByType('resource').filter(({name}) => name.includes('/holds/')).length > 1";
    resident.waits_until("the second word of the hold", told).await?;
    house.waits(11);
    resident.presses("Pesan sekarang").await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    resident.presses("Ambil").await?;
    resident.does_not_see("Tempat Anda sudah dilepas").await?;
    resident.sees("Siti Rahmawati").await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await
}

#[tokio::test]
async fn a_ticket_is_found_again_on_another_phone_by_code_and_nik() -> Outcome {
    let (house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let code = House::code_of(&resident.address().await?).ok_or("the ticket's address has no code")?;

    let other = Resident::opens(&house.url, "/kunjungan-saya").await?;
    other.waits_for_the_app().await?;
    other.types("Kode tiket", &code.to_string()).await?;
    other.types("NIK", NIK_MOTHER).await?;
    other.presses("Buka tiket").await?;
    other.sees("Rabu, 25 November 2026").await?;
    other.sees("Surat keterangan hilang").await
}

#[tokio::test]
async fn the_mall_has_its_own_clock_whatever_the_phone_says() -> Outcome {
    // A quarter to midnight in Pekanbaru; the phone lives on another continent, where it is noon of the same day.
    let house = House::opens_at("2026-11-24T23:45:00+07:00").await?;
    let phone = Phone { zone: "America/New_York", ..Phone::SMALL };
    let resident = Resident::opens_on(phone, &house.url, LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees("08.00–08.30").await?;
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await?;
    // The hold is kept across midnight.
    resident.sees("23.55").await?;
    house.waits(9);
    resident.presses("Tambah 10 menit").await?;
    resident.sees("00.05").await?;
    house.waits(9);
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.sees("Rabu, 25 November 2026").await
}

#[tokio::test]
async fn the_same_journey_reads_english() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/en").await?;
    resident.waits_for_the_app().await?;
    resident.types("Write it in your own words", "lost id card").await?;
    resident.sees("Replacement of a lost ID card").await?;
    resident.goes_to(&format!("/en{LOST_CARD}")).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Family card").await?;
    // One tap to Indonesian: the same page, the same answers.
    resident.presses("ID").await?;
    resident.is_at(LOST_CARD).await?;
    resident.sees_heading("Siapkan").await
}
