//! What runs first, in the first piece, which is kept small: search answers at once, while the app is fetched, which then
//! takes over the page that the server wrote.

use std::{cell::Cell, rc::Rc, sync::Arc, time::Duration};

use contract::{
    Language,
    index::Index,
    page_data::{FOUND_AT, INDEX_ID},
};
use domain::search::{Building, SearchIndex};
use leptos::wasm_split::SplitLoaderError;

use crate::{
    api::found::ask_on,
    browser, i18n,
    pages::start::RESULTS_ID,
    parts::search_results::{LIST_ID, STATUS_ID},
    pieces::{self, Ask, Piece},
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
    /// Which key is answered: what the server says to one before it, or after the app has taken over, comes too late.
    pub turn: Rc<Cell<u32>>,
}

/// Called by `main`, in the browser.
pub fn start() {
    browser::history::keep_fragment();
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

/// Answers at every key on the start page, as its own component does once the app is here.
async fn search_on(address: &Address) -> Option<Searched> {
    let index = Arc::new(Index::from_lines(&browser::document::text_of(INDEX_ID)?)?);
    let (search, asked) = match browser::document::attribute_of(INDEX_ID, FOUND_AT) {
        None => (Some(Arc::new(build(&index).await)), None),
        Some(at) => (None, Some((patiently(pieces::asking).await, at))),
    };
    let searched = Searched { index, search, turn: Rc::default() };
    let (door, language) = (address.door, address.language);
    let answering = Answering { door, language, searched: searched.clone(), asked };
    // What the browser kept over a reload, what was typed meanwhile, or the address over a way back.
    let kept = browser::field::value_of(FIELD_ID)?;
    let typed = if kept.is_empty() { address.typed() } else { kept };
    if !typed.is_empty() {
        browser::field::set_value(FIELD_ID, &typed);
        answering.answer(&typed);
    }
    browser::field::on_input(FIELD_ID, move |typed| answering.answer(typed));
    Some(searched)
}

async fn build(index: &Index) -> SearchIndex {
    let mut pace = browser::clock::Pace::begin();
    let mut building = Building::begin(index);
    while building.read_some(index) {
        pace.breathe_if_long().await;
    }
    building.finish(index)
}

struct Answering {
    door: Door,
    language: Language,
    searched: Searched,
    /// How and where the server is asked, where there is nothing to search in.
    asked: Option<(Ask, String)>,
}

impl Answering {
    fn answer(&self, typed: &str) {
        let (words, filter) = (i18n::of(self.language), Filter::of_query(typed));
        let now = Rc::clone(&self.searched.turn);
        let turn = now.get().wrapping_add(1);
        now.set(turn);
        match (&self.searched.search, &self.asked) {
            (Some(search), _) if !typed.trim().is_empty() => {
                show(Some(results(words, &self.searched.index, search, &filter, Extent::Few)));
            }
            (None, Some((ask, at))) if !typed.trim().is_empty() => {
                let (ask, at) = (*ask, at.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    let ask = async || ask(at.clone(), filter.clone(), Extent::Few).await;
                    ask_on(words, ask, || now.get() == turn, |found| show(Some(found))).await;
                });
            }
            _ => show(None),
        }
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
