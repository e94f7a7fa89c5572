//! The holder's data: having it, and having it deleted with two taps.

use contract::{Secret, VisitCode};
use leptos::prelude::*;

use super::{Shown, cancel::focus_news, wish::Wish};
use crate::{
    api::{Api, ApiError},
    browser::files,
    i18n::texts,
    parts::{Gone, KeptKey, unsent::failed_write},
    state::{Navigation, Plan, Tickets},
    ui::{BusyButton, ButtonKind, Dialog, Notice, NoticeKind, dialog},
};

const ERASE_ID: &str = "erase-visit";
const EXPORT_TYPE: &str = "application/json";

#[component]
pub fn YourData(code: VisitCode, secret: Secret, shown: Shown) -> impl IntoView {
    let words = texts();
    view! {
        <section class="stack" data-gap="s" aria-labelledby="your-data">
            <h2 class="large" id="your-data">
                {words.your_data().title}
            </h2>
            <p class="small">{words.your_data().text}</p>
            <Download code secret=secret.clone() />
            <Erase code secret shown />
        </section>
    }
}

#[component]
fn Download(code: VisitCode, secret: Secret) -> impl IntoView {
    let words = texts();
    let api = Api::in_context();
    // Beside the button: on a phone the other news of the page are out of sight here.
    let said = RwSignal::new(String::new());
    let download = Action::new_local(move |(): &()| {
        let secret = secret.clone();
        // Gone while it is asked again, so that the same is said anew.
        said.set(String::new());
        async move {
            let text = match api.export_visit(&secret, code).await {
                Ok(text) if files::download(&format!("loket-{code}.json"), EXPORT_TYPE, &text) => {
                    words.your_data().downloaded.to_owned()
                }
                Ok(_) => words.your_data().download_refused.to_owned(),
                Err(error) => format!("{}. {}", words.ticket().failed, words.failures().sentence(&error)),
            };
            said.set(text);
        }
    });
    let is_busy = Signal::derive(move || download.pending().get());
    view! {
        <BusyButton
            kind=ButtonKind::Second
            text=words.your_data().download
            busy_text=words.your_data().downloading
            is_busy
            on_press=Callback::new(move |()| {
                download.dispatch(());
            })
        />
        <p role="status" class="strong">{move || said.get()}</p>
    }
}

#[component]
fn Erase(code: VisitCode, secret: Secret, shown: Shown) -> impl IntoView {
    let words = texts();
    let (api, tickets, plan) = (Api::in_context(), Tickets::in_context(), Plan::in_context());
    let navigation = Navigation::in_context();
    let key = KeptKey::new();
    let erase = Wish::new(shown, move |_| {
        let secret = secret.clone();
        async move {
            let key_text = key.get().ok_or(ApiError::Strange)?;
            let answer = api.erase_visit(&secret, &key_text, code).await;
            key.settle(&answer);
            dialog::close(ERASE_ID);
            answer?;
            // The copy of this device, and the papers ticked on it.
            tickets.lose(code);
            tickets.clear_news();
            plan.forget_booked(code);
            shown.is_erased.set(true);
            focus_news(navigation, code);
            Ok::<(), ApiError>(())
        }
    });
    let is_busy = erase.is_busy();
    let failure = move || {
        let (title, sentence) = failed_write(words, words.ticket().failed, &erase.failure()?);
        Some(view! {
            <Notice kind=NoticeKind::Danger>
                <p>
                    <strong>{title} ". "</strong>
                    {sentence}
                </p>
            </Notice>
        })
    };
    let on_no = Callback::new(move |()| erase.take_back());
    let ask = move |_| {
        // What was not sent is not wanted any more until it is said again.
        erase.take_back();
        dialog::open(ERASE_ID);
    };
    let also_cancels = move || {
        let is_live = shown.ticket.get().stops.iter().any(contract::visits::TicketStop::is_live);
        is_live.then(|| view! { <p>{words.your_data().also_cancels}</p> })
    };
    view! {
        <div role="alert">{failure}</div>
        <p>
            <button class="button" data-kind="quiet" type="button" on:click=ask>
                {words.your_data().erase}
            </button>
        </p>
        <Dialog id=ERASE_ID title=words.your_data().question no=words.your_data().no on_no>
            {also_cancels}
            <p>{words.your_data().what_goes}</p>
            <BusyButton
                kind=ButtonKind::Danger
                text=words.your_data().yes
                busy_text=words.your_data().erasing
                is_busy
                on_press=Callback::new(move |()| erase.make())
            />
        </Dialog>
    }
}

/// In the ticket's place, once it is deleted here.
#[component]
pub fn Erased() -> impl IntoView {
    let words = texts();
    view! { <Gone kind=NoticeKind::Good title=words.your_data().erased_title text=words.your_data().erased_text /> }
}
