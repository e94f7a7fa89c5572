//! What travels inside a page as JSON, so that the app's first view needs no request.

use serde::{Deserialize, Serialize};

use crate::{index::Index, mall::Mall, service::Service};

/// The content of `<script type="application/json" id="page-data">`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageData {
    pub mall: Mall,
    /// The day it is in the mall's zone and the minute of that day when the page was written, so that both sides render the same.
    pub written_at: chrono::DateTime<chrono::FixedOffset>,
    /// On the start page, the list and an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<Index>,
    /// On a service's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
}
