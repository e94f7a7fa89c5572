//! `DELETE /visits/{code}` and `DELETE /visits/{code}/stops/{number}`: places flow back at once.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{FaultCode, Language, Problem, ProblemCode, VisitCode, visits::Ticket};

use super::{
    find,
    ledger::{self, Visit, VisitStop},
    ticket,
};
use crate::{
    App,
    db::{Connection, Purpose},
    error::Error,
    idempotency::{self, Answer, Begun, Call},
    identity::Hash,
    metrics::Event,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, IdempotencyKey, Lang, Segments},
};

refusals!(CancelRefused: SecretMissing, MalformedRequest, NotFound, KeyInFlight, KeyReused, NotBooked, TooLate);

/// Cancels a visit
///
/// The stops that are over stay as they are; the places of the others are free at once.
#[utoipa::path(
    delete,
    path = "/visits/{code}",
    tag = "visits",
    params(CodeSegment, Lang, IdempotencyKey),
    responses(
        (status = 200, description = "The ticket, as it is now.", body = Ticket),
        CancelRefused,
    ),
    security(("secret" = [])),
)]
pub async fn cancel_visit(
    State(app): State<App>,
    uri: Uri,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    key: IdempotencyKey,
    Lang(language): Lang,
) -> Result<Response, Error> {
    let asked = Asked { uri, secret, code: request::parse_code(&code)?, language, number: None };
    cancel(&app, asked, key).await
}

/// Cancels one stop
///
/// Possible until its window ends.
#[utoipa::path(
    delete,
    path = "/visits/{code}/stops/{number}",
    tag = "visits",
    params(CodeSegment, ("number" = u32, Path, description = "The stop's number on the ticket.", minimum = 1), Lang, IdempotencyKey),
    responses(
        (status = 200, description = "The ticket, as it is now.", body = Ticket),
        CancelRefused,
    ),
    security(("secret" = [])),
)]
pub async fn cancel_stop(
    State(app): State<App>,
    uri: Uri,
    Bearer(secret): Bearer,
    Segments((code, number)): Segments<(String, String)>,
    key: IdempotencyKey,
    Lang(language): Lang,
) -> Result<Response, Error> {
    // What is no number is no stop of any visit.
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = Some(number.parse().ok().filter(|_| is_number).unwrap_or(0));
    let asked = Asked { uri, secret, code: request::parse_code(&code)?, language, number };
    cancel(&app, asked, key).await
}

struct Asked {
    uri: Uri,
    secret: Hash,
    code: VisitCode,
    language: Language,
    /// One stop, or all that can still be cancelled.
    number: Option<u32>,
}

async fn cancel(app: &App, asked: Asked, key: IdempotencyKey) -> Result<Response, Error> {
    let Asked { uri, secret, code, language, number } = asked;
    let call = Call { secret, key, request: app.keys.request("DELETE", uri.path(), b"") };
    let mut attempt = match idempotency::begin(app, call).await? {
        Begun::Answered(answer) => return Ok(answer.into_response()),
        Begun::New(attempt) => attempt,
    };
    let now = app.clock.now();
    let visit = find(&mut attempt.tx, app, code, &secret, now, Purpose::Change).await?;
    let outcome = match cancel_stops(&mut attempt.tx, &visit, number, now).await {
        Ok(()) => {
            let left = ledger::read(&mut attempt.tx, app, code, now).await?.ok_or_else(request::no_such_visit)?;
            let ticket = ticket::whole_ticket(&mut attempt.tx, app, language, &left, now).await?;
            Answer::new(StatusCode::OK, &ticket)
        }
        Err(error) => Err(error),
    };
    let answer = attempt.finish(outcome).await?;
    if answer.is_success() {
        app.metrics.count(if number.is_some() { Event::StopCancelled } else { Event::VisitCancelled });
    }
    Ok(answer.into_response())
}

/// A stop can be cancelled until its window ends, a displaced one at any time. Of a whole visit, the stops that are over
/// stay as they are.
///
/// # Errors
/// `not_found`, `not_booked`, `too_late`, those of the database.
pub async fn cancel_stops(
    connection: &mut Connection,
    visit: &Visit,
    number: Option<u32>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let asked: Vec<&VisitStop> = match number {
        None => visit.stops.iter().collect(),
        Some(number) => vec![
            visit
                .stop(number)
                .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("path:number", FaultCode::UnknownReference))?,
        ],
    };
    let live: Vec<&VisitStop> = asked.into_iter().filter(|stop| stop.is_live()).collect();
    if live.is_empty() {
        return Err(ProblemCode::NotBooked.into());
    }
    let in_time: Vec<&VisitStop> = live.into_iter().filter(|stop| stop.is_displaced() || now < stop.ends_at).collect();
    if in_time.is_empty() {
        return Err(ProblemCode::TooLate.into());
    }
    ledger::cancel_stops(connection, visit.code, &in_time).await
}
