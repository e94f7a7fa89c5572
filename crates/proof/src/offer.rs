//! What the police's desk of the small mall offers over a connection: the desk with the most places, where many meet.

use std::net::SocketAddr;

use chrono::DateTime;
use serde_json::Value;

use crate::{
    Result,
    ask::{self, Ask},
    client::Client,
    mall::{SERVICES, Stop, Window},
};

/// Its service, by its place in [`SERVICES`].
const SERVICE: usize = 3;

/// The stop of somebody who comes alone.
#[must_use]
pub const fn stop(window: Window) -> Stop {
    Stop { service: SERVICE, person: 0, window }
}

/// All its days.
#[must_use]
pub fn days() -> Ask {
    let desk = SERVICES[SERVICE].desk;
    let all = ask::windows(desk, "");
    Ask { path: all.path.split('?').next().unwrap_or_default().to_owned(), ..all }
}

/// The starts of the windows in a day, or in what a refusal offers.
pub fn starts(of: &Value, is_wanted: impl Fn(&Value) -> bool) -> Vec<i64> {
    let seconds = |window: &Value| {
        DateTime::parse_from_rfc3339(window["starts_at"].as_str()?).ok().map(|instant| instant.timestamp())
    };
    of["windows"].as_array().into_iter().flatten().filter(|window| is_wanted(window)).filter_map(seconds).collect()
}

/// Its windows from the first day on that is not today.
///
/// # Errors
/// Where nobody listens.
pub async fn windows(address: SocketAddr) -> Result<Vec<Window>> {
    let desk = SERVICES[SERVICE].desk;
    let answer = Client::connect(address).await?.send(&days()).await?.json();
    let later = answer["days"].as_array().into_iter().flatten().skip(1);
    Ok(later.flat_map(|day| starts(day, |_| true)).map(|starts_at| Window { desk, starts_at }).collect())
}
