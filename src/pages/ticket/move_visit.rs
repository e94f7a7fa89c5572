//! Another time for a booked visit. The old places stay until the new ones are taken.

mod board;
mod chooser;
mod refused;

use std::sync::Arc;

use contract::{Secret, VisitCode, visits::Ticket};
use leptos::prelude::*;

use self::{board::read_board, chooser::NewTime};
use crate::{
    api::{Api, ApiError},
    i18n::texts,
    parts::{
        FindTicket, GoneElsewhere,
        opened_ticket::{Opened, open_ticket},
        window_chooser::{Choice, board::Board},
    },
    routes::{Page, ticket_href},
    state::{Catalogue, Navigation, Remote, Tickets},
    ui::{BackLink, Heading, Loaded, Notice, NoticeKind},
};

/// What the page needs, all at once.
#[derive(Clone)]
enum Moving {
    Gone,
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
                Opened::Gone => Ok(Moving::Gone),
                Opened::Ticket(opened) if opened.kept_at.is_some() => Err(ApiError::Unreachable),
                Opened::Ticket(opened) => {
                    let (ticket, secret) = (opened.ticket, opened.secret);
                    if !ticket.can_move() {
                        return Ok(Moving::Over(ticket, secret));
                    }
                    let board = Arc::new(read_board(api, &ticket, &mall, from).await?);
                    Ok(Moving::Open { ticket, secret, board })
                }
            }
        }
    });
    let show = move |moving: Moving| match moving {
        Moving::Gone => view! { <GoneElsewhere /> }.into_any(),
        Moving::Locked => view! { <FindTicket code=Some(code) /> }.into_any(),
        Moving::Over(ticket, secret) => view! { <Over ticket secret /> }.into_any(),
        Moving::Open { ticket, secret, board } => view! { <NewTime ticket secret board choice /> }.into_any(),
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
