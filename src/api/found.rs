//! What search and lists find, where the index has no services: written by the server as the app itself would.

use crate::{
    browser::fetch,
    results::Results,
    routes::{Extent, Filter, found_query},
};

/// Asks `at`, the address without its query. `None` where there is no answer, or none of ours.
pub async fn read_found(at: &str, filter: &Filter, extent: Extent) -> Option<Results> {
    let text = fetch::text_at(&[at, &found_query(filter, extent)].concat()).await?;
    Results::parse(&text)
}
