//! My visits: the plan in progress, the tickets on this device, and a way to find one again.

mod changed_elsewhere;
mod lost_answers;

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use contract::{Secret, VisitCode, visits::TicketStop};
use domain::calendar::today as today_in;
use leptos::prelude::*;

use self::changed_elsewhere::ask_what_changed;
use self::lost_answers::{Said, ask_for_lost};
use crate::{
    api::Api,
    browser::{self, clock},
    i18n::texts,
    parts::{FindTicket, Invitation, PlanCard, VisitCard, forget_ticket::forget_ticket},
    routes::Page,
    state::{Catalogue, Plan, Tickets, tickets::KeptTicket},
    ui::{Heading, Vine, loaded::waiting},
};

/// How often the page looks which day it is: it may stay open over night.
const LOOK: Duration = Duration::from_secs(60);

/// The time, once the page has looked at the phone's clock: so never on the server.
fn now() -> impl Fn() -> Option<DateTime<Utc>> + Clone + Send + Sync {
    let written_at = Catalogue::in_context().written_at().to_utc();
    let looked_at = clock::ticking(LOOK);
    move || looked_at.get().map(|phone| no_earlier(phone, written_at))
}

/// A phone's clock may be behind: it is no earlier than when the server wrote the page.
fn no_earlier(phone: DateTime<Utc>, written_at: DateTime<Utc>) -> DateTime<Utc> {
    phone.max(written_at)
}

/// The day in the mall's zone.
fn today() -> Memo<Option<NaiveDate>> {
    let mall = Catalogue::in_context().mall();
    let now = now();
    Memo::new(move |_| now().map(|now| today_in(&mall, now)))
}

#[component]
pub fn MyVisits() -> impl IntoView {
    let words = texts();
    let said = RwSignal::new(String::new());
    ask_what_changed(today());
    ask_for_lost(said);
    view! {
        <div class="wrapper" data-width="column">
            <div class="stack" data-gap="xl">
                <div class="stack" data-gap="s">
                    <Heading text=words.frame().my_visits />
                    <Said said />
                </div>
                <PlanCard />
                <Kept said />
                <Invitation />
                <section class="stack" aria-labelledby="find">
                    <h2 id="find">{words.my_visits().find_title}</h2>
                    <FindTicket />
                </section>
            </div>
        </div>
    }
}

/// On the start page: the next visit that this device keeps a ticket of, and the visit being planned.
#[component]
pub fn Reminders() -> impl IntoView {
    let words = texts();
    let tickets = Tickets::in_context();
    let (mall, now) = (Catalogue::in_context().mall(), now());
    ask_what_changed(today());
    let said = RwSignal::new(String::new());
    let is_asked = ask_for_lost(said);
    // Shown anew when it is another or another day, not whenever the clock is looked at.
    let upcoming = Memo::new(move |_| {
        let now = now().filter(|_| tickets.is_restored())?;
        let today = today_in(&mall, now);
        Some((tickets.upcoming(today, now)?, today))
    });
    let next = move || {
        upcoming.get().map(|(kept, today)| {
            view! {
                <section class="stack" aria-labelledby="kunjungan">
                    <h2 id="kunjungan">{words.frame().my_visits}</h2>
                    <VisitCard kept today />
                </section>
            }
        })
    };
    view! {
        {move || is_asked.get().then(|| view! { <Said said /> })}
        {next}
        <PlanCard />
    }
}

/// Tickets that this device keeps: those to come, then those that are over.
#[component]
fn Kept(said: RwSignal<String>) -> impl IntoView {
    let words = texts();
    let language = words.language;
    let (tickets, plan) = (Tickets::in_context(), Plan::in_context());
    let today = today();
    let list = move || {
        let Some(today) = today.get().filter(|_| tickets.is_restored()) else {
            return waiting(language).into_any();
        };
        let (past, coming): (Vec<_>, Vec<_>) = tickets.all().into_iter().partition(|kept| kept.ticket.day < today);
        if past.is_empty() && coming.is_empty() {
            let is_planning = plan.with(|visit| !visit.stops.is_empty());
            return (!is_planning).then(|| view! { <NoVisits /> }).into_any();
        }
        view! {
            <Cards title=words.my_visits().tickets id="tickets" kept=coming today said />
            <Cards title=words.my_visits().past id="past" kept=past today said />
        }
        .into_any()
    };
    view! {
        <div class="stack" data-gap="xl">{list}</div>
    }
}

#[component]
fn Cards(
    title: &'static str,
    id: &'static str,
    kept: Vec<KeptTicket>,
    today: NaiveDate,
    said: RwSignal<String>,
) -> impl IntoView {
    (!kept.is_empty()).then(|| {
        let cards = kept
            .into_iter()
            .map(|kept| {
                let code = kept.ticket.code;
                let secret = kept.secret.clone();
                let is_live = kept.ticket.day >= today && kept.ticket.stops.iter().any(TicketStop::is_live);
                view! {
                    <li class="stack" data-gap="xs">
                        <VisitCard kept today />
                        <Forget code secret is_live said />
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="stack" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="stack" role="list">
                    {cards}
                </ul>
            </section>
        }
    })
}

#[component]
fn Forget(
    code: VisitCode,
    secret: Secret,
    /// Whether the visit is still to come.
    is_live: bool,
    said: RwSignal<String>,
) -> impl IntoView {
    let words = texts();
    let (api, tickets) = (Api::in_context(), Tickets::in_context());
    let forget = move |_| {
        forget_ticket(api, tickets, secret.clone(), code, || ());
        let still = if is_live { words.ticket().still_booked } else { "" };
        said.set(format!("{} {still}", (words.my_visits().forgotten)(&code.to_string())));
        browser::document::focus_heading();
    };
    view! {
        <p>
            <button class="button" data-kind="quiet" type="button" on:click=forget>
                <span>
                    {words.my_visits().forget}
                    <span class="visually-hidden">{(words.my_visits().forget_of)(&code.to_string())}</span>
                </span>
            </button>
        </p>
    }
}

#[component]
fn NoVisits() -> impl IntoView {
    let words = texts();
    view! {
        <div class="panel empty">
            <Vine />
            <p class="large strong">{words.my_visits().empty_title}</p>
            <p class="soft">{words.my_visits().empty_text}</p>
            <a class="button" href=Page::Start.path(words.language)>
                {words.visit().find_service}
            </a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_that_is_a_day_behind_does_not_put_today_off_till_tomorrow() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let written_at = at("2026-11-30T09:00:00+07:00");
        assert_eq!(no_earlier(at("2026-11-29T09:01:00+07:00"), written_at), written_at);
        let later = at("2026-12-01T00:01:00+07:00");
        assert_eq!(no_earlier(later, written_at), later, "a page may stay open over night");
    }
}
