//! Visits as the ledger keeps them: reading one whole, and the statements that more than one request needs.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::{
    DeskId, DocumentId, Language, ServiceId, VisitCode,
    service::Answers,
    visits::{TicketIdentity, TicketObtain, VisitState},
};
use domain::itinerary;
use sqlx::{AssertSqlSafe, Row as _};

use super::{displaced, live_stop, ticket};
use crate::{
    App,
    clock::at,
    db::{self, Batch, Connection, Done, Purpose, Row},
    error::Error,
    identity::Hash,
    keyring::Keyring,
    places::{self, WindowKey, read_desk},
    request,
    seal::SealedPerson,
};

/// A visit.
#[derive(Debug, Clone)]
pub struct Visit {
    pub code: VisitCode,
    /// Of the stops that were booked last; 30 days after it names are wiped.
    pub day: NaiveDate,
    pub apart: bool,
    pub people: Vec<VisitPerson>,
    /// By number.
    pub stops: Vec<VisitStop>,
}

#[derive(Debug, Clone)]
pub struct VisitPerson {
    /// Empty once it has been wiped.
    pub name: String,
    pub identity: TicketIdentity,
    pub has_phone: bool,
    pub phone: Option<String>,
}

#[derive(Debug, Clone)]
pub struct VisitStop {
    /// From 1.
    pub number: u32,
    pub person: usize,
    pub service: ServiceId,
    pub desk: DeskId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub minutes: u32,
    pub state: VisitState,
    /// The desk that serves it by today's catalogue; `None` where the service is gone.
    pub served_at: Option<DeskId>,
    /// `None` once they have been wiped.
    pub answers: Option<Answers>,
    /// Papers that it takes from another stop; [`Visit::obtains`] says from which it still can.
    pub obtains: BTreeMap<DocumentId, u32>,
}

impl VisitStop {
    /// Booked, in a window that there is.
    #[must_use]
    pub fn is_booked(&self) -> bool {
        self.state == VisitState::Booked
    }

    /// Booked, but the catalogue took the window away.
    #[must_use]
    pub fn is_displaced(&self) -> bool {
        self.state == VisitState::Displaced
    }

    /// Neither cancelled nor missed.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.is_booked() || self.is_displaced()
    }

    /// The desk at which it can get another window; `None` where it can't.
    #[must_use]
    pub fn goes_to(&self) -> Option<&DeskId> {
        self.served_at.as_ref().filter(|_| self.is_live())
    }

    #[must_use]
    pub fn window(&self) -> WindowKey {
        WindowKey { desk: self.desk.clone(), starts_at: self.starts_at.timestamp() }
    }
}

impl Visit {
    #[must_use]
    pub fn stop(&self, number: u32) -> Option<&VisitStop> {
        self.stops.iter().find(|stop| stop.number == number)
    }

    /// As it is once these stops are cancelled.
    #[must_use]
    pub fn without(&self, stops: &[&VisitStop]) -> Self {
        let mut left = self.clone();
        for stop in &mut left.stops {
            if stops.iter().any(|cancelled| cancelled.number == stop.number) {
                stop.state = VisitState::Cancelled;
            }
        }
        left
    }

    /// The papers that a stop takes from another: only from one that can still take place; of one that was cancelled they
    /// must be brought after all.
    #[must_use]
    pub fn obtains(&self, stop: &VisitStop) -> Vec<TicketObtain> {
        let takes_place = |number| self.stop(number).is_some_and(|issuer| issuer.goes_to().is_some());
        let there = stop.obtains.iter().filter(|(_, at_stop)| takes_place(**at_stop));
        there.map(|(document, at_stop)| TicketObtain { document: document.clone(), at_stop: *at_stop }).collect()
    }

    /// Who moves with whom.
    #[must_use]
    pub fn groups(&self) -> Vec<usize> {
        itinerary::groups(self.apart, self.people.iter().map(|person| person.identity.parent()))
    }
}

/// Whether this secret opens this code. Unknown and someone else's are the same question and the same answer.
fn ask_whether_it_opens(batch: &mut Batch, code: VisitCode, secret: &Hash) {
    batch
        .add("select 1 from visit_key where visit = $1 and secret_hash = $2")
        .bind(code.compact())
        .bind(secret.as_slice());
}

