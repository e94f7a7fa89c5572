//! Idempotency keys: the same key with the same request gives the same answer, never a second effect.
//!
//! An answer is kept in the transaction of its effect, so that it is given again for 48 hours also after a crash or by
//! another server. Kept are successes and the refusals that are final for that wish (the hold has ended, it is a visit
//! already, too late, not booked). As with Stripe, what was refused before the effect is not kept: the body does not parse,
//! a field breaks a rule, too many tries, busy. Other than with Stripe, a refusal that the person can mend (a window is
//! full, someone already has a live stop) is not kept either: nothing happened, so the same key may come again, with a
//! mended body or when the place is free. A kept key with another method, path or body is `key_reused`. Keys of different
//! secrets have nothing to do with each other.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{ProblemCode, VisitCode};
use serde::Serialize;
use sqlx::Row as _;

use crate::{
    App,
    clock::at,
    db::{self, Asked, Batch, Connection, Done, Engine, Tx},
    error::{self, Error, Limited},
    identity::{self, Hash},
    keyring::{KeyVersion, Keyring, Versioned},
    request::IdempotencyKey,
    seal::Belongs,
};

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(48);

/// Answers kept for one secret, beyond which no refusal is: so that nobody fills the disk with wishes that come to nothing.
const KEPT_MAX: i64 = 50;
/// The same, beyond which nothing is done that can be asked for without end: so that nobody fills it with wishes that come true.
const KEPT_BY_MOVES_MAX: i64 = 100;

/// Who asks for what, under which key.
#[derive(Debug, Clone)]
pub struct Call {
    pub secret: Hash,
    pub key: IdempotencyKey,
    /// Keyed hash over method, path and body, under each key: whichever was the newest when the call first came.
    pub request: Versioned<Hash>,
}

impl Call {
    /// What is answered names people: it is sealed, for this call alone.
    fn belongs(&self) -> Belongs {
        Belongs::to_answer(&self.secret, &self.key.0)
    }
}

/// A call whose transaction is open.
#[derive(Debug)]
pub enum Begun<T> {
    /// It was answered before.
    Answered(Answer),
    /// It is new: its effect may be tried on this transaction. With what was read first.
    New(Attempt, T),
}

/// A transaction in which the effect of a call is tried.
#[derive(Debug)]
pub struct Attempt {
    pub tx: Tx,
    /// When it was this call's turn: it may have waited for that.
    pub now: DateTime<Utc>,
    call: Call,
    keys: Keyring,
    /// What is written along with the answer.
    last: Batch,
}

/// What is answered, and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    body: String,
}

