//! `PATCH /visits/{code}`: new windows for all stops that can move, in one transaction. Those are the ones still booked, and
//! those whose window the catalogue took away.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{
    DeskId, FaultCode, FieldError, Language, Problem, ProblemCode,
    visits::{RescheduleInput, Ticket},
};
use domain::{
    calendar::{self, Span},
    itinerary::Leg,
};

use super::{
    begin_change, displaced,
    ledger::{self, Visit, VisitStop},
    ticket,
};
use crate::{
    App,
    db::{Batch, Connection},
    error::Error,
    feasibility,
    idempotency::{Answer, Begun, Call},
    metrics::Event,
    openapi::refusals,
    places::{self, Wanted, WindowKey},
    request::{self, Bearer, CodeSegment, IdempotencyKey, JsonBody, Lang, Segments},
    windows,
};

/// A stop and where it goes.
struct Move<'a> {
    stop: &'a VisitStop,
    /// That of the stop, or where its service has gone since.
    desk: &'a DeskId,
    span: Span,
    places: u32,
}

impl Move<'_> {
    fn is_late(&self, booked_until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.stop.is_booked() && self.span.starts_at != self.stop.starts_at && now >= booked_until
    }
}

refusals!(
    RescheduleRefused: SecretMissing, MalformedRequest, UnsupportedMediaType, MalformedBody, InvalidInput, NotFound,
    NotBooked, ServiceGone, TooLate, WindowFull, KeyInFlight, KeyReused, TooManyTries,
);

/// Moves a visit
///
/// New windows for all stops that can move (booked, or displaced and still offered here), taken before the old ones are given back; all or nothing.
#[utoipa::path(
    patch,
    path = "/visits/{code}",
    tag = "visits",
    params(CodeSegment, Lang, IdempotencyKey),
    request_body = RescheduleInput,
    responses(
        (status = 200, description = "The ticket, as it is now.", body = Ticket),
        RescheduleRefused,
    ),
    security(("secret" = [])),
)]
pub async fn reschedule_visit(
    State(app): State<App>,
    uri: Uri,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    key: IdempotencyKey,
    Lang(language): Lang,
    body: JsonBody<RescheduleInput>,
) -> Result<Response, Error> {
    let code = request::parse_code(&code)?;
    let call = Call { secret, key, request: app.keys.request("PATCH", uri.path(), &body.bytes) };
    let (mut attempt, visit) = match begin_change(&app, call, code).await? {
        Begun::Answered(answer) => return Ok(answer.into_response()),
        Begun::New(attempt, visit) => (attempt, visit),
    };
    let now = attempt.now;
    attempt.require_room().await?;
    let outcome = match reschedule(&mut attempt.tx, &app, &visit, &body.value, now).await {
        Ok(lost) if lost.is_empty() => {
            let moved = ledger::read(&mut attempt.tx, &app, code, now).await?.ok_or_else(request::no_such_visit)?;
            Answer::new(StatusCode::OK, &ticket::whole_ticket(&mut attempt.tx, &app, language, &moved, now).await?)
        }
        Ok(lost) => {
            attempt.undo().await?;
            Err(windows::full(&mut attempt.tx, &app, &lost, now).await?.into())
        }
        Err(error) => Err(error),
    };
    let answer = attempt.finish(outcome).await?;
    if answer.is_success() {
        app.metrics.count(Event::VisitMoved);
    }
    Ok(answer.into_response())
}

/// A stop of the request whose new window is full: its index, desk and start.
type Lost = (usize, DeskId, DateTime<Utc>);

async fn reschedule(
    connection: &mut Connection,
    app: &App,
    visit: &Visit,
    input: &RescheduleInput,
    now: DateTime<Utc>,
) -> Result<Vec<Lost>, Error> {
    let mall = app.catalogue.mall(Language::Id);
    if !visit.stops.iter().any(VisitStop::is_live) {
        return Err(ProblemCode::NotBooked.into());
    }
    if visit.stops.iter().all(|stop| stop.goes_to().is_none()) {
        return Err(ProblemCode::ServiceGone.into());
    }
    if now >= ticket::change_until(mall, visit) {
        return Err(ProblemCode::TooLate.into());
    }
    let stops = check_stops(visit, input)?;
    let moves = check_windows(app, now, &stops, input)?;
    let booked_until = displaced::booked_until(mall, visit).unwrap_or(DateTime::<Utc>::MAX_UTC);
    if moves.iter().any(|to| to.is_late(booked_until, now)) {
        return Err(ProblemCode::TooLate.into());
    }
    check_order(app, visit, &moves)?;

    let held: Vec<WindowKey> = moves.iter().map(|to| to.stop.window()).collect();
    let wanted: Vec<Wanted> = moves
        .iter()
        .map(|to| Wanted {
            window: WindowKey { desk: to.desk.clone(), starts_at: to.span.starts_at.timestamp() },
            places: to.places,
        })
        .collect();
    let (full, _) = places::move_places(connection, now, &held, &wanted, Batch::default()).await?;
    if !full.is_empty() {
        let lost = |index: usize| (index, moves[index].desk.clone(), moves[index].span.starts_at.to_utc());
        return Ok(full.into_iter().map(lost).collect());
    }
    let mut batch = Batch::default();
    for to in &moves {
        batch
            .add(
                "update visit_stop set starts_at = $1, ends_at = $2, tenant = $3, desk = $4
                 where visit = $5 and number = $6 and state = 'booked'",
            )
            .bind(to.span.starts_at.timestamp())
            .bind(to.span.ends_at.timestamp())
            .bind(to.desk.tenant.as_str())
            .bind(to.desk.desk.as_str())
            .bind(visit.code.compact())
            .bind(i64::from(to.stop.number));
    }
    if let Some(to) = moves.first() {
        let day = to.span.starts_at.with_timezone(&calendar::zone(mall)).date_naive();
        batch.add("update visit set day = $1 where code = $2").bind(day.to_string()).bind(visit.code.compact());
    }
    let done = batch.run(connection).await?;
    // Another server may have written one as missed meanwhile: that needs no lock of the visit.
    let are_moved = done.iter().take(moves.len()).all(|moved| moved.changed == 1);
    if are_moved { Ok(Vec::new()) } else { Err(Error::Met) }
}

