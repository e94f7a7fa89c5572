//! The sheet itself: code and QR, where and when, papers, fees, lateness. Prints on one A4.

use std::sync::Arc;

use contract::visits::{Ticket, TicketStop, VisitState};
use leptos::prelude::*;

use super::cancel::{open_cancel_stop, stop_in_words};
use crate::{
    i18n::{Texts, texts},
    parts::{FeeNames, PaperList, Qr, Stop, Total, paper_list::StopName, stop::place_of},
    short_lists::once,
    state::Catalogue,
    ui::{Songket, Weave, page_header::Mark},
};

/// More papers than these are printed smaller, so that one sheet still holds them.
const PAPERS_SHORT: usize = 4;

/// The stops that still count; all of them once none does.
fn shown_stops(ticket: &Ticket) -> Vec<&TicketStop> {
    let of = |state| ticket.stops.iter().filter(|stop| stop.state == state).collect::<Vec<_>>();
    let all = || ticket.stops.iter().collect();
    [of(VisitState::Booked), of(VisitState::Displaced)].into_iter().find(|stops| !stops.is_empty()).unwrap_or_else(all)
}

#[component]
pub fn TicketSheet(
    ticket: Arc<Ticket>,
    /// Whether the server can be asked to change something.
    is_changeable: bool,
) -> impl IntoView {
    let words = texts();
    let is_booked = ticket.state == VisitState::Booked;
    // A displaced one can still be opened by its code, and its papers are wanted on another day too.
    let is_live = is_booked || ticket.state == VisitState::Displaced;
    // Whoever is being served, or waits to be called, shows the code too.
    let has_code = is_live || ticket.state == VisitState::Missed;
    let is_long = ticket.papers.len() > PAPERS_SHORT;
    view! {
        <article class="ticket" data-size=is_long.then_some("long") aria-labelledby="ticket-day">
            <div class="ticket__sheet">
                <Head ticket=Arc::clone(&ticket) />
                <div class="ticket__band">
                    <Songket weave=Weave::Kepala />
                </div>
                <div class="ticket__pair">
                    {has_code
                        .then(|| {
                            view! {
                                <Codes ticket=Arc::clone(&ticket) />
                                <Songket weave=Weave::Siku />
                            }
                        })}
                    <section class="ticket__part" aria-labelledby="ticket-stops">
                        <h2 class="large" id="ticket-stops">
                            {words.ticket().stops}
                        </h2>
                        <Stops ticket=Arc::clone(&ticket) is_changeable />
                    </section>
                </div>
                {is_live
                    .then(|| {
                        view! {
                            <Songket weave=Weave::Siku />
                            <Papers ticket=Arc::clone(&ticket) />
                        }
                    })}
                {is_booked
                    .then(|| {
                        view! {
                            <Songket weave=Weave::Siku />
                            <Money ticket=Arc::clone(&ticket) />
                        }
                    })}
            </div>
        </article>
    }
}

#[component]
fn Head(ticket: Arc<Ticket>) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let names: Vec<String> = ticket.people.iter().map(|person| person.name.clone()).collect();
    let window = match (ticket.state, shown_stops(&ticket).first()) {
        (VisitState::Booked, Some(first)) => {
            let window = words.window(first.starts_at, first.ends_at);
            view! { {words.ticket().come} " " <span class="ticket__times">{window}</span> }.into_any()
        }
        (state, _) => (words.ticket().state)(state).into_any(),
    };
    view! {
        <div class="ticket__head stack" data-gap="xs">
            <Mark class="ticket__mark" />
            <h2 class="ticket__day" id="ticket-day">
                <span class="visually-hidden">{words.ticket().heading_prefix}</span>
                {words.day_long(ticket.day)}
            </h2>
            <p class="ticket__window">{window}</p>
            <p class="small">
                {(words.ticket().in_the_name_of)(&words.list(&names))} <br /> {mall.short.clone()} ", "
                {mall.address.clone()}
            </p>
        </div>
    }
}

#[component]
fn Codes(ticket: Arc<Ticket>) -> impl IntoView {
    let words = texts();
    view! {
        <div class="ticket__codes">
            <Qr code=ticket.code />
            <p class="ticket__code">
                <span class="visually-hidden">{words.ticket().code_prefix}</span>
                {ticket.code.to_string()}
            </p>
            <p class="soft small">{words.ticket().show}</p>
        </div>
    }
}

