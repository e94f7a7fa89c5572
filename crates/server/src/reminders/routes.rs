//! `GET /reminder-key`; `PUT` and `DELETE /visits/{code}/reminder`.

use axum::{Json, extract::State, http::StatusCode};
use chrono::FixedOffset;
use contract::{
    FaultCode, Problem, ProblemCode, VisitCode,
    reminders::{ReminderInput, ReminderKey},
    visits::export::ExportedReminder,
};
use sqlx::Row as _;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{subscription::Subscription, vapid::PushKey};
use crate::{
    App,
    clock::at,
    db::{Batch, Connection, Purpose},
    error::Error,
    identity::Hash,
    keyring::KeyVersion,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, JsonBody, Lang, Segments},
    visits,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read_reminder_key)).routes(routes!(set_reminder, drop_reminder))
}

refusals!(KeyRefused:);
refusals!(SetRefused: SecretMissing, MalformedRequest, UnsupportedMediaType, MalformedBody, InvalidInput, NotFound, NotBooked);
refusals!(DropRefused: SecretMissing, MalformedRequest, NotFound);

/// The key that browsers subscribe with
#[utoipa::path(
    get,
    path = "/reminder-key",
    tag = "reminders",
    responses((status = 200, description = "The key, if this server sends reminders.", body = ReminderKey), KeyRefused),
)]
async fn read_reminder_key(State(app): State<App>) -> Result<Json<ReminderKey>, Error> {
    let key = match app.config.reminders.contact() {
        Some(_) => Some(PushKey::of(app.keys.newest())?.public()),
        None => None,
    };
    Ok(Json(ReminderKey { key }))
}

/// Asks for reminders of a visit
///
/// On the phone whose secret this is; asked again, the newer subscription counts.
#[utoipa::path(
    put,
    path = "/visits/{code}/reminder",
    tag = "reminders",
    params(CodeSegment, Lang),
    request_body = ReminderInput,
    responses(
        (status = 204, description = "Reminders will come, in the language asked for."),
        SetRefused,
    ),
    security(("secret" = [])),
)]
async fn set_reminder(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    Lang(language): Lang,
    body: JsonBody<ReminderInput>,
) -> Result<StatusCode, Error> {
    let code = request::parse_code(&code)?;
    let version = version_of(&app, &body.value.key)?;
    let subscription = Subscription::parse(body.value, language, &app.config.reminders)?;
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    let visit = visits::find(&mut tx, &app, code, &secret, now, Purpose::Change).await?;
    if !visit.stops.iter().any(|stop| stop.is_live() && now < stop.starts_at) {
        return Err(ProblemCode::NotBooked.into());
    }
    let sealed = subscription.seal(&app.keys, code, &secret)?;
    let mut batch = Batch::default();
    batch
        .add(
            "insert into reminder (visit, secret_hash, push_key_version, key_version, sealed, made_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (visit, secret_hash) do update set push_key_version = $3, key_version = $4, sealed = $5",
        )
        .bind(code.compact())
        .bind(secret.as_slice())
        .bind(version.number())
        .bind(app.keys.newest_version().number())
        .bind(sealed)
        .bind(now.timestamp());
    batch.run(&mut tx).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The key of the installation whose push key the browser subscribed with.
fn version_of(app: &App, public: &str) -> Result<KeyVersion, Error> {
    let unknown = || Problem::field("/key", FaultCode::UnknownReference);
    if app.config.reminders.contact().is_none() {
        return Err(unknown().into());
    }
    for (version, key) in app.keys.iter() {
        if PushKey::of(key)?.public() == public {
            return Ok(version);
        }
    }
    Err(unknown().into())
}

/// Wants no reminders any more
#[utoipa::path(
    delete,
    path = "/visits/{code}/reminder",
    tag = "reminders",
    params(CodeSegment),
    responses(
        (status = 204, description = "None will come to this phone."),
        DropRefused,
    ),
    security(("secret" = [])),
)]
async fn drop_reminder(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
) -> Result<StatusCode, Error> {
    let code = request::parse_code(&code)?;
    let mut tx = app.db.write().await?;
    visits::find(&mut tx, &app, code, &secret, app.clock.now(), Purpose::Look).await?;
    forget(&mut tx, code.compact(), &secret).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the holder of a visit is told of its reminders.
///
/// # Errors
/// Those of the database, and where something does not open.
pub async fn export(
    connection: &mut Connection,
    app: &App,
    code: VisitCode,
    zone: FixedOffset,
) -> Result<Vec<ExportedReminder>, Error> {
    let mut batch = Batch::default();
    batch
        .add("select secret_hash, sealed, made_at from reminder where visit = $1 order by made_at, secret_hash")
        .bind(code.compact());
    let done = batch.run(connection).await?;
    let mut exported = Vec::new();
    for row in done.iter().flat_map(|done| &done.rows) {
        let (secret, sealed): (Vec<u8>, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
        let subscription = Subscription::unseal(&app.keys, code, &secret, &sealed)?;
        let asked_at = at(row.try_get(2)?).with_timezone(&zone);
        exported.push(ExportedReminder { asked_at, endpoint: subscription.endpoint });
    }
    Ok(exported)
}

async fn forget(connection: &mut Connection, code: String, secret: &Hash) -> Result<(), Error> {
    let mut batch = Batch::default();
    batch.add("delete from reminder where visit = $1 and secret_hash = $2").bind(code).bind(secret.as_slice());
    batch.run(connection).await?;
    Ok(())
}
