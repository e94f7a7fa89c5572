//! Places kept for some minutes: `POST /api/v1/holds`, `PATCH` and `DELETE /api/v1/holds/{id}`.
//!
//! All of them carry the visit's secret as bearer. A repeated POST with the same stops under the same secret is the
//! same hold; with other stops it gives the old places back and takes the new ones, in one transaction.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{DeskId, DocumentId, HoldId, ServiceId};

/// The body of `POST /holds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldInput {
    /// Adults who split up: then stops must be reachable for each person, not for the party as a whole.
    #[serde(default)]
    pub apart: bool,
    /// As many as the mall allows in one visit, all on one day. In any order: the hold, the visit's
    /// `answers` and the numbers on the ticket keep it.
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub stops: Vec<StopInput>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StopInput {
    pub service: ServiceId,
    /// Index of the person in the party, from 0 without gaps.
    #[cfg_attr(feature = "openapi", schema(maximum = 4294967295_u32))]
    pub person: usize,
    /// The service's desk; named so that a changed catalogue is noticed.
    pub desk: DeskId,
    /// The start of one of that desk's windows.
    pub starts_at: DateTime<FixedOffset>,
    /// Papers that the person gets at another stop of this visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub obtains: Vec<Obtain>,
}

/// "I get this at stop N": that stop comes first, and only where its paper is promised the same day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Obtain {
    pub document: DocumentId,
    /// Index into the same list of stops.
    #[cfg_attr(feature = "openapi", schema(maximum = 4294967295_u32))]
    pub at_stop: usize,
}

/// A hold, as the server keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    pub id: HoldId,
    /// The end, by the server's clock. It ends by comparison, not by a cleaner having run.
    pub held_until: DateTime<FixedOffset>,
    /// The server's clock when it answered, so that a phone with a wrong clock shows the right time left.
    pub answered_at: DateTime<FixedOffset>,
    /// Whether it can still be extended (once).
    pub extendable: bool,
    pub stops: Vec<HeldStop>,
}

/// In the order of the request that made the hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldStop {
    pub service: ServiceId,
    pub person: usize,
    pub desk: DeskId,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
}
