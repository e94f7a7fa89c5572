//! Contexts, the page of the address, and the frame around it.

use contract::{Language, page_data::PageData};
use leptos::{mount::mount_to, prelude::*};

use crate::{
    browser,
    i18n::texts,
    pages,
    routes::{Address, Page},
    state::{Catalogue, Navigation, Plan, Tickets},
    ui::{heading::FocusPending, page_footer::PageFooter, page_header::PageHeader},
};

/// The id of the script that carries [`PageData`].
pub const PAGE_DATA_ID: &str = "page-data";

/// The whole app, for the browser and for the server alike.
#[component]
pub fn App(address: Address, data: PageData) -> impl IntoView {
    let language: Language = address.language;
    provide_context(language);
    provide_context(Catalogue::new(data));
    provide_context(Navigation::new(address));
    provide_context(Plan::new());
    provide_context(Tickets::new());
    provide_context(FocusPending(StoredValue::new(false)));
    let words = texts();
    let navigation = Navigation::in_context();
    // Typing into a search changes the address, not the view: the page stays, and with it the caret.
    let page = Memo::new_with_compare(
        move |_| navigation.address().page,
        |before, now| !matches!((before, now), (Some(before), Some(now)) if before.is_same_page(now)),
    );
    Effect::new(connect);
    view! {
        <a class="skip-link" href="#content">{words.frame.skip}</a>
        <PageHeader />
        <main id="content" tabindex="-1">{move || show(page.get())}</main>
        <PageFooter />
    }
}

/// Connects the app with its browser, once.
fn connect() {
    let navigation = Navigation::in_context();
    let pending = expect_context::<FocusPending>().0;
    Plan::in_context().restore();
    Tickets::in_context().restore();
    navigation.listen();
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
    match page {
        Page::Start => view! { <pages::start::Start /> }.into_any(),
        Page::Services(_) => view! { <pages::services::list::List /> }.into_any(),
        Page::Service(id) => view! { <pages::services::service::ServicePage id /> }.into_any(),
        Page::Tenant(id) => view! { <pages::tenant::TenantPage id /> }.into_any(),
        Page::Visit => view! { <pages::visit::plan::PlanPage /> }.into_any(),
        Page::Time => view! { <pages::visit::time::TimePage /> }.into_any(),
        Page::People => view! { <pages::visit::people::PeoplePage /> }.into_any(),
        Page::Check => view! { <pages::visit::check::CheckPage /> }.into_any(),
        Page::Ticket(code) => view! { <pages::ticket::ticket_page::TicketPage code /> }.into_any(),
        Page::Move(code) => view! { <pages::ticket::move_visit::MoveVisit code /> }.into_any(),
        Page::MyVisits => view! { <pages::my_visits::MyVisits /> }.into_any(),
        Page::Help => view! { <pages::help::Help /> }.into_any(),
        Page::Privacy => view! { <pages::privacy::Privacy /> }.into_any(),
        _ => view! { <pages::unknown::Unknown /> }.into_any(),
    }
}

/// Takes over the page that the server wrote.
pub fn start() {
    let (path, query, fragment) = browser::history::current();
    let address = Address::parse(&path, &query, &fragment);
    let Some(data) =
        browser::document::text_of(PAGE_DATA_ID).and_then(|text| serde_json::from_str::<PageData>(&text).ok())
    else {
        return; // the words that the server wrote stay
    };
    browser::document::take_over(move |element| {
        mount_to(element, move || view! { <App address data /> }).forget();
    });
}

/// The same components as HTML, for the server. Needs an executor (`any_spawner`) that was initialised before.
#[must_use]
pub fn to_html(address: Address, data: PageData) -> String {
    Owner::new().with(|| view! { <App address data /> }.into_view().to_html())
}
