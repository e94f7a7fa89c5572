//! `POST /visits`: a hold becomes a visit, in one transaction.

mod checks;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{
    FaultCode, FieldError, Language, Problem, ProblemCode, VisitCode,
    holds::HoldInput,
    service::{Answers, Service},
    visits::{Displacement, Ticket, VisitInput},
};
use domain::calendar;

use super::{
    displaced,
    ledger::{self, Visit, VisitStop},
    live_stop::{self, LiveStops},
    party::{self, Member},
    ticket,
};
use crate::{
    App,
    clock::at,
    db::{self, Batch, Done, Purpose},
    error::Error,
    holds::{self, StoredHold},
    idempotency::{self, Answer, Attempt, Begun, Call},
    identity::Hash,
    keyring::Keyring,
    metrics::Event,
    openapi::refusals,
    request::{Bearer, IdempotencyKey, JsonBody, Lang, Network},
    seal::SealedPerson,
    tries::{self, Scope},
};

refusals!(
    ConfirmRefused: SecretMissing, MalformedRequest, UnsupportedMediaType, MalformedBody, InvalidInput, NotFound,
    AlreadyBooked, HoldEnded, WindowGone, ServiceGone, LiveStopExists, KeyInFlight, KeyReused, TooManyTries,
);

/// Makes a visit of a hold
///
/// The hold's secret opens the visit from then on.
#[utoipa::path(
    post,
    path = "/visits",
    tag = "visits",
    params(Lang, IdempotencyKey),
    request_body = VisitInput,
    responses(
        (
            status = 201,
            description = "The visit is booked.",
            body = Ticket,
            links(
                ("read" = (operation_id = "read_visit", parameters(("code" = "$response.body#/code")))),
                ("calendar" = (operation_id = "read_calendar", parameters(("code" = "$response.body#/code")))),
                ("export" = (operation_id = "export_visit", parameters(("code" = "$response.body#/code")))),
                ("reschedule" = (operation_id = "reschedule_visit", parameters(("code" = "$response.body#/code")))),
                ("open" = (operation_id = "open_visit", parameters(("code" = "$response.body#/code")))),
                ("cancel_stop" = (
                    operation_id = "cancel_stop",
                    parameters(("code" = "$response.body#/code"), ("number" = "$response.body#/stops/0/number"))
                )),
                ("cancel" = (operation_id = "cancel_visit", parameters(("code" = "$response.body#/code")))),
                ("erase" = (operation_id = "erase_visit", parameters(("code" = "$response.body#/code")))),
            )
        ),
        ConfirmRefused,
    ),
    security(("secret" = [])),
)]
pub async fn confirm_visit(
    State(app): State<App>,
    uri: Uri,
    Bearer(secret): Bearer,
    key: IdempotencyKey,
    Network(network): Network,
    Lang(language): Lang,
    body: JsonBody<VisitInput>,
) -> Result<Response, Error> {
    let call = Call { secret, key, request: app.keys.request("POST", uri.path(), &body.bytes) };
    let probes = [(Scope::LiveStopBySecret, secret), (Scope::LiveStopByNetwork, network)];
    let members = party::parse(&app.keys, &body.value.people);
    let mall = app.catalogue.mall(Language::Id);
    // Of more people than may come nobody is asked about: they are refused.
    let asked_about = members.iter().flatten().take(mall.booking.people_max);
    let identities: Vec<_> = asked_about.map(|member| member.identity.clone()).collect();
    let grace = ticket::grace(mall);
    let ask = move |batch: &mut Batch, engine, now| {
        // First, as it locks the hold: else many that ask at once would all be counted before any has failed.
        holds::ask_for_it(batch, &secret, Purpose::Change.lock(engine));
        tries::ask(batch, now, &probes);
        live_stop::write_off(batch, &identities, now - grace);
        live_stop::ask(batch, &identities);
    };
    let (mut attempt, asked) = match idempotency::begin(&app, call, ask).await? {
        Begun::Answered(answer) => return Ok(answer.into_response()),
        Begun::New(attempt, asked) => (attempt, asked),
    };
    let now = attempt.now;
    let (found, asked) = asked.split_at(holds::ASKED_FOR_IT);
    let (tried, of_people) = asked.split_at(probes.len());
    tries::judge(tried, &probes)?;
    // As many statements ask for live stops as wrote them off.
    let (written_off, live_stops) = of_people.split_at(of_people.len() / 2);
    let live_stops = LiveStops::read(written_off, live_stops)?;
    let hold = holds::read_it(found)?;
    let wish = Wish { secret: &secret, hold, input: &body.value, members, written_off, live_stops };
    let outcome = confirm(&mut attempt, &app, wish, language).await;
    if let Some(about) = outcome.as_ref().err().and_then(|error| told_about(&app, &body.value, error)) {
        let mut tx = attempt.give_up().await?;
        // What was undone has let go of the hold's lock: others that waited for it may have failed meanwhile, and none of them
        // is told of one more than may be.
        let mut again = Batch::default();
        holds::ask_for_it(&mut again, &secret, Purpose::Change.lock(db::engine(&tx)));
        tries::ask(&mut again, now, &probes);
        tries::judge(&again.run(&mut tx).await?[holds::ASKED_FOR_IT..], &probes)?;
        tries::count_failure_about(&mut tx, now, &probes, &about).await?;
        tx.commit().await?;
        return outcome.map(IntoResponse::into_response);
    }
    let answer = attempt.finish(outcome).await?;
    if answer.is_success() {
        app.metrics.count(Event::VisitBooked);
    }
    Ok(answer.into_response())
}

