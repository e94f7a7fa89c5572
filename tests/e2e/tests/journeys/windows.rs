//! Windows: full ones, and the last place.

use e2e::{House, Outcome, Resident};

use crate::{LOST_CARD, MORNING, a_morning, keeps_places, plans_police_report};

#[tokio::test]
async fn a_window_that_fills_up_while_one_looks_offers_the_nearest_instead() -> Outcome {
    // The police report desk has one place a window that can be booked.
    let house = House::opens_at(MORNING).await?;
    let first = Resident::opens(&house.url, "/").await?;
    let second = Resident::opens(&house.url, "/").await?;
    for resident in [&first, &second] {
        resident.waits_for_the_app().await?;
        plans_police_report(resident).await?;
        resident.presses("Pilih hari dan jam").await?;
        resident.picks("Rabu, 25 November").await?;
        resident.sees_heading("Rabu, 25 November").await?;
    }
    first.presses("Simpan tempat ini").await?;
    first.sees_heading("Siapa yang datang?").await?;
    second.presses("Simpan tempat ini").await?;
    second.sees("baru saja penuh").await?;
    second.sees("Yang terdekat masih ada:").await
}

#[tokio::test]
async fn days_say_why_they_are_closed() -> Outcome {
    let house = House::opens_at("2026-12-21T09:00:00+07:00").await?;
    let resident = Resident::opens(&house.url, LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.sees("Cuti bersama Natal").await?;
    resident.sees("Hari Raya Natal").await?;
    resident.sees("libur").await
}

#[tokio::test]
async fn a_hold_survives_a_reload() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees("Tempat Anda disimpan sampai").await?;
    assert_eq!(resident.value_of("Nama lengkap").await?, "Siti Rahmawati");
    Ok(())
}