impl Answer {
    /// # Errors
    /// Where the body can't be written as JSON.
    pub fn new(status: StatusCode, body: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { status: status.as_u16(), body: serde_json::to_string(body)? })
    }

    /// Says all with its status.
    #[must_use]
    pub const fn empty(status: StatusCode) -> Self {
        Self { status: status.as_u16(), body: String::new() }
    }

    /// Whether what was asked for was done.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status < 400
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        if let Ok(problem) = serde_json::from_str::<contract::Problem>(&self.body)
            && self.status >= 400
        {
            return error::answer(&problem);
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = if self.body.is_empty() {
            status.into_response()
        } else {
            ([(header::CONTENT_TYPE, "application/json")], (status, self.body)).into_response()
        };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// Opens the transaction of a call, unless it was answered before. `ask` adds what the call reads first, for its moment.
///
/// # Errors
/// `key_reused` for another request under the same key; `busy`.
pub async fn begin(
    app: &App,
    call: Call,
    ask: impl Fn(&mut Batch, Engine, DateTime<Utc>) + Clone + Send + 'static,
) -> Result<Begun<Vec<Done>>, Error> {
    let opening = {
        let (call, clock, ask) = (call.clone(), app.clock.clone(), ask.clone());
        move |batch: &mut Batch, engine| {
            // Read once it is this call's turn: it may have waited for that.
            let now = clock.now();
            claim(batch, &call, now);
            batch.add("savepoint effect");
            // On PostgreSQL later: it may wait for other locks than the key's.
            if engine == Engine::Sqlite {
                ask(batch, engine, now);
            }
            now
        }
    };
    let Asked { mut tx, said: now, asked } = app.db.write_asking(opening).await?;
    let mut done = asked.map_err(not_begun)?;
    if done[0].changed == 0 {
        let answer = read(&mut tx, &app.keys, &call).await?;
        // What was asked may have written something.
        let mut last = Batch::default();
        last.add("rollback to savepoint effect");
        // It may stand in a group that is not yet on the disk: nobody is told of it before it is.
        tx.commit_after(last).await?;
        return Ok(Begun::Answered(answer));
    }
    let mut answers = done.split_off(2);
    if db::engine(&tx) == Engine::Postgres {
        let mut batch = Batch::default();
        ask(&mut batch, Engine::Postgres, now);
        answers = batch.run(&mut tx).await?;
    }
    Ok(Begun::New(Attempt { tx, now, call, keys: app.keys.clone(), last: Batch::default() }, answers))
}

/// The row stands from the start, so that whoever comes with the same key meanwhile waits for this answer.
fn claim(batch: &mut Batch, call: &Call, now: DateTime<Utc>) {
    batch
        .add(
            "insert into idempotent_answer (secret_hash, key, request_hash, key_version, status, body, answered_at)
         values ($1, $2, $3, $4, 0, '', $5) on conflict (secret_hash, key) do nothing",
        )
        .bind(call.secret.as_slice())
        .bind(call.key.0.as_str())
        .bind(call.request.newest().as_slice())
        .bind(call.request.newest_version().number())
        .bind(now.timestamp());
}

/// The lock of a key that does not come: its first request still runs. Or the database refuses what the newest key of this
/// server made.
fn not_begun(error: sqlx::Error) -> Error {
    if db::broke_reference(&error) {
        return Error::Broken("this server's newest key was retired: give it the newest key file and start it again");
    }
    if db::waited_in_vain(&error) {
        return ProblemCode::KeyInFlight.into();
    }
    error.into()
}

async fn read(connection: &mut Connection, keys: &Keyring, call: &Call) -> Result<Answer, Error> {
    let row = sqlx::query(
        "select request_hash, status, sealed, key_version from idempotent_answer where secret_hash = $1 and key = $2",
    )
    .bind(call.secret.as_slice())
    .bind(&call.key.0)
    .fetch_optional(connection)
    .await?
    // Its first request came to nothing while this one waited: run again, this one is the first.
    .ok_or(Error::Met)?;
    let request: Vec<u8> = row.try_get(0)?;
    let version = KeyVersion::from_number(row.try_get(3)?)?;
    let again = call.request.under(version).ok_or(Error::KeyMissing(version))?;
    if !identity::equal(&request, again) {
        return Err(ProblemCode::KeyReused.into());
    }
    let status = u16::try_from(row.try_get::<i64, _>(1)?).map_err(|_| Error::Broken("a kept status is none"))?;
    let body = keys.unseal(row.try_get(2)?, &call.belongs())?;
    Ok(Answer { status, body: String::from_utf8(body).map_err(|_| Error::Broken("a kept answer is no text"))? })
}

impl Attempt {
    /// Writes an effect of which nothing is read any more. On SQLite that is done along with the answer, in one message: nobody
    /// writes beside it, so that what was read says what it will come to. Elsewhere at once: answers what came of it, to be held
    /// against what was read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn write(&mut self, effect: Batch) -> Result<Option<Vec<Done>>, Error> {
        match db::engine(&self.tx) {
            Engine::Sqlite => {
                self.last.append(effect);
                Ok(None)
            }
            Engine::Postgres => Ok(Some(effect.run(&mut self.tx).await?)),
        }
    }

    /// For what can be asked for without end, and leaves nothing but its answer.
    ///
    /// # Errors
    /// `too_many_tries` where too many answers are kept for this secret: until the oldest of them has been for long enough.
    pub async fn require_room(&mut self) -> Result<(), Error> {
        let row = sqlx::query(
            "select count(*), min(answered_at) from idempotent_answer where secret_hash = $1 and answered_at > $2",
        )
        .bind(self.call.secret.as_slice())
        .bind((self.now - KEPT).timestamp())
        .fetch_one(&mut *self.tx)
        .await?;
        // The row of this call is one of them.
        if row.try_get::<i64, _>(0)? > KEPT_BY_MOVES_MAX {
            let retry_after = at(row.try_get(1)?) + KEPT - self.now;
            return Err(Limited { code: ProblemCode::TooManyTries, name: "kept_answers_max", retry_after }.into());
        }
        Ok(())
    }

    /// Undoes what was tried, so that what is read next is as before.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn undo(&mut self) -> Result<(), Error> {
        self.last = Batch::default();
        sqlx::query("rollback to savepoint effect").execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Undoes what was tried, and the key with it, so that it may come again; the transaction goes on without.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn give_up(mut self) -> Result<Tx, Error> {
        self.undo().await?;
        let mut batch = Batch::default();
        forget(&mut batch, &self.call);
        batch.run(&mut self.tx).await?;
        Ok(self.tx)
    }

    /// Forgets what was answered to the secrets that open a visit, but for this call's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_others_of(&mut self, code: VisitCode) -> Result<(), Error> {
        sqlx::query(
            "delete from idempotent_answer
             where secret_hash in (select secret_hash from visit_key where visit = $1)
             and not (secret_hash = $2 and key = $3)",
        )
        .bind(code.compact())
        .bind(self.call.secret.as_slice())
        .bind(&self.call.key.0)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Commits the effect with its answer, or the final refusal without an effect. On any other error everything is undone,
    /// by dropping the transaction.
    ///
    /// # Errors
    /// The refusal that is not kept, or what went wrong.
    pub async fn finish(mut self, outcome: Result<Answer, Error>) -> Result<Answer, Error> {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(Error::Problem(problem)) if is_final(problem.code) => {
                self.undo().await?;
                Answer { status: problem.status, body: serde_json::to_string(&problem)? }
            }
            Err(error) => return Err(error),
        };
        let mut last = std::mem::take(&mut self.last);
        // A refusal that is final is found again without being kept.
        if answer.status < 400 || kept(&mut self.tx, &self.call.secret).await? <= KEPT_MAX {
            keep(&mut last, &self.keys, &self.call, &answer, self.now)?;
        } else {
            forget(&mut last, &self.call);
        }
        self.tx.commit_after(last).await?;
        Ok(answer)
    }
}

