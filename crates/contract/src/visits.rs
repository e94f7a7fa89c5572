//! Visits: `POST`, `GET /api/v1/visits`, `GET`, `PATCH`, `DELETE /api/v1/visits/{code}`,
//! `DELETE /api/v1/visits/{code}/stops/{stop}`, `POST /api/v1/visits/{code}/keys`, `GET /api/v1/visits/{code}/calendar`,
//! `GET /api/v1/visits/{code}/export`, `DELETE /api/v1/visits/{code}/people` (see [`export`]).
//!
//! All carry a secret as bearer; POST, PATCH and DELETE of visits also an `Idempotency-Key`.

pub mod export;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    DeskId, DocumentId, HoldId, ServiceId, VisitCode,
    person::{IdentityInput, PersonInput},
    service::{Answers, DocumentKind, Fee, Owner},
};

/// The body of `POST /visits`: makes a visit of a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitInput {
    pub hold: HoldId,
    /// One for each person index of the hold, in that order.
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub people: Vec<PersonInput>,
    /// One for each stop, in the order of the request that made the hold.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<std::collections::BTreeMap<crate::QuestionId, crate::OptionId>>, min_items = 1))]
    pub answers: Vec<Answers>,
}

/// The body of `PATCH /visits/{code}`: new windows for all stops that can move: booked or displaced ones,
/// but for those whose service is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RescheduleInput {
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub stops: Vec<StopMove>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StopMove {
    /// Its `number` on the ticket.
    pub stop: u32,
    pub starts_at: DateTime<FixedOffset>,
}

/// The body of `POST /visits/{code}/keys`: opens a ticket with the identity number given at booking. The bearer is a
/// new secret, made by the app; from then on it opens this visit too. Few tries a code and network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyInput {
    /// `nik` or `passport`.
    pub identity: IdentityInput,
}

/// What the resident shows; everything the ticket's page needs, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    pub code: VisitCode,
    pub day: NaiveDate,
    pub state: VisitState,
    /// The server's clock when it answered.
    pub answered_at: DateTime<FixedOffset>,
    /// Rescheduling is possible until then; for displaced stops that is long after their window.
    pub change_until: DateTime<FixedOffset>,
    /// Whether the party splits up.
    pub apart: bool,
    pub people: Vec<TicketPerson>,
    /// In order of time, cancelled ones too.
    pub stops: Vec<TicketStop>,
    /// Merged over all stops still booked, or displaced.
    pub papers: Vec<Paper>,
    /// Where a stop is displaced: the nearest windows, in order of time, that every stop that can move could take now.
    /// Nothing is kept for them. Empty where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves_to: Vec<ProposedStop>,
}

impl Ticket {
    /// Whether another time can be asked for.
    #[must_use]
    pub fn can_move(&self) -> bool {
        self.answered_at < self.change_until && self.stops.iter().any(TicketStop::is_movable)
    }
}

/// The answer of `GET /visits`: what the bearer opens, for whoever lost the answer that held the code. A secret that was
/// never used, has places only, or opened what is erased by now: the same empty list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketList {
    /// The one that it came to last first. One, for a secret that is made anew for each hold.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub tickets: Vec<Ticket>,
}

/// A window that a stop could take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedStop {
    /// Its `number` on the ticket.
    pub stop: u32,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
}

/// Follows from the stops' states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    Booked,
    /// The catalogue took the window away: the stop waits for another one, or to be cancelled.
    Displaced,
    Cancelled,
    /// Window and grace have passed without an arrival.
    Missed,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketPerson {
    pub name: String,
    pub identity: TicketIdentity,
    pub has_phone: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TicketIdentity {
    Nik {
        last_four: String,
    },
    Passport {
        last_four: String,
    },
    Child {
        of: usize,
        ordinal: u32,
    },
    #[serde(other)]
    Unknown,
}

impl TicketIdentity {
    /// Whose child it is.
    #[must_use]
    pub const fn parent(&self) -> Option<usize> {
        match self {
            Self::Child { of, .. } => Some(*of),
            Self::Nik { .. } | Self::Passport { .. } | Self::Unknown => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketStop {
    /// Stands for this stop in every request about this visit; from 1, in the order of the hold.
    pub number: u32,
    pub service: ServiceId,
    pub service_name: String,
    pub person: usize,
    pub desk: DeskId,
    pub desk_name: String,
    /// The tenant's short name.
    pub tenant_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// Typical minutes at the counter.
    pub minutes: u32,
    /// After this the place goes to a walk-in.
    pub late_after: DateTime<FixedOffset>,
    pub state: VisitState,
    /// Why, where `state` is displaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displaced: Option<Displacement>,
    pub fee: Fee,
    /// Papers got at another stop, by that stop's number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obtains: Vec<TicketObtain>,
}

impl TicketStop {
    /// Booked or displaced: it can still come to something.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self.state, VisitState::Booked | VisitState::Displaced)
    }

    /// Live, and its service is still offered here.
    #[must_use]
    pub const fn is_movable(&self) -> bool {
        self.is_live() && !matches!(self.displaced, Some(Displacement::ServiceGone))
    }

    /// The desk at which it would be served another time.
    #[must_use]
    pub const fn next_desk(&self) -> &DeskId {
        match &self.displaced {
            Some(Displacement::OtherDesk { desk, .. }) => desk,
            _ => &self.desk,
        }
    }
}

/// Why a stop's window is not there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Displacement {
    /// The whole mall is closed on that day.
    Holiday { name: String },
    /// The desk, its tenant or the mall is closed on that day.
    Closed { reason: String },
    /// No window of the desk begins then any more.
    Hours,
    /// The service has gone to another desk.
    OtherDesk { desk: DeskId, name: String },
    /// The service is not offered here any more: it can be cancelled, not moved.
    ServiceGone,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketObtain {
    pub document: DocumentId,
    pub at_stop: u32,
}

/// One line of a checklist, merged over the stops that want it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Paper {
    pub document: DocumentId,
    pub name: String,
    pub kind: DocumentKind,
    pub of: Owner,
    /// The person whose paper it is, where it is a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<usize>,
    /// How many originals (photos, stamps: sheets); 0 where none is wanted.
    pub originals: u32,
    pub copies: u32,
    /// Forms to fill in.
    pub forms: u32,
    /// To be uploaded in the agency's own system before coming.
    pub upload: bool,
    /// Every note, once each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Where to get it, where no service of this mall issues it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obtain: Option<String>,
    /// Services of this mall that issue it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issued_by: Vec<ServiceId>,
    /// Which stops want it: indexes into the list the papers were merged over (a ticket: stop numbers).
    pub stops: Vec<u32>,
    /// Got at another stop of this visit, so not to be brought: that stop, numbered as in `stops`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_stop: Option<u32>,
}

#[cfg(test)]
mod tests;
