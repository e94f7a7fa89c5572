//! Change of plans: another time, not coming at all, or one stop less.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use contract::{
    Secret, VisitCode,
    visits::{Ticket, TicketStop, VisitState},
};
use leptos::prelude::*;

use super::{Shown, wish::Wish};
use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::{Texts, texts},
    parts::{KeptKey, unsent::failed_write},
    routes::{Address, Page},
    state::{Navigation, Plan, Tickets},
    ui::{BusyButton, ButtonKind, Dialog, Notice, NoticeKind, dialog},
};

const CANCEL_ID: &str = "cancel-visit";

/// What was pressed is gone: the focus goes where what has happened is said. Whoever has gone on meanwhile is left alone.
pub fn focus_news(navigation: Navigation, code: VisitCode) {
    if navigation.is_at(&Page::Ticket(code)) {
        document::scroll_to_top();
        request_animation_frame(document::focus_heading);
    }
}

fn cancel_stop_id(number: u32) -> String {
    format!("cancel-stop-{number}")
}

/// Asks whether a stop shall be cancelled.
pub fn open_cancel_stop(number: u32) {
    dialog::open(&cancel_stop_id(number));
}

/// A stop by its service, and by its person where several come: two may come for the same.
pub fn stop_in_words(words: Texts, ticket: &Ticket, stop: &TicketStop) -> String {
    match ticket.people.get(stop.person) {
        Some(person) if ticket.people.len() > 1 => (words.ticket().stop_of_person)(&stop.service_name, &person.name),
        _ => stop.service_name.clone(),
    }
}

/// Until when, in words: "Rabu, 25 November pukul 08.00".
fn until(words: Texts, ticket: &Ticket) -> String {
    (words.time().at)(&words.day(ticket.change_until.date_naive()), &words.time_of(ticket.change_until))
}

/// The day that ends at the last moment for a change, or on which that moment is.
fn last_day(ticket: &Ticket) -> NaiveDate {
    (ticket.change_until - TimeDelta::seconds(1)).date_naive()
}

fn failure(words: Texts, cancel: Wish) -> Option<impl IntoView> {
    let (title, sentence) = failed_write(words, words.ticket().failed, &cancel.failure()?);
    Some(view! {
        <Notice kind=NoticeKind::Danger>
            <p>
                <strong>{title} ". "</strong>
                {sentence}
            </p>
        </Notice>
    })
}

#[component]
pub fn ChangePlans(ticket: Arc<Ticket>, secret: Secret, shown: Shown) -> impl IntoView {
    let words = texts();
    let (api, tickets, plan) = (Api::in_context(), Tickets::in_context(), Plan::in_context());
    let navigation = Navigation::in_context();
    let is_changeable = ticket.can_move();
    let is_displaced = ticket.stops.iter().any(|stop| stop.state == VisitState::Displaced);
    let text = match (is_changeable, is_displaced) {
        (false, _) => words.ticket().change_over.to_owned(),
        (true, false) => (words.ticket().change_text)(&until(words, &ticket)),
        (true, true) => (words.displaced().until)(&words.day(last_day(&ticket))),
    };
    let move_href = Address::of_site(words.language, Page::Move(ticket.code), secret.to_text()).href();
    let places = ticket.stops.iter().filter(|stop| stop.state == VisitState::Booked).count();
    let no = if places == 0 { words.displaced().do_not_cancel } else { words.ticket().keep_coming };
    let day = words.day(ticket.day);
    let key = KeptKey::new();
    let code = ticket.code;
    let cancel = Wish::new(shown, move |_| {
        let secret = secret.clone();
        async move {
            let key_text = key.get().ok_or(ApiError::Strange)?;
            let answer = api.cancel_visit(&secret, &key_text, code).await;
            key.settle(&answer);
            dialog::close(CANCEL_ID);
            let ticket = answer?;
            // What is left is over, not cancelled: then that is not said of the whole visit.
            let is_said = ticket.state == VisitState::Cancelled;
            shown.replace(tickets, ticket);
            shown.done.set((!is_said).then(|| words.ticket().rest_cancelled.to_owned()));
            plan.forget_booked(code);
            focus_news(navigation, code);
            Ok(())
        }
    });
    let is_busy = cancel.is_busy();
    let ask = move || {
        // What was not sent is not wanted any more until it is said again.
        cancel.take_back();
        dialog::open(CANCEL_ID);
    };
    Effect::new(move || {
        if navigation.address().asks_to_cancel() && !shown.has_asked.get_value() {
            shown.has_asked.set_value(true);
            // Once: whoever comes back has answered.
            navigation.note(Page::Ticket(code), "");
            ask();
        }
    });
    let on_no = Callback::new(move |()| cancel.take_back());
    view! {
        <section class="stack" data-gap="s" aria-labelledby="change-plans">
            <h2 class="large" id="change-plans">
                {words.ticket().change_title}
            </h2>
            <p class="small">{text}</p>
            <div role="alert">{move || failure(words, cancel)}</div>
            <div class="stack" data-gap="s">
                {is_changeable
                    .then(|| {
                        view! {
                            <a class="button" data-kind="second" data-size="wide" href=move_href>
                                {words.ticket().reschedule}
                            </a>
                        }
                    })}
                <button
                    class="button"
                    data-kind="danger"
                    data-size="wide"
                    type="button"
                    on:click=move |_| ask()
                >
                    {words.ticket().cancel}
                </button>
            </div>
        </section>
        <Dialog id=CANCEL_ID title=(words.ticket().cancel_question)(&day) no on_no>
            <p>{(words.ticket().cancel_text)(places)}</p>
            <BusyButton
                kind=ButtonKind::Danger
                text=words.ticket().cancel_yes
                busy_text=words.ticket().cancelling
                is_busy
                on_press=Callback::new(move |()| cancel.make())
            />
        </Dialog>
    }
}