/// Whom a refusal tells that they have a live stop, as one hash; `None` where it tells nothing of the kind.
fn told_about(app: &App, input: &VisitInput, error: &Error) -> Option<Hash> {
    let problem = error.problem().filter(|problem| problem.code == ProblemCode::LiveStopExists)?;
    let members = party::parse(&app.keys, &input.people).ok()?;
    let is_told = |person: usize| problem.errors.iter().any(|error| error.pointer == format!("/people/{person}"));
    let told: Vec<Hash> = (0..)
        .zip(&members)
        .filter(|(person, _)| is_told(*person))
        .map(|(_, member)| *member.identity.oldest())
        .collect();
    Some(app.keys.subject(told.as_flattened()))
}

/// What is asked for, and what was found for it.
struct Wish<'a> {
    secret: &'a Hash,
    hold: Option<StoredHold>,
    input: &'a VisitInput,
    members: Result<Vec<Member>, Vec<FieldError>>,
    /// What came of [`live_stop::write_off`].
    written_off: &'a [Done],
    /// Of these people.
    live_stops: LiveStops,
}

async fn confirm(attempt: &mut Attempt, app: &App, wish: Wish<'_>, language: Language) -> Result<Answer, Error> {
    let (now, input) = (attempt.now, wish.input);
    let hold = check_live(wish.hold, input, now)?;
    check_windows_there(app, &hold)?;
    let services = services(app, &hold.request)?;
    checks::check_lengths(&hold.request, input)?;
    let members = wish.members.map_err(checks::invalid)?;
    let answers = checks::check_answers(&services, &input.answers)?;
    checks::check_children_reachable(app, &hold, &services, input)?;
    check_live_stops(&hold.request, &members, &wish.live_stops)?;

    live_stop::free_written_off(&mut attempt.tx, app, wish.written_off).await?;
    let visit = booked(app, &hold, &services, &members, answers, now)?;
    let mut batch = Batch::default();
    write_visit(&mut batch, &visit, wish.secret, now);
    write_people(&mut batch, &app.keys, visit.code, &members)?;
    write_stops(&mut batch, &visit, &members)?;
    holds::become_visit(&mut batch, &hold, &visit.code.compact());
    if let Some(done) = attempt.write(batch).await? {
        holds::became_visit(&hold, done.last())?;
    }
    Answer::new(StatusCode::CREATED, &ticket::ticket(app, language, &visit, now))
}

/// The hold that is meant, where it can become a visit.
fn check_live(hold: Option<StoredHold>, input: &VisitInput, now: DateTime<Utc>) -> Result<StoredHold, Problem> {
    let hold = hold
        .filter(|hold| hold.id.as_str() == input.hold.as_str())
        .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("/hold", FaultCode::UnknownReference))?;
    if hold.is_booked {
        return Err(Problem::new(ProblemCode::AlreadyBooked));
    }
    if !hold.is_live(now) {
        return Err(Problem::new(ProblemCode::HoldEnded));
    }
    Ok(hold)
}

/// Where the server was started anew with another catalogue, windows that were held may be gone: who books them would come
/// to a closed desk.
fn check_windows_there(app: &App, hold: &StoredHold) -> Result<(), Problem> {
    let mut problem = Problem::new(ProblemCode::WindowGone);
    for (index, stop) in hold.request.stops.iter().enumerate() {
        let starts_at = stop.starts_at.to_utc();
        let Some(why) = displaced::displacement(app, Language::Id, &stop.service, &stop.desk, starts_at) else {
            continue;
        };
        if why == Displacement::ServiceGone {
            problem = Problem { errors: problem.errors, ..Problem::new(ProblemCode::ServiceGone) };
        }
        problem = problem.at(format!("/stops/{index}"), displaced::fault(&why));
    }
    if problem.errors.is_empty() { Ok(()) } else { Err(problem) }
}

/// The services of the hold's stops.
fn services<'a>(app: &'a App, request: &HoldInput) -> Result<Vec<&'a Service>, Problem> {
    let find = |stop: &contract::holds::StopInput| app.catalogue.service(Language::Id, &stop.service);
    request
        .stops
        .iter()
        .map(find)
        .collect::<Option<_>>()
        .ok_or_else(|| Problem::field("/hold", FaultCode::UnknownReference))
}

