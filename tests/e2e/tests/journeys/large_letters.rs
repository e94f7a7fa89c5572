//! Letters twice the usual size on a small phone, as an old eye sets them.

use e2e::{House, Outcome, Phone, Resident};
use thirtyfour::Key;

use crate::{LOST_CARD, MORNING, NIK_MOTHER, books_as, keeps_places, plans_police_report};

/// Of what is pressed, all that sticks out of its edge or of what it stands in.
const STICKS_OUT: &str = "const right = (element) => element.getBoundingClientRect().right; \
    return [...document.querySelectorAll('.button, a.touch')] \
    .filter((each) => seen(each) && (each.scrollWidth > each.clientWidth || right(each) > right(each.parentElement) + 1)) \
    .map(read)";

/// Where the open dialog's question begins, and whether that is in sight and has the focus.
const ASKS: &str = "const title = document.querySelector('dialog[open] h2'); if (!title) return false; \
    const { top } = title.getBoundingClientRect(); \
    return top >= 0 && top < innerHeight / 2 && document.activeElement === title";

async fn fits(resident: &Resident, screen: &str) -> Outcome {
    resident.needs_no_sideways_scroll(screen).await?;
    let out = resident.evaluates(STICKS_OUT, vec![]).await?;
    assert_eq!(out, serde_json::json!([]), "{screen}");
    resident.takes_picture_of_screen(screen).await
}

#[tokio::test]
async fn what_can_not_be_undone_begins_with_its_question() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let phone = Phone { width: 320, height: 640, letters: 32, ..Phone::SMALL };
    let resident = Resident::opens_on(phone, &house.url, "/bantuan").await?;
    resident.waits_for_the_app().await?;
    fits(&resident, "large-help-id-320").await?;
    plans_police_report(&resident).await?;
    resident.goes_to(LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.picks("Orang 1").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    for (button, screen) in [
        ("Batalkan yang ini", "large-cancel-stop-id-320"),
        ("Batalkan", "large-cancel-id-320"),
        ("Hapus data saya", "large-erase-id-320"),
    ] {
        resident.presses(button).await?;
        resident.waits_until("the question in sight", ASKS).await?;
        fits(&resident, screen).await?;
        resident.presses_key(Key::Escape).await?;
        resident.waits_until("no question", "return !document.querySelector('dialog[open]')").await?;
    }
    Ok(())
}
