//! Holds what the server answered against what the model says.

use chrono::DateTime;
use serde_json::Value;

use super::resident::windows_of;
use crate::{
    Result, Unlike,
    ask::{Answer, Ask},
    mall::Window,
    model::{Expected, StopState},
};

pub fn outcome(expected: &Expected) -> &'static str {
    match expected {
        Expected::Refused(code) => code,
        _ => "done",
    }
}

/// Holds an answer against what it should be.
pub fn check(ask: &Ask, expected: &Expected, answer: &Answer) -> Result<()> {
    let said = answer.json();
    let is_right = match expected {
        Expected::Refused(code) => answer.code() == *code,
        Expected::Released => answer.status == 204,
        Expected::Hold { held_until } => answer.is_good() && seconds(&said["held_until"]) == Some(*held_until),
        Expected::Ticket(stops) => answer.is_good() && ticket_is(&said, stops),
        Expected::Left(left) => answer.is_good() && left_of(&said, ask).as_ref() == Some(left),
    };
    if is_right {
        return Ok(());
    }
    let what = format!("{} {} {}\n  should be {expected:?}\n  and is {answer:?}", ask.method, ask.path, ask.body);
    // A server that fails has broken down, whatever rule it would have kept.
    if answer.status >= 500 { Err(what.into()) } else { Err(Unlike(what).into()) }
}

fn seconds(text: &Value) -> Option<i64> {
    Some(DateTime::parse_from_rfc3339(text.as_str()?).ok()?.timestamp())
}

fn ticket_is(said: &Value, stops: &[(Window, StopState)]) -> bool {
    let Some(said) = said["stops"].as_array().filter(|said| said.len() == stops.len()) else { return false };
    said.iter().all(|stop| {
        let Some((window, state)) = stop["number"].as_u64().and_then(|number| stops.get(number as usize - 1)) else {
            return false;
        };
        let state = match state {
            StopState::Booked => "booked",
            StopState::Cancelled => "cancelled",
            StopState::Missed => "missed",
        };
        seconds(&stop["starts_at"]) == Some(window.starts_at) && stop["state"] == state
    })
}

/// Of the windows that the simulation uses, in order.
fn left_of(said: &Value, ask: &Ask) -> Option<Vec<usize>> {
    let wanted = windows_of(&ask.path);
    let day = &said["days"][0];
    if day["state"]["kind"] == "over" {
        return Some(vec![0; wanted.len()]);
    }
    let windows = day["windows"].as_array()?;
    let left = |window: &Window| {
        let said = windows.iter().find(|said| seconds(&said["starts_at"]) == Some(window.starts_at))?;
        said["left"].as_u64().map(|left| left as usize)
    };
    wanted.iter().map(left).collect()
}
