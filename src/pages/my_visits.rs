//! My visits: the plan in progress, the tickets on this device, and a way to find one again.

use chrono::NaiveDate;
use domain::calendar::today as today_in;
use leptos::prelude::*;

use crate::{
    browser,
    i18n::texts,
    parts::{FindTicket, Invitation, PlanCard, VisitCard},
    routes::Page,
    state::{Catalogue, Plan, Tickets, tickets::KeptTicket},
    ui::{Heading, Notice, NoticeKind, Vine, loaded::waiting},
};

#[component]
pub fn MyVisits() -> impl IntoView {
    let words = texts();
    let said = RwSignal::new(String::new());
    view! {
        <div class="wrapper" data-width="column">
            <div class="stack" data-gap="xl">
                <div class="stack" data-gap="s">
                    <Heading text=words.frame().my_visits />
                    <div role="status">
                        {move || {
                            let text = said.get();
                            (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Good><p>{text}</p></Notice> })
                        }}
                    </div>
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
    let mall = Catalogue::in_context().mall();
    let next = move || {
        // Only read once the device was read, so never on the server.
        let today = tickets.is_restored().then(|| today_in(&mall, browser::clock::now()))?;
        tickets.upcoming(today).map(|kept| {
            view! {
                <section class="stack" aria-labelledby="kunjungan">
                    <h2 id="kunjungan">{words.frame().my_visits}</h2>
                    <VisitCard kept today />
                </section>
            }
        })
    };
    view! {
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
    let mall = Catalogue::in_context().mall();
    let list = move || {
        if !tickets.is_restored() {
            return waiting(language).into_any();
        }
        // Only read once the device was read, so never on the server.
        let today = today_in(&mall, browser::clock::now());
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
                view! {
                    <li class="stack" data-gap="xs">
                        <VisitCard kept today />
                        <Forget code said />
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
fn Forget(code: contract::VisitCode, said: RwSignal<String>) -> impl IntoView {
    let words = texts();
    let tickets = Tickets::in_context();
    let forget = move |_| {
        tickets.forget(code);
        said.set((words.my_visits().forgotten)(&code.to_string()));
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
