//! Visits: one trip of a party. Each request about one carries a secret that opens it; whoever lacks it learns nothing,
//! not even whether the code exists.

mod calendar;
mod cancel;
mod confirm;
mod keys;
mod ledger;
mod live_stop;
mod party;
mod reschedule;
mod ticket;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{VisitCode, visits::Ticket};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::ledger::Visit;
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
    let visit = find(&mut connection, &app, request::parse_code(&code)?, &secret, Purpose::Look).await?;
    Ok(answer(ticket::ticket(&app, language, &visit, app.clock.now())))
}

fn answer(ticket: Ticket) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(ticket)).into_response()
}

/// The visit that this secret opens.
///
/// # Errors
/// `not_found`, the same for a code that is unknown and for one that is someone else's.
async fn find(
    connection: &mut Connection,
    app: &App,
    code: VisitCode,
    secret: &Hash,
    purpose: Purpose,
) -> Result<Visit, Error> {
    if !ledger::opens(connection, code, secret).await? {
        return Err(request::no_such_visit());
    }
    ledger::lock(connection, code, purpose).await?;
    ledger::read(connection, &app.keys, code, ticket::over_before(app, app.clock.now()))
        .await?
        .ok_or_else(request::no_such_visit)
}
