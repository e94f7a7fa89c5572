//! Kept visits may have been moved, cancelled or deleted by others who hold them: the server is asked, behind what is shown.

use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Api,
    browser::clock,
    parts::opened_ticket::ask_about_kept,
    state::{Tickets, tickets::KeptTicket},
};

/// Asks once after a page was loaded, about the visits from today on. Without an answer the list stays as it was kept.
pub fn ask_what_changed(today: Memo<Option<NaiveDate>>) {
    let (api, tickets) = (Api::in_context(), Tickets::in_context());
    Effect::new(move || {
        let Some(today) = today.get().filter(|_| tickets.is_restored()) else { return };
        let kept = tickets.to_ask_about(today);
        if !kept.is_empty() {
            clock::once_painted(move || spawn_local(ask(api, tickets, kept)));
        }
    });
}

/// One after the other: on a line where one is not answered, no more are asked about.
async fn ask(api: Api, tickets: Tickets, kept: Vec<KeptTicket>) {
    for KeptTicket { secret, ticket, .. } in kept {
        if ask_about_kept(api, tickets, &secret, ticket.code).await.is_err() {
            return;
        }
    }
}
