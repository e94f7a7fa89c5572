//! The app's wasm comes in pieces: `first` at once, the app while one reads, its pages when they are asked for or shortly
//! before. Natively all of them are at hand.
//!
//! What only a piece reaches (its pages, parts and words) is in that piece alone: `cargo xtask finish` cuts it out.

use contract::Language;
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};

use crate::{
    api::{
        ApiError,
        release::{Served, served},
    },
    app, browser,
    first::Searched,
    pages,
    routes::{Address, Page},
    state::{self, Navigation},
    ui::{
        heading::FocusPending,
        loaded::{FailedPage, waiting},
    },
};

/// Shows a page of a piece.
pub type Show = fn(Page) -> AnyView;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The list, services, agencies.
    Services,
    /// Planning a visit, its ticket, what the device keeps.
    Visits,
    /// Help, privacy, embedding, addresses without a page.
    Words,
}

fn show_services(page: Page) -> AnyView {
    state::restore_after_view();
    match page {
        Page::Services(_) => view! { <pages::services::list::List /> }.into_any(),
        Page::Service(id) => view! { <pages::services::service::ServicePage id /> }.into_any(),
        Page::Tenant(id) => view! { <pages::tenant::TenantPage id /> }.into_any(),
        Page::Start
        | Page::Visit
        | Page::Time
        | Page::People
        | Page::Check
        | Page::Ticket(_)
        | Page::Move(_)
        | Page::MyVisits
        | Page::Help
        | Page::Privacy
        | Page::Embedding
        | Page::Unknown => ().into_any(),
    }
}

fn show_visits(page: Page) -> AnyView {
    state::restore_after_view();
    match page {
        Page::Start => view! { <pages::my_visits::Reminders /> }.into_any(),
        Page::Visit => view! { <pages::visit::plan::PlanPage /> }.into_any(),
        Page::Time => view! { <pages::visit::time::TimePage /> }.into_any(),
        Page::People => view! { <pages::visit::people::PeoplePage /> }.into_any(),
        Page::Check => view! { <pages::visit::check::CheckPage /> }.into_any(),
        Page::Ticket(code) => view! { <pages::ticket::ticket_page::TicketPage code /> }.into_any(),
        Page::Move(code) => view! { <pages::ticket::move_visit::MoveVisit code /> }.into_any(),
        Page::MyVisits => view! { <pages::my_visits::MyVisits /> }.into_any(),
        Page::Services(_)
        | Page::Service(_)
        | Page::Tenant(_)
        | Page::Help
        | Page::Privacy
        | Page::Embedding
        | Page::Unknown => ().into_any(),
    }
}

fn show_words(page: Page) -> AnyView {
    match page {
        Page::Help => view! { <pages::help::Help /> }.into_any(),
        Page::Privacy => view! { <pages::privacy::Privacy /> }.into_any(),
        Page::Embedding => view! { <pages::embedding::Embedding /> }.into_any(),
        Page::Unknown => view! { <pages::unknown::Unknown /> }.into_any(),
        Page::Start
        | Page::Services(_)
        | Page::Service(_)
        | Page::Tenant(_)
        | Page::Visit
        | Page::Time
        | Page::People
        | Page::Check
        | Page::Ticket(_)
        | Page::Move(_)
        | Page::MyVisits => ().into_any(),
    }
}

/// Puts the app in the place of the server's words: where one is, what search has read already, the pieces at hand.
pub type TakeOver = fn(Address, Option<Searched>, Vec<(Piece, Show)>);

// The function that a piece is entered by is all of it that the others know.

/// The app without its pages, but for the start page: what takes over the page.
#[wasm_split(app, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn app() -> Result<TakeOver, SplitLoaderError> {
    Ok(app::take_over)
}

#[wasm_split(services, wasm_split_path = ::leptos::wasm_split, fallible)]
fn services() -> Result<Show, SplitLoaderError> {
    Ok(show_services)
}

#[wasm_split(visits, wasm_split_path = ::leptos::wasm_split, fallible)]
fn visits() -> Result<Show, SplitLoaderError> {
    Ok(show_visits)
}

#[wasm_split(words, wasm_split_path = ::leptos::wasm_split, fallible)]
fn words() -> Result<Show, SplitLoaderError> {
    Ok(show_words)
}

impl Piece {
    const COUNT: usize = 3;

