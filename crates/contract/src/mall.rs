//! The mall itself: where it is, when it is open, and the rules of booking.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::{DeskId, Language, TenantId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mall {
    pub id: String,
    pub language: Language,
    pub name: String,
    pub short: String,
    pub city: String,
    pub province: String,
    pub address: String,
    /// IANA name, e.g. `Asia/Jakarta`.
    pub timezone: String,
    /// Offset of that zone in minutes east of UTC. Indonesia's zones know no daylight saving.
    pub utc_offset_minutes: i32,
    /// After this day holidays are not yet announced.
    pub holidays_complete_until: NaiveDate,
    /// How sure the catalogue is as a whole, for the resident.
    pub status: String,
    pub hours: Week,
    pub booking: BookingRules,
    pub contact: Contact,
    pub holidays: Vec<Holiday>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening>,
    /// Counts, so that no page spells them out: tenants and services of the catalogue.
    pub tenant_count: usize,
    pub service_count: usize,
}

/// Opening intervals a weekday; an empty list is a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    pub mon: Vec<Interval>,
    pub tue: Vec<Interval>,
    pub wed: Vec<Interval>,
    pub thu: Vec<Interval>,
    pub fri: Vec<Interval>,
    pub sat: Vec<Interval>,
    pub sun: Vec<Interval>,
}

/// From and to, in the mall's zone, written `["08:00", "12:00"]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval(#[serde(with = "hour_minute")] pub NaiveTime, #[serde(with = "hour_minute")] pub NaiveTime);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookingRules {
    pub days_ahead: u32,
    /// The local time at which the farthest day opens, `"07:00"`.
    #[serde(with = "hour_minute")]
    pub release_at: NaiveTime,
    pub book_until_minutes: u32,
    pub hold_minutes: u32,
    pub extend_once_minutes: u32,
    pub people_max: usize,
    pub stops_max: usize,
    pub active_per_person_and_service: u32,
    pub change_until_minutes: u32,
    pub reconfirm_hours: u32,
    pub walk_minutes: u32,
    pub check_in_opens_minutes: u32,
    pub late_grace_minutes: u32,
}

/// All but the complaint channel are absent until a source confirms them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub complaint_url: String,
    pub complaint_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A public holiday: the whole mall is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: String,
}

/// A day on which the mall, a tenant or a desk is closed beside the holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    pub date: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    pub reason: String,
}

/// An extra or changed opening day of the mall, a tenant or a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub date: NaiveDate,
    pub hours: Vec<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
}

/// Times of day as a person writes them, `HH:MM`.
pub mod hour_minute {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&time.format("%H:%M"))
    }

    /// # Errors
    /// Where the text is not `HH:MM`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| D::Error::custom("not a time of day like 08:00"))
    }
}
