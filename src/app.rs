//! Contexts, the page of the address, and the frame around it.

use std::sync::Arc;

use contract::{
    Language,
    index::Index,
    page_data::{EmbedScript, INDEX_ID, PAGE_DATA_ID, PageData},
    service::Service,
};
use domain::search::SearchIndex;
use leptos::{mount::mount_to, prelude::*};

use crate::{
    browser,
    first::Searched,
    i18n::texts,
    pages,
    parts::{
        DeviceBar,
        search_results::{LIST_ID, STATUS_ID},
    },
    pieces::{Piece, Pieces, Show},
    results::Results,
    routes::{Address, Page},
    state::{Catalogue, Device, Navigation, Plan, Tickets},
    ui::{
        embed_footer::EmbedFooter,
        heading::FocusPending,
        later::{Parts, later},
        page_footer::PageFooter,
        page_header::PageHeader,
        search_form::FIELD_ID,
    },
};

/// The mark of where one is, which `embed/frame.js` tells the page around.
const STEP: &str = "data-step";

/// What the first view shows, so that it needs no request.
#[derive(Debug, Clone)]
pub struct Content {
    pub data: PageData,
    /// On the start page, the list and an agency.
    pub index: Option<Arc<Index>>,
    /// On the server: with every service, also where `index` has none.
    pub whole: Option<Arc<Index>>,
    /// Made from the index where something is searched for and it is not here.
    pub search: Option<Arc<SearchIndex>>,
    /// In the browser, where `index` has no services: what the page shows of what was found.
    pub shown: Option<Results>,
    /// On a service's page, where the server renders it; the browser reads it from the page when it is asked for.
    pub service: Option<Service>,
    /// On the page about embedding, likewise.
    pub embed: Option<EmbedScript>,
}

/// The whole app, for the browser and for the server alike.
#[component]
pub fn App(
    address: Address,
    content: Content,
    /// The pieces that are here already.
    pages: Vec<(Piece, Show)>,
) -> impl IntoView {
    let language: Language = address.language;
    provide_context(language);
    let written_at = content.data.written_at.to_utc();
    provide_context(Catalogue::new(content));
    provide_context(Navigation::new(address));
    provide_context(Device::new());
    provide_context(Pieces::new(pages, Navigation::in_context()));
    provide_context(Plan::new());
    provide_context(Tickets::new(written_at));
    provide_context(FocusPending(StoredValue::new(false)));
    let words = texts();
    let navigation = Navigation::in_context();
    let footer = later(move || {
        if navigation.is_embedded() {
            view! { <EmbedFooter /> }.into_any()
        } else {
            view! { <PageFooter /> }.into_any()
        }
    });
    // Typing into a search changes the address, not the view: the page stays, and with it the caret.
    let page = Memo::new_with_compare(
        move |_| navigation.address().page,
        |before, now| !matches!((before, now), (Some(before), Some(now)) if before.is_same_page(now)),
    );
    Effect::new(connect);
    view! {
        <a class="skip-link" href="#content">{words.frame().skip}</a>
        {later(|| view! { <PageHeader /> }.into_any())}
        {later(|| view! { <DeviceBar /> }.into_any())}
        <main id="content" tabindex="-1">{later(move || (move || show(page.get())).into_any())}</main>
        {footer}
    }
}

/// Connects the app with its browser, once.
fn connect() {
    let navigation = Navigation::in_context();
    let pending = expect_context::<FocusPending>().0;
    let pieces = Pieces::in_context();
    navigation.listen();
    // In another language, which is another page, one may have planned on.
    browser::history::reload_where_stale(|| (Plan::kept(), Tickets::kept()));
    Device::in_context().listen(navigation.is_embedded());
    if navigation.is_embedded() {
        // Not at every letter that is typed into a search: each mark is told to the page around.
        Effect::watch(
            move || navigation.address(),
            move |now, before, _| {
                if before.is_none_or(|before| !before.is_same_view(now)) {
                    browser::document::mark(STEP, now.page.step());
                }
            },
            true,
        );
    }
    // While one reads a page, the piece that it leads to comes.
    Effect::new(move || {
        if let Some(piece) = Piece::after(&navigation.address().page) {
            pieces.ask(piece);
        }
    });
    Effect::watch(
        move || navigation.address(),
        move |now, before, _| {
            if before.is_some_and(|before| !before.is_same_view(now)) {
                pending.set_value(true);
            }
        },
        true,
    );
}

fn show(page: Page) -> AnyView {
    match Piece::of(&page) {
        None => view! { <pages::start::Start /> }.into_any(),
        Some(piece) => Pieces::in_context().page(piece, page),
    }
}

/// Takes over the page that the server wrote. Where it does not carry what it should, its words stay.
pub fn take_over(address: Address, searched: Option<Searched>, pages: Vec<(Piece, Show)>) {
    let Some(data) = browser::document::text_of(PAGE_DATA_ID).and_then(|text| serde_json::from_str(&text).ok()) else {
        return;
    };
    let is_searched = searched.is_some();
    let (index, search) = match searched {
        Some(Searched { index, search }) => (Some(index), search),
        None => (browser::document::text_of(INDEX_ID).and_then(|text| Index::from_lines(&text)).map(Arc::new), None),
    };
    let is_whole = index.as_ref().is_none_or(|index| index.is_whole());
    let shown = if is_whole { None } else { shown() };
    let content = Content { data, index, whole: None, search, shown, service: None, embed: None };
    let (new, parts) = (browser::take_over::stage(), Parts::default());
    // Leptos' own works only once something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        browser::clock::breathe().await;
        mount_to(new.clone(), {
            let parts = parts.clone();
            move || {
                provide_context(parts);
                view! { <App address content pages /> }
            }
        })
        .forget();
        browser::clock::breathe().await;
        while parts.build_next() {
            browser::clock::breathe().await;
        }
        // Whoever is answered already keeps the field, and with it the keyboard.
        if is_searched {
            browser::field::left_alone(FIELD_ID).await;
        }
        parts.end();
        browser::take_over::swap_in(&new);
    });
}

/// What the server found and wrote into the page, or what search has answered in it since. Read back, text is less escaped than
/// it was written, and the page's policy would refuse what looks like a script (start.js): that is asked for anew.
fn shown() -> Option<Results> {
    let is_refused = |id| {
        browser::document::text_of(id)
            .is_some_and(|text| text.contains('=') || text.to_lowercase().contains("javascript:"))
    };
    if is_refused(STATUS_ID) || is_refused(LIST_ID) {
        return None;
    }
    let list = browser::document::html_of(LIST_ID)?;
    Some(Results { status: browser::document::html_of(STATUS_ID).unwrap_or_default(), list })
}

/// The same components as HTML, for the server. Needs an executor (`any_spawner`) that was initialised before.
#[cfg(not(target_family = "wasm"))]
#[must_use]
pub fn to_html(address: Address, content: Content) -> String {
    let pages = crate::pieces::all();
    Owner::new().with(|| view! { <App address content pages /> }.into_view().to_html())
}
