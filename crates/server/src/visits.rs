//! Visits: one trip of a party. Each request about one carries a secret that opens it; whoever lacks it learns nothing,
//! not even whether the code exists.

mod calendar;
mod cancel;
mod confirm;
mod displaced;
mod erase;
mod export;
mod keys;
mod ledger;
mod live_stop;
mod party;
mod proposal;
mod reschedule;
mod ticket;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{VisitCode, visits::Ticket};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::{
    displaced::is_displaced,
    ledger::{Visit, write_missed},
    ticket::over_before,
};
use crate::{
    App,
    db::{Connection, Purpose},
    error::Error,
    identity::Hash,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, Lang, Segments},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(confirm::confirm_visit))
        .routes(routes!(read_visit, reschedule::reschedule_visit, cancel::cancel_visit))
        .routes(routes!(cancel::cancel_stop))
        .routes(routes!(erase::erase_visit))
        .routes(routes!(export::export_visit))
        .routes(routes!(keys::open_visit))
        .routes(routes!(calendar::read_calendar))
}

refusals!(VisitRefused: SecretMissing, MalformedRequest, NotFound);

/// Reads a ticket
#[utoipa::path(
    get,
    path = "/visits/{code}",
    tag = "visits",
    params(CodeSegment, Lang),
    responses(
        (status = 200, description = "The ticket.", body = Ticket),
        VisitRefused,
    ),
    security(("secret" = [])),
)]
async fn read_visit(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    Lang(language): Lang,
) -> Result<Response, Error> {
    let mut connection = app.db.read().await?;
    let now = app.clock.now();
    let visit = find(&mut connection, &app, request::parse_code(&code)?, &secret, now, Purpose::Look).await?;
    Ok(answer(ticket::whole_ticket(&mut connection, &app, language, &visit, now).await?))
}

fn answer(ticket: Ticket) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(ticket)).into_response()
}

/// The visit that this secret opens.
///
/// # Errors
/// `not_found`, the same for a code that is unknown and for one that is someone else's.
pub async fn find(
    connection: &mut Connection,
    app: &App,
    code: VisitCode,
    secret: &Hash,
    now: DateTime<Utc>,
    purpose: Purpose,
) -> Result<Visit, Error> {
    // Nobody has to wait because a stranger asks.
    if !purpose.lock(connection).is_empty() && ledger::opens(connection, code, secret).await? {
        ledger::lock(connection, code, purpose).await?;
    }
    // Its holder may have erased it while this waited.
    ledger::read_own(connection, app, code, secret, now).await?.ok_or_else(request::no_such_visit)
}
