//! What search and lists find, where the index has no services: written by the server as the app itself would.

use std::time::Duration;

use crate::{
    browser::{clock, fetch},
    i18n::Texts,
    results::Results,
    routes::{Extent, Filter, found_query},
};

/// Asks `at`, the address without its query. `None` where there is no answer, or none of ours.
pub async fn read_found(at: &str, filter: &Filter, extent: Extent) -> Option<Results> {
    let text = fetch::text_at(&[at, &found_query(filter, extent)].concat()).await?;
    Results::parse(&text)
}

/// How long a server is left alone that did not answer.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Asks until there is an answer, or nobody wants it any more. That there is none yet is said once, however often it is tried.
pub async fn ask_on(
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
