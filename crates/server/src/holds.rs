//! `POST /holds`; `GET`, `PATCH` and `DELETE /holds/{id}`: places kept for some minutes.

mod answer;
mod stored;
mod wish;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    FaultCode, HoldId, Language, Problem, ProblemCode,
    holds::{Hold, HoldInput},
};
use sqlx::Row as _;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::answer::answer;
pub use self::stored::{ASKED_FOR_IT, HeldWindow, StoredHold, ask_for_it, read_it};
use self::wish::{Taken, Wish};
use crate::{
    App,
    db::{self, Asked, Batch, Connection, Done, Engine, Purpose, Row, Tx},
    error::Error,
    identity::Hash,
    metrics::Event,
    openapi::refusals,
    places::{self, WindowKey, read_desk},
    request::{Bearer, JsonBody, Network, Segments},
    windows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(hold_places)).routes(routes!(read_hold, extend_hold, release_hold))
}

refusals!(HoldRefused: SecretMissing, UnsupportedMediaType, MalformedBody, InvalidInput, AlreadyBooked, WindowFull, TooManyHolds);
refusals!(ReadRefused: SecretMissing, NotFound, AlreadyBooked, HoldEnded);
refusals!(ExtendRefused: SecretMissing, NotFound, AlreadyBooked, HoldEnded, AlreadyExtended);
refusals!(ReleaseRefused: SecretMissing, NotFound, AlreadyBooked);

/// Holds places
///
/// A repeated request with the same stops under the same secret is the same hold; with other stops it gives the old places
/// back and takes the new ones, all or nothing.
#[utoipa::path(
    post,
    path = "/holds",
    tag = "holds",
    request_body = HoldInput,
    responses(
        (
            status = 201,
            description = "The places are held.",
            body = Hold,
            links(
                ("read" = (operation_id = "read_hold", parameters(("id" = "$response.body#/id")))),
                ("extend" = (operation_id = "extend_hold", parameters(("id" = "$response.body#/id")))),
                ("release" = (operation_id = "release_hold", parameters(("id" = "$response.body#/id")))),
            )
        ),
        (status = 200, description = "They are held already.", body = Hold),
        HoldRefused,
    ),
    security(("secret" = [])),
)]
async fn hold_places(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Network(network): Network,
    body: JsonBody<HoldInput>,
) -> Result<Response, Error> {
    let input = body.value;
    let ask = Wish::ask(app.clone(), secret, network, input.clone());
    let Asked { mut tx, said: Wish { now, chosen, places: asked_first }, asked } = app.db.write_asking(ask).await?;
    let mut found = asked?;
    let first = found.split_off(ASKED_FOR_IT);
    let old = read_it(&found)?;
    match &old {
        Some(hold) if hold.is_booked => return Err(ProblemCode::AlreadyBooked.into()),
        // Asked before: the answer may have been lost. It is the same hold, even if its windows could not be held anew.
        Some(hold) if hold.is_live(now) && hold.request == input => {
            let mut last = Batch::default();
            if asked_first.is_some() {
                last.add(wish::UNDO);
            }
            // It may stand in a group that is not yet on the disk: nobody is told of it before it is.
            tx.commit_after(last).await?;
            return Ok(answer(&app, hold, now));
        }
        _ => {}
    }
    let old_id = old.as_ref().map(|hold| hold.id.clone());
    let chosen = chosen?;
    let limits = &app.config.hold_limits;
    let opened_at = limits.opened_at(old.as_ref().map(|hold| (hold.opened_at, hold.held_until)), now)?;
    let is_another_choice = old.as_ref().is_some_and(|hold| hold.is_live(now));
    let windows = wish::windows(&chosen);
    let Taken { full, held } = match (old, asked_first) {
        (None, Some(asked)) => Taken::first(&asked, first),
        (old, asked_first) => {
            if asked_first.is_some() {
                sqlx::query(wish::UNDO).execute(&mut *tx).await?;
            }
            let places = match old {
                Some(hold) if is_another_choice => forget(&mut tx, &hold).await?,
                Some(hold) => {
                    release(&mut tx, &hold).await?;
                    Vec::new()
                }
                None => Vec::new(),
            };
            let mut after = Batch::default();
            limits.ask_about(&mut after, &network, &windows, now);
            let (full, held) = places::move_places(&mut tx, now, &places, &wish::wanted(&chosen), after).await?;
            Taken { full, held: held.into_iter().next() }
        }
    };
    if !full.is_empty() {
        // Nothing of it has happened: an old hold under this secret stays as it was.
        tx.rollback().await?;
        let lost: Vec<_> = full
            .into_iter()
            .map(|index| (index, chosen[index].desk.clone(), chosen[index].span.starts_at.to_utc()))
            .collect();
        let mut connection = app.db.read().await?;
        // The same request, sent again while the first still ran, may have been the one that took the last place. On SQLite
        // nothing runs beside this one.
        if db::engine(&connection) == Engine::Postgres
            && find(&mut connection, &secret).await?.map(|hold| hold.id) != old_id
        {
            return Err(Error::Met);
        }
        return Err(windows::full(&mut connection, &app, &lost, now).await?.into());
    }
    limits.judge(held.as_ref(), &windows)?;
    let hold_minutes = app.catalogue.mall(Language::Id).booking.hold_minutes;
    let hold = StoredHold {
        id: app.randomness.hold_id()?,
        held_until: (now + TimeDelta::minutes(i64::from(hold_minutes))).min(limits.ends_at(opened_at)),
        opened_at,
        extended: false,
        request: input,
        is_booked: false,
        windows: chosen
            .iter()
            .map(|stop| HeldWindow { key: stop.wanted().window, ends_at: stop.span.ends_at.to_utc() })
            .collect(),
    };
    let mut last = Batch::default();
    store(&mut last, &secret, &network, &hold)?;
    tx.commit_after(last).await?;
    if is_another_choice {
        app.metrics.count(Event::HoldEnded);
    }
    app.metrics.count(Event::HoldMade);
    Ok((StatusCode::CREATED, answer(&app, &hold, now)).into_response())
}

