//! Removes a ticket from this device, and has the phone reminded of its visit no more. The visit stays booked.

use contract::{Secret, VisitCode};

use crate::{
    api::Api,
    browser::storage::Shelf,
    state::{Tickets, tickets::reminder_mark},
};

/// `on_silence` is called once the phone is reminded no more.
pub fn forget_ticket(api: Api, tickets: Tickets, secret: Secret, code: VisitCode, on_silence: impl FnOnce() + 'static) {
    tickets.forget(code);
    let mark = reminder_mark(code);
    if Shelf::Device.has(&mark) {
        leptos::task::spawn_local(async move {
            // Where that is not heard, the mark stays: the ticket's page offers to switch them off.
            if api.drop_reminder(&secret, code).await.is_ok() {
                Shelf::Device.remove(&mark);
                on_silence();
            }
        });
    }
}