/// A dialog for each stop that can be cancelled by itself.
#[component]
pub fn CancelStops(ticket: Arc<Ticket>, secret: Secret, shown: Shown) -> impl IntoView {
    let live: Vec<TicketStop> = ticket.stops.iter().filter(|stop| stop.is_live()).cloned().collect();
    let is_several = live.len() > 1;
    live.into_iter()
        .filter(|_| is_several)
        .map(|stop| {
            let ticket = Arc::clone(&ticket);
            view! { <CancelStop ticket stop secret=secret.clone() shown /> }
        })
        .collect_view()
}

#[component]
fn CancelStop(ticket: Arc<Ticket>, stop: TicketStop, secret: Secret, shown: Shown) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let number = stop.number;
    let code = ticket.code;
    let name = stop_in_words(words, &ticket, &stop);
    let waiting = waiting_for(&ticket, number);
    let papers =
        (!waiting.is_empty()).then(|| view! { <p>{(words.ticket().cancel_stop_papers)(&words.list(&waiting))}</p> });
    let key = KeptKey::new();
    let cancel = {
        let name = name.clone();
        Wish::new(shown, move |is_by_itself| {
            let (secret, name) = (secret.clone(), name.clone());
            async move {
                let key_text = key.get().ok_or(ApiError::Strange)?;
                let answer = api.cancel_stop(&secret, &key_text, code, number).await;
                key.settle(&answer);
                dialog::close(&cancel_stop_id(number));
                if answer.is_ok() || !is_by_itself {
                    focus_news(navigation, code);
                }
                shown.replace(tickets, answer?);
                shown.done.set(Some((words.ticket().stop_cancelled)(&name)));
                Ok(())
            }
        })
    };
    let is_busy = cancel.is_busy();
    {
        // At the top of the ticket: on a phone, what stands beside the stop is out of sight once the dialog is closed.
        let name = name.clone();
        Effect::new(move || {
            let failure = cancel.failure().map(|error| {
                let (title, sentence) = failed_write(words, words.ticket().failed, &error);
                (number, format!("{name}: {title}."), sentence)
            });
            if failure.is_some() {
                // In the same line, it would be said again in front of this.
                tickets.clear_news();
            }
            shown.failed.update(|failed| {
                failed.retain(|(of, ..)| *of != number);
                failed.extend(failure);
            });
        });
    }
    let on_no = Callback::new(move |()| cancel.take_back());
    view! {
        <Dialog
            id=cancel_stop_id(number)
            title=(words.ticket().cancel_stop_question)(&name)
            no=words.ticket().keep_coming
            on_no
        >
            <p>{words.ticket().cancel_stop_text}</p>
            {papers}
            <BusyButton
                kind=ButtonKind::Danger
                text=words.ticket().cancel_yes
                busy_text=words.ticket().cancelling
                is_busy
                on_press=Callback::new(move |()| cancel.make())
            />
        </Dialog>
    }
}

/// Services of the visit that get a paper at this stop.
fn waiting_for(ticket: &Ticket, number: u32) -> Vec<String> {
    ticket
        .stops
        .iter()
        .filter(|stop| stop.is_live())
        .filter(|stop| stop.obtains.iter().any(|obtain| obtain.at_stop == number))
        .map(|stop| stop.service_name.clone())
        .collect()
}
