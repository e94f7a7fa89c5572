//! What this device does for the app: its line to the network, whether it keeps the app, and what it knows of newer releases.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use leptos::prelude::*;

use crate::browser::{
    clock, document, line,
    worker::{self, Installed, News},
};

/// Seconds after which the worker is put into place anew, or asked anew for its copy of the catalogue, where the line broke or a
/// release came in the midst.
const KEEP_AGAIN_AFTER: [u64; 4] = [3, 10, 60, 300];

/// Whether the app opens here without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It is being put into place, or this page has not asked yet.
    Unknown,
    Kept,
    /// There is no worker here, or its storage is refused or full.
    Refused,
}

/// How what is shown came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Connected,
    /// From the server, but the network has gone since.
    Lost,
    /// From the device's copy: the server could not be reached.
    Copy,
}

/// A context.
#[derive(Clone, Copy)]
pub struct Device {
    line: RwSignal<Line>,
    returns: RwSignal<u32>,
    renewed_at: RwSignal<Option<DateTime<FixedOffset>>>,
    is_outdated: RwSignal<bool>,
    keeping: RwSignal<Keeping>,
}

impl Device {
    /// As the server knows it; `listen` asks the browser.
    #[must_use]
    pub fn new() -> Self {
        Self {
            line: RwSignal::new(Line::Connected),
            returns: RwSignal::new(0),
            renewed_at: RwSignal::new(None),
            is_outdated: RwSignal::new(false),
            keeping: RwSignal::new(Keeping::Unknown),
        }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Tracked.
    #[must_use]
    pub fn line(self) -> Line {
        self.line.get()
    }

    /// How often the line has come back. Tracked.
    #[must_use]
    pub fn returns(self) -> u32 {
        self.returns.get()
    }

    /// When the copy of the catalogue was renewed, by the server's clock. Tracked.
    #[must_use]
    pub fn renewed_at(self) -> Option<DateTime<FixedOffset>> {
        self.renewed_at.get()
    }

    /// Whether a newer release than this page's is here. Tracked.
    #[must_use]
    pub fn is_outdated(self) -> bool {
        self.is_outdated.get()
    }

    /// Tracked.
    #[must_use]
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// Asks the browser, has it keep the app, and goes on listening. Called once, when the app is in charge. A guest in another
    /// site's page is not kept, and does not say so.
    pub fn listen(self, is_guest: bool) {
        let copied = worker::copied();
        self.note_renewal(copied.as_deref());
        self.line.set(match (copied, document::is_online()) {
            (Some(_), _) => Line::Copy,
            (None, true) => Line::Connected,
            (None, false) => Line::Lost,
        });
        worker::on_news(move |news| match news {
            News::Release(release) => {
                let is_newer = worker::release().is_some_and(|own| own != release);
                self.is_outdated.set(is_newer);
                if is_newer {
                    // It has no copy of the catalogue where the worker before it had none yet.
                    leptos::task::spawn_local(worker::renew());
                }
            }
            News::Renewed(moment) => {
                self.note_renewal(Some(&moment));
                // The server has answered: what could not be had, as where this page came from the copy, can be had now.
                if self.line.get_untracked() != Line::Connected {
                    self.line.set(Line::Connected);
                    self.returns.update(|returns| *returns += 1);
                }
            }
            News::Refused => self.keeping.set(Keeping::Refused),
        });
        line::on_change(move |is_online| {
            let is_copy = self.line.get_untracked() == Line::Copy;
            self.line.set(match (is_copy, is_online) {
                (true, _) => Line::Copy,
                (false, true) => Line::Connected,
                (false, false) => Line::Lost,
            });
            if is_online {
                self.returns.update(|returns| *returns += 1);
                leptos::task::spawn_local(worker::renew());
            }
        });
        if is_guest {
            return;
        }
        line::on_sight(|| leptos::task::spawn_local(worker::renew()));
        leptos::task::spawn_local(self.keep_app());
    }

    /// Puts the worker into place and has it fetch its copy of the catalogue, again while that comes to nothing.
    async fn keep_app(self) {
        let mut pauses = KEEP_AGAIN_AFTER.into_iter();
        loop {
            match worker::install().await {
                Installed::Yes => self.keeping.set(Keeping::Kept),
                Installed::NotYet => {}
                Installed::Refused => return self.keeping.set(Keeping::Refused),
            }
            worker::renew().await;
            let Some(seconds) = pauses.next() else { return };
            clock::pause(Duration::from_secs(seconds)).await;
            // A full device would only be made to fetch everything again.
            if self.renewed_at.get_untracked().is_some() || self.keeping.get_untracked() == Keeping::Refused {
                return;
            }
        }
    }

    fn note_renewal(self, moment: Option<&str>) {
        if let Some(moment) = moment.and_then(|moment| DateTime::parse_from_rfc3339(moment).ok()) {
            self.renewed_at.set(Some(moment));
        }
    }
}

impl Default for Device {
    fn default() -> Self {
        Self::new()
    }
}
