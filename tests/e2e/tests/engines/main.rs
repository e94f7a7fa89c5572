//! The main journey in every engine, by the same code. What stands in `journeys` runs in Chromium alone; what an engine
//! can't be asked here is said in CONTRIBUTING.md.

use e2e::{
    Engine, House, Outcome, Phone, Releases, Resident,
    visit::{LOST_CARD, MORNING, NIK_MOTHER, answers_for_a_lost_card, books_as, keeps_places},
};

async fn a_resident_finds_books_moves_and_cancels(engine: Engine) -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens_on(Phone::SMALL.with(engine), &house.url, "/").await?;
    resident.waits_for_the_app().await?;
    resident.types("Tulis dengan kata Anda sendiri", "e ktp ilang").await?;
    resident.presses("Penggantian KTP-el hilang").await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    answers_for_a_lost_card(&resident).await?;
    resident.is_at(LOST_CARD).await?;
    // Back, forward and reload keep the answers.
    resident.goes_back().await?;
    resident.sees_heading("Apakah ada data yang harus diubah pada kartu baru?").await?;
    resident.browser.driver.forward().await?;
    resident.sees_heading("Siapkan").await?;
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;
    // What is wrong is said, in the summary that takes the focus.
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", "147101450390000").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Ada 1 yang perlu diperbaiki").await?;
    resident.is_focused_on("Ada 1 yang perlu diperbaiki").await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.is_at("/tiket/").await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.finds_nothing_with_axe("the ticket").await?;
    resident.takes_picture(&format!("ticket-{engine:?}")).await?;
    // The ticket is on this device.
    let code = House::code_of(&resident.address().await?).ok_or("a ticket without a code")?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    resident.presses(&format!("Buka tiket {code}")).await?;
    resident.presses("Ubah jadwal").await?;
    resident.picks("Kamis, 26 November").await?;
    resident.presses("Pindahkan kunjungan").await?;
    resident.sees("Kamis, 26 November 2026").await?;
    resident.presses("Batalkan").await?;
    resident.sees("Batalkan kunjungan Kamis").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Kunjungan ini dibatalkan.").await
}

#[tokio::test]
async fn a_resident_finds_books_moves_and_cancels_in_chromium() -> Outcome {
    a_resident_finds_books_moves_and_cancels(Engine::Chromium).await
}

#[tokio::test]
async fn a_resident_finds_books_moves_and_cancels_in_firefox() -> Outcome {
    a_resident_finds_books_moves_and_cancels(Engine::Firefox).await
}

#[tokio::test]
async fn a_resident_finds_books_moves_and_cancels_in_webkit() -> Outcome {
    a_resident_finds_books_moves_and_cancels(Engine::WebKit).await
}

/// The words of the start page's copy, and with them the data of the shell: what only the start page has is there, and says that it
/// is a copy.
const BEGAN_WITH_ITS_WORDS: &str = "return !!document.querySelector('link[rel=canonical]') && 'copied' in document.getElementById('page-data').dataset";

async fn the_start_page_opens_again_from_its_words(engine: Engine) -> Outcome {
    let releases = Releases::make(2)?;
    let mut house = House::opens_at(MORNING).await?;
    house.deploys(releases.folder(0)).await?;
    let resident = Resident::opens_on(Phone::SMALL.with(engine), &house.url, "/").await?;
    resident.waits_for_the_app().await?;
    resident.keeps_the_start_page().await?;
    house.falls_silent().await?;
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Mau urus apa hari ini?").await?;
    resident.sees("Tanpa sambungan ke server.").await?;
    assert!(resident.is_true(BEGAN_WITH_ITS_WORDS).await?);
    house.deploys(releases.folder(1)).await?;
    resident.goes_to("/").await?;
    let script = "return document.documentElement.dataset.release";
    let is_newer = async || {
        Ok(resident.evaluates(script, vec![]).await?.as_str().and_then(|it| releases.number_of(it)) == Some(1))
    };
    resident.waits("the newer release", is_newer).await?;
    resident.waits_for_the_app().await?;
    resident.types("Tulis dengan kata Anda sendiri", "e ktp ilang").await?;
    resident.sees("Penggantian KTP-el hilang").await
}

#[tokio::test]
async fn the_start_page_opens_again_from_its_words_in_chromium() -> Outcome {
    the_start_page_opens_again_from_its_words(Engine::Chromium).await
}

#[tokio::test]
async fn the_start_page_opens_again_from_its_words_in_firefox() -> Outcome {
    the_start_page_opens_again_from_its_words(Engine::Firefox).await
}

#[tokio::test]
async fn the_start_page_opens_again_from_its_words_in_webkit() -> Outcome {
    the_start_page_opens_again_from_its_words(Engine::WebKit).await
}
