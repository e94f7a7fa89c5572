//! Another time for a booked visit. The old places stay until the new ones are taken.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{
    ProblemCode, Secret, VisitCode,
    mall::Mall,
    visits::{RescheduleInput, StopMove, Ticket, TicketIdentity, TicketStop, VisitState},
    windows::Window,
};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::{Texts, texts},
    parts::{
        FindTicket, KeptKey,
        opened_ticket::{Opened, open_ticket},
        window_chooser::{
            Choice, WindowChooser,
            board::{Board, BoardStop},
            lost::LostPlaces,
        },
    },
    routes::{Page, ticket_href},
    short_lists::once,
    state::{Catalogue, Navigation, Remote, Tickets, tickets::News},
    ui::{BackLink, BusyButton, ButtonKind, Heading, Loaded, Notice, NoticeKind},
};

/// What the page needs, all at once.
#[derive(Clone)]
enum Moving {
    Locked,
    /// No longer, or not without the server.
    Over(Arc<Ticket>, Secret),
    Open {
        ticket: Arc<Ticket>,
        secret: Secret,
        board: Arc<Board>,
    },
}

#[component]
pub fn MoveVisit(code: VisitCode) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let catalogue = Catalogue::in_context();
    let secret = Memo::new(move |_| navigation.address().secret());
    // Chosen by the resident; lives here, so that it outlasts a new count.
    let choice = Choice::new(None, Vec::new());
    let moving = LocalResource::new(move || {
        let (secret, mall) = (secret.get(), catalogue.mall());
        let from = catalogue.written_at().date_naive();
        async move {
            match open_ticket(api, tickets, code, secret).await? {
                Opened::Locked { .. } => Ok(Moving::Locked),
                Opened::Ticket(opened) if opened.kept_at.is_some() => Err(ApiError::Unreachable),
                Opened::Ticket(opened) => {
                    let (ticket, secret) = (opened.ticket, opened.secret);
                    if ticket.state != VisitState::Booked || ticket.answered_at >= ticket.change_until {
                        return Ok(Moving::Over(ticket, secret));
                    }
                    let board = Arc::new(read_board(api, &ticket, &mall, from).await?);
                    Ok(Moving::Open { ticket, secret, board })
                }
            }
        }
    });
    let show = move |moving: Moving| match moving {
        Moving::Locked => view! { <FindTicket code=Some(code) /> }.into_any(),
        Moving::Over(ticket, secret) => view! { <Over ticket secret /> }.into_any(),
        Moving::Open { ticket, secret, board } => view! { <Content ticket secret board choice /> }.into_any(),
    };
    let back = move || {
        let href = match secret.get() {
            Some(secret) => ticket_href(code, &secret, words.language),
            None => Page::Ticket(code).path(words.language),
        };
        view! { <BackLink href text=words.frame().back /> }
    };
    view! {
        <div class="wrapper" data-width="column">
            <div class="stack" data-gap="l">
                {back} <Heading text=words.ticket().move_title /> <Loaded remote=Remote::Fetched(moving) show />
            </div>
        </div>
    }
}

/// The stops that are still booked, in the order of the ticket.
fn booked(ticket: &Ticket) -> Vec<&TicketStop> {
    ticket.stops.iter().filter(|stop| stop.state == VisitState::Booked).collect()
}

async fn read_board(api: Api, ticket: &Ticket, mall: &Mall, from: NaiveDate) -> Result<Board, ApiError> {
    let desks = once(booked(ticket).iter().map(|stop| stop.desk.clone()));
    let windows = api.list_windows_of(&desks, from, mall.booking.days_ahead + 1).await?;
    Ok(Board::new(board_stops(ticket), windows, mall.booking.walk_minutes, groups(ticket)))
}

fn board_stops(ticket: &Ticket) -> Vec<BoardStop> {
    let stops = booked(ticket);
    let is_several = ticket.people.len() > 1;
    stops
        .iter()
        .map(|stop| BoardStop {
            service: stop.service_name.clone(),
            person_name: match ticket.people.get(stop.person) {
                Some(person) if is_several => person.name.clone(),
                _ => String::new(),
            },
            place: format!("{}, {}", stop.desk_name, stop.tenant_name),
            person: stop.person,
            desk: stop.desk.clone(),
            minutes: stop.minutes,
            after: stop
                .obtains
                .iter()
                .filter_map(|obtain| stops.iter().position(|other| other.number == obtain.at_stop))
                .collect(),
            own: Some(stop.starts_at),
        })
        .collect()
}

/// Who moves together, by person.
fn groups(ticket: &Ticket) -> Vec<usize> {
    let group = |(index, identity): (usize, &TicketIdentity)| match identity {
        _ if !ticket.apart => 0,
        TicketIdentity::Child { of, .. } => *of,
        _ => index,
    };
    ticket.people.iter().map(|person| &person.identity).enumerate().map(group).collect()
}

#[component]
fn Over(ticket: Arc<Ticket>, secret: Secret) -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind=NoticeKind::Note>
            <p>{words.ticket().move_over}</p>
            <p>
                <a class="touch" href=ticket_href(ticket.code, &secret, words.language)>
                    {words.ticket().to_ticket}
                </a>
            </p>
        </Notice>
    }
}

/// A move that failed, with what was asked for.
#[derive(Debug, Clone, PartialEq)]
struct NotMoved {
    error: ApiError,
    starts: Vec<DateTime<FixedOffset>>,
}

