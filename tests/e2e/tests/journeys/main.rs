//! Whole journeys: a real browser, the built app, the real server, the shipped catalogue.

mod axe;
mod book_visit;
mod displaced;
mod erase_visit;
mod family;
mod home_screen;
mod keyboard;
mod pieces;
#[cfg(test)]
#[path = "../../../../crates/server/tests/api/push_service.rs"]
mod push_service;
#[cfg(test)]
mod reminders;
mod server_dies;
mod windows;
mod without_wasm;

use e2e::{House, Outcome, Resident};

/// A Tuesday morning in Pekanbaru.
const MORNING: &str = "2026-11-24T08:30:00+07:00";

/// NIKs that could be somebody's: right in form, of no person.
const NIK_MOTHER: &str = "1471014503900001";
const NIK_FATHER: &str = "1471011508880002";

/// The checklist of a service, by its answers.
const POLICE_REPORT: &str = "/layanan/polresta-surat-kehilangan#barang=ktp&pelapor=sendiri&sebab=tercecer";
const LOST_CARD: &str = "/layanan/disdukcapil-ktp-el-hilang#alamat=pekanbaru&data=tetap&lapor=sudah";

/// Puts the police report on the plan.
async fn plans_police_report(resident: &Resident) -> Outcome {
    resident.goes_to(POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.is_at("/kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await
}

/// From the plan to kept places: the day and windows that are proposed.
async fn keeps_places(resident: &Resident) -> Outcome {
    resident.presses("Pilih hari dan jam").await?;
    resident.sees_heading("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await
}

/// From people to the ticket, for one person.
async fn books_as(resident: &Resident, name: &str, nik: &str) -> Outcome {
    resident.types("Nama lengkap", name).await?;
    resident.types("NIK", nik).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await
}

/// A house that has just opened, and a resident on its start page.
async fn a_morning() -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.waits_for_the_app().await?;
    Ok((house, resident))
}
