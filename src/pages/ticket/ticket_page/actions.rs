//! What can be done with a ticket without asking anyone: calendar, sharing, print, keeping it here.

use contract::{
    Secret,
    visits::{Ticket, TicketStop, VisitState},
};
use domain::calendar_file::calendar_file;
use leptos::prelude::*;

use super::Shown;
use crate::{
    api::Api,
    browser::{document, files},
    i18n::{Texts, texts},
    parts::forget_ticket::forget_ticket,
    routes::ticket_href,
    state::{Catalogue, Navigation, Tickets},
    ui::{Icon, Shape},
};

const CALENDAR_TYPE: &str = "text/calendar;charset=utf-8";

#[component]
pub fn TicketActions(shown: Shown, secret: Secret) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let save_calendar = {
        let mall = mall.clone();
        move |_| {
            let ticket = shown.ticket.get_untracked();
            let file = calendar_file(&ticket, &mall, &words.ticket().event);
            let name = format!("loket-{}.ics", ticket.code);
            if !files::download(&name, CALENDAR_TYPE, &file) {
                shown.said.set(words.ticket().calendar_refused.to_owned());
            }
        }
    };
    let mall_short = mall.short.clone();
    let share = Action::new_local(move |(): &()| {
        // Gone meanwhile, so that the same is said anew.
        shown.said.set(String::new());
        let text = share_text(words, &shown.ticket.get_untracked(), &mall_short);
        async move {
            match files::share(words.ticket().title, &text).await {
                files::Shared::Handed => {}
                files::Shared::Copied => shown.said.set(words.ticket().copied.to_owned()),
                files::Shared::Refused => shown.said.set(words.ticket().share_refused.to_owned()),
            }
        }
    });
    let is_booked = move || shown.ticket.get().state == VisitState::Booked;
    view! {
        <div class="stack" data-gap="s">
            {move || {
                is_booked()
                    .then(|| {
                        view! {
                            <button class="button" data-size="wide" type="button" on:click=save_calendar.clone()>
                                <Icon shape=Shape::Calendar />
                                {words.ticket().to_calendar}
                            </button>
                            <button
                                class="button"
                                data-kind="second"
                                data-size="wide"
                                type="button"
                                on:click=move |_| {
                                    share.dispatch(());
                                }
                            >
                                <Icon shape=Shape::Share />
                                {words.ticket().share}
                            </button>
                        }
                    })
            }}
            <button class="button" data-kind="second" data-size="wide" type="button" on:click=|_| document::print()>
                <Icon shape=Shape::Print />
                {words.ticket().print}
            </button>
            <Keeping shown secret />
        </div>
    }
}

/// Words and code, never the secret.
fn share_text(words: Texts, ticket: &Ticket, mall: &str) -> String {
    let booked: Vec<_> = ticket.stops.iter().filter(|stop| stop.state == VisitState::Booked).collect();
    let window = booked.first().map(|first| words.window(first.starts_at, first.ends_at)).unwrap_or_default();
    let lines: Vec<String> = booked
        .iter()
        .map(|stop| format!("{} {}, {}", words.time_of(stop.starts_at), stop.service_name, stop.tenant_name))
        .collect();
    (words.ticket().share_text)(mall, &words.day_long(ticket.day), &window, &ticket.code.to_string(), &lines.join("\n"))
}

/// Whether this device keeps the ticket.
#[component]
fn Keeping(shown: Shown, secret: Secret) -> impl IntoView {
    let words = texts();
    let (api, tickets) = (Api::in_context(), Tickets::in_context());
    let code = shown.ticket.get_untracked().code;
    let is_kept = Memo::new(move |_| tickets.find(code).is_some());
    let kept_by = secret.clone();
    let change = move |_| {
        let said = if is_kept.get_untracked() {
            forget_ticket(api, tickets, kept_by.clone(), code, move || shown.silences.update(|count| *count += 1));
            let is_live = shown.ticket.with_untracked(|ticket| ticket.stops.iter().any(TicketStop::is_live));
            words.ticket().of_forgotten(is_live)
        } else if tickets.keep(kept_by.clone(), shown.ticket.get_untracked().as_ref().clone()) {
            words.ticket().kept.to_owned()
        } else {
            words.ticket().not_kept.to_owned()
        };
        // Changed with it, it would be said again in front of this.
        tickets.clear_news();
        shown.said.set(said);
    };
    if Navigation::in_context().is_embedded() {
        let href = ticket_href(code, &secret, words.language);
        return view! {
            <p>
                <a class="button" data-kind="quiet" href=href target="_blank" rel="noopener">{words.ticket().keep_on_site}</a>
            </p>
        }
        .into_any();
    }
    view! {
        <p>
            <button class="button" data-kind="quiet" type="button" on:click=change>
                {move || if is_kept.get() { words.ticket().forget } else { words.ticket().keep }}
            </button>
        </p>
    }
    .into_any()
}