/// The visit that the hold becomes.
fn booked(
    app: &App,
    hold: &StoredHold,
    services: &[&Service],
    members: &[Member],
    answers: Vec<Answers>,
    now: DateTime<Utc>,
) -> Result<Visit, Error> {
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    let first = hold.request.stops.first().ok_or(Error::Broken("a hold without stops"))?;
    let mut stops = Vec::new();
    for (index, ((stop, window), answers)) in hold.request.stops.iter().zip(&hold.windows).zip(answers).enumerate() {
        let (desk, starts_at, service) = (&window.key.desk, at(window.key.starts_at), services[index]);
        stops.push(VisitStop {
            number: index as u32 + 1,
            person: stop.person,
            service: stop.service.clone(),
            desk: desk.clone(),
            starts_at,
            ends_at: window.ends_at,
            minutes: service.minutes,
            state: ledger::state_of_booked(app, &stop.service, desk, (starts_at, window.ends_at), now),
            served_at: Some(service.desk.id.clone()),
            answers: Some(answers),
            obtains: stop.obtains.iter().map(|obtain| (obtain.document.clone(), obtain.at_stop as u32 + 1)).collect(),
        });
    }
    Ok(Visit {
        // With a million visits one in 34,000 codes that are drawn is taken: then the database refuses it, and the request is run
        // again with another.
        code: VisitCode::from_random(app.randomness.number()?),
        day: first.starts_at.with_timezone(&zone).date_naive(),
        apart: hold.request.apart,
        people: members.iter().map(Member::on_visit).collect(),
        stops,
    })
}

fn write_visit(batch: &mut Batch, visit: &Visit, secret: &Hash, now: DateTime<Utc>) {
    batch
        .add("insert into visit (code, day, apart, wiped) values ($1, $2, $3, 0)")
        .bind(visit.code.compact())
        .bind(visit.day.to_string())
        .bind(i64::from(visit.apart));
    batch
        .add("insert into visit_key (visit, secret_hash, added_at, original) values ($1, $2, $3, 1)")
        .bind(visit.code.compact())
        .bind(secret.as_slice())
        .bind(now.timestamp());
}

fn write_people(batch: &mut Batch, keys: &Keyring, code: VisitCode, members: &[Member]) -> Result<(), Error> {
    for (position, member) in (0..).zip(members) {
        let phone = member.phone.as_ref().map(|phone| phone.as_str().to_owned());
        let person = SealedPerson { name: member.name.as_str().to_owned(), phone };
        batch
            .add(
                "insert into visit_person
                 (visit, position, name, identity_kind, identity_hash, last_four, parent, ordinal, sealed, has_phone, key_version)
                 values ($1, $2, '', $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(code.compact())
            .bind(position)
            .bind(member.kind)
            .bind(member.identity.newest().as_slice())
            .bind(member.last_four.as_str())
            .bind(member.child.map(|(parent, _)| parent as i64))
            .bind(member.child.map(|(_, ordinal)| i64::from(ordinal)))
            .bind(person.seal(keys, code, position)?)
            .bind(i64::from(person.phone.is_some()))
            .bind(keys.newest_version().number());
    }
    Ok(())
}

fn write_stops(batch: &mut Batch, visit: &Visit, members: &[Member]) -> Result<(), Error> {
    for stop in &visit.stops {
        batch
            .add(
                "insert into visit_stop
                 (visit, number, person, service, tenant, desk, starts_at, ends_at, minutes, state, answers, obtains)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'booked', $10, $11)",
            )
            .bind(visit.code.compact())
            .bind(i64::from(stop.number))
            .bind(stop.person as i64)
            .bind(stop.service.as_str())
            .bind(stop.desk.tenant.as_str())
            .bind(stop.desk.desk.as_str())
            .bind(stop.starts_at.timestamp())
            .bind(stop.ends_at.timestamp())
            .bind(i64::from(stop.minutes))
            .bind(serde_json::to_string(&stop.answers)?)
            .bind(serde_json::to_string(&stop.obtains)?);
        live_stop::claim(batch, visit.code, i64::from(stop.number), &stop.service, &members[stop.person].identity);
    }
    Ok(())
}

/// Every stop that found another one is named.
fn check_live_stops(request: &HoldInput, members: &[Member], live: &LiveStops) -> Result<(), Problem> {
    let mut problem = Problem::new(ProblemCode::LiveStopExists);
    for (index, stop) in request.stops.iter().enumerate() {
        if live.has(&members[stop.person].identity, &stop.service) {
            problem = problem
                .at(format!("/people/{}", stop.person), FaultCode::LiveStopExists)
                .at(format!("/stops/{index}"), FaultCode::LiveStopExists);
        }
    }
    if problem.errors.is_empty() { Ok(()) } else { Err(problem) }
}
