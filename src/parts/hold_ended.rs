//! The places are no longer kept: the same or the nearest windows again, with one tap. Nothing typed is lost.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use contract::{service::Service, windows::Window};
use leptos::prelude::*;

use super::{
    hold_bar::{HOLD_BAR_ID, sentence},
    window_chooser::{
        board::{Board, Choices},
        planned_board::read_board,
    },
};
use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::texts,
    routes::Page,
    state::{Catalogue, Plan, Remote, plan::HoldFailure},
    ui::{BusyButton, ButtonKind, Loaded},
};

/// The id of the heading that says so.
pub const HOLD_ENDED_ID: &str = "hold-ended";

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
    let take = {
        let services = services.clone();
        Action::new_local(move |starts: &Vec<DateTime<FixedOffset>>| {
            let (services, starts) = (services.clone(), starts.clone());
            async move {
                let party = plan.with_untracked(|visit| visit.party(&services));
                let held = plan.hold(api, party, &services, &starts).await;
                match &held {
                    // The button that was pressed is gone.
                    Ok(_) => request_animation_frame(|| document::focus(HOLD_BAR_ID)),
                    // The nearest may have been taken meanwhile.
                    Err(HoldFailure::Asked(ApiError::Refused(_))) => board.refetch(),
                    Err(_) => {}
                }
                held
            }
        })
    };
    let failure = move || match take.value().get() {
        // Gone while it is asked again, so that the same failure is said anew.
        Some(Err(failure)) if !take.pending().get() => Some(sentence(words, &failure)),
        _ => None,
    };
    let show = move |board: Arc<Board>| view! { <Nearest board services=services.clone() take /> }.into_any();
    view! {
        <section class="panel stack" data-gap="s" data-kind="gold" aria-labelledby=HOLD_ENDED_ID>
            // What comes below is not said again with it.
            <div class="stack" data-gap="s" role="alert">
                <h2 class="large" id=HOLD_ENDED_ID tabindex="-1">
                    {words.time().ended_title}
                </h2>
                <p>{words.time().ended_text}</p>
            </div>
            <Loaded remote=Remote::Fetched(board) show />
            <p role="status">{failure}</p>
            <p><a class="touch" href=Page::Time.path(words.language)>{words.time().other_time}</a></p>
        </section>
    }
}

type Taking = Action<Vec<DateTime<FixedOffset>>, Result<bool, HoldFailure>>;

/// The same windows again, or what is nearest to them.
#[component]
fn Nearest(board: Arc<Board>, services: Vec<Arc<Service>>, take: Taking) -> impl IntoView {
    let words = texts();
    let lost: Choices = Plan::in_context().with_untracked(|visit| {
        visit.party(&services).stops.iter().map(|&index| visit.stops[index].starts_at).collect()
    });
    let day = lost.iter().flatten().min().map(|start| start.date_naive());
    let windows = day.and_then(|day| board.find_nearest(day, &lost))?;
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
    Some(view! {
        <p>{words.time().still_there}</p>
        <ul>{lines}</ul>
        <BusyButton
            kind=ButtonKind::Main
            text=(words.time().take)(&first.unwrap_or_default())
            busy_text=words.time().taking
            is_busy=Signal::derive(move || take.pending().get())
            on_press=Callback::new(move |()| {
                take.dispatch(starts.clone());
            })
        />
    })
}

fn in_words(words: crate::i18n::Texts, window: &Window) -> String {
    words.window(window.starts_at, window.ends_at)
}
