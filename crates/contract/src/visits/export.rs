//! What the holder of a visit can ask of the mall about their data: `GET /api/v1/visits/{code}/export` hands out all of it,
//! `DELETE /api/v1/visits/{code}/people` (with an `Idempotency-Key`; answers 204) cancels what can still be cancelled and
//! wipes it. After that the secret opens nothing.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{TicketIdentity, TicketObtain, VisitState};
use crate::{DeskId, ServiceId, VisitCode, service::Answers};

/// Everything that the server has about a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitExport {
    pub code: VisitCode,
    pub exported_at: DateTime<FixedOffset>,
    /// The first day, in the mall's zone, on which nothing personal is left; after it only counts are.
    pub wiped_on: NaiveDate,
    pub day: NaiveDate,
    pub state: VisitState,
    /// Whether the party splits up.
    pub apart: bool,
    pub people: Vec<ExportedPerson>,
    /// By number.
    pub stops: Vec<ExportedStop>,
    /// The secrets that open the visit, of which only hashes are kept.
    pub keys: Vec<ExportedKey>,
    /// Answers kept for repeated requests: what they say stands above.
    pub kept_answers: Vec<ExportedAnswer>,
    /// Where reminders go that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<ExportedReminder>,
}

/// A browser that is reminded of the visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedReminder {
    pub asked_at: DateTime<FixedOffset>,
    /// Its address at its push service.
    pub endpoint: String,
}

/// Of the number only the last four characters are kept, and a keyed hash that nobody can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedPerson {
    pub name: String,
    pub identity: TicketIdentity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedStop {
    pub number: u32,
    pub service: ServiceId,
    pub service_name: String,
    /// Index into `people`.
    pub person: usize,
    pub desk: DeskId,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// Typical minutes at the counter.
    pub minutes: u32,
    pub state: VisitState,
    pub answers: Answers,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obtains: Vec<TicketObtain>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedKey {
    pub added_at: DateTime<FixedOffset>,
    /// The one that booked the visit; others were added with code and identity number.
    pub is_original: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedAnswer {
    pub answered_at: DateTime<FixedOffset>,
    /// The HTTP status.
    pub status: u16,
}