/// Whether trying again can never end otherwise.
const fn is_final(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::HoldEnded | ProblemCode::AlreadyBooked | ProblemCode::TooLate | ProblemCode::NotBooked)
}

/// Answers kept for a secret.
async fn kept(connection: &mut Connection, secret: &Hash) -> Result<i64, Error> {
    let row = sqlx::query("select count(*) from idempotent_answer where secret_hash = $1")
        .bind(secret.as_slice())
        .fetch_one(connection)
        .await?;
    Ok(row.try_get(0)?)
}

fn keep(batch: &mut Batch, keys: &Keyring, call: &Call, answer: &Answer, now: DateTime<Utc>) -> Result<(), Error> {
    batch
        .add("update idempotent_answer set status = $3, sealed = $4, answered_at = $5 where secret_hash = $1 and key = $2")
        .bind(call.secret.as_slice())
        .bind(call.key.0.as_str())
        .bind(i64::from(answer.status))
        .bind(keys.seal(answer.body.as_bytes(), &call.belongs())?)
        .bind(now.timestamp());
    Ok(())
}

fn forget(batch: &mut Batch, call: &Call) {
    batch
        .add("delete from idempotent_answer where secret_hash = $1 and key = $2")
        .bind(call.secret.as_slice())
        .bind(call.key.0.as_str());
}
