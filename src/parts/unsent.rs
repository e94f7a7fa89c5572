//! What was asked for and not answered: said as such, kept, and sent again by a tap or when the line is back, under the same
//! key. Nothing is sent later behind anybody's back: only from the page that says so.

use leptos::prelude::*;

use crate::{api::ApiError, i18n::Texts, state::Device};

/// Calls `send` when the line is back, as long as what was sent is unanswered.
pub fn send_again(is_unsent: impl Fn() -> bool + 'static, send: impl Fn() + 'static) {
    let device = Device::in_context();
    Effect::watch(
        move || device.returns(),
        move |_, _, _| {
            if is_unsent() {
                send();
            }
        },
        false,
    );
}

/// Whether nobody knows what became of it, so that asking again is right.
#[must_use]
pub fn is_unsent(error: &ApiError) -> bool {
    matches!(error, ApiError::Unreachable | ApiError::TimedOut)
}

/// What is said of something asked for in vain: title and sentence. `refused` is the title where the server said no.
#[must_use]
pub fn failed_write(words: Texts, refused: &'static str, error: &ApiError) -> (&'static str, String) {
    let sentence = words.failures().sentence(error);
    if is_unsent(error) {
        (words.unsent().title, format!("{sentence} {}", words.unsent().text))
    } else {
        (refused, sentence.to_owned())
    }
}
