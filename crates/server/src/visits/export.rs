//! `GET /visits/{code}/export`: everything that the server has about a visit, for its holder to keep.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, FixedOffset};
use contract::{
    Language, VisitCode,
    visits::export::{ExportedAnswer, ExportedKey, ExportedPerson, ExportedStop, VisitExport},
};
use domain::calendar;
use sqlx::Row as _;

use super::{
    find,
    ledger::{Visit, VisitPerson, VisitStop},
    ticket,
};
use crate::{
    App,
    clock::at,
    db::{Connection, Purpose, Row},
    error::Error,
    openapi::refusals,
    reminders,
    request::{self, Bearer, CodeSegment, Lang, Segments},
    retention,
};

refusals!(ExportRefused: SecretMissing, MalformedRequest, NotFound);

/// Everything that is kept of a visit
#[utoipa::path(
    get,
    path = "/visits/{code}/export",
    tag = "visits",
    params(CodeSegment, Lang),
    responses(
        (
            status = 200,
            description = "The file.",
            body = VisitExport,
            headers(("Content-Disposition" = String, description = "A name for the file."))
        ),
        ExportRefused,
    ),
    security(("secret" = [])),
)]
pub async fn export_visit(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    Lang(language): Lang,
) -> Result<Response, Error> {
    let mut connection = app.db.read().await?;
    let now = app.clock.now();
    let visit = find(&mut connection, &app, request::parse_code(&code)?, &secret, now, Purpose::Look).await?;
    let zone = calendar::zone(app.catalogue.mall(language));
    let ticket = ticket::ticket(&app, language, &visit, now);
    let export = VisitExport {
        code: visit.code,
        exported_at: now.with_timezone(&zone),
        wiped_on: retention::wiped_on(visit.day),
        day: ticket.day,
        state: ticket.state,
        apart: visit.apart,
        people: people(&visit),
        stops: stops(&app, language, &visit, zone),
        keys: keys(&mut connection, visit.code, zone).await?,
        kept_answers: kept_answers(&mut connection, visit.code, zone).await?,
        reminders: reminders::export(&mut connection, &app, visit.code, zone).await?,
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.json\"", visit.code.compact())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    // In lines, since people read it.
    Ok((headers, serde_json::to_string_pretty(&export)?).into_response())
}

fn people(visit: &Visit) -> Vec<ExportedPerson> {
    let person = |person: &VisitPerson| ExportedPerson {
        name: person.name.clone(),
        identity: person.identity.clone(),
        phone: person.phone.clone(),
    };
    visit.people.iter().map(person).collect()
}

fn stops(app: &App, language: Language, visit: &Visit, zone: FixedOffset) -> Vec<ExportedStop> {
    let name = |stop: &VisitStop| match app.catalogue.service(language, &stop.service) {
        Some(service) => service.name.clone(),
        None => stop.service.to_string(),
    };
    let stop = |stop: &VisitStop| ExportedStop {
        number: stop.number,
        service: stop.service.clone(),
        service_name: name(stop),
        person: stop.person,
        desk: stop.desk.clone(),
        starts_at: stop.starts_at.with_timezone(&zone),
        ends_at: stop.ends_at.with_timezone(&zone),
        minutes: stop.minutes,
        state: stop.state,
        answers: stop.answers.clone().unwrap_or_default(),
        obtains: visit.obtains(stop),
    };
    visit.stops.iter().map(stop).collect()
}

async fn keys(connection: &mut Connection, code: VisitCode, zone: FixedOffset) -> Result<Vec<ExportedKey>, Error> {
    let rows = sqlx::query("select added_at, original from visit_key where visit = $1 order by added_at, secret_hash")
        .bind(code.compact())
        .fetch_all(connection)
        .await?;
    let key = |row: &Row| {
        Ok(ExportedKey { added_at: instant(row.try_get(0)?, zone), is_original: row.try_get::<i64, _>(1)? == 1 })
    };
    rows.iter().map(key).collect()
}

async fn kept_answers(
    connection: &mut Connection,
    code: VisitCode,
    zone: FixedOffset,
) -> Result<Vec<ExportedAnswer>, Error> {
    let rows = sqlx::query(
        "select answered_at, status from idempotent_answer
         where secret_hash in (select secret_hash from visit_key where visit = $1) order by answered_at, key",
    )
    .bind(code.compact())
    .fetch_all(connection)
    .await?;
    let answer = |row: &Row| {
        let status = u16::try_from(row.try_get::<i64, _>(1)?).map_err(|_| Error::Broken("a kept status is none"))?;
        Ok(ExportedAnswer { answered_at: instant(row.try_get(0)?, zone), status })
    };
    rows.iter().map(answer).collect()
}

fn instant(seconds: i64, zone: FixedOffset) -> DateTime<FixedOffset> {
    at(seconds).with_timezone(&zone)
}
