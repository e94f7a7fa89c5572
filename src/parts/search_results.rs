//! What search found, at every key.

use std::sync::Arc;

use contract::index::Index;
use leptos::prelude::*;

use crate::{
    i18n::texts,
    results::{Extent, Results, results},
    routes::Filter,
    state::Catalogue,
};

/// The id of the line that says how many there are.
pub const STATUS_ID: &str = "hasil";
/// The id of what stands below that line.
pub const LIST_ID: &str = "daftar";

#[component]
pub fn SearchResults(
    index: Arc<Index>,
    /// Without words to look for, nothing is shown.
    #[prop(into)]
    filter: Signal<Filter>,
    extent: Extent,
) -> impl IntoView {
    let words = texts();
    let catalogue = Catalogue::in_context();
    let found = Memo::new(move |_| {
        filter.with(|filter| {
            if filter.query.trim().is_empty() {
                return Results::default();
            }
            results(words, &index, &catalogue.search_index(&index), filter, extent)
        })
    });
    view! {
        <p id=STATUS_ID role="status" tabindex="-1" inner_html=move || found.with(|found| found.status.clone())></p>
        <div id=LIST_ID class="stack" inner_html=move || found.with(|found| found.list.clone())></div>
    }
}
