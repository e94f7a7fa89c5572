//! What travels inside a page, so that the app's first view needs no request: each part in a script element of its own,
//! so that each piece of the app reads what it needs and knows no more types than that.

use serde::{Deserialize, Serialize};

use crate::mall::Mall;

/// The id of the element (`type="application/json"`) with [`PageData`], on every page.
pub const PAGE_DATA_ID: &str = "page-data";

/// The id of the element (`type="text/plain"`) with the [`Index`](crate::index::Index) as its lines: on the start page,
/// the list and an agency.
pub const INDEX_ID: &str = "page-index";

/// The id of the element (`type="application/json"`) with the [`Service`](crate::service::Service) of a service's page.
pub const SERVICE_ID: &str = "page-service";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageData {
    pub mall: Mall,
    /// The day it is in the mall's zone and the minute of that day when the page was written, so that both sides render the same.
    pub written_at: chrono::DateTime<chrono::FixedOffset>,
}
