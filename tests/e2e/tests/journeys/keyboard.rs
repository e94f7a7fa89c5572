//! Everything by keyboard, and the focus where one expects it.

use e2e::{Outcome, Resident};
use thirtyfour::Key;

use crate::{LOST_CARD, a_morning, plans_police_report, with_places};

/// Presses Tab until the focus is on what reads so.
async fn tabs_to(resident: &Resident, text: &str) -> Outcome {
    for _ in 0..120 {
        resident.presses_key(Key::Tab).await?;
        if resident.focus().await?.starts_with(text) {
            return Ok(());
        }
    }
    Err(format!("no way by Tab to “{text}”").into())
}

/// Each line of the summary of what is wrong leads to a field, and there are so many; the focus is where it was.
async fn summary_leads_on(resident: &Resident, lines: usize, focus: &str) -> Outcome {
    let script = format!(
        "const lines = [...document.querySelectorAll('#error-summary a')]; \
         return lines.length === {lines} && lines.every((line) => document.getElementById(line.hash.slice(1)))"
    );
    resident.waits_until(&format!("{lines} lines that lead on"), &script).await?;
    resident.is_focused_on(focus).await
}

#[tokio::test]
async fn what_is_wrong_is_wrong_of_fields_that_are_there() -> Outcome {
    let (_house, resident) = with_places().await?;
    resident.presses("Lanjut").await?;
    resident.is_focused_on("Ada 2 yang perlu diperbaiki").await?;
    resident.picks("Paspor (WNA)").await?;
    summary_leads_on(&resident, 1, "Paspor (WNA)").await?;
    resident.presses("Lanjut").await?;
    resident.is_focused_on("Ada 2 yang perlu diperbaiki").await?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    resident.presses("Buka tiket").await?;
    resident.is_focused_on("Ada 2 yang perlu diperbaiki").await?;
    resident.picks("Paspor").await?;
    summary_leads_on(&resident, 1, "Paspor").await
}

#[tokio::test]
async fn whoever_goes_back_to_a_link_that_is_folded_away_is_on_the_heading() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.presses("Ubah").await?;
    resident.presses("Ubah jawaban").await?;
    resident.sees("Layanan ini sudah ada di kunjungan Anda.").await?;
    resident.goes_back().await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.is_focused_on("Rencana kunjungan").await
}

#[tokio::test]
async fn a_visit_is_booked_with_the_keyboard_alone() -> Outcome {
    let (_house, resident) = a_morning().await?;
    tabs_to(&resident, "Langsung ke isi").await?;
    resident.presses_key(Key::Enter).await?;
    resident.goes_to(LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    tabs_to(&resident, "Tambah ke kunjungan").await?;
    resident.presses_key(Key::Enter).await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.is_focused_on("Rencana kunjungan").await?;
    tabs_to(&resident, "Pilih hari dan jam").await?;
    resident.presses_key(Key::Enter).await?;
    resident.sees_heading("Pilih hari dan jam").await?;
    resident.sees("Rabu, 25 November").await?;
    tabs_to(&resident, "Selasa, 24 November").await?;
    resident.presses_key(Key::Right).await?;
    resident.sees_heading("Rabu, 25 November").await?;
    tabs_to(&resident, "Simpan tempat ini").await?;
    resident.presses_key(Key::Enter).await?;
    resident.sees_heading("Siapa yang datang?").await?;
    tabs_to(&resident, "Nama lengkap").await?;
    resident.types_on("Siti Rahmawati").await?;
    tabs_to(&resident, "NIK").await?;
    resident.presses_key(Key::Tab).await?;
    resident.types_on(crate::NIK_MOTHER).await?;
    resident.presses_key(Key::Enter).await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    tabs_to(&resident, "Pesan sekarang").await?;
    resident.presses_key(Key::Enter).await?;
    resident.sees("Kunjungan terpesan.").await
}
