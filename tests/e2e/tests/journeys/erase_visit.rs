//! The holder's data: having it, and having it deleted.

use e2e::{House, Outcome, Resident};
use serde_json::json;
use thirtyfour::Key;

use crate::{NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report, ticks_first_paper, with_ticket};

/// Catches what the page hands out as a file, since a browser without a screen keeps none.
const CATCH_FILES: &str = "window.caught = []; const make = URL.createObjectURL; \
     URL.createObjectURL = (blob) => { blob.text().then((text) => window.caught.push(text)); return make(blob); }";

async fn has_caught(resident: &Resident) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    resident.waits_until("a file", "return window.caught.length > 0").await?;
    Ok(resident.evaluates("return window.caught.join('')", vec![]).await?.as_str().unwrap_or_default().to_owned())
}

async fn kept(resident: &Resident) -> Result<serde_json::Value, Box<dyn std::error::Error + Send + Sync>> {
    resident.evaluates("return Object.keys(localStorage).sort()", vec![]).await
}

#[tokio::test]
async fn a_resident_downloads_their_data_and_deletes_it_with_two_taps() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let ticket = resident.address().await?;
    ticks_first_paper(&resident).await?;
    let before = kept(&resident).await?.to_string();
    assert!(before.contains("loket.tickets") && before.contains("loket.ticks."), "ticket and ticks are kept: {before}");

    resident.evaluates(CATCH_FILES, vec![]).await?;
    resident.presses("Unduh data saya").await?;
    resident.sees("Data Anda sudah diunduh.").await?;
    let file = has_caught(&resident).await?;
    assert!(file.contains("\"name\": \"Siti Rahmawati\"") && file.contains("\"wiped_on\""), "{file}");
    assert!(!file.contains(NIK_MOTHER), "the number is not kept");
    resident.needs_no_sideways_scroll("your-data-id-360").await?;
    resident.takes_picture("your-data-id-360").await?;

    // The first tap asks; leaving it does nothing.
    resident.presses("Hapus data saya").await?;
    resident.sees("Kunjungan ini juga dibatalkan").await?;
    // Enter does no harm.
    resident.is_focused_on("Hapus semua data kunjungan ini?").await?;
    resident.presses_key(Key::Enter).await?;
    resident.finds_nothing_with_axe("erase-question-id-360").await?;
    resident.takes_picture("erase-question-id-360").await?;
    resident.presses("Tidak, simpan").await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.listens().await?;
    resident.presses("Hapus data saya").await?;
    resident.presses("Ya, hapus").await?;
    resident.hears("Data Anda sudah dihapus.", 1).await?;
    // Nor is the page called by a ticket that is gone.
    resident.is_focused_on("Data Anda sudah dihapus").await?;
    assert!(resident.browser.driver.title().await?.starts_with("Data Anda sudah dihapus"));
    resident.does_not_see("Siti Rahmawati").await?;
    resident.finds_nothing_with_axe("erased-id-360").await?;
    resident.takes_picture("erased-id-360").await?;
    assert_eq!(kept(&resident).await?, json!([]), "nor does the device keep anything of it");

    // The link opens nothing any more.
    resident.goes_to("/").await?;
    resident.goes_to(&ticket).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Buka tiket").await?;
    resident.sees("Tautan ini belum membuka tiket.").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_download_that_fails_again_is_said_again() -> Outcome {
    let (mut house, resident) = with_ticket().await?;
    house.dies().await?;
    resident.listens().await?;
    for times in [1, 2] {
        resident.presses("Unduh data saya").await?;
        resident.hears("Jaringan terputus atau server sibuk.", times).await?;
    }
    Ok(())
}

#[tokio::test]
async fn deleting_reads_english_too() -> Outcome {
    let (house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let ticket = resident.address().await?;
    let other = Resident::opens(&house.url, &format!("/en{ticket}")).await?;
    other.waits_for_the_app().await?;
    other.presses("Delete my data").await?;
    other.sees("This also cancels the visit").await?;
    other.takes_picture("erase-question-en-360").await?;
    other.presses("Yes, delete").await?;
    other.sees("Your data was deleted.").await?;
    other.takes_picture("erased-en-360").await?;
    other.heard_no_complaint().await
}

#[tokio::test]
async fn what_was_deleted_on_another_phone_is_deleted_here_too() -> Outcome {
    let (house, resident) = with_ticket().await?;
    let ticket = resident.address().await?;
    let code = House::code_of(&ticket).ok_or("the ticket's address has no code")?;
    let other = Resident::opens(&house.url, &ticket).await?;
    other.waits_for_the_app().await?;
    other.presses("Hapus data saya").await?;
    other.presses("Ya, hapus").await?;
    other.sees("Data Anda sudah dihapus.").await?;

    resident.goes_to(&format!("/tiket/{}", code.compact())).await?;
    resident.sees("Tiket ini tidak berlaku lagi.").await?;
    resident.finds_nothing_with_axe("ticket-gone-id-360").await?;
    resident.takes_picture("ticket-gone-id-360").await?;
    resident.presses("Kunjungan saya").await?;
    resident.sees("Buka tiket").await?;
    resident.does_not_see(&code.to_string()).await?;
    assert!(resident.is_true("return localStorage.getItem('loket.tickets') === null").await?);
    Ok(())
}
