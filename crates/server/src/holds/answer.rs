//! A hold, as it is answered.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{
    Language,
    holds::{HeldStop, Hold},
};
use domain::calendar;

use super::StoredHold;
use crate::{App, clock::at};

pub fn answer(app: &App, hold: &StoredHold, now: DateTime<Utc>) -> Response {
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    let stops = hold
        .request
        .stops
        .iter()
        .zip(&hold.windows)
        .map(|(stop, window)| HeldStop {
            service: stop.service.clone(),
            person: stop.person,
            desk: stop.desk.clone(),
            starts_at: at(window.key.starts_at).with_timezone(&zone),
            ends_at: window.ends_at.with_timezone(&zone),
        })
        .collect();
    let hold = Hold {
        id: hold.id.clone(),
        held_until: hold.held_until.with_timezone(&zone),
        answered_at: now.with_timezone(&zone),
        extendable: !hold.extended,
        stops,
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(hold)).into_response()
}