fn invalid(errors: Vec<FieldError>) -> Result<(), Problem> {
    if errors.is_empty() { Ok(()) } else { Err(Problem { errors, ..Problem::new(ProblemCode::InvalidInput) }) }
}

/// Every stop that can move, each once, in the order of the request. One whose service is gone stays behind.
fn check_stops<'a>(visit: &'a Visit, input: &RescheduleInput) -> Result<Vec<&'a VisitStop>, Problem> {
    let movable = visit.stops.iter().filter(|stop| stop.goes_to().is_some()).count();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    let mut stops = Vec::new();
    for (index, to) in input.stops.iter().enumerate() {
        let pointer = format!("/stops/{index}/stop");
        match visit.stop(to.stop).filter(|stop| stop.goes_to().is_some()) {
            None => faults.push(FieldError { pointer, code: FaultCode::UnknownReference }),
            Some(_) if !seen.insert(to.stop) => faults.push(FieldError { pointer, code: FaultCode::Duplicate }),
            Some(stop) => stops.push(stop),
        }
        // One fault is enough for a list without end.
        if index >= visit.stops.len() {
            break;
        }
    }
    invalid(faults)?;
    if stops.len() < movable {
        return Err(Problem::field("/stops", FaultCode::TooFew));
    }
    Ok(stops)
}

/// A stop that stays in its window needs no place, so it may be one that could not be booked any more. A displaced one has
/// none to stay in.
fn check_windows<'a>(
    app: &App,
    now: DateTime<Utc>,
    stops: &[&'a VisitStop],
    input: &RescheduleInput,
) -> Result<Vec<Move<'a>>, Problem> {
    let mall = app.catalogue.mall(Language::Id);
    let zone = calendar::zone(mall);
    let starts: Vec<_> = input.stops.iter().map(|to| to.starts_at).collect();
    let desks: Vec<&DeskId> = stops.iter().map(|stop| stop.goes_to().unwrap_or(&stop.desk)).collect();
    let stays = |index: usize| stops[index].is_booked() && stops[index].starts_at == starts[index];
    let moving: Vec<usize> = (0..stops.len()).filter(|&index| !stays(index)).collect();
    let found =
        feasibility::find_windows(app, now, moving.iter().map(|&index| (desks[index], starts[index])), |place| {
            format!("/stops/{}/starts_at", moving[place])
        })?;
    let mut found = found.into_iter();
    let mut moves = Vec::new();
    for (index, stop) in stops.iter().enumerate() {
        let stays = Span { starts_at: stop.starts_at.with_timezone(&zone), ends_at: stop.ends_at.with_timezone(&zone) };
        let span = if moving.contains(&index) { found.next().unwrap_or(stays) } else { stays };
        let desk = desks[index];
        let places = app.catalogue.schedule(desk).map_or(0, calendar::DeskSchedule::places);
        moves.push(Move { stop, desk, span, places });
    }
    let fault = |index| FieldError { pointer: format!("/stops/{index}/starts_at"), code: FaultCode::OtherDay };
    invalid(feasibility::other_days(mall, &starts).map(fault).collect())?;
    Ok(moves)
}

/// Papers that come from another stop still come first, and everyone can walk it.
fn check_order(app: &App, visit: &Visit, moves: &[Move<'_>]) -> Result<(), Problem> {
    let mut faults = Vec::new();
    let mut legs = Vec::new();
    for (index, to) in moves.iter().enumerate() {
        let mut after = Vec::new();
        for obtain in visit.obtains(to.stop) {
            let Some(issuer) = moves.iter().position(|other| other.stop.number == obtain.at_stop) else { continue };
            if moves[issuer].span.starts_at > to.span.starts_at {
                faults
                    .push(FieldError { pointer: format!("/stops/{index}/starts_at"), code: FaultCode::NotObtainable });
            }
            after.push(issuer);
        }
        legs.push(Leg {
            person: to.stop.person,
            desk: to.desk.clone(),
            starts_at: to.span.starts_at,
            ends_at: to.span.ends_at,
            minutes: to.stop.minutes,
            after,
        });
    }
    invalid(faults)?;
    match feasibility::unreachable(app.catalogue.mall(Language::Id), &legs, &visit.groups()) {
        Some(index) => Err(Problem::field(format!("/stops/{index}/starts_at"), FaultCode::NotReachable)),
        None => Ok(()),
    }
}
