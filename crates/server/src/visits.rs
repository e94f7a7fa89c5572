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
mod list;
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
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::{
    displaced::is_displaced,
    ledger::{Visit, write_missed},
    ticket::over_before,
};
use crate::{
    App,
    db::{self, Batch, Connection, Purpose},
    error::Error,
    idempotency::{self, Begun, Call},
    identity::Hash,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, Lang, Segments},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::list_visits, confirm::confirm_visit))
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

fn answer(body: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
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
    let mut batch = Batch::default();
    ledger::ask_for_own(&mut batch, code, secret, purpose.lock(db::engine(connection)));
    ledger::read_own(&batch.run(connection).await?, app, code, now)
}

/// Opens the transaction of a call that changes a visit, and reads that, as [`find`] does.
///
/// # Errors
/// Those of [`idempotency::begin`] and of [`find`].
async fn begin_change(app: &App, call: Call, code: VisitCode) -> Result<Begun<Visit>, Error> {
    let secret = call.secret;
    let ask = move |batch: &mut Batch, engine, _| {
        ledger::ask_for_own(batch, code, &secret, Purpose::Change.lock(engine));
    };
    Ok(match idempotency::begin(app, call, ask).await? {
        Begun::Answered(answer) => Begun::Answered(answer),
        Begun::New(attempt, asked) => {
            let visit = ledger::read_own(&asked, app, code, attempt.now)?;
            Begun::New(attempt, visit)
        }
    })
}