    /// The piece with that page; `None` where the app itself has it.
    #[must_use]
    pub fn of(page: &Page) -> Option<Self> {
        match page {
            Page::Start => None,
            Page::Services(_) | Page::Service(_) | Page::Tenant(_) => Some(Self::Services),
            Page::Help | Page::Privacy | Page::Embedding | Page::Unknown => Some(Self::Words),
            Page::Visit
            | Page::Time
            | Page::People
            | Page::Check
            | Page::Ticket(_)
            | Page::Move(_)
            | Page::MyVisits => Some(Self::Visits),
        }
    }

    /// The piece that a page most likely leads to.
    #[must_use]
    pub fn after(page: &Page) -> Option<Self> {
        match page {
            Page::Start | Page::Services(_) | Page::Tenant(_) => Some(Self::Services),
            Page::Service(_) => Some(Self::Visits),
            _ => None,
        }
    }

    /// Fetches it where it is not here yet.
    ///
    /// # Errors
    /// Where it can't be fetched. The next call tries again.
    pub async fn fetch(self) -> Result<Show, SplitLoaderError> {
        match self {
            Self::Services => services().await,
            Self::Visits => visits().await,
            Self::Words => words().await,
        }
    }
}

/// All of them, without fetching.
#[cfg(not(target_family = "wasm"))]
#[must_use]
pub fn all() -> Vec<(Piece, Show)> {
    vec![(Piece::Services, show_services), (Piece::Visits, show_visits), (Piece::Words, show_words)]
}

/// How far a piece has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Missing,
    Asked,
    Here,
    Failed,
}

/// A context: the pieces that have arrived.
#[derive(Clone, Copy)]
pub struct Pieces {
    navigation: Navigation,
    progress: [RwSignal<Progress>; Piece::COUNT],
    show: [StoredValue<Option<Show>>; Piece::COUNT],
}

impl Pieces {
    /// With those that are here already.
    #[must_use]
    pub fn new(here: Vec<(Piece, Show)>, navigation: Navigation) -> Self {
        let pieces = Self {
            navigation,
            progress: [(); Piece::COUNT].map(|()| RwSignal::new(Progress::Missing)),
            show: [(); Piece::COUNT].map(|()| StoredValue::new(None)),
        };
        for (piece, show) in here {
            pieces.arrive(piece, show);
        }
        pieces
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Fetches a piece, unless it is here or under way. Browser only.
    pub fn ask(self, piece: Piece) {
        let progress = self.progress[piece as usize];
        if matches!(progress.get_untracked(), Progress::Here | Progress::Asked) {
            return;
        }
        let is_again = progress.get_untracked() == Progress::Failed;
        progress.set(Progress::Asked);
        leptos::task::spawn_local(async move {
            match piece.fetch().await {
                Ok(show) => self.arrive(piece, show),
                // Who has gone on to another page while the server was asked is not disturbed there.
                Err(_) if self.is_needed(piece) && server_has_better(is_again).await && self.is_needed(piece) => {
                    browser::history::reload();
                }
                Err(_) => progress.set(Progress::Failed),
            }
        });
    }

    /// Whether the page that is open is of that piece: what only might be needed changes nothing.
    fn is_needed(self, piece: Piece) -> bool {
        Piece::of(&self.navigation.address_now().page) == Some(piece)
    }

    fn arrive(self, piece: Piece, show: Show) {
        self.show[piece as usize].set_value(Some(show));
        self.progress[piece as usize].set(Progress::Here);
    }

    /// What a piece shows on a page, once it is here. Tracked.
    #[must_use]
    pub fn show(self, piece: Piece, page: Page) -> Option<AnyView> {
        self.progress[piece as usize].track();
        self.show[piece as usize].get_value().map(|show| show(page))
    }

    /// A page of a piece: waiting for it, failed with a way to try again, or here.
    pub fn page(self, piece: Piece, page: Page) -> AnyView {
        let language: Language = expect_context();
        let pending = expect_context::<FocusPending>().0;
        Effect::new(move || self.ask(piece));
        (move || match self.progress[piece as usize].get() {
            Progress::Here => self.show(piece, page.clone()).into_any(),
            Progress::Failed => {
                let on_retry = Callback::new(move |()| {
                    pending.set_value(true);
                    self.ask(piece);
                });
                view! { <FailedPage error=ApiError::Unreachable on_retry /> }.into_any()
            }
            Progress::Missing | Progress::Asked => waiting(language).into_any(),
        })
        .into_any()
    }
}

/// Whether the page that the server writes is better than none: where it is of another release, this one's pieces are gone; where
/// a piece has failed again, its words are all that one can have.
async fn server_has_better(is_again: bool) -> bool {
    match served().await {
        Served::AnotherRelease => true,
        Served::ThisRelease => is_again,
        Served::Nothing => false,
    }
}
