//! The app's wasm comes in pieces: search does not wait for them, and one that does not come says so.

use e2e::{House, Outcome, Resident};

use crate::MORNING;

const SEARCH: &str = "Tulis dengan kata Anda sendiri";

#[tokio::test]
async fn search_answers_before_the_app_has_come_and_goes_on_with_it() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_app*"]).await?;
    resident.goes_to("/").await?;
    resident.types(SEARCH, "skck ilang").await?;
    resident.sees("SKCK baru").await?;
    resident.sees("kami cari “hilang”").await?;
    resident.has_not_the_app().await?;
    resident.types(SEARCH, "paspor").await?;
    resident.sees("Paspor baru").await?;
    // Whoever types keeps the field: the app comes when it is left.
    resident.cannot_fetch(&[]).await?;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    resident.has_not_the_app().await?;
    resident.evaluates("document.activeElement.blur()", vec![]).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Paspor baru").await?;
    let typed = resident.evaluates("return document.getElementById('cari').value", vec![]).await?;
    assert_eq!(typed, "paspor");
    resident.presses("Paspor baru").await?;
    resident.sees_heading("Paspor baru").await?;
    // The way back leads to what was searched for.
    resident.goes_back().await?;
    resident.sees("Paspor baru").await?;
    resident.sees_heading("Mau urus apa hari ini?").await
}

#[tokio::test]
async fn a_page_whose_piece_does_not_come_says_so_and_tries_again() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    for missing in ["*split_services*", "*chunk_*"] {
        resident.goes_to("/privasi").await?;
        resident.waits_for_the_app().await?;
        resident.cannot_fetch(&[missing]).await?;
        resident.presses("Semua layanan").await?;
        resident.sees("Halaman ini belum bisa dibuka").await?;
        resident.presses("Coba lagi").await?;
        resident.sees("Halaman ini belum bisa dibuka").await?;
        resident.cannot_fetch(&[]).await?;
        resident.presses("Coba lagi").await?;
        resident.sees_heading("Cari layanan").await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_words_of_a_page_stay_until_its_piece_comes() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_services*"]).await?;
    resident.goes_to("/layanan/polresta-skck-baru").await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    resident.has_not_the_app().await?;
    resident.sees_heading("SKCK baru").await?;
    resident.sees("Rp30.000").await?;
    resident.cannot_fetch(&[]).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("SKCK baru").await
}
