//! `DELETE /visits/{code}` and `DELETE /visits/{code}/stops/{number}`: places flow back at once.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{FaultCode, Language, Problem, ProblemCode, VisitCode, visits::Ticket};

use super::{
    begin_change,
    ledger::{self, Visit, VisitStop},
    ticket,
};
use crate::{
    App,
    db::Batch,
    error::Error,
    idempotency::{Answer, Begun, Call},
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
    let (mut attempt, visit) = match begin_change(app, call, code).await? {
        Begun::Answered(answer) => return Ok(answer.into_response()),
        Begun::New(attempt, visit) => (attempt, visit),
    };
    let now = attempt.now;
    let outcome = match cancellable(&visit, number, now) {
        Ok(stops) => {
            let left = visit.without(&stops);
            let mut batch = Batch::default();
            ledger::cancel_stops(&mut batch, code, &stops);
            // Where others are displaced, the ticket says which windows are free.
            let reads_on = left.stops.iter().any(VisitStop::is_displaced);
            let done = if reads_on { Some(batch.run(&mut attempt.tx).await?) } else { attempt.write(batch).await? };
            if let Some(done) = done {
                ledger::cancelled(&stops, &done)?;
            }
            let ticket = ticket::whole_ticket(&mut attempt.tx, app, language, &left, now).await?;
            Answer::new(StatusCode::OK, &ticket)
        }
        Err(problem) => Err(problem.into()),
    };
    let answer = attempt.finish(outcome).await?;
    if answer.is_success() {
        app.metrics.count(if number.is_some() { Event::StopCancelled } else { Event::VisitCancelled });
    }
    Ok(answer.into_response())
}

/// The stop of that number, or all that can be cancelled. One can until its window ends, a displaced one at any time; of a
/// whole visit, the stops that are over stay as they are.
///
/// # Errors
/// `not_found`, `not_booked`, `too_late`.
pub fn cancellable(visit: &Visit, number: Option<u32>, now: DateTime<Utc>) -> Result<Vec<&VisitStop>, Problem> {
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
        return Err(Problem::new(ProblemCode::NotBooked));
    }
    let in_time: Vec<&VisitStop> = live.into_iter().filter(|stop| stop.is_displaced() || now < stop.ends_at).collect();
    if in_time.is_empty() {
        return Err(Problem::new(ProblemCode::TooLate));
    }
    Ok(in_time)
}
