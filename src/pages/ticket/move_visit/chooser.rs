//! Choosing another time, and moving the visit there.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{
    Secret,
    visits::{RescheduleInput, StopMove, Ticket, VisitState},
    windows::Window,
};
use leptos::prelude::*;

use super::{
    board::{movable, own_start, recount},
    refused::{NotMoved, Refused},
};
use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::{Texts, texts},
    parts::{
        KeptKey,
        unsent::{is_unsent, send_again},
        window_chooser::{
            Choice, WindowChooser,
            board::{Board, Choices},
            lost::NOT_HAD_ID,
        },
    },
    routes::Page,
    state::{Navigation, Tickets, tickets::News},
    ui::{BusyButton, ButtonKind},
};

#[component]
pub fn NewTime(ticket: Arc<Ticket>, secret: Secret, board: Arc<Board>, choice: Choice) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let now: Choices = movable(&ticket).into_iter().map(own_start).collect();
    if choice.windows.with_untracked(Vec::is_empty) {
        let (day, windows) = first_choice(&ticket);
        choice.windows.set(windows);
        choice.day.set(Some(day));
    }
    // A new count takes the place of the one that came with the page.
    let recounted = recount(api, Arc::clone(&ticket), &board);
    let board = StoredValue::new(board);
    let current = move || recounted.get().and_then(Result::ok).unwrap_or_else(|| board.get_value());
    // What is chosen now is what was asked for, and not something else since.
    let is_still_chosen = move |starts: &[DateTime<FixedOffset>]| {
        choice.proposal(&current()).is_some_and(|(_, windows)| starts_of(&windows) == starts)
    };
    let key = KeptKey::new();
    let code = ticket.code;
    let numbers: Vec<u32> = movable(&ticket).iter().map(|stop| stop.number).collect();
    let move_visit = Action::new_local(move |starts: &Vec<DateTime<FixedOffset>>| {
        let (secret, starts) = (secret.clone(), starts.clone());
        let stops = numbers.iter().zip(&starts).map(|(&stop, &starts_at)| StopMove { stop, starts_at }).collect();
        async move {
            let wish = starts.iter().map(DateTime::to_rfc3339).collect();
            let Some(key_text) = key.get_for(wish) else { return Err(NotMoved { error: ApiError::Strange, starts }) };
            let answer = api.reschedule_visit(&secret, &key_text, code, &RescheduleInput { stops }).await;
            key.settle(&answer);
            match answer {
                Ok(ticket) => {
                    tickets.refresh(&ticket);
                    tickets.announce(code, News::Moved);
                    // Whoever has gone on meanwhile reads it on the ticket.
                    if navigation.is_at(&Page::Move(code)) {
                        tickets.bring(secret.clone(), ticket);
                        navigation.replace(Page::Ticket(code), &secret.to_text());
                        document::scroll_to_top();
                    }
                    Ok(())
                }
                Err(error) => {
                    // Where nothing was heard, the board stays, and with it the button that has the focus.
                    if error.problem().is_some() {
                        recounted.refetch();
                        request_animation_frame(|| document::focus(NOT_HAD_ID));
                    }
                    Err(NotMoved { error, starts })
                }
            }
        }
    });
    send_again(
        move || {
            matches!(move_visit.value().get_untracked(), Some(Err(not_moved))
                if is_unsent(&not_moved.error) && untrack(|| is_still_chosen(&not_moved.starts)))
                && !move_visit.pending().get_untracked()
        },
        move || {
            if let Some(Err(not_moved)) = move_visit.value().get_untracked() {
                move_visit.dispatch(not_moved.starts);
            }
        },
    );
    // Gone while it is asked again, so that the same failure is said anew.
    let not_moved = move || move_visit.value().get().filter(|_| !move_visit.pending().get()).and_then(Result::err);
    // Above the board where the server said no and counted anew; beside the button where nothing was heard.
    let refused = move || {
        let not_moved = not_moved().filter(|not_moved| not_moved.error.problem().is_some())?;
        Some(view! { <Refused not_moved board=recounted choice /> })
    };
    let unheard = move || {
        let not_moved = not_moved()
            .filter(|not_moved| not_moved.error.problem().is_none() && is_still_chosen(&not_moved.starts))?;
        Some(view! { <Refused not_moved board=recounted choice /> })
    };
    let is_busy = Signal::derive(move || move_visit.pending().get());
    let now_text = movable(&ticket)
        .into_iter()
        .find(|stop| stop.state == VisitState::Booked)
        .map(|first| (words.ticket().move_now)(&words.day(ticket.day), &words.window(first.starts_at, first.ends_at)));
    view! {
        <p class="measure">{now_text}</p>
        {refused}
        {move || {
            let board = current();
            let planned = Arc::clone(&board);
            let proposal = {
                let board = Arc::clone(&board);
                Memo::new(move |_| choice.proposal(&board))
            };
            let now = now.clone();
            let is_other = {
                let now = now.clone();
                Memo::new(move |_| {
                    proposal.with(|proposal| proposal.as_ref().is_some_and(|(_, windows)| !is_same(windows, &now)))
                })
            };
            let press = Callback::new(move |()| {
                if let Some((_, windows)) = proposal.get_untracked() {
                    move_visit.dispatch(starts_of(&windows));
                }
            });
            view! {
                <WindowChooser board choice proposal />
                <p class="strong" role="status">
                    {move || {
                        let (day, windows) = proposal.get()?;
                        Some(said(words, &planned, day, &windows, is_same(&windows, &now)))
                    }}
                </p>
                {unheard}
                {move || {
                    is_other
                        .get()
                        .then(|| {
                            view! {
                                <BusyButton
                                    kind=ButtonKind::Main
                                    text=words.ticket().move_button
                                    busy_text=words.ticket().moving
                                    is_busy
                                    on_press=press
                                />
                            }
                        })
                }}
            }
        }}
    }
}

/// To begin with: what the server proposes where windows are gone, else what the visit has.
fn first_choice(ticket: &Ticket) -> (NaiveDate, Choices) {
    let stops = movable(ticket);
    let proposed = |number| ticket.moves_to.iter().find(|to| to.stop == number).map(|to| to.starts_at);
    match ticket.moves_to.first() {
        Some(first) => (first.starts_at.date_naive(), stops.iter().map(|stop| proposed(stop.number)).collect()),
        None => (ticket.day, stops.into_iter().map(own_start).collect()),
    }
}

/// Whether these are the windows that the visit has.
fn is_same(windows: &[Window], now: &Choices) -> bool {
    windows.len() == now.len() && windows.iter().zip(now).all(|(window, now)| Some(window.starts_at) == *now)
}

fn starts_of(windows: &[Window]) -> Vec<DateTime<FixedOffset>> {
    windows.iter().map(|window| window.starts_at).collect()
}

/// What a choice comes to: "Jadwal baru: Kamis, 26 November, datang 09.00, selesai sekitar 10.00."
fn said(words: Texts, board: &Board, day: NaiveDate, windows: &[Window], is_same: bool) -> String {
    if is_same {
        return words.ticket().move_same.to_owned();
    }
    let times = board.come_and_leave(windows).map(|(come, leave)| words.come_and_leave(come, leave));
    (words.ticket().move_to)(&words.day(day), &times.unwrap_or_default())
}
