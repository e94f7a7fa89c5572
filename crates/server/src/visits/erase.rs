//! `DELETE /visits/{code}/people`: the holder wishes to be forgotten. What can still be cancelled is, everything personal is
//! wiped as it would be 30 days after the visit, and no secret opens it any more.
//!
//! The answer is kept like any other, under the secret's hash and the key alone: so the same request gets it again although
//! by then the secret is nobody's.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use super::{
    begin_change, cancel,
    ledger::{self, Visit},
};
use crate::{
    App,
    db::{Batch, Connection},
    error::Error,
    idempotency::{Answer, Begun, Call},
    metrics::Event,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, IdempotencyKey, Segments},
    retention,
};

refusals!(EraseRefused: SecretMissing, MalformedRequest, NotFound, KeyInFlight, KeyReused);

/// Forgets the people of a visit
///
/// Cancels what can still be cancelled and wipes names, numbers, phones and answers; what stays says nothing about anyone.
/// No secret opens the visit any more.
#[utoipa::path(
    delete,
    path = "/visits/{code}/people",
    tag = "visits",
    params(CodeSegment, IdempotencyKey),
    responses(
        (status = 204, description = "It is done."),
        EraseRefused,
    ),
    security(("secret" = [])),
)]
pub async fn erase_visit(
    State(app): State<App>,
    uri: Uri,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    key: IdempotencyKey,
) -> Result<Response, Error> {
    let code = request::parse_code(&code)?;
    let call = Call { secret, key, request: app.keys.request("DELETE", uri.path(), b"") };
    let (mut attempt, visit) = match begin_change(&app, call, code).await? {
        Begun::Answered(answer) => return Ok(answer.into_response()),
        Begun::New(attempt, visit) => (attempt, visit),
    };
    let now = attempt.now;
    end(&mut attempt.tx, &visit, now).await?;
    retention::erase(&mut attempt.tx, code).await?;
    // Kept answers name people. They are found by the secrets that open the visit, so these go last.
    attempt.forget_others_of(code).await?;
    sqlx::query("delete from visit_key where visit = $1").bind(code.compact()).execute(&mut *attempt.tx).await?;
    let answer = attempt.finish(Ok(Answer::empty(StatusCode::NO_CONTENT))).await?;
    app.metrics.count(Event::VisitErased);
    Ok(answer.into_response())
}

/// Cancels what can still be cancelled; what is over was missed.
async fn end(connection: &mut Connection, visit: &Visit, now: DateTime<Utc>) -> Result<(), Error> {
    // Where none can be cancelled there is nothing to do.
    if let Ok(stops) = cancel::cancellable(visit, None, now) {
        let mut batch = Batch::default();
        ledger::cancel_stops(&mut batch, visit.code, &stops);
        ledger::cancelled(&stops, &batch.run(connection).await?)?;
    }
    for stop in visit.stops.iter().filter(|stop| !stop.is_displaced() && now >= stop.ends_at) {
        let (number, starts_at) = (i64::from(stop.number), stop.starts_at.timestamp());
        ledger::write_missed(connection, visit.code, number, starts_at).await?;
    }
    Ok(())
}
