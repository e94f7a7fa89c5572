//! The places are no longer kept: the same or the nearest windows again, with one tap. Nothing typed is lost.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use contract::{service::Service, windows::Window};
use leptos::prelude::*;

use super::{
    hold_bar::sentence,
    window_chooser::{
        board::{Board, Choices},
        planned_board::read_board,
    },
};
use crate::{
    api::Api,
    i18n::texts,
    routes::Page,
    state::{Catalogue, Plan, Remote},
    ui::{BusyButton, ButtonKind, Loaded},
};

#[component]
pub fn HoldEnded(
    /// In the order of the stops.
    services: Vec<Arc<Service>>,
) -> impl IntoView {
    let words = texts();
    let (plan, api, catalogue) = (Plan::in_context(), Api::in_context(), Catalogue::in_context());
    let unnamed = words.visit().person;
    let board = {
        let services = services.clone();
        LocalResource::new(move || {
            let (services, mall, visit) = (services.clone(), catalogue.mall(), plan.get_untracked());
            let from = catalogue.written_at().date_naive();
            async move { read_board(api, &visit, &services, &mall, from, unnamed).await }
        })
    };
    let again = Callback::new(move |()| board.refetch());
    let show = move |board: Arc<Board>| view! { <Nearest board services=services.clone() again /> }.into_any();
    view! {
        <section class="panel stack" data-gap="s" data-kind="gold" role="alert" aria-labelledby="hold-ended">
            <h2 class="large" id="hold-ended">{words.time().ended_title}</h2>
            <p>{words.time().ended_text}</p>
            <Loaded remote=Remote::Fetched(board) show />
        </section>
    }
}

#[component]
fn Nearest(
    board: Arc<Board>,
    services: Vec<Arc<Service>>,
    /// Counts again, where the nearest was taken meanwhile.
    again: Callback<()>,
) -> impl IntoView {
    let words = texts();
    let (plan, api) = (Plan::in_context(), Api::in_context());
    let party = plan.with_untracked(|visit| visit.party(&services));
    let lost: Choices =
        plan.with_untracked(|visit| party.stops.iter().map(|&index| visit.stops[index].starts_at).collect());
    let day = lost.iter().flatten().min().map(|start| start.date_naive());
    let nearest = day.and_then(|day| board.find_nearest(day, &lost));
    let take = Action::new_local(move |starts: &Vec<DateTime<FixedOffset>>| {
        let (party, services, starts) = (party.clone(), services.clone(), starts.clone());
        async move { plan.hold(api, party, &services, &starts).await }
    });
    let is_busy = Signal::derive(move || take.pending().get());
    Effect::new(move || {
        if matches!(take.value().get(), Some(Err(_))) {
            again.run(());
        }
    });
    let failure = move || match take.value().get() {
        Some(Err(failure)) => Some(sentence(words, &failure)),
        _ => None,
    };
    let offer = nearest.map(|windows| {
        let starts: Vec<_> = windows.iter().map(|window| window.starts_at).collect();
        let first = windows.iter().min_by_key(|window| window.starts_at).map(|window| in_words(words, window));
        let lines = board
            .stops()
            .iter()
            .zip(&windows)
            .map(|(stop, window)| {
                view! {
                    <li>
                        <strong>{words.day(window.starts_at.date_naive())} ", " {in_words(words, window)}</strong>
                        ", "
                        {stop.service.clone()}
                    </li>
                }
            })
            .collect_view();
        view! {
            <p>{words.time().still_there}</p>
            <ul>{lines}</ul>
            <BusyButton
                kind=ButtonKind::Main
                text=(words.time().take)(&first.unwrap_or_default())
                busy_text=words.time().taking
                is_busy
                on_press=Callback::new(move |()| {
                    take.dispatch(starts.clone());
                })
            />
        }
    });
    view! {
        {offer}
        <p role="status">{failure}</p>
        <p><a class="touch" href=Page::Time.path(words.language)>{words.time().other_time}</a></p>
    }
}

fn in_words(words: crate::i18n::Texts, window: &Window) -> String {
    words.window(window.starts_at, window.ends_at)
}
