//! A server that dies in the middle.

use e2e::Outcome;

use crate::{NIK_MOTHER, a_morning, keeps_places, plans_police_report};

#[tokio::test]
async fn a_server_that_dies_while_a_visit_is_booked_costs_nothing_but_a_second_tap() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    house.dies().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Jaringan terputus atau server sibuk.").await?;
    resident.does_not_see("Kunjungan terpesan.").await?;
    house.comes_back().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await
}

#[tokio::test]
async fn a_list_that_can_not_be_loaded_says_so_and_tries_again() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    house.dies().await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.sees("Halaman ini belum bisa dibuka").await?;
    house.comes_back().await?;
    resident.presses("Coba lagi").await?;
    resident.sees("Rab 25").await
}
