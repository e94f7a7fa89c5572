//! Something that is wished about the ticket and can't be undone: made by a yes, taken back by a no, and sent again when the line
//! is back as long as it is wanted.

use contract::{ProblemCode, Secret, VisitCode};
use leptos::prelude::*;

use super::Shown;
use crate::{
    api::{Api, ApiError},
    parts::unsent::{is_unsent, send_again},
    state::{Device, Tickets},
};

/// Asks the server; told whether it is asked by itself, since the line is back.
pub type Asking = Action<bool, Result<(), ApiError>>;

#[derive(Clone, Copy)]
pub struct Wish {
    asking: Asking,
    is_wanted: RwSignal<bool>,
    shown: Shown,
}

impl Wish {
    #[must_use]
    pub fn new(asking: Asking, shown: Shown) -> Self {
        let wish = Self { asking, is_wanted: RwSignal::new(false), shown };
        send_again(
            move || wish.is_wanted.get_untracked() && wish.is_unheard() && !asking.pending().get_untracked(),
            move || {
                asking.dispatch(true);
            },
        );
        wish
    }

    /// Yes.
    pub fn make(self) {
        self.is_wanted.set(true);
        self.asking.dispatch(false);
    }

    /// No. What was sent before may have come all the same.
    pub fn take_back(self) {
        if self.asking.pending().get_untracked() || self.is_unheard() {
            self.shown.doubt();
        }
        self.is_wanted.set(false);
        self.asking.clear();
    }

    /// Tracked.
    #[must_use]
    pub fn is_busy(self) -> Signal<bool> {
        let asking = self.asking;
        Signal::derive(move || asking.pending().get())
    }

    /// Why it was not done; none while it is asked again, so that the same failure is said anew. Tracked.
    #[must_use]
    pub fn failure(self) -> Option<ApiError> {
        if self.asking.pending().get() || !self.is_wanted.get() {
            return None;
        }
        self.asking.value().get()?.err()
    }

    fn is_unheard(self) -> bool {
        self.asking.value().with_untracked(|answer| matches!(answer, Some(Err(error)) if is_unsent(error)))
    }
}

/// Reads the ticket where nobody knows what became of a wish: at once, and again when the line is back.
pub fn read_where_in_doubt(shown: Shown, secret: Secret, code: VisitCode) {
    let (api, tickets, device) = (Api::in_context(), Tickets::in_context(), Device::in_context());
    Effect::watch(
        move || (shown.doubts.get(), device.returns()),
        move |(doubts, _), _, _| {
            if *doubts == 0 {
                return;
            }
            let secret = secret.clone();
            leptos::task::spawn_local(async move {
                match api.read_visit(&secret, code).await {
                    Ok(ticket) => {
                        shown.doubts.set(0);
                        if shown
                            .ticket
                            .try_with_untracked(|before| before.state != ticket.state || before.stops != ticket.stops)
                            == Some(true)
                        {
                            shown.replace(tickets, ticket);
                        }
                    }
                    Err(ApiError::Refused(problem)) if problem.code == ProblemCode::NotFound => {
                        shown.doubts.set(0);
                        tickets.forget(code);
                        shown.is_erased.set(true);
                    }
                    Err(_) => {}
                }
            });
        },
        false,
    );
}