/// Reads a hold
#[utoipa::path(
    get,
    path = "/holds/{id}",
    tag = "holds",
    params(("id" = HoldId, Path)),
    responses(
        (status = 200, description = "The hold.", body = Hold),
        ReadRefused,
    ),
    security(("secret" = [])),
)]
async fn read_hold(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let mut connection = app.db.read().await?;
    let hold = live(own(find(&mut connection, &secret).await?, &id)?, now)?;
    Ok(answer(&app, &hold, now))
}

/// Extends a hold, once
///
/// A second try is refused, as the page must not promise time that is not there.
#[utoipa::path(
    patch,
    path = "/holds/{id}",
    tag = "holds",
    params(("id" = HoldId, Path)),
    responses(
        (status = 200, description = "The hold, with its new end.", body = Hold),
        ExtendRefused,
    ),
    security(("secret" = [])),
)]
async fn extend_hold(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    let (mut tx, now, hold) = begin_change(&app, secret).await?;
    let mut hold = live(own(hold, &id)?, now)?;
    if hold.extended {
        return Err(ProblemCode::AlreadyExtended.into());
    }
    let minutes = app.catalogue.mall(Language::Id).booking.extend_once_minutes;
    let latest = app.config.hold_limits.ends_at(hold.opened_at);
    hold.held_until = (hold.held_until + TimeDelta::minutes(i64::from(minutes))).min(latest);
    hold.extended = true;
    sqlx::query("update hold set held_until = $1, extended = 1 where id = $2")
        .bind(hold.held_until.timestamp())
        .bind(hold.id.as_str())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    app.metrics.count(Event::HoldExtended);
    Ok(answer(&app, &hold, now))
}

