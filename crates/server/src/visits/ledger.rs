//! Visits as the ledger keeps them: reading one whole, and the statements that more than one request needs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contract::{
    DeskId, DocumentId, ServiceId, VisitCode,
    service::Answers,
    visits::{TicketIdentity, TicketObtain, VisitState},
};
use sqlx::{AssertSqlSafe, Row as _};

use super::live_stop;
use crate::{
    clock::at,
    db::{Connection, Purpose, Row},
    error::Error,
    holds::read_desk,
    identity::Hash,
    keyring::Keyring,
    places::{self, WindowKey},
    seal::SealedPerson,
};

/// A visit.
#[derive(Debug, Clone)]
pub struct Visit {
    pub code: VisitCode,
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
    /// `None` once they have been wiped.
    pub answers: Option<Answers>,
    obtains: Vec<TicketObtain>,
}

impl VisitStop {
    /// Neither cancelled nor missed.
    #[must_use]
    pub fn is_booked(&self) -> bool {
        self.state == VisitState::Booked
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

    /// The papers that a stop takes from another: only from one that is still booked; of one that was cancelled they must
    /// be brought after all.
    #[must_use]
    pub fn obtains(&self, stop: &VisitStop) -> Vec<TicketObtain> {
        let is_booked = |number| self.stop(number).is_some_and(VisitStop::is_booked);
        stop.obtains.iter().filter(|obtain| is_booked(obtain.at_stop)).cloned().collect()
    }

    /// Who moves with whom: all together; or, where they split up, each adult with the children.
    #[must_use]
    pub fn groups(&self) -> Vec<usize> {
        let group = |(index, person): (usize, &VisitPerson)| match person.identity {
            _ if !self.apart => 0,
            TicketIdentity::Child { of, .. } => of,
            _ => index,
        };
        self.people.iter().enumerate().map(group).collect()
    }
}

/// Whether this secret opens this code. Unknown and someone else's are the same question and the same answer.
///
/// # Errors
/// Those of the database.
pub async fn opens(connection: &mut Connection, code: VisitCode, secret: &Hash) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from visit_key where visit = $1 and secret_hash = $2")
        .bind(code.compact())
        .bind(secret.as_slice())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Whoever changes a visit locks its row first, so that its stops stay as they were read.
///
/// # Errors
/// Those of the database.
pub async fn lock(connection: &mut Connection, code: VisitCode, purpose: Purpose) -> Result<(), Error> {
    let lock = purpose.lock(connection);
    if !lock.is_empty() {
        sqlx::query(AssertSqlSafe(format!("select code from visit where code = $1{lock}")))
            .bind(code.compact())
            .fetch_optional(connection)
            .await?;
    }
    Ok(())
}

/// The visit of that code. A stop whose window ended at `over_before` or earlier is missed, whether or not anything has
/// written so.
///
/// # Errors
/// Those of the database.
pub async fn read(
    connection: &mut Connection,
    keys: &Keyring,
    code: VisitCode,
    over_before: DateTime<Utc>,
) -> Result<Option<Visit>, Error> {
    let visit = sqlx::query("select apart from visit where code = $1")
        .bind(code.compact())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(visit) = visit else { return Ok(None) };
    let people = sqlx::query(
        "select position, identity_kind, last_four, parent, ordinal, sealed, has_phone from visit_person where visit = $1 order by position",
    )
    .bind(code.compact())
    .fetch_all(&mut *connection)
    .await?;
    let stops = sqlx::query(
        "select number, person, service, tenant, desk, starts_at, ends_at, minutes, state, answers, obtains
         from visit_stop where visit = $1 order by number",
    )
    .bind(code.compact())
    .fetch_all(connection)
    .await?;
    Ok(Some(Visit {
        code,
        apart: visit.try_get::<i64, _>(0)? == 1,
        people: people.iter().map(|row| read_person(row, keys, code)).collect::<Result<_, _>>()?,
        stops: stops.iter().map(|row| read_stop(row, over_before)).collect::<Result<_, _>>()?,
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
    let name = match row.try_get::<Option<Vec<u8>>, _>(5)? {
        Some(sealed) => SealedPerson::unseal(&sealed, keys, code, row.try_get(0)?)?.name,
        None => String::new(),
    };
    Ok(VisitPerson { name, identity, has_phone: row.try_get::<i64, _>(6)? == 1 })
}

fn read_stop(row: &Row, over_before: DateTime<Utc>) -> Result<VisitStop, Error> {
    let answers: Option<String> = row.try_get(9)?;
    let ends_at = at(row.try_get(6)?);
    Ok(VisitStop {
        number: row.try_get::<i64, _>(0)? as u32,
        person: row.try_get::<i64, _>(1)? as usize,
        service: ServiceId::parse(row.try_get(2)?).ok_or(Error::Broken("a stored service's id is none"))?,
        desk: read_desk(row.try_get(3)?, row.try_get(4)?)?,
        starts_at: at(row.try_get(5)?),
        ends_at,
        minutes: row.try_get::<i64, _>(7)? as u32,
        state: match row.try_get(8)? {
            "booked" if ends_at > over_before => VisitState::Booked,
            "cancelled" => VisitState::Cancelled,
            _ => VisitState::Missed,
        },
        answers: answers.as_deref().map(serde_json::from_str).transpose()?,
        obtains: read_obtains(row.try_get(10)?)?,
    })
}

fn read_obtains(text: &str) -> Result<Vec<TicketObtain>, Error> {
    let obtains: BTreeMap<DocumentId, u32> = serde_json::from_str(text)?;
    Ok(obtains.into_iter().map(|(document, at_stop)| TicketObtain { document, at_stop }).collect())
}

/// Cancels a stop and gives its place back.
///
/// # Errors
/// Those of the database.
pub async fn cancel_stop(connection: &mut Connection, code: VisitCode, stop: &VisitStop) -> Result<(), Error> {
    let cancelled =
        sqlx::query("update visit_stop set state = 'cancelled' where visit = $1 and number = $2 and state = 'booked'")
            .bind(code.compact())
            .bind(i64::from(stop.number))
            .execute(&mut *connection)
            .await?
            .rows_affected();
    live_stop::free(connection, code, i64::from(stop.number)).await?;
    places::give_back(connection, &stop.window(), cancelled as i64).await
}
