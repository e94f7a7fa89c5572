//! Check before booking. "Booked" is said only once the server has said it.

mod booking;
mod facts;
mod refusal;

use leptos::prelude::*;

use self::{
    booking::{Booking, NotBooked, book, remember},
    facts::{MoneyFacts, PeopleFacts, TimeFacts},
    refusal::Refusal,
};
use crate::{
    api::Api,
    browser::document,
    i18n::texts,
    parts::{
        NothingHeld, Planned, PlannedServices, Step, Steps,
        hold_bar::{HoldBar, HoldState, hold_state, ticking},
        hold_ended::HOLD_ENDED_ID,
        unsent::send_again,
    },
    routes::Page,
    state::{Navigation, Plan, Tickets},
    ui::{BackLink, BusyButton, ButtonKind, Heading, Notice, NoticeKind, later::below},
};

#[component]
pub fn CheckPage() -> impl IntoView {
    let words = texts();
    view! {
        <div class="wrapper" data-width="column">
            <div class="stack" data-gap="l">
                <BackLink href=Page::People.path(words.language) text=words.frame().back />
                <Steps current=Step::Check />
                <Heading text=words.check().title />
                {below(|| {
                    let show = |services: PlannedServices| view! { <Content services /> }.into_any();
                    view! { <Planned show /> }.into_any()
                })}
            </div>
        </div>
    }
}

#[component]
fn Content(services: PlannedServices) -> impl IntoView {
    let words = texts();
    let services = services.stops;
    let (plan, api) = (Plan::in_context(), Api::in_context());
    let (navigation, tickets) = (Navigation::in_context(), Tickets::in_context());
    let visit = plan.get_untracked();
    let party = visit.party(&services);
    let names: Vec<String> = {
        let all = visit.names(words.visit().person);
        party.people.iter().map(|&person| all[person].clone()).collect()
    };
    let is_complete = visit.parse_people(&party.people).is_ok();
    let now = ticking();
    let state = Memo::new(move |_| hold_state(plan, now.get()));
    // What a frame in another site's page keeps is gone with that page: there the ticket offers Loket's own site instead.
    let can_keep = !navigation.is_embedded();
    let booking: Booking = Action::new_local(move |(): &()| async move {
        let booked = book(plan, api, navigation, tickets).await;
        if let Err(NotBooked::Refused(_)) = booked {
            // Where the places are no longer kept, the button that was pressed is gone.
            request_animation_frame(|| document::focus(HOLD_ENDED_ID));
        }
        booked
    });
    let is_busy = Signal::derive(move || booking.pending().get());
    // What was sent and not answered is asked again, whatever the clock says.
    let is_open = Memo::new(move |_| plan.with(|visit| visit.sent.is_some()));
    let can_book = Memo::new(move |_| is_open.get() || (is_complete && state.get() == HoldState::Live));
    let press = Callback::new(move |()| {
        booking.dispatch(());
    });
    send_again(
        move || {
            matches!(booking.value().get_untracked(), Some(Err(NotBooked::Unanswered(_)))) && !is_busy.get_untracked()
        },
        move || press.run(()),
    );
    // Other places may be taken here, once these are no longer kept: then these are what is booked, and no longer what was refused.
    let held = Memo::new(move |_| plan.with(|visit| visit.held().map(|held| held.hold.id.clone())));
    Effect::watch(move || held.get(), move |_, _, _| booking.clear(), false);
    let times = {
        let services = services.clone();
        move || {
            held.track();
            view! { <TimeFacts visit=plan.get_untracked() services=services.clone() /> }
        }
    };
    let shown = services.clone();
    view! {
        <HoldBar services=services.clone() state now />
        {move || (state.get() == HoldState::None && !is_open.get()).then(|| view! { <NothingHeld /> })}
        {times}
        <PeopleFacts visit=visit.clone() party=party.clone() />
        <MoneyFacts visit services />
        <Notice kind=NoticeKind::Note>
            <p>{(words.check().bound)(&words.list(&names))}</p>
        </Notice>
        {(!is_complete).then(|| view! { <Incomplete /> })}
        {can_keep.then(|| view! { <KeepTicket /> })}
        {move || {
            // Gone while it is asked again, so that the same refusal is said anew.
            let refused = booking.value().get().filter(|_| !is_busy.get())?.err()?;
            Some(view! { <Refusal refused services=shown.clone() /> })
        }}
        {move || {
            can_book
                .get()
                .then(|| {
                    view! {
                        <BusyButton
                            kind=ButtonKind::Main
                            text=if is_open.get_untracked() { words.check().book_again } else { words.check().book }
                            busy_text=words.check().booking_now
                            is_busy
                            on_press=press
                        />
                    }
                })
        }}
    }
}

#[component]
fn Incomplete() -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind=NoticeKind::Danger>
            <p>
                {words.check().incomplete} " "
                <a href=Page::People.path(words.language)>{words.check().to_people}</a>
            </p>
        </Notice>
    }
}

/// Whether the ticket stays on this device: a borrowed phone forgets it.
#[component]
fn KeepTicket() -> impl IntoView {
    const ID: &str = "keep-ticket";
    let words = texts();
    let plan = Plan::in_context();
    let change = move |event| {
        let is_kept = event_target_checked(&event);
        plan.update(|visit| visit.is_on_borrowed_phone = !is_kept);
        // It may have been sent already.
        let sent = plan.with_untracked(|visit| visit.secret.clone().filter(|_| visit.sent.is_some()));
        if let Some(secret) = sent {
            remember(&secret, is_kept);
        }
    };
    view! {
        <div class="paper">
            <input
                class="choice__box"
                type="checkbox"
                id=ID
                prop:checked=!plan.with_untracked(|visit| visit.is_on_borrowed_phone)
                on:change=change
            />
            <div class="paper__body">
                <label class="paper__name" for=ID>{words.check().keep}</label>
                <p class="paper__note">{words.check().keep_hint}</p>
            </div>
        </div>
    }
}
