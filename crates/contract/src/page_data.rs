//! What travels inside a page, so that the app's first view needs no request: each part in a script element of its own,
//! so that each piece of the app reads what it needs and knows no more types than that.

use serde::{Deserialize, Serialize};

use crate::mall::Mall;

/// The id of the element (`type="application/json"`) with [`PageData`], on every page.
pub const PAGE_DATA_ID: &str = "page-data";

/// The id of the element (`type="text/plain"`) with the [`Index`](crate::index::Index) as its lines: on the start page,
/// the list and an agency.
pub const INDEX_ID: &str = "page-index";

/// The attribute of that element with the address at which the server is asked for what search finds, until the app answers by
/// itself (start.js).
pub const FOUND_AT: &str = "data-found";

/// The attribute of that element with what is shown where the server does not answer; only where the index has no services,
/// so that nothing else will.
pub const UNREACHED: &str = "data-unreached";

/// The attribute of the search field with what the server has answered.
pub const ANSWERED: &str = "data-answered";

/// The id of the element (`type="application/json"`) with the [`Service`](crate::service::Service) of a service's page.
pub const SERVICE_ID: &str = "page-service";

/// The id of the element (`type="application/json"`) with the [`EmbedScript`] of the page about embedding.
pub const EMBED_ID: &str = "page-embed";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageData {
    pub mall: Mall,
    /// The day it is in the mall's zone and the minute of that day when the page was written, so that both sides render the same.
    pub written_at: chrono::DateTime<chrono::FixedOffset>,
    /// The origin of the server that the page asks, where it is another one than its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
}

/// What another site needs in order to have Loket in its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedScript {
    /// Scheme and host of this Loket; empty where whoever runs it did not say.
    pub home: String,
    /// The script's path, which changes with its content.
    pub path: String,
    /// Its hash, as the attribute `integrity` takes it.
    pub integrity: String,
    /// Those whose pages may show Loket in a frame.
    pub origins: Vec<String>,
}
