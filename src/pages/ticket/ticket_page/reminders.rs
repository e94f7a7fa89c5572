//! Reminders on this phone, for whoever wants them. Where the browser has none, the calendar's file reminds.

use contract::{
    Secret, VisitCode,
    reminders::ReminderInput,
    visits::{TicketStop, VisitState},
};
use leptos::{prelude::*, task::spawn_local};

use super::Shown;
use crate::{
    api::{Api, ApiError},
    browser::{
        push::{self, NotSubscribed},
        storage::Shelf,
    },
    i18n::texts,
    routes::ticket_href,
    state::{Navigation, tickets::reminder_mark},
    ui::{BusyButton, ButtonKind},
};

/// Whether reminders can be had here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// Not known yet, or this server sends none, or nothing is to come.
    None,
    /// Loket's own site may have them: here, in another site's page, no browser has.
    Site,
    /// This browser has no reminders.
    Calendar,
    Push,
}

#[component]
pub fn Reminders(shown: Shown, secret: Secret) -> impl IntoView {
    let words = texts();
    let api = Api::in_context();
    let key = LocalResource::new(move || api.read_reminder_key());
    let is_embedded = Navigation::in_context().is_embedded();
    let href = ticket_href(shown.ticket.with_untracked(|ticket| ticket.code), &secret, words.language);
    let offer = Memo::new(move |_| {
        let is_to_come = shown.ticket.get().stops.iter().any(|stop: &TicketStop| stop.state == VisitState::Booked);
        let has_key = matches!(key.get(), Some(Ok(key)) if key.key.is_some());
        match (is_to_come && has_key, is_embedded || push::is_possible()) {
            (false, _) => Offer::None,
            (true, false) => Offer::Calendar,
            (true, true) if is_embedded => Offer::Site,
            (true, true) => Offer::Push,
        }
    });
    let server_key = Signal::derive(move || key.get().and_then(Result::ok).and_then(|key| key.key));
    let content = move || match offer.get() {
        Offer::None => ().into_any(),
        Offer::Calendar => view! { <p class="small">{words.reminders().not_here}</p> }.into_any(),
        Offer::Site => view! {
            <p><a class="touch" href=href.clone() target="_blank" rel="noopener">{words.reminders().on_site}</a></p>
        }
        .into_any(),
        Offer::Push => view! { <Switch shown secret=secret.clone() server_key /> }.into_any(),
    };
    view! {
        <section class="stack" data-gap="s" aria-labelledby="reminders" hidden=move || offer.get() == Offer::None>
            <h2 class="large" id="reminders">
                {words.reminders().title}
            </h2>
            {content}
        </section>
    }
}

#[component]
fn Switch(shown: Shown, secret: Secret, server_key: Signal<Option<String>>) -> impl IntoView {
    let code = shown.ticket.get_untracked().code;
    let words = texts();
    let api = Api::in_context();
    let is_on = RwSignal::new(false);
    let look = move || {
        let mark = Shelf::Device.read(&reminder_mark(code));
        is_on.set(mark.is_some() && push::is_allowed());
        // Where the phone subscribed anew since, the server sends this ticket's to where nobody hears them.
        spawn_local(async move {
            if mark.is_some() && mark != push::endpoint().await {
                let _gone = is_on.try_set(false);
            }
        });
    };
    look();
    Effect::watch(move || shown.silences.get(), move |_, _, _| look(), false);
    let said = RwSignal::new(String::new());
    let change = Action::new_local(move |(): &()| {
        // Gone while it is asked again, so that the same is said anew.
        said.set(String::new());
        let (secret, was_on, key) = (secret.clone(), is_on.get_untracked(), server_key.get_untracked());
        async move {
            let changed =
                if was_on { turn_off(api, &secret, code).await } else { turn_on(api, &secret, code, key).await };
            let text = match changed {
                Ok(()) if was_on => words.reminders().off.to_owned(),
                Ok(()) => words.reminders().on.to_owned(),
                Err(NotChanged::Browser(NotSubscribed::Denied)) => words.reminders().denied.to_owned(),
                Err(NotChanged::Browser(NotSubscribed::Failed)) => words.reminders().failed.to_owned(),
                Err(NotChanged::Server(error)) => {
                    format!("{}. {}", words.ticket().failed, words.failures().sentence(&error))
                }
            };
            said.set(text);
            look();
        }
    });
    let is_busy = Signal::derive(move || change.pending().get());
    let on_press = Callback::new(move |()| {
        change.dispatch(());
    });
    let button = move || {
        let (kind, text, busy_text) = if is_on.get() {
            (ButtonKind::Quiet, words.reminders().stop, words.reminders().stopping)
        } else {
            (ButtonKind::Second, words.reminders().ask, words.reminders().asking)
        };
        view! { <BusyButton kind text busy_text is_busy on_press /> }
    };
    view! {
        <p class="small">{move || if is_on.get() { words.reminders().on } else { words.reminders().text }}</p>
        {button}
        <p role="status" class="strong">
            {move || said.get()}
        </p>
    }
}

enum NotChanged {
    Browser(NotSubscribed),
    Server(ApiError),
}

async fn turn_on(api: Api, secret: &Secret, code: VisitCode, key: Option<String>) -> Result<(), NotChanged> {
    let key = key.ok_or(NotChanged::Server(ApiError::Strange))?;
    let push::Subscription { endpoint, keys } = push::subscribe(&key).await.map_err(NotChanged::Browser)?;
    let mark = endpoint.clone();
    let input = ReminderInput { endpoint, p256dh: keys.p256dh, auth: keys.auth, key };
    api.set_reminder(secret, code, &input).await.map_err(NotChanged::Server)?;
    // Where the device does not remember it, the button offers it again: asked twice it is the same.
    let _kept = Shelf::Device.write(&reminder_mark(code), &mark);
    Ok(())
}

/// The browser's subscription stays: other visits may use it.
async fn turn_off(api: Api, secret: &Secret, code: VisitCode) -> Result<(), NotChanged> {
    api.drop_reminder(secret, code).await.map_err(NotChanged::Server)?;
    Shelf::Device.remove(&reminder_mark(code));
    Ok(())
}
