//! The ticket: what the resident shows, and what can still be done about it.

mod actions;
mod cancel;
mod displaced;
mod news;
mod reminders;
mod sheet;
mod wish;
mod your_data;

use std::sync::Arc;

use contract::{
    VisitCode,
    visits::{Ticket, TicketStop},
};
use leptos::prelude::*;

use self::{
    actions::TicketActions,
    cancel::{CancelStops, ChangePlans},
    displaced::DisplacedNotice,
    news::TicketNews,
    reminders::Reminders,
    sheet::TicketSheet,
    wish::read_where_in_doubt,
    your_data::{Erased, YourData},
};
use crate::{
    api::Api,
    browser,
    i18n::texts,
    parts::{
        FindTicket, GoneElsewhere, Invitation,
        find_ticket::NotOpenedNotice,
        opened_ticket::{Opened, OpenedTicket, open_soon},
    },
    state::{Navigation, Remote, Tickets},
    ui::{Heading, Loaded, heading::FocusPending, later::below},
};

#[component]
pub fn TicketPage(code: VisitCode) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let secret = Memo::new(move |_| navigation.address().secret());
    let answers = RwSignal::new(0_u32);
    let opened = LocalResource::new(move || {
        answers.track();
        let secret = secret.get();
        let late = move |brought: Option<_>| {
            // Nobody waits for it any more where the page is gone.
            if answers.try_get_untracked().is_some() {
                if let Some((secret, ticket)) = brought {
                    tickets.bring(secret, ticket);
                }
                answers.update(|answers| *answers += 1);
            }
        };
        async move { open_soon(api, tickets, code, secret, late).await }
    });
    // Where code and number have opened it in this place, the heading has been there before.
    let pending = expect_context::<FocusPending>().0;
    let is_gone = RwSignal::new(false);
    Effect::new(move || {
        if matches!(opened.get(), Some(Ok(Opened::Gone))) {
            is_gone.set(true);
        }
        if matches!(opened.get(), Some(Ok(Opened::Ticket(_)))) && pending.get_value() {
            pending.set_value(false);
            request_animation_frame(browser::document::focus_heading);
        }
    });
    on_cleanup(move || tickets.clear_news());
    let is_erased = RwSignal::new(false);
    // What is gone is no longer what the page is called by.
    let heading = move || {
        let sentence = if is_erased.get() {
            Some(words.your_data().erased_title)
        } else {
            is_gone.get().then_some(words.your_data().gone_title)
        };
        let text = match sentence {
            Some(sentence) => sentence.trim_end_matches('.').to_owned(),
            None => (words.ticket().title_of)(&code.to_string()),
        };
        view! { <Heading class="visually-hidden" text /> }
    };
    let retry = Callback::new(move |()| opened.refetch());
    let show = move |opened: Opened| match opened {
        Opened::Ticket(opened) => view! { <Content opened retry is_erased /> }.into_any(),
        Opened::Gone => view! { <div class="column"><GoneElsewhere /></div> }.into_any(),
        Opened::Locked { is_wrong } => view! { <Locked code is_wrong /> }.into_any(),
    };
    view! {
        <div class="wrapper">
            {heading}
            <Loaded remote=Remote::Fetched(opened) show />
        </div>
    }
}

/// What may change while the ticket is shown.
#[derive(Clone, Copy)]
struct Shown {
    ticket: RwSignal<Arc<Ticket>>,
    /// What has just been changed, in words: said at the top.
    done: RwSignal<Option<String>>,
    /// Stops that could not be cancelled: number, title and sentence. Said there too.
    failed: RwSignal<Vec<(u32, String, String)>>,
    /// How often something was taken back that may have come all the same, since the ticket was read.
    doubts: RwSignal<u32>,
    /// What has come of the actions beside the ticket, in words.
    said: RwSignal<String>,
    /// How often the phone's reminders were switched off beside their own switch.
    silences: RwSignal<u32>,
    /// Whether a reminder's question has been asked.
    has_asked: StoredValue<bool>,
    /// There is no ticket any more.
    is_erased: RwSignal<bool>,
}

impl Shown {
    /// Nobody knows whether the ticket is still as it is shown.
    fn doubt(self) {
        self.doubts.update(|doubts| *doubts += 1);
    }

    /// A later answer about this ticket.
    fn replace(self, tickets: Tickets, ticket: Ticket) {
        tickets.refresh(&ticket);
        tickets.clear_news();
        self.done.set(None);
        self.failed.set(Vec::new());
        self.said.set(String::new());
        self.ticket.set(Arc::new(ticket));
    }
}

#[component]
fn Content(opened: OpenedTicket, retry: Callback<()>, is_erased: RwSignal<bool>) -> impl IntoView {
    let words = texts();
    let OpenedTicket { ticket, secret, kept_at } = opened;
    let code = ticket.code;
    let shown = Shown {
        ticket: RwSignal::new(ticket),
        done: RwSignal::new(None),
        failed: RwSignal::new(Vec::new()),
        doubts: RwSignal::new(0),
        silences: RwSignal::new(0),
        has_asked: StoredValue::new(false),
        said: RwSignal::new(String::new()),
        is_erased,
    };
    let is_live = kept_at.is_none();
    read_where_in_doubt(shown, secret.clone(), code);
    let changes = {
        let secret = secret.clone();
        move || {
            let ticket = shown.ticket.get();
            (is_live && ticket.stops.iter().any(TicketStop::is_live))
                .then(|| view! { <ChangePlans ticket secret=secret.clone() shown /> })
        }
    };
    let actions = {
        let secret = secret.clone();
        move || {
            view! {
                <p role="status" class="strong">{move || shown.said.get()}</p>
                <TicketActions shown secret=secret.clone() />
                {is_live.then(|| view! { <Reminders shown secret=secret.clone() /> })}
                <Invitation />
                {changes.clone()}
                {is_live.then(|| view! { <YourData code secret=secret.clone() shown /> })}
            }
            .into_any()
        }
    };
    let cancel_stops = {
        let secret = secret.clone();
        move || {
            let ticket = shown.ticket.get();
            is_live.then(|| view! { <CancelStops ticket secret=secret.clone() shown /> })
        }
    };
    let sheet = view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <TicketNews code shown kept_at retry />
                <DisplacedNotice shown secret=secret.clone() is_live />
                {move || view! { <TicketSheet ticket=shown.ticket.get() is_changeable=is_live /> }}
            </div>
            <aside class="stack screen-only" aria-label=words.ticket().actions>{below(actions)}</aside>
        </div>
        {cancel_stops}
    };
    view! {
        <div hidden=move || is_erased.get()>{sheet}</div>
        // There from the first, so that a screen reader hears what comes into it.
        <div class="column" role="status">{move || is_erased.get().then(|| view! { <Erased /> })}</div>
    }
}

/// Without the secret: code and number open it.
#[component]
fn Locked(code: VisitCode, is_wrong: bool) -> impl IntoView {
    let words = texts();
    view! {
        <section class="column stack" data-gap="l" aria-labelledby="find">
            <h2 id="find">{words.ticket().find_title}</h2>
            {is_wrong.then(|| view! { <NotOpenedNotice /> })}
            <FindTicket code=Some(code) />
        </section>
    }
}
