//! Something that is wished about the ticket and can't be undone: made by a yes, taken back by a no, and sent again when the line
//! is back as long as it is wanted.

use std::future::Future;

use contract::{ProblemCode, Secret, VisitCode};
use leptos::prelude::*;

use super::{Shown, cancel::focus_news};
use crate::{
    api::{Api, ApiError},
    parts::unsent::{is_unsent, send_again},
    state::{Device, Navigation, Tickets},
};

#[derive(Clone, Copy)]
pub struct Wish {
    asking: Action<bool, Result<(), ApiError>>,
    is_wanted: RwSignal<bool>,
    shown: Shown,
}

impl Wish {
    /// `ask`: asks the server; told whether by itself, since the line is back.
    #[must_use]
    pub fn new<F, Asked>(shown: Shown, ask: F) -> Self
    where
        F: Fn(bool) -> Asked + 'static,
        Asked: Future<Output = Result<(), ApiError>> + 'static,
    {
        let is_wanted = RwSignal::new(false);
        let asking = Action::new_local(move |is_by_itself: &bool| {
            let asked = ask(*is_by_itself);
            async move {
                let answer = asked.await;
                // Taken back meanwhile, or gone with what it stood in: nobody asks again, so what has become of it is looked up.
                if is_unheard(Some(&answer)) && is_wanted.try_get_untracked() != Some(true) {
                    shown.doubt();
                }
                answer
            }
        });
        let wish = Self { asking, is_wanted, shown };
        send_again(
            move || {
                wish.is_wanted.get_untracked()
                    && !asking.pending().get_untracked()
                    && asking.value().with_untracked(|answer| is_unheard(answer.as_ref()))
            },
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

    /// No, or asked anew. What was sent before may have come all the same.
    pub fn take_back(self) {
        let is_unheard = self.asking.value().with_untracked(|answer| is_unheard(answer.as_ref()));
        self.is_wanted.set(false);
        self.asking.clear();
        // While it is under way, nothing that is read is the last word.
        if is_unheard && !self.asking.pending().get_untracked() {
            self.shown.doubt();
        }
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
}

/// Whether it was asked for, and nobody knows what became of it.
fn is_unheard(answer: Option<&Result<(), ApiError>>) -> bool {
    matches!(answer, Some(Err(error)) if is_unsent(error))
}

/// Reads the ticket where nobody knows what became of a wish: at once, and again when the line is back.
pub fn read_where_in_doubt(shown: Shown, secret: Secret, code: VisitCode) {
    let (api, tickets, device) = (Api::in_context(), Tickets::in_context(), Device::in_context());
    let navigation = Navigation::in_context();
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
                        let is_other = shown
                            .ticket
                            .try_with_untracked(|before| before.state != ticket.state || before.stops != ticket.stops);
                        if is_other == Some(true) {
                            shown.replace(tickets, ticket);
                            focus_news(navigation, code);
                        }
                    }
                    Err(ApiError::Refused(problem)) if problem.code == ProblemCode::NotFound => {
                        shown.doubts.set(0);
                        tickets.lose(code);
                        shown.is_erased.set(true);
                        focus_news(navigation, code);
                    }
                    Err(_) => {}
                }
            });
        },
        false,
    );
}