/// Gives the places of a hold back
#[utoipa::path(
    delete,
    path = "/holds/{id}",
    tag = "holds",
    params(("id" = HoldId, Path)),
    responses(
        (status = 204, description = "They are free."),
        ReleaseRefused,
    ),
    security(("secret" = [])),
)]
async fn release_hold(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Error> {
    let (mut tx, now, hold) = begin_change(&app, secret).await?;
    let hold = own(hold, &id)?;
    if hold.is_booked {
        return Err(ProblemCode::AlreadyBooked.into());
    }
    // Its row stays, as that of one that has ended: it says since when its secret holds places without booking. By its id nobody
    // finds it any more.
    let mut ended = Batch::default();
    ended
        .add("update hold set id = $1, held_until = $2 where id = $3")
        .bind(app.randomness.hold_id()?.as_str())
        .bind(now.min(hold.held_until).timestamp())
        .bind(hold.id.as_str());
    let mut last = Batch::default();
    for window in take_over(&mut tx, &hold, ended).await? {
        places::give_back(&mut last, &window, 1);
    }
    tx.commit_after(last).await?;
    app.metrics.count(Event::HoldEnded);
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a transaction that changes the hold of a secret, and reads that. Answers when it was this request's turn, too: it may
/// have waited for that.
async fn begin_change(app: &App, secret: Hash) -> Result<(Tx, DateTime<Utc>, Option<StoredHold>), Error> {
    let clock = app.clock.clone();
    let ask = move |batch: &mut Batch, engine| {
        ask_for_it(batch, &secret, Purpose::Change.lock(engine));
        clock.now()
    };
    let Asked { tx, said: now, asked } = app.db.write_asking(ask).await?;
    let hold = read_it(&asked?)?;
    Ok((tx, now, hold))
}

/// The hold of that id, where it is the secret's.
///
/// # Errors
/// `not_found` for an unknown one and for someone else's.
fn own(hold: Option<StoredHold>, id: &str) -> Result<StoredHold, Error> {
    hold.filter(|hold| hold.id.as_str() == id)
        .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("path:id", FaultCode::UnknownReference).into())
}

fn live(hold: StoredHold, now: DateTime<Utc>) -> Result<StoredHold, Error> {
    if hold.is_booked {
        return Err(ProblemCode::AlreadyBooked.into());
    }
    if !hold.is_live(now) {
        return Err(ProblemCode::HoldEnded.into());
    }
    Ok(hold)
}

fn store(batch: &mut Batch, secret: &Hash, network: &Hash, hold: &StoredHold) -> Result<(), Error> {
    batch
        .add(
            "insert into hold (id, secret_hash, held_until, extended, request, network, opened_at)
             values ($1, $2, $3, 0, $4, $5, $6)",
        )
        .bind(hold.id.as_str())
        .bind(secret.as_slice())
        .bind(hold.held_until.timestamp())
        .bind(serde_json::to_string(&hold.request)?)
        .bind(network.as_slice())
        .bind(hold.opened_at.timestamp());
    for (position, window) in hold.windows.iter().enumerate() {
        batch
            .add(
                "insert into hold_stop (hold, held_until, position, tenant, desk, starts_at, ends_at)
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(hold.id.as_str())
            .bind(hold.held_until.timestamp())
            .bind(position as i64)
            .bind(window.key.desk.tenant.as_str())
            .bind(window.key.desk.desk.as_str())
            .bind(window.key.starts_at)
            .bind(window.ends_at.timestamp());
    }
    Ok(())
}

async fn find(connection: &mut Connection, secret: &Hash) -> Result<Option<StoredHold>, Error> {
    let mut batch = Batch::default();
    ask_for_it(&mut batch, secret, Purpose::Look.lock(db::engine(connection)));
    read_it(&batch.run(connection).await?)
}

/// Gives its places back and forgets it.
///
/// # Errors
/// Those of the database.
async fn release(connection: &mut Connection, hold: &StoredHold) -> Result<(), Error> {
    let mut batch = Batch::default();
    for window in forget(connection, hold).await? {
        places::give_back(&mut batch, &window, 1);
    }
    batch.run(connection).await?;
    Ok(())
}

/// Removes its rows. Answers the places that it still had, as [`take_over`].
async fn forget(connection: &mut Connection, hold: &StoredHold) -> Result<Vec<WindowKey>, Error> {
    let mut removed = Batch::default();
    removed.add("delete from hold where id = $1").bind(hold.id.as_str());
    take_over(connection, hold, removed).await
}

/// Leaves it without places; then its row can change. Answers those that it still had, in the order in which windows are always
/// locked; they are the caller's then.
async fn take_over(connection: &mut Connection, hold: &StoredHold, then: Batch) -> Result<Vec<WindowKey>, Error> {
    let mut batch = Batch::default();
    batch.add("delete from hold_stop where hold = $1 returning tenant, desk, starts_at").bind(hold.id.as_str());
    batch.append(then);
    let done = batch.run(connection).await?;
    let window =
        |row: &Row| Ok(WindowKey { desk: read_desk(row.try_get(0)?, row.try_get(1)?)?, starts_at: row.try_get(2)? });
    let mut places = done[0].rows.iter().map(window).collect::<Result<Vec<_>, Error>>()?;
    places.sort_unstable();
    Ok(places)
}

/// The hold becomes a visit, which has its places from then on: see [`became_visit`] for what comes of the last statement.
pub fn become_visit(batch: &mut Batch, hold: &StoredHold, visit: &str) {
    batch.add("update hold set visit = $1 where id = $2").bind(visit).bind(hold.id.as_str());
    batch.add("delete from hold_stop where hold = $1").bind(hold.id.as_str());
}

/// # Errors
/// `hold_ended` where another server, by its clock, has given some of its places away: then the caller must not commit.
pub fn became_visit(hold: &StoredHold, last: Option<&Done>) -> Result<(), Error> {
    match last {
        Some(done) if done.changed == hold.windows.len() as u64 => Ok(()),
        _ => Err(ProblemCode::HoldEnded.into()),
    }
}
