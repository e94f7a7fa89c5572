//! The app from a host that only has files, asking a server on another origin.

use std::sync::Arc;

use e2e::{
    City, Engine, FileHost, House, Outcome, Phone, Resident, dist,
    visit::{MORNING, NIK_MOTHER, POLICE_REPORT, books_as, keeps_places},
};
use server::{clock::TurnedClock, config::Config, site::Site};

/// What `loket-server export` writes for that server, and a city that may embed it.
fn export(to: &std::path::Path, backend: &str, city: &str) -> Outcome {
    let mut config = Config::of_folders(to, &dist());
    config.backend_url = backend.parse()?;
    config.embed_origins = city.parse()?;
    let now = chrono::DateTime::parse_from_rfc3339(MORNING)?.to_utc();
    let site = Site::read(&config, Arc::new(catalogue::Catalogue::shipped()?), TurnedClock::at(now).clock())?;
    let exported = site.export(to)?;
    assert!(exported.pages > 900, "every page by both doors in both languages: {exported:?}");
    Ok(())
}

#[tokio::test]
async fn a_visit_is_booked_from_a_host_of_files_that_the_server_lets_in() -> Outcome {
    let (mut host, city) = (FileHost::rents().await?, City::opens().await?);
    let origin = host.url.parse()?;
    let house = House::opens_set(MORNING, move |config| config.app_origins = Clone::clone(&origin)).await?;
    let folder = tempfile::tempdir()?;
    export(folder.path(), &house.url, &city.url)?;
    host.serves(folder.path())?;
    let resident = Resident::opens(&host.url, POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    // A ticket's link names no file.
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.heard_no_complaint().await?;
    for (path, heading) in [("/en/layanan/polresta-skck-baru", "police"), ("/tertanam/awal", "Mau urus")] {
        resident.goes_to(path).await?;
        resident.waits_for_the_app().await?;
        resident.sees_heading(heading).await?;
    }
    // Words and links alone.
    resident.goes_to("/nowhere").await?;
    resident.sees_heading("tidak ada").await
}

#[tokio::test]
async fn a_server_that_does_not_let_the_host_in_is_not_read() -> Outcome {
    let (mut host, city) = (FileHost::rents().await?, City::opens().await?);
    let house = House::opens_at(MORNING).await?;
    let folder = tempfile::tempdir()?;
    export(folder.path(), &house.url, &city.url)?;
    host.serves(folder.path())?;
    let resident = Resident::opens_on(Phone::SMALL.with(Engine::Chromium), &host.url, POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.sees("belum bisa").await
}
