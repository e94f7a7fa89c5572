//! Where one is, and how one goes on.

use leptos::prelude::*;

use crate::{
    browser,
    routes::{Address, Page},
};

/// A context: the address that is shown.
#[derive(Clone, Copy)]
pub struct Navigation {
    address: RwSignal<Address>,
    /// Whether one came to it by going on, not by a load or by going back.
    is_step: StoredValue<bool>,
    /// By which link one has left an address: the last ones, both as written.
    left_by: StoredValue<Vec<(String, String)>>,
}

/// Addresses of which that is known.
const LEFT_MAX: usize = 20;

impl Navigation {
    #[must_use]
    pub fn new(address: Address) -> Self {
        Self {
            address: RwSignal::new(address),
            is_step: StoredValue::new(false),
            left_by: StoredValue::new(Vec::new()),
        }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Tracked.
    #[must_use]
    pub fn address(self) -> Address {
        self.address.get()
    }

    /// The same, not tracked.
    #[must_use]
    pub fn address_now(self) -> Address {
        self.address.get_untracked()
    }

    /// Whether the app stands inside another site's page: fixed while the page is loaded.
    #[must_use]
    pub fn is_embedded(self) -> bool {
        self.address.with_untracked(Address::is_embedded)
    }

    /// Whether that page is shown now. Not tracked.
    #[must_use]
    pub fn is_at(self, page: &Page) -> bool {
        self.address.with_untracked(|here| here.page == *page)
    }

    /// Whether one has gone on to what is shown.
    #[must_use]
    pub fn is_step(self) -> bool {
        self.is_step.get_value()
    }

    /// A page by the same door, in the same language.
    fn beside(self, page: Page, fragment: &str) -> Address {
        self.address.with_untracked(|here| Address { page, fragment: fragment.to_owned(), ..here.clone() })
    }

    /// Goes to a page of the same language; a new entry in the history.
    pub fn go(self, page: Page, fragment: &str) {
        self.go_to(self.beside(page, fragment));
    }

    pub fn go_to(self, address: Address) {
        browser::history::push(&address.href());
        browser::document::scroll_to_top();
        self.is_step.set_value(true);
        self.show(address);
    }

    fn show(self, address: Address) {
        // The next view's heading takes the focus (`app::connect`).
        if !self.address.with_untracked(|here| here.is_same_view(&address)) {
            browser::document::leave_focus();
        }
        self.address.set(address);
    }

    /// Whoever goes back finds the focus on the link by which they left. `false` where it is not there, or one has gone on.
    #[must_use]
    pub fn focus_where_left(self) -> bool {
        if self.is_step() {
            return false;
        }
        let here = self.address_now().href();
        let link =
            self.left_by.with_value(|left| left.iter().find(|(from, _)| *from == here).map(|(_, link)| link.clone()));
        link.is_some_and(|link| browser::document::focus_link(&link))
    }

    fn note_left_by(self, link: String) {
        let here = self.address_now().href();
        self.left_by.update_value(|left| {
            left.retain(|(from, _)| *from != here);
            left.insert(0, (here, link));
            left.truncate(LEFT_MAX);
        });
    }

    /// What whoever comes back to this entry of the history finds. The view does not move.
    pub fn note(self, page: Page, fragment: &str) {
        browser::history::replace(&self.beside(page, fragment).href());
    }

    /// Changes the address of this view without a new entry. The view does not move.
    pub fn replace(self, page: Page, fragment: &str) {
        let address = self.beside(page, fragment);
        browser::history::replace(&address.href());
        self.address.set(address);
    }

    /// The same at every key: the view follows at once, the browser's address once typing pauses.
    pub fn replace_typed(self, page: Page, fragment: &str) {
        let address = self.beside(page, fragment);
        browser::history::replace_typed(address.href());
        self.address.set(address);
    }

    /// Listens to the browser: back, forward, links. Called once, at the start.
    pub fn listen(self) {
        browser::history::on_change(move || {
            let (path, query, fragment) = browser::history::current();
            self.is_step.set_value(false);
            self.show(Address::parse(&path, &query, &fragment));
        });
        browser::history::on_link(move |link, path, query, fragment| {
            let Address { language, page, fragment, .. } = Address::parse(path, query, fragment);
            let stays = page != Page::Unknown && language == self.address.with_untracked(|here| here.language);
            if stays {
                self.note_left_by(link);
                self.go(page, &fragment);
            }
            stays
        });
    }
}
