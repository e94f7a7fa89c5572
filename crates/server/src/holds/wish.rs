//! What a request for a hold asks first. On SQLite that takes the places, too, as if its secret held none, which is so nearly
//! always: a message less to SQLite's thread. Where it holds some, that is undone.

use chrono::{DateTime, Utc};
use contract::{Problem, holds::HoldInput};

use super::ask_for_it;
use crate::{
    App,
    db::{Batch, Done, Engine, Purpose},
    feasibility::{self, Chosen},
    identity::Hash,
    places::{self, AskedToMove, Wanted, WindowKey},
};

/// Undoes what was taken as if the secret held nothing.
pub const UNDO: &str = "rollback to savepoint places";

/// What is asked for, judged by the moment at which it is this request's turn.
pub struct Wish {
    pub now: DateTime<Utc>,
    pub chosen: Result<Vec<Chosen>, Problem>,
    /// Places that were asked for already.
    pub places: Option<AskedToMove>,
}

/// What came of the places that were asked for.
pub struct Taken {
    /// The indexes of stops whose window is full.
    pub full: Vec<usize>,
    /// What the network holds.
    pub held: Option<Done>,
}

impl Wish {
    /// For [`Db::write_asking`](crate::db::Db::write_asking). Of what it asks, [`ASKED_FOR_IT`](super::ASKED_FOR_IT)
    /// statements are for the hold that is there; the others for [`Taken::first`].
    pub fn ask(
        app: App,
        secret: Hash,
        network: Hash,
        input: HoldInput,
    ) -> impl FnMut(&mut Batch, Engine) -> Self + Send + 'static {
        // Most of a second's turns find what was chosen judged already.
        let judge = move |app: &App, now| feasibility::check_hold(app, now, &input);
        let mut judged_at = app.clock.now();
        let mut chosen = judge(&app, judged_at);
        move |batch, engine| {
            let now = app.clock.now();
            if now != judged_at {
                (judged_at, chosen) = (now, judge(&app, now));
            }
            ask_for_it(batch, &secret, Purpose::Change.lock(engine));
            let places = match (&chosen, engine) {
                (Ok(chosen), Engine::Sqlite) => {
                    batch.add("savepoint places");
                    let asked = places::ask_to_move(batch, engine, now, &[], &wanted(chosen));
                    app.config.hold_limits.ask_about(batch, &network, &windows(chosen), now);
                    Some(asked)
                }
                // On PostgreSQL later: there, other locks come before.
                _ => None,
            };
            Self { now, chosen: chosen.clone(), places }
        }
    }
}

impl Taken {
    /// What came of the places that were asked for first.
    pub fn first(asked: &AskedToMove, mut done: Vec<Done>) -> Self {
        // The savepoint's own.
        let mut done = done.split_off(1);
        let held = done.split_off(asked.statements).into_iter().next();
        Self { full: asked.full(&done), held }
    }
}

pub fn wanted(chosen: &[Chosen]) -> Vec<Wanted> {
    chosen.iter().map(Chosen::wanted).collect()
}

/// With the places of each that can be booked at all.
pub fn windows(chosen: &[Chosen]) -> Vec<(WindowKey, u32)> {
    chosen.iter().map(|stop| (stop.wanted().window, stop.places)).collect()
}
