//! What a filter finds, at every key: looked up in the index, or asked of the server where the index has no services.

use std::{sync::Arc, time::Duration};

use contract::index::Index;
use leptos::prelude::*;

use crate::{
    api::Api,
    browser::clock,
    html::escape,
    i18n::{Texts, texts},
    results::{self, Results},
    routes::{Extent, Filter},
    state::Catalogue,
};

/// The id of the line that says how many there are.
pub const STATUS_ID: &str = "hasil";
/// The id of what stands below that line.
pub const LIST_ID: &str = "daftar";

/// How long a server is left alone that did not answer.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

#[component]
pub fn SearchResults(
    index: Arc<Index>,
    /// Where it neither narrows nor has words to look for, nothing is shown.
    #[prop(into)]
    filter: Signal<Filter>,
    extent: Extent,
) -> impl IntoView {
    let found = found(index, filter, extent);
    view! {
        <p id=STATUS_ID role="status" tabindex="-1" inner_html=move || found.with(|found| found.status.clone())></p>
        <div id=LIST_ID class="stack" inner_html=move || found.with(|found| found.list.clone())></div>
    }
}

/// What a filter finds now.
pub fn found(index: Arc<Index>, filter: Signal<Filter>, extent: Extent) -> Signal<Results> {
    let (words, catalogue) = (texts(), Catalogue::in_context());
    let whole = catalogue.whole().or_else(|| index.is_whole().then_some(index));
    let Some(index) = whole else { return asked(filter, extent) };
    let search = move |index: &Arc<Index>| catalogue.search_index(index);
    Memo::new(move |_| filter.with(|filter| results::found(words, &index, || search(&index), filter, extent))).into()
}

/// Asks the server whenever the filter changes, and again while it does not answer. Until it does, what was found for the
/// words before stands; of another list nothing does.
fn asked(filter: Signal<Filter>, extent: Extent) -> Signal<Results> {
    let (words, catalogue) = (texts(), Catalogue::in_context());
    let api = Api::in_context();
    let shown = catalogue.take_shown();
    let is_shown = shown.is_some();
    let found = RwSignal::new(shown.unwrap_or_default());
    let turn = StoredValue::new(0_u32);
    Effect::watch(
        move || filter.get(),
        move |filter, before, _| {
            // On the start page somebody may have typed on since.
            if before.is_none() && is_shown && extent != Extent::Few {
                return;
            }
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            let this = turn.get_value();
            let narrowed = filter.without_query();
            if filter.query.trim().is_empty() && narrowed == Filter::default() {
                found.set(Results::default());
                return;
            }
            let is_of_another_list = before.map_or(!is_shown, |before| before.without_query() != narrowed);
            if is_of_another_list {
                found.set(waiting(words));
            }
            let filter = filter.clone();
            leptos::task::spawn_local(async move {
                let ask = async || api.read_found(&filter, extent).await.ok();
                // The page may be gone, or the next key be asked for.
                let is_wanted = || turn.try_get_value() == Some(this);
                ask_on(words, ask, is_wanted, |answer| found.set(answer)).await;
            });
        },
        true,
    );
    found.into()
}

/// Asks until there is an answer, or nobody wants it any more. That there is none yet is said once, however often it is tried.
async fn ask_on(
    words: Texts,
    ask: impl AsyncFn() -> Option<Results>,
    is_wanted: impl Fn() -> bool,
    show: impl Fn(Results),
) {
    let mut is_told = false;
    while is_wanted() {
        let found = ask().await;
        if !is_wanted() {
            return;
        }
        match found {
            Some(found) => return show(found),
            None if !is_told => show(Results::unreached(words)),
            None => {}
        }
        is_told = true;
        clock::pause(AGAIN_AFTER).await;
    }
}

fn waiting(words: Texts) -> Results {
    let line = "<div class=\"skeleton__line\"></div>".repeat(6);
    Results {
        status: format!("<span class=\"visually-hidden\">{}</span>", escape(words.frame().loading)),
        list: format!("<div class=\"skeleton\" aria-hidden=\"true\">{line}</div>"),
    }
}
