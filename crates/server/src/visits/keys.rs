//! `POST /visits/{code}/keys`: opens a visit by its code and an identity number given at booking.
//!
//! Code unknown, number wrong, visit wiped: the same answer after the same work (the number is hashed, one query reads the
//! hashes of that code's people, which may be none, and the failure is counted). Who holds the link with its secret never
//! comes here, so nobody can lock it.

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use contract::{
    FaultCode, Problem, VisitCode,
    visits::{KeyInput, Ticket},
};
use sqlx::Row as _;

use super::{answer, ledger, party, ticket};
use crate::{
    App,
    db::{Batch, Connection, Purpose},
    error::Error,
    identity::{self, Hash},
    keyring::{KeyVersion, Versioned},
    openapi::refusals,
    request::{self, Bearer, CodeSegment, JsonBody, Lang, Network, Segments},
    tries::{self, Scope},
};

/// Keys of one visit beside the first. The oldest goes when another comes.
const LATER_KEYS_MAX: i64 = 20;

refusals!(
    OpenRefused: SecretMissing, MalformedRequest, UnsupportedMediaType, MalformedBody, InvalidInput, NotFound,
    TooManyTries,
);

/// Opens a ticket by its code and an identity number given at booking
///
/// The bearer is a new secret of the client's: it opens the visit from then on. Few tries a code and network.
#[utoipa::path(
    post,
    path = "/visits/{code}/keys",
    tag = "visits",
    params(CodeSegment, Lang),
    request_body = KeyInput,
    responses(
        (status = 200, description = "The ticket.", body = Ticket),
        OpenRefused,
    ),
    security(("secret" = [])),
)]
pub async fn open_visit(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    Network(network): Network,
    Lang(language): Lang,
    body: JsonBody<KeyInput>,
) -> Result<Response, Error> {
    let code = request::parse_code(&code)?;
    let identity = match party::prove(&app.keys, &body.value.identity) {
        Some(Ok(identity)) => identity,
        Some(Err(code)) => return Err(Problem::field("/identity/number", code).into()),
        // A child has no number that it could prove.
        None => return Err(Problem::field("/identity/kind", FaultCode::Malformed).into()),
    };
    let subject = app.keys.subject(code.compact().as_bytes());
    let subjects = [(Scope::KeyByCode, subject), (Scope::KeyByNetwork, network)];
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    // One try after the other, so that many at once are not more than may fail.
    ledger::lock(&mut tx, code, Purpose::Change).await?;
    tries::require(&mut tx, now, &subjects).await?;
    if !is_of_party(&mut tx, code, &identity).await? {
        tries::count_failure(&mut tx, now, &subjects).await?;
        tx.commit().await?;
        return Err(request::no_such_visit());
    }
    add_key(&mut tx, code, &secret, now).await?;
    let visit = ledger::read(&mut tx, &app, code, now).await?.ok_or(Error::Broken("a person without a visit"))?;
    let ticket = ticket::whole_ticket(&mut tx, &app, language, &visit, now).await?;
    tx.commit().await?;
    Ok(answer(ticket))
}

/// Each hash is compared with the one that the same key makes of the number.
async fn is_of_party(connection: &mut Connection, code: VisitCode, identity: &Versioned<Hash>) -> Result<bool, Error> {
    let rows = sqlx::query(
        "select identity_hash, key_version from visit_person where visit = $1 and identity_hash is not null",
    )
    .bind(code.compact())
    .fetch_all(connection)
    .await?;
    let mut is_one = false;
    for row in rows {
        let known: Vec<u8> = row.try_get(0)?;
        // A key that another server has and this one lacks knows nobody here. To say so would tell that the code exists.
        let under = identity.under(KeyVersion::from_number(row.try_get(1)?)?);
        is_one |= under.is_some_and(|hash| identity::equal(&known, hash));
    }
    Ok(is_one)
}

async fn add_key(connection: &mut Connection, code: VisitCode, secret: &Hash, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query(
        "insert into visit_key (visit, secret_hash, added_at, original) values ($1, $2, $3, 0)
         on conflict (visit, secret_hash) do nothing",
    )
    .bind(code.compact())
    .bind(secret.as_slice())
    .bind(now.timestamp())
    .execute(&mut *connection)
    .await?;
    let gone = sqlx::query(
        "delete from visit_key where visit = $1 and original = 0 and secret_hash not in (
            select secret_hash from visit_key where visit = $1 and original = 0
            order by added_at desc, secret_hash limit $2
         )
         returning secret_hash",
    )
    .bind(code.compact())
    .bind(LATER_KEYS_MAX)
    .fetch_all(&mut *connection)
    .await?;
    let mut batch = Batch::default();
    for row in gone {
        forget_key(&mut batch, code, row.try_get(0)?);
    }
    batch.run(connection).await?;
    Ok(())
}

/// What came with a key that opens the visit no more: its phone could neither stop its reminders, nor would erasing the visit
/// find what was answered to it. A secret that opens another visit keeps its answers, for its repeats there.
fn forget_key(batch: &mut Batch, code: VisitCode, secret: Vec<u8>) {
    batch
        .add("delete from reminder where visit = $1 and secret_hash = $2")
        .bind(code.compact())
        .bind(secret.as_slice());
    batch
        .add(
            "delete from idempotent_answer where secret_hash = $1 and not exists (
                select 1 from visit_key where visit_key.secret_hash = idempotent_answer.secret_hash
             )",
        )
        .bind(secret);
}
