//! What runs first, in the first piece, which is kept small: search answers at once, while the app is fetched, which then
//! takes over the page that the server wrote.

use std::{rc::Rc, sync::Arc, time::Duration};

use contract::{
    Language,
    index::Index,
    page_data::{ANSWERED, FOUND_AT, INDEX_ID},
};
use domain::search::{Building, SearchIndex};
use leptos::wasm_split::SplitLoaderError;

use crate::{
    browser, i18n,
    pages::start::RESULTS_ID,
    parts::search_results::{LIST_ID, STATUS_ID},
    pieces::{self, Piece},
    results::{Results, results},
    routes::{Address, Door, Extent, Filter, Page, typed_fragment},
    ui::search_form::FIELD_ID,
};

/// The longest pause between two tries to fetch a piece.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// What search looks things up in, once it is ready to answer.
#[derive(Debug, Clone)]
pub struct Searched {
    pub index: Arc<Index>,
    /// None where the index has no services: the server is asked.
    pub search: Option<Arc<SearchIndex>>,
}

/// Called by `main`, in the browser.
pub fn start() {
    browser::history::keep_typed();
    let address = here();
    // Leptos' own spawn_local works only once something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        let piece = Piece::of(&address.page);
        if let Some(piece) = piece {
            // Under way beside the app; what became of it is asked below.
            wasm_bindgen_futures::spawn_local(async move { drop(piece.fetch().await) });
        }
        // Whoever came to search is answered before anything else is done.
        let searched = if address.page == Page::Start { search_on(&address).await } else { None };
        let take_over = patiently(pieces::app).await;
        browser::clock::breathe().await;
        let pages = match piece {
            Some(piece) => vec![(piece, patiently(async || piece.fetch().await).await)],
            None => Vec::new(),
        };
        if searched.is_some() {
            browser::field::left_alone(FIELD_ID).await;
        }
        take_over(here(), searched, pages);
    });
}

fn here() -> Address {
    let (path, query, fragment) = browser::history::current();
    Address::parse(&path, &query, &fragment)
}

/// Tries until it is here: meanwhile the words that the server wrote stay.
async fn patiently<T>(fetch: impl AsyncFn() -> Result<T, SplitLoaderError>) -> T {
    let mut pause = Duration::from_secs(1);
    loop {
        match fetch().await {
            Ok(piece) => return piece,
            Err(_) => browser::clock::pause(pause).await,
        }
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// Answers at every key on the start page, as its own component does once the app is here. Until now the server did
/// (start.js), and where the index has no services it goes on.
async fn search_on(address: &Address) -> Option<Searched> {
    browser::field::value_of(FIELD_ID)?;
    // No part of it may hold up a key for long.
    browser::clock::breathe().await;
    let index = Arc::new(Index::from_lines(&browser::document::text_of(INDEX_ID)?)?);
    let search = if index.is_whole() { Some(Arc::new(build(&index).await)) } else { None };
    let searched = Searched { index, search };
    let answering = Answering { door: address.door, language: address.language, searched: searched.clone() };
    let answering = Rc::new(answering);
    if searched.search.is_some() {
        browser::document::remove_attribute(INDEX_ID, FOUND_AT);
    }
    let typed = browser::field::value_of(FIELD_ID)?;
    if browser::document::attribute_of(FIELD_ID, ANSWERED).as_deref() != Some(typed.trim()) {
        answering.answer(&typed);
    }
    if typed != address.typed() {
        answering.keep(&typed);
    }
    let keeping = Rc::clone(&answering);
    browser::field::on_input(FIELD_ID, move |typed| keeping.keep(typed), move |typed| answering.answer(typed));
    Some(searched)
}

async fn build(index: &Index) -> SearchIndex {
    browser::clock::breathe().await;
    let mut pace = browser::clock::Pace::begin();
    let mut building = Building::begin(index);
    while building.read_some(index) {
        pace.breathe_if_long().await;
    }
    browser::clock::breathe().await;
    let sorted = building.sort(index);
    browser::clock::breathe().await;
    let search = sorted.finish();
    browser::clock::breathe().await;
    search
}

struct Answering {
    door: Door,
    language: Language,
    searched: Searched,
}

impl Answering {
    fn answer(&self, typed: &str) {
        if let Some(search) = &self.searched.search {
            let (words, filter) = (i18n::of(self.language), Filter::of_query(typed));
            let is_asked = !typed.trim().is_empty();
            let found = is_asked.then(|| results(words, &self.searched.index, search, &filter, Extent::Few));
            show(found);
        }
    }

    /// Puts what was typed into the address.
    fn keep(&self, typed: &str) {
        let fragment = typed_fragment(typed);
        let address = Address { door: self.door, language: self.language, page: Page::Start, fragment };
        browser::history::replace_typed(address.href());
    }
}

fn show(found: Option<Results>) {
    browser::document::set_hidden(RESULTS_ID, found.is_none());
    let Results { status, list } = found.unwrap_or_default();
    browser::document::fill(STATUS_ID, &status);
    browser::document::fill(LIST_ID, &list);
}
