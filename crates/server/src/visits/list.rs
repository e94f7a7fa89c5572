//! `GET /visits`: what a secret opens, for whoever sent a booking and lost its answer, and with it the visit's code.
//!
//! A secret that was never used, has places only, or opened what is erased by now: the same empty list.

use axum::{extract::State, response::Response};
use contract::{limits::VISITS_LISTED_MAX, visits::TicketList};

use super::{answer, find, ledger, ticket};
use crate::{
    App,
    db::Purpose,
    error::Error,
    openapi::refusals,
    request::{Bearer, Lang},
};

refusals!(ListRefused: SecretMissing, MalformedRequest);

/// Lists the tickets that a secret opens
///
/// For a client that has lost the answer to its booking. One that opens nothing gets an empty list, whatever it was.
#[utoipa::path(
    get,
    path = "/visits",
    tag = "visits",
    params(Lang),
    responses(
        (status = 200, description = "The tickets.", body = TicketList),
        ListRefused,
    ),
    security(("secret" = [])),
)]
pub async fn list_visits(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Lang(language): Lang,
) -> Result<Response, Error> {
    let mut connection = app.db.read().await?;
    let now = app.clock.now();
    let mut tickets = Vec::new();
    for code in ledger::opened_by(&mut connection, &secret, VISITS_LISTED_MAX).await? {
        match find(&mut connection, &app, code, &secret, now, Purpose::Look).await {
            Ok(visit) => tickets.push(ticket::whole_ticket(&mut connection, &app, language, &visit, now).await?),
            // Its holder has erased it since.
            Err(Error::Problem(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(answer(TicketList { tickets }))
}
