use chrono::TimeDelta;

use super::*;
use crate::{
    calendar::{DeskSchedule, Span, windows_on},
    fixtures::{at, date, desk_id, mall, schedule},
};

mod exactness;
mod proposals;
mod reachable;

/// The walk between two counters.
const WALK: u32 = 5;
const TOGETHER: &[usize] = &[0, 0, 0, 0, 0, 0];
const APART: &[usize] = &[0, 1, 2, 3, 4, 5];

/// An instant of one Tuesday, written `08:30`.
fn clock(text: &str) -> DateTime<FixedOffset> {
    at(&format!("2026-11-24 {text}:00"))
}

fn desk(name: &str) -> DeskId {
    desk_id(&format!("dinas/{name}"))
}
