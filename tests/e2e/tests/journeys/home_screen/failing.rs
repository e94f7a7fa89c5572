//! Devices that keep nothing, forget, break off, or have the wrong day: the app works and says what it can't.

use e2e::{House, Outcome, Resident};

use crate::{LOST_CARD, MORNING, NIK_MOTHER, books_as, keeps_places, plans_police_report};

const REFUSED: &str = "Ponsel ini tidak bisa menyimpan Loket";

async fn books(resident: &Resident) -> Outcome {
    plans_police_report(resident).await?;
    keeps_places(resident).await?;
    books_as(resident, "Siti Rahmawati", NIK_MOTHER).await
}

#[tokio::test]
async fn a_full_device_books_and_says_that_it_does_not_keep_the_app() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/tidak-ada.txt").await?;
    resident.wipes_storage("all").await?;
    resident.has_room_for(1000).await?;
    books(&resident).await?;
    resident.sees(REFUSED).await?;
    resident.sees("Tiket tersimpan di ponsel ini. Bila nanti tidak ada internet").await?;
    resident.finds_nothing_with_axe("full").await?;
    resident.takes_picture("full").await
}

#[tokio::test]
async fn a_device_that_refuses_all_storage_books_and_says_that_the_ticket_is_not_kept() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/bantuan").await?;
    let refuses = "const refuse = () => { throw new DOMException('refused', 'SecurityError'); }; \
        Storage.prototype.setItem = refuse; \
        Object.defineProperty(navigator, 'serviceWorker', { value: undefined });";
    resident.is_a_device_that(refuses).await?;
    resident.goes_to(crate::POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.sees("Ponsel ini tidak bisa menyimpan tiket. Catat kodenya.").await?;
    resident.does_not_see("Tiket tersimpan di ponsel ini").await?;
    resident.sees(REFUSED).await
}

#[tokio::test]
async fn wiped_caches_are_filled_again_and_until_then_words_say_what_is_missing() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.keeps_the_app("id").await?;
    resident.wipes_storage("cache_storage").await?;
    house.dies().await?;
    resident.goes_to("/").await?;
    resident.sees_heading("Tidak ada jaringan").await?;
    resident.finds_nothing_with_axe("nothing").await?;
    resident.takes_picture("nothing").await?;
    house.comes_back().await?;
    resident.presses("Coba lagi").await?;
    resident.waits_for_the_app().await?;
    resident.keeps_the_app("id").await?;
    house.dies().await?;
    resident.goes_to(LOST_CARD).await?;
    resident.sees_heading("Siapkan").await
}

#[tokio::test]
async fn a_worker_that_is_ended_while_it_installs_goes_on_with_the_next_page() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.waits_for_the_app().await?;
    resident.ends_workers().await?;
    house.dies().await?;
    house.comes_back().await?;
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.keeps_the_app("id").await?;
    // Ended again, now that it is in place: it starts when it is asked.
    resident.ends_workers().await?;
    house.dies().await?;
    resident.goes_to(LOST_CARD).await?;
    resident.sees_heading("Siapkan").await
}

#[tokio::test]
async fn a_copy_of_the_catalogue_that_did_not_come_is_asked_for_again() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/tidak-ada.txt").await?;
    let loses = "const says = ServiceWorker.prototype.postMessage; let first = true; \
        ServiceWorker.prototype.postMessage = function (...words) { if (first) first = false; else says.apply(this, words); };";
    resident.is_a_device_that(loses).await?;
    resident.goes_to("/").await?;
    resident.keeps_the_app("id").await
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_a_day_misleads_nobody_about_the_ticket() -> Outcome {
    for clock in ["2026-11-23T08:30:00+07:00", "2026-11-25T08:30:00+07:00"] {
        let mut house = House::opens_at(MORNING).await?;
        let resident = Resident::opens(&house.url, "/bantuan").await?;
        resident.has_a_clock_at(clock).await?;
        books(&resident).await?;
        resident.sees("Rabu, 25 November 2026").await?;
        let ticket = resident.address().await?;
        resident.keeps_the_app("id").await?;
        house.dies().await?;
        // From elsewhere: where one is already, the browser would load nothing.
        resident.goes_to("/").await?;
        resident.sees_heading("Mau urus apa hari ini?").await?;
        resident.goes_to(&ticket).await?;
        resident.sees("Rabu, 25 November 2026").await?;
        resident.goes_to("/kunjungan-saya").await?;
        resident.sees("Buka tiket").await?;
    }
    Ok(())
}