#[component]
fn Content(ticket: Arc<Ticket>, secret: Secret, board: Arc<Board>, choice: Choice) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let now: Vec<DateTime<FixedOffset>> = booked(&ticket).iter().map(|stop| stop.starts_at).collect();
    if choice.windows.with_untracked(Vec::is_empty) {
        choice.windows.set(now.iter().copied().map(Some).collect());
        choice.day.set(Some(ticket.day));
    }
    // A new count takes the place of the one that came with the page.
    let recounted = recount(api, Arc::clone(&ticket), &board);
    let current = {
        let board = Arc::clone(&board);
        move || recounted.get().and_then(Result::ok).unwrap_or_else(|| Arc::clone(&board))
    };
    let key = KeptKey::new();
    let code = ticket.code;
    let numbers: Vec<u32> = booked(&ticket).iter().map(|stop| stop.number).collect();
    let move_visit = Action::new_local(move |starts: &Vec<DateTime<FixedOffset>>| {
        let (secret, starts) = (secret.clone(), starts.clone());
        let stops = numbers.iter().zip(&starts).map(|(&stop, &starts_at)| StopMove { stop, starts_at }).collect();
        async move {
            let Some(key_text) = key.get() else { return Err(NotMoved { error: ApiError::Strange, starts }) };
            let answer = api.reschedule_visit(&secret, &key_text, code, &RescheduleInput { stops }).await;
            key.settle(&answer);
            match answer {
                Ok(ticket) => {
                    tickets.refresh(&ticket);
                    tickets.announce(code, News::Moved);
                    navigation.replace(Page::Ticket(code), &secret.to_text());
                    document::scroll_to_top();
                    Ok(())
                }
                Err(error) => {
                    // Where nothing was heard, the board stays, and with it the button that has the focus.
                    if error.problem().is_some() {
                        recounted.refetch();
                    }
                    Err(NotMoved { error, starts })
                }
            }
        }
    });
    let not_moved = move || move_visit.value().get().and_then(Result::err);
    // Above the board where the server said no and counted anew; beside the button where nothing was heard.
    let refused = move || {
        let not_moved = not_moved().filter(|not_moved| not_moved.error.problem().is_some())?;
        Some(view! { <Refused not_moved board=recounted choice /> })
    };
    let unheard = move || {
        let not_moved = not_moved().filter(|not_moved| not_moved.error.problem().is_none())?;
        Some(view! { <Refused not_moved board=recounted choice /> })
    };
    let is_busy = Signal::derive(move || move_visit.pending().get());
    let now_text = booked(&ticket)
        .first()
        .map(|first| (words.ticket().move_now)(&words.day(ticket.day), &words.window(first.starts_at, first.ends_at)));
    view! {
        <p class="measure">{now_text}</p>
        {refused}
        {move || {
            let board = current();
            let proposal = {
                let board = Arc::clone(&board);
                Memo::new(move |_| choice.proposal(&board))
            };
            let now = now.clone();
            let is_other = {
                let now = now.clone();
                Memo::new(move |_| {
                    proposal.with(|proposal| proposal.as_ref().is_some_and(|(_, windows)| starts_of(windows) != now))
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
                    {move || proposal.get().map(|(day, windows)| said(words, day, &windows, starts_of(&windows) == now))}
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

type Recounted = LocalResource<Result<Arc<Board>, ApiError>>;

/// The board that is at hand at first, and counted anew at each refetch.
fn recount(api: Api, ticket: Arc<Ticket>, board: &Arc<Board>) -> Recounted {
    let (mall, catalogue) = (Catalogue::in_context().mall(), Catalogue::in_context());
    let first = StoredValue::new(Some(Arc::clone(board)));
    LocalResource::new(move || {
        let at_hand = first.try_update_value(Option::take).flatten();
        let (ticket, mall) = (Arc::clone(&ticket), Arc::clone(&mall));
        let from = catalogue.written_at().date_naive();
        async move {
            match at_hand {
                Some(board) => Ok(board),
                None => read_board(api, &ticket, &mall, from).await.map(Arc::new),
            }
        }
    })
}

fn starts_of(windows: &[Window]) -> Vec<DateTime<FixedOffset>> {
    windows.iter().map(|window| window.starts_at).collect()
}

/// What a choice comes to: "Jadwal baru: Kamis, 26 November, datang 09.00, selesai sekitar 10.00."
fn said(words: Texts, day: NaiveDate, windows: &[Window], is_same: bool) -> String {
    if is_same {
        return words.ticket().move_same.to_owned();
    }
    let come = windows.iter().map(|window| window.starts_at).min().map(|start| words.time_of(start));
    let leave = windows.iter().map(|window| window.ends_at).max().map(|end| words.time_of(end));
    let times = (words.time().come_and_leave)(&come.unwrap_or_default(), &leave.unwrap_or_default());
    (words.ticket().move_to)(&words.day(day), &times)
}

#[component]
fn Refused(not_moved: NotMoved, board: Recounted, choice: Choice) -> impl IntoView {
    let words = texts();
    let full = not_moved.error.problem().filter(|problem| problem.code == ProblemCode::WindowFull).cloned();
    if let Some(problem) = full {
        return view! { <LostPlaces problem starts=not_moved.starts board choice /> }.into_any();
    }
    let fault = not_moved.error.problem().and_then(|problem| problem.errors.first());
    let text = match fault {
        Some(fault) if fault.pointer.starts_with("/stops/") => (words.failures().fault)(fault.code),
        _ => words.failures().sentence(&not_moved.error),
    };
    view! {
        <div role="alert">
            <Notice kind=NoticeKind::Danger>
                <p>
                    <strong>{words.ticket().failed} ". "</strong>
                    {text}
                </p>
            </Notice>
        </div>
    }
    .into_any()
}
