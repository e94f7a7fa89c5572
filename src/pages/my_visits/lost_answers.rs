//! What has become of bookings that were sent by a tab which is gone since: asked for when visits are shown, and said once.

use contract::visits::{Ticket, TicketList, TicketStop};
use leptos::prelude::*;

use crate::{
    api::Api,
    browser::clock,
    i18n::texts,
    state::{
        Catalogue, Device, Plan, Tickets,
        unanswered::{self, Unanswered},
    },
    ui::{Notice, NoticeKind},
};

/// Asks, and once more when the line is back; where a visit was found, `said` says so. Whether there was something to ask.
pub fn ask_for_lost(said: RwSignal<String>) -> RwSignal<bool> {
    let words = texts();
    let (api, plan, tickets) = (Api::in_context(), Plan::in_context(), Tickets::in_context());
    let (device, mall) = (Device::in_context(), Catalogue::in_context().mall());
    let hold_minutes_max = mall.booking.hold_minutes + mall.booking.extend_once_minutes;
    let is_asked = RwSignal::new(false);
    let ask = Action::new_local(move |(): &()| async move {
        for sent in unanswered::all() {
            // What this tab has sent it asks for by itself.
            let is_own =
                plan.with_untracked(|visit| visit.sent.is_some() && visit.secret.as_ref() == Some(&sent.secret));
            if !is_own {
                look_for(api, tickets, sent, hold_minutes_max).await;
            }
        }
    });
    Effect::new(move || {
        let _again = device.returns();
        if plan.is_restored() && tickets.is_restored() && unanswered::are_kept() {
            is_asked.set(true);
            ask.dispatch(());
        }
    });
    Effect::new(move || {
        if tickets.takes_found() {
            is_asked.set(true);
            said.set(words.my_visits().found.to_owned());
        }
    });
    is_asked
}

/// Keeps the ticket of what was sent, where it has become a visit. What is not answered, may still come or finds no room here is
/// asked for again another time.
async fn look_for(api: Api, tickets: Tickets, sent: Unanswered, hold_minutes_max: u32) {
    let Ok(TicketList { tickets: found }) = api.list_visits(&sent.secret).await else { return };
    let can_still_come = found.is_empty() && sent.can_still_come(hold_minutes_max, clock::now());
    // Another page, or tab, may have been faster.
    if can_still_come || !unanswered::forget(&sent.secret) {
        return;
    }
    // Of what is over, or was cancelled with its code, there is nothing to say.
    let is_live = |ticket: &Ticket| ticket.stops.iter().any(TicketStop::is_live);
    for ticket in found.into_iter().filter(is_live) {
        if tickets.keep(sent.secret.clone(), ticket) {
            tickets.announce_found();
        } else {
            unanswered::remember(&sent.secret);
        }
    }
}

/// What has just happened, there before it has, so that it is heard.
#[component]
pub fn Said(said: RwSignal<String>) -> impl IntoView {
    view! {
        <div role="status">
            {move || {
                let text = said.get();
                (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Good><p>{text}</p></Notice> })
            }}
        </div>
    }
}
