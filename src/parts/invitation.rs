//! A calm invitation to put the app on the home screen: after the first ticket that this device keeps, never before, and
//! never again once it was declined.

use leptos::prelude::*;

use crate::{
    browser::{
        document,
        home_screen::{self, Way},
        storage::Shelf,
    },
    i18n::texts,
    state::{Device, Tickets, device::Keeping},
    ui::{Notice, NoticeKind},
};

const DECLINED: &str = "loket.invitation";

/// Share, a row of the sheet, and the button that ends it: as an iPhone shows them.
const PICTURES: [&str; 3] = [
    r#"<rect x="2" y="14" width="92" height="32" rx="4"/><path d="M14 30h8M28 30h8M60 30h8M76 30h8"/><path class="guide__mark" d="M44 26h-3v12h14V26h-3M48 34V19m-4 4 4-4 4 4"/>"#,
    r#"<rect x="2" y="6" width="92" height="48" rx="4"/><path d="M12 15h50M12 45h50"/><path class="guide__mark" d="M8 22h80v16H8zM14 30h46M72 25.500h9v9h-9zM76.500 27.500v5M74 30h5"/>"#,
    r#"<rect x="2" y="6" width="92" height="48" rx="4"/><path d="M10 16h16M2 26h92M14 34h12v12H14zM34 37h40M34 43h24"/><path class="guide__mark" d="M68 11h22v10H68zM73 16h12"/>"#,
];

#[component]
pub fn Invitation() -> impl IntoView {
    let tickets = Tickets::in_context();
    let device = Device::in_context();
    let way = RwSignal::new(None);
    let is_closed = RwSignal::new(false);
    Effect::new(move || {
        let has_ticket = tickets.is_restored() && !tickets.all().is_empty();
        let is_welcome = has_ticket && !is_closed.get() && !Shelf::Device.has(DECLINED);
        way.set(is_welcome.then(home_screen::way).flatten());
    });
    let decline = Callback::new(move |()| {
        // Where the device refuses to remember it, it is asked again another day.
        let _kept = Shelf::Device.write(DECLINED, "no");
        is_closed.set(true);
        // The button has gone.
        request_animation_frame(document::focus_heading);
    });
    let invitation = move || way.get().map(|way| view! { <Invite way decline is_closed /> });
    let refused = move || (device.keeping() == Keeping::Refused).then(|| view! { <NotKept /> });
    view! {
        {refused}
        {invitation}
    }
}

#[component]
fn Invite(way: Way, decline: Callback<()>, is_closed: RwSignal<bool>) -> impl IntoView {
    let words = texts();
    let ask = Action::new_local(move |(): &()| async move {
        home_screen::ask().await;
        is_closed.set(true);
        request_animation_frame(document::focus_heading);
    });
    let how = match way {
        Way::Asks => view! {
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    ask.dispatch(());
                }
            >
                {words.home_screen().install}
            </button>
        }
        .into_any(),
        Way::ByHand => view! { <Guide /> }.into_any(),
    };
    view! {
        <section class="panel stack screen-only" data-gap="s" aria-labelledby="home-screen">
            <h2 class="large" id="home-screen">
                {words.home_screen().title}
            </h2>
            <p class="small">{words.home_screen().text}</p>
            {how}
            <p>
                <button class="button" data-kind="quiet" type="button" on:click=move |_| decline.run(())>
                    {words.home_screen().no}
                </button>
            </p>
        </section>
    }
}

/// Three pictures for an iPhone, which does not ask by itself.
#[component]
fn Guide() -> impl IntoView {
    let words = texts();
    let steps = words
        .home_screen()
        .steps
        .into_iter()
        .zip(PICTURES)
        .map(|(text, picture)| {
            view! {
                <li>
                    {text}
                    <svg class="guide__picture" viewBox="0 0 96 60" aria-hidden="true" inner_html=picture></svg>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure">
            <summary>{words.home_screen().guide}</summary>
            <div class="stack" data-gap="s">
                <ol class="procedure" role="list">{steps}</ol>
                <p class="small">{words.home_screen().guide_after}</p>
            </div>
        </details>
    }
}

/// The device does not keep the app: what that means for a ticket.
#[component]
fn NotKept() -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind=NoticeKind::Note>
            <p>{words.home_screen().not_kept}</p>
        </Notice>
    }
}
