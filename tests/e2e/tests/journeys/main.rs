//! Whole journeys: a real browser, the built app, the real server, the shipped catalogue.

mod axe;
mod book_visit;
mod displaced;
mod erase_visit;
mod family;
mod find_lost_visit;
mod home_screen;
mod kept_places;
mod keyboard;
mod large_catalogue;
mod large_letters;
mod pieces;
mod places_end;
#[cfg(test)]
#[path = "../../../../crates/server/tests/api/push_service.rs"]
mod push_service;
#[cfg(test)]
mod reminders;
mod second_thoughts;
mod server_dies;
mod two_services;
mod typed_address;
mod windows;
mod without_wasm;

use e2e::{
    House, Outcome, Resident,
    visit::{
        LOST_CARD, MORNING, NIK_FATHER, NIK_MOTHER, POLICE_REPORT, books_as, checks_as, keeps_places,
        plans_police_report,
    },
};

/// The server does what it is asked for next, and its answer is lost.
const LOSES_AN_ANSWER: &str = "const real = window.fetch; window.fetch = async (request) => { \
    const answer = await real(request); \
    if (request.method !== 'GET') { window.fetch = real; throw new TypeError('lost'); } \
    return answer; }";

/// A house that has just opened, and a resident on its start page.
async fn a_morning() -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.waits_for_the_app().await?;
    Ok((house, resident))
}

/// A morning on which a resident has places for a police report.
async fn with_places() -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let (house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    Ok((house, resident))
}

/// The same, booked.
async fn with_ticket() -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let (house, resident) = with_places().await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    Ok((house, resident))
}

/// Ticks the first paper of a ticket or checklist, once it stands there: a screen's heading is painted before its end.
async fn ticks_first_paper(resident: &Resident) -> Outcome {
    let ticks = "const tick = document.querySelector('.paper input'); tick?.click(); return !!tick";
    resident.waits_until("a paper to tick", ticks).await
}