#[component]
fn Stops(ticket: Arc<Ticket>, is_changeable: bool) -> impl IntoView {
    let words = texts();
    let is_several = ticket.people.len() > 1;
    let live = ticket.stops.iter().filter(|stop| stop.is_live()).count();
    let lines = ticket
        .stops
        .iter()
        .map(|stop| {
            let person = match ticket.people.get(stop.person) {
                Some(person) if is_several => person.name.clone(),
                _ => String::new(),
            };
            let state = (stop.state != VisitState::Booked).then(
                || view! { <p><span class="tag" data-kind="danger">{(words.ticket().state)(stop.state)}</span></p> },
            );
            // The last one is cancelled with the visit.
            let cancel = (is_changeable && stop.is_live() && live > 1)
                .then(|| view! { <CancelButton number=stop.number stop=stop_in_words(words, &ticket, stop) /> });
            view! {
                <Stop
                    starts_at=stop.starts_at
                    ends_at=stop.ends_at
                    service=stop.service_name.clone()
                    person
                    place=place_of(stop)
                >
                    {state}
                    {cancel}
                </Stop>
            }
        })
        .collect_view();
    view! {
        <ol role="list">{lines}</ol>
    }
}

#[component]
fn CancelButton(
    number: u32,
    /// For what, and for whom.
    stop: String,
) -> impl IntoView {
    let words = texts();
    view! {
        <p class="screen-only">
            <button class="button" data-kind="quiet" type="button" on:click=move |_| open_cancel_stop(number)>
                <span>
                    {words.ticket().cancel_stop}
                    <span class="visually-hidden">{(words.ticket().cancel_stop_of)(&stop)}</span>
                </span>
            </button>
        </p>
    }
}

#[component]
fn Papers(ticket: Arc<Ticket>) -> impl IntoView {
    let words = texts();
    let people = if ticket.people.len() > 1 {
        ticket.people.iter().map(|person| person.name.clone()).collect()
    } else {
        Vec::new()
    };
    let stops = shown_stops(&ticket).into_iter().map(|stop| stop_name(words, stop)).collect::<Vec<_>>();
    view! {
        <section class="ticket__part" aria-labelledby="ticket-papers">
            <h2 class="large" id="ticket-papers">
                {words.paper_count(words.ticket().bring, &ticket.papers)}
            </h2>
            <PaperList papers=ticket.papers.clone() ticks=ticket.code.compact() stops people />
        </section>
    }
}

/// Stops are told apart by their time.
fn stop_name(words: Texts, stop: &TicketStop) -> StopName {
    StopName { number: stop.number, name: format!("{} {}", words.time_of(stop.starts_at), stop.service_name) }
}

#[component]
fn Money(ticket: Arc<Ticket>) -> impl IntoView {
    let words = texts();
    let stops = shown_stops(&ticket);
    let total = Total::of(stops.iter().map(|stop| (stop.service_name.as_str(), &stop.fee)));
    let title = match total.in_words(words) {
        Some(amount) => (words.ticket().to_pay)(&amount),
        None => words.ticket().to_pay_unknown.to_owned(),
    };
    let bases = once(total.fixed.iter().map(|(_, basis)| basis.clone()));
    let receipt = (!total.is_free()).then(|| {
        let basis = (!bases.is_empty()).then(|| (words.ticket().basis)(&bases.join("; ")));
        view! { <p>{words.ticket().ask_receipt} " " {basis}</p> }
    });
    let late = stops.first().map(|first| (words.ticket().late)(&words.time_of(first.late_after)));
    // Where a stop is displaced, that moment is a day far off.
    let is_whole = ticket.stops.iter().all(|stop| stop.state != VisitState::Displaced);
    let until = (is_whole && ticket.answered_at < ticket.change_until)
        .then(|| (words.ticket().late_change)(&words.time_on(ticket.change_until, ticket.day)));
    let fees = (!total.is_free()).then(|| view! { <FeeNames total=total.clone() /> });
    view! {
        <section class="ticket__part stack" data-gap="s" aria-labelledby="ticket-fees">
            <h2 class="large" id="ticket-fees">
                {title}
            </h2>
            {fees}
            {receipt}
            <p>
                <strong>{late}</strong>
                " "
                {until}
            </p>
        </section>
    }
}
