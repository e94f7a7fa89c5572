//! A visit as a small ticket: the day on cloth, the rest on paper.

use chrono::{Datelike as _, NaiveDate};
use contract::visits::{TicketStop, VisitState};
use domain::papers::PaperCounts;
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    routes::ticket_href,
    state::tickets::KeptTicket,
    ui::{Songket, Weave},
};

#[component]
pub fn VisitCard(
    kept: KeptTicket,
    /// In the mall's zone.
    today: NaiveDate,
) -> impl IntoView {
    let words = texts();
    let ticket = &kept.ticket;
    let day = ticket.day;
    let code = ticket.code.to_string();
    let papers = PaperCounts::of(&ticket.papers).brought;
    let live = ticket.stops.iter().filter(|stop| stop.is_live()).count();
    let counts = (live > 0)
        .then(|| view! { <p class="small">{(words.my_visits().counts)(live, ticket.people.len(), papers)}</p> });
    let state = (ticket.state != VisitState::Booked)
        .then(|| view! { <p><span class="tag" data-kind="danger">{(words.ticket().state)(ticket.state)}</span></p> });
    view! {
        <div class="visit-card">
            <div class="visit-card__day">
                <span>{words.weekday(day.weekday())}</span>
                <strong>{day.day()}</strong>
                <span>{words.month(day).get(..3).unwrap_or_default()}</span>
                <Songket weave=Weave::Rebung />
            </div>
            <div class="visit-card__body stack" data-gap="xs">
                <h3>{when(words, &ticket.stops, day, today)}</h3>
                {counts}
                {state}
                <p>
                    <a class="visit-card__link" href=ticket_href(ticket.code, &kept.secret, words.language)>
                        {(words.my_visits().open)(&code)}
                    </a>
                </p>
            </div>
        </div>
    }
}

/// "Besok, datang 09.00–09.30".
fn when(words: Texts, stops: &[TicketStop], day: NaiveDate, today: NaiveDate) -> String {
    let first = stops.iter().find(|stop| stop.state == VisitState::Booked);
    let soon = words.soon(day, today);
    let mut letters = soon.chars();
    let soon = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    match first {
        Some(stop) => format!("{soon}, {}", (words.my_visits().come)(&words.window(stop.starts_at, stop.ends_at))),
        None => soon,
    }
}
