//! `GET /api/v1/desks/{tenant}/{desk}/windows?from=&days=&lang=`: places left a window.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::DeskId;

/// The windows of one desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskWindows {
    pub desk: DeskId,
    /// The server's clock when it counted.
    pub counted_at: DateTime<FixedOffset>,
    pub days: Vec<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Day {
    pub date: NaiveDate,
    pub state: DayState,
    /// In order of time; empty unless `state` is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Window>,
}

/// Why a day has windows, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayState {
    Open,
    /// No opening hours on this weekday.
    Weekend,
    Holiday {
        name: String,
    },
    Closed {
        reason: String,
    },
    /// Opens for booking at this instant.
    NotReleased {
        opens_at: DateTime<FixedOffset>,
    },
    /// Before today, or every window has passed its last moment for booking.
    Over,
    /// This desk takes walk-ins only.
    WalkInOnly,
    #[serde(other)]
    Unknown,
}

/// An arrival window of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// Places that can still be booked; 0 where the window is full or its last moment has passed.
    pub left: u32,
}
