//! Above every page where there is something to say: a newer release, no network, a copy and its age.

use domain::calendar::zone;
use leptos::prelude::*;

use crate::{
    browser::history,
    i18n::{Texts, texts},
    state::{Catalogue, Device, device::Line},
    ui::{Icon, Shape},
};

#[component]
pub fn DeviceBar() -> impl IntoView {
    let words = texts();
    let device = Device::in_context();
    let said = move || {
        if device.is_outdated() {
            return Some(view! { <Newer /> }.into_any());
        }
        let title = match device.line() {
            Line::Connected => return None,
            Line::Lost => words.device().offline_title,
            Line::Copy => words.device().copy_title,
        };
        Some(view! { <Unconnected title /> }.into_any())
    };
    // There from the first, so that a screen reader hears what comes into it.
    view! { <div role="status" class="screen-only">{said}</div> }
}

fn bar(words: Texts, shape: Shape, text: AnyView, button: &'static str) -> impl IntoView {
    view! {
        <aside class="wrapper device-bar" aria-label=words.device().label>
            <div class="notice">
                <Icon shape />
                <div>
                    <p>{text}</p>
                    <button class="button" data-kind="quiet" type="button" on:click=|_| history::reload()>
                        {button}
                    </button>
                </div>
            </div>
        </aside>
    }
}

/// Loads the new release when the person says so. What was typed is kept for the tab.
#[component]
fn Newer() -> impl IntoView {
    let words = texts();
    let text = view! {
        <strong>{words.device().newer_title}</strong>
        " "
        {words.device().newer_text}
    }
    .into_any();
    bar(words, Shape::Retry, text, words.device().newer_load)
}

#[component]
fn Unconnected(title: &'static str) -> impl IntoView {
    let words = texts();
    let device = Device::in_context();
    let zone = zone(&Catalogue::in_context().mall());
    let renewed = move || {
        let moment = device.renewed_at()?.with_timezone(&zone);
        Some((words.device().renewed)(&words.day(moment.date_naive()), &words.time_of(moment)))
    };
    let text = view! {
        <strong>{title}</strong>
        " "
        {words.device().offline_text}
        " "
        {renewed}
    }
    .into_any();
    bar(words, Shape::Offline, text, words.frame().retry)
}
