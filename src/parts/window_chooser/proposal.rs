//! The stops of the visit in an order that leaves time to walk; each window can be changed.

use std::sync::Arc;

use chrono::NaiveDate;
use contract::windows::Window;
use leptos::prelude::*;

use super::{
    Choice,
    board::{Board, WindowChoice, WindowState, fill_of},
};
use crate::{
    browser,
    i18n::texts,
    short_lists::in_order,
    state::Catalogue,
    ui::{Icon, Shape},
};

/// The id of the heading over the proposed stops.
pub const HEADING_ID: &str = "windows";
/// From so many places left a window looks empty.
const MANY: u32 = 4;

#[component]
pub fn Proposal(board: Arc<Board>, choice: Choice, proposal: Memo<Option<(NaiveDate, Vec<Window>)>>) -> impl IntoView {
    let words = texts();
    let walk_minutes = Catalogue::in_context().mall().booking.walk_minutes;
    let is_one = board.stops().len() == 1;
    // Where there is one stop, its windows are open at once.
    let open = RwSignal::new(is_one.then_some(0));
    let intro = if is_one { words.time().proposal_one.to_owned() } else { (words.time().proposal)(walk_minutes) };
    move || {
        let (day, windows) = proposal.get()?;
        let board = Arc::clone(&board);
        let order = in_order(0..windows.len(), |&index| (windows[index].starts_at, windows[index].ends_at));
        let lines = order
            .into_iter()
            .map(|index| {
                let window = windows[index].clone();
                view! { <ProposedStop board=Arc::clone(&board) index day window choice open /> }
            })
            .collect_view();
        Some(view! {
            <section class="stack" data-gap="m" aria-labelledby=HEADING_ID>
                <h2 id=HEADING_ID tabindex="-1">{words.day(day)}</h2>
                <p>{intro.clone()}</p>
                <ol class="panel" role="list">
                    {lines}
                </ol>
            </section>
        })
    }
}

#[component]
fn ProposedStop(
    board: Arc<Board>,
    index: usize,
    day: NaiveDate,
    window: Window,
    choice: Choice,
    open: RwSignal<Option<usize>>,
) -> impl IntoView {
    let words = texts();
    let stop = board.stops()[index].clone();
    let is_open = move || open.get() == Some(index);
    let (button_id, windows_id) = (format!("change-{}", index + 1), format!("windows-{}", index + 1));
    let toggle = {
        move |_| {
            open.update(|open| *open = if *open == Some(index) { None } else { Some(index) });
        }
    };
    let person = (!stop.person_name.is_empty()).then(|| {
        view! {
            <strong>{stop.person_name.clone()}</strong>
            " · "
        }
    });
    let chosen = window.clone();
    let of_service = (words.time().change_window_of)(&stop.service);
    view! {
        <li class="stop">
            <p class="stop__time">
                {words.time_of(window.starts_at)}<small>"–" {words.time_of(window.ends_at)}</small>
            </p>
            <div class="stack" data-gap="xs">
                <h3>{stop.service.clone()}</h3>
                <p class="stop__where">{person} {stop.place.clone()}</p>
                <p>
                    <button
                        class="button"
                        data-kind="quiet"
                        type="button"
                        id=button_id
                        aria-expanded=move || if is_open() { "true" } else { "false" }
                        aria-controls=windows_id.clone()
                        on:click=toggle
                    >
                        <span>
                            {move || if is_open() { words.time().done } else { words.time().change_window }}
                            <span class="visually-hidden">{of_service}</span>
                        </span>
                    </button>
                </p>
            </div>
            <div class="stop__windows" id=windows_id>
                {move || {
                    is_open()
                        .then(|| {
                            view! { <Windows board=Arc::clone(&board) index day chosen=chosen.clone() choice /> }
                        })
                }}
            </div>
        </li>
    }
}

/// All windows of one stop.
#[component]
fn Windows(board: Arc<Board>, index: usize, day: NaiveDate, chosen: Window, choice: Choice) -> impl IntoView {
    let words = texts();
    let book_until_minutes = Catalogue::in_context().mall().booking.book_until_minutes;
    let windows = board.windows_of(day, index, book_until_minutes);
    let is_tight = windows.iter().any(|each| each.state == WindowState::Unreachable);
    let elsewhere = windows
        .iter()
        .filter(|each| each.state == WindowState::Full)
        .find_map(|full| Some((full.window.clone(), board.find_elsewhere(day, index, &full.window)?)));
    let service = board.stops()[index].service.clone();
    let cells = windows
        .into_iter()
        .map(|each| {
            let is_chosen = each.window.starts_at == chosen.starts_at;
            view! { <WindowCell board=Arc::clone(&board) index day each is_chosen choice /> }
        })
        .collect_view();
    let notice = elsewhere.map(|(full, elsewhere)| {
        let text = (words.time().take_elsewhere)(
            &words.day(elsewhere.date),
            &words.window(elsewhere.window.starts_at, elsewhere.window.ends_at),
            &(words.time().left_places)(elsewhere.window.left),
        );
        let board = Arc::clone(&board);
        let take = move |_| {
            choice.take(&board, elsewhere.date, index, &elsewhere.window);
            refocus(index, &elsewhere.window);
        };
        view! {
            <div class="notice">
                <Icon shape=Shape::Clock />
                <div>
                    <p>{(words.time().elsewhere)(&words.window(full.starts_at, full.ends_at))}</p>
                    <button class="button" data-kind="quiet" type="button" on:click=take>{text}</button>
                </div>
            </div>
        }
    });
    view! {
        <fieldset class="stack" data-gap="s">
            <legend class="visually-hidden">{(words.time().window_of)(&service)}</legend>
            <div class="grid" data-size="window" data-gap="s">
                {cells}
            </div>
            {is_tight.then(|| view! { <p class="small soft">{words.time().unreachable_why}</p> })} {notice}
        </fieldset>
    }
}

#[component]
fn WindowCell(
    board: Arc<Board>,
    index: usize,
    day: NaiveDate,
    each: WindowChoice,
    is_chosen: bool,
    choice: Choice,
) -> impl IntoView {
    let words = texts();
    let WindowChoice { window, state } = each;
    let (left, text) = match state {
        WindowState::Free => (fill_of(window.left, MANY), (words.time().left_places)(window.left)),
        WindowState::Full => ("none", words.time().full.to_owned()),
        WindowState::Over => ("none", words.time().over_short.to_owned()),
        WindowState::Unreachable => ("none", words.time().unreachable.to_owned()),
    };
    let id = cell_id(index, &window);
    let name = words.window(window.starts_at, window.ends_at);
    let take = move |_| {
        choice.take(&board, day, index, &window);
        refocus(index, &window);
    };
    view! {
        <label class="cell" data-left=left>
            <input
                class="cell__input"
                type="radio"
                name=format!("window-{}", index + 1)
                id=id
                disabled=state != WindowState::Free && !is_chosen
                prop:checked=is_chosen
                on:change=take
            />
            <span class="cell__main">{name}</span>
            <span class="cell__left">{text}</span>
        </label>
    }
}

fn cell_id(index: usize, window: &Window) -> String {
    format!("window-{}-{}", index + 1, window.starts_at.format("%H%M"))
}

/// The cells are built anew when a choice moves the others: the focus goes back to where it was.
fn refocus(index: usize, window: &Window) {
    let id = cell_id(index, window);
    request_animation_frame(move || browser::document::focus(&id));
}
