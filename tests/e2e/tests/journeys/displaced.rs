//! The mall closes on a day for which visits are booked.

use e2e::{House, Outcome, Phone, Resident};

use crate::{MORNING, NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report};

const CLOSED: &str =
    "[[closure]]\ndate = \"2026-11-25\"\nreason = { id = \"Perbaikan listrik\", en = \"Electrical repairs\" }";

#[tokio::test]
async fn a_visit_on_a_day_that_closes_is_moved_with_one_tap() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let ticket = resident.address().await?;
    house.dies().await?;
    house.comes_back_adding(CLOSED).await?;

    resident.goes_to("/").await?;
    resident.goes_to(&ticket).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Kunjungan ini perlu jam baru").await?;
    resident.sees("tutup pada Rabu, 25 November: Perbaikan listrik.").await?;
    resident.sees("Perlu jam baru").await?;
    resident.sees("bisa dipindahkan sampai Jumat, 25 Desember").await?;
    resident.sees("Yang terdekat masih ada: Kamis, 26 November, datang").await?;
    resident.needs_no_sideways_scroll("displaced-id-360").await?;
    resident.finds_nothing_with_axe("displaced-id-360").await?;
    resident.takes_picture("displaced-id-360").await?;
    resident.presses("Pindah ke Kamis, 26 November").await?;
    resident.sees("Kunjungan dipindahkan ke Kamis, 26 November").await?;
    resident.does_not_see("Kunjungan ini perlu jam baru").await?;
    resident.sees("Kamis, 26 November 2026").await?;
    // Where the news is said.
    resident.is_focused_on("Tiket ").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_displaced_visit_reads_english_and_another_time_can_be_chosen() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let ticket = resident.address().await?;
    house.dies().await?;
    house.comes_back_adding(CLOSED).await?;

    let phone = Phone { dark: true, ..Phone::SMALL };
    let resident = Resident::opens_on(phone, &house.url, &format!("/en{ticket}")).await?;
    resident.waits_for_the_app().await?;
    resident.sees("is closed on Wednesday, 25 November: Electrical repairs.").await?;
    resident.finds_nothing_with_axe("displaced-en-360-dark").await?;
    resident.takes_picture("displaced-en-360-dark").await?;
    resident.presses("Choose another time").await?;
    resident.sees_heading("Change the time").await?;
    resident.sees("New time: Thursday, 26 November").await?;
    resident.picks("Friday, 27 November").await?;
    resident.presses("Move the visit").await?;
    resident.sees("Friday, 27 November 2026").await?;
    resident.does_not_see("needs a new time").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn places_that_were_held_on_a_day_that_closes_are_not_booked() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    house.dies().await?;
    house.comes_back_adding(CLOSED).await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jam yang Anda pilih sudah tidak ada").await?;
    resident.takes_picture("window-gone-id-360").await
}