/// The visits that a secret opens, the one that it came to last first; `most` of them.
///
/// # Errors
/// Those of the database; where it holds what is no code.
pub async fn opened_by(connection: &mut Connection, secret: &Hash, most: usize) -> Result<Vec<VisitCode>, Error> {
    let mut batch = Batch::default();
    batch
        .add("select visit from visit_key where secret_hash = $1 order by added_at desc, visit limit $2")
        .bind(secret.as_slice())
        .bind(most as i64);
    let done = batch.run(connection).await?;
    let code = |row: &Row| VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored code is none"));
    done[0].rows.iter().map(code).collect()
}

/// Whoever changes a visit locks its row first, so that its stops stay as they were read. Answers whether there was a lock
/// to wait for.
///
/// # Errors
/// Those of the database.
pub async fn lock(connection: &mut Connection, code: VisitCode, purpose: Purpose) -> Result<bool, Error> {
    let lock = purpose.lock(db::engine(connection));
    if !lock.is_empty() {
        sqlx::query(AssertSqlSafe(format!("select code from visit where code = $1{lock}")))
            .bind(code.compact())
            .fetch_optional(connection)
            .await?;
    }
    Ok(!lock.is_empty())
}

/// The visit of that code, by the clock and the catalogue, whether or not anything has been written: a booked stop whose
/// window is not there any more is displaced, one whose window and grace have passed is missed.
///
/// # Errors
/// Those of the database.
pub async fn read(
    connection: &mut Connection,
    app: &App,
    code: VisitCode,
    now: DateTime<Utc>,
) -> Result<Option<Visit>, Error> {
    let mut batch = Batch::default();
    ask_for_all(&mut batch, code);
    read_all(&batch.run(connection).await?, app, code, now)
}

/// The same, where this secret opens it, for [`read_own`]; `lock` as [`Purpose::lock`] says it.
pub fn ask_for_own(batch: &mut Batch, code: VisitCode, secret: &Hash, lock: &str) {
    if !lock.is_empty() {
        // Nobody has to wait because a stranger asks.
        batch
            .add(format!(
                "select code from visit where code = $1
                 and exists (select 1 from visit_key where visit = $1 and secret_hash = $2){lock}"
            ))
            .bind(code.compact())
            .bind(secret.as_slice());
    }
    // Its holder may have erased it while this waited.
    ask_whether_it_opens(batch, code, secret);
    ask_for_all(batch, code);
}

/// What came of [`ask_for_own`].
///
/// # Errors
/// `not_found`, the same for a code that is unknown and for one that is someone else's; where the database holds what is no
/// visit.
pub fn read_own(done: &[Done], app: &App, code: VisitCode, now: DateTime<Utc>) -> Result<Visit, Error> {
    let (before, visit) = done.split_at(done.len() - ASKED_FOR_ALL);
    let is_opened = before.last().is_some_and(|opens| !opens.rows.is_empty());
    let visit = if is_opened { read_all(visit, app, code, now)? } else { None };
    visit.ok_or_else(request::no_such_visit)
}

/// Statements of [`ask_for_all`].
const ASKED_FOR_ALL: usize = 3;

/// A visit whole, for [`read_all`].
fn ask_for_all(batch: &mut Batch, code: VisitCode) {
    batch.add("select apart, day from visit where code = $1").bind(code.compact());
    batch
        .add(
            "select position, identity_kind, last_four, parent, ordinal, sealed, has_phone
             from visit_person where visit = $1 order by position",
        )
        .bind(code.compact());
    batch
        .add(
            "select number, person, service, tenant, desk, starts_at, ends_at, minutes, state, answers, obtains
             from visit_stop where visit = $1 order by number",
        )
        .bind(code.compact());
}

/// What came of [`ask_for_all`], as [`read`] says it.
///
/// # Errors
/// Where the database holds what is no visit.
fn read_all(done: &[Done], app: &App, code: VisitCode, now: DateTime<Utc>) -> Result<Option<Visit>, Error> {
    let Some(visit) = done[0].rows.first() else { return Ok(None) };
    Ok(Some(Visit {
        code,
        day: visit.try_get::<String, _>(1)?.parse().map_err(|_| Error::Broken("a stored day is none"))?,
        apart: visit.try_get::<i64, _>(0)? == 1,
        people: done[1].rows.iter().map(|row| read_person(row, &app.keys, code)).collect::<Result<_, _>>()?,
        stops: done[2].rows.iter().map(|row| read_stop(row, app, now)).collect::<Result<_, _>>()?,
    }))
}

fn read_person(row: &Row, keys: &Keyring, code: VisitCode) -> Result<VisitPerson, Error> {
    let last_four: String = row.try_get(2)?;
    let identity = match row.try_get(1)? {
        "nik" => TicketIdentity::Nik { last_four },
        "passport" => TicketIdentity::Passport { last_four },
        "child" => TicketIdentity::Child {
            of: row.try_get::<Option<i64>, _>(3)?.unwrap_or_default() as usize,
            ordinal: row.try_get::<Option<i64>, _>(4)?.unwrap_or_default() as u32,
        },
        _ => TicketIdentity::Unknown,
    };
    let (name, phone) = match row.try_get::<Option<Vec<u8>>, _>(5)? {
        Some(sealed) => {
            let person = SealedPerson::unseal(&sealed, keys, code, row.try_get(0)?)?;
            (person.name, person.phone)
        }
        None => (String::new(), None),
    };
    Ok(VisitPerson { name, identity, has_phone: row.try_get::<i64, _>(6)? == 1, phone })
}

fn read_stop(row: &Row, app: &App, now: DateTime<Utc>) -> Result<VisitStop, Error> {
    let answers: Option<String> = row.try_get(9)?;
    let service = ServiceId::parse(row.try_get(2)?).ok_or(Error::Broken("a stored service's id is none"))?;
    let desk = read_desk(row.try_get(3)?, row.try_get(4)?)?;
    let (starts_at, ends_at) = (at(row.try_get(5)?), at(row.try_get(6)?));
    let state = match row.try_get(8)? {
        "booked" => state_of_booked(app, &service, &desk, (starts_at, ends_at), now),
        "cancelled" => VisitState::Cancelled,
        _ => VisitState::Missed,
    };
    Ok(VisitStop {
        number: row.try_get::<i64, _>(0)? as u32,
        person: row.try_get::<i64, _>(1)? as usize,
        served_at: app.catalogue.service(Language::Id, &service).map(|service| service.desk.id.clone()),
        service,
        desk,
        starts_at,
        ends_at,
        minutes: row.try_get::<i64, _>(7)? as u32,
        state,
        answers: answers.as_deref().map(serde_json::from_str).transpose()?,
        obtains: serde_json::from_str(row.try_get(10)?)?,
    })
}

/// What a stop that is stored as booked is by the catalogue and the clock.
#[must_use]
pub fn state_of_booked(
    app: &App,
    service: &ServiceId,
    desk: &DeskId,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> VisitState {
    if displaced::is_displaced(app, service, desk, starts_at) {
        VisitState::Displaced
    } else if ends_at > ticket::over_before(app, now) {
        VisitState::Booked
    } else {
        VisitState::Missed
    }
}

/// Cancels stops that were read as live in this transaction and gives their places back; for [`cancelled`].
pub fn cancel_stops(batch: &mut Batch, code: VisitCode, stops: &[&VisitStop]) {
    let mut windows: BTreeMap<WindowKey, i64> = BTreeMap::new();
    for stop in stops {
        batch
            .add("update visit_stop set state = 'cancelled' where visit = $1 and number = $2 and state = 'booked'")
            .bind(code.compact())
            .bind(i64::from(stop.number));
    }
    for stop in stops {
        live_stop::free(batch, code, i64::from(stop.number));
        *windows.entry(stop.window()).or_default() += 1;
    }
    for (window, count) in windows {
        places::give_back(batch, &window, count);
    }
}

/// What came of [`cancel_stops`].
///
/// # Errors
/// [`Error::Met`] where another server wrote one as missed meanwhile: then the caller must not commit.
pub fn cancelled(stops: &[&VisitStop], done: &[Done]) -> Result<(), Error> {
    if done.iter().take(stops.len()).all(|cancelled| cancelled.changed == 1) { Ok(()) } else { Err(Error::Met) }
}

/// Writes a stop as missed that is still in that window: its person may have another one.
///
/// # Errors
/// Those of the database.
pub async fn write_missed(
    connection: &mut Connection,
    code: VisitCode,
    number: i64,
    starts_at: i64,
) -> Result<(), Error> {
    let missed = sqlx::query(
        "update visit_stop set state = 'missed'
         where visit = $1 and number = $2 and starts_at = $3 and state = 'booked'",
    )
    .bind(code.compact())
    .bind(number)
    .bind(starts_at)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    if missed == 1 {
        let mut batch = Batch::default();
        live_stop::free(&mut batch, code, number);
        batch.run(connection).await?;
    }
    Ok(())
}
