//! How long the places are kept: calm, with one extension; and what to do once they are not.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use contract::service::Service;
use leptos::prelude::*;

use super::hold_ended::{HOLD_ENDED_ID, HoldEnded};
use crate::{
    api::{Api, ApiError},
    browser::{clock, document},
    i18n::texts,
    state::{Catalogue, Navigation, Plan},
    ui::{BusyButton, ButtonKind, Notice, NoticeKind},
};

/// How often the bar looks at the clock.
const TICK: Duration = Duration::from_secs(15);
/// The id of the bar.
pub const HOLD_BAR_ID: &str = "hold-bar";
/// The id of the line that says what was done.
const NEWS_ID: &str = "hold-news";
/// From here on a screen reader is told.
const ALMOST_OVER: TimeDelta = TimeDelta::minutes(2);

/// How the plan's places stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldState {
    /// None are kept for the plan as it is now.
    None,
    Live,
    Ended,
}

/// The phone's clock as the bar last looked at it; `None` until it has.
#[must_use]
pub fn ticking() -> RwSignal<Option<DateTime<Utc>>> {
    clock::ticking(TICK)
}

/// Tracked.
#[must_use]
pub fn hold_state(plan: Plan, now: Option<DateTime<Utc>>) -> HoldState {
    plan.with(|visit| match visit.held() {
        None => HoldState::None,
        Some(held) => match now {
            Some(now) if held.time_left(now).is_none() => HoldState::Ended,
            _ => HoldState::Live,
        },
    })
}

/// Calls once the places have ended while the page was shown.
fn on_end(state: Memo<HoldState>, now: RwSignal<Option<DateTime<Utc>>>, call: impl Fn() + 'static) {
    Effect::watch(
        // Before the clock was looked at, nobody knows.
        move || (state.get(), now.with(Option::is_some)),
        move |(state, _), before, _| {
            if *state == HoldState::Ended && before == Some(&(HoldState::Live, true)) {
                call();
            }
        },
        false,
    );
}

/// After a reload the server is asked how much is left.
fn ask_how_long() {
    let (plan, api) = (Plan::in_context(), Api::in_context());
    let sync = Action::new_local(move |(): &()| plan.read_hold(api));
    Effect::new(move || {
        sync.dispatch(());
    });
}

#[component]
pub fn HoldBar(
    /// In the order of the stops.
    services: Vec<Arc<Service>>,
    state: Memo<HoldState>,
    now: RwSignal<Option<DateTime<Utc>>>,
) -> impl IntoView {
    ask_how_long();
    let is_embedded = Navigation::in_context().is_embedded();
    on_end(state, now, move || {
        request_animation_frame(move || {
            // What was pressed is gone, or nothing in sight says why it is. Whoever types goes on typing, in a page around too.
            if document::is_unfocused() && (!is_embedded || document::is_focused()) {
                document::focus(HOLD_ENDED_ID);
            }
        });
    });
    move || match state.get() {
        HoldState::None => ().into_any(),
        HoldState::Live => view! { <LiveBar now /> }.into_any(),
        HoldState::Ended => view! { <HoldEnded services=services.clone() /> }.into_any(),
    }
}

/// The same where others are chosen anyway: once the places are no longer kept, a line says so.
#[component]
pub fn HoldLine(state: Memo<HoldState>, now: RwSignal<Option<DateTime<Utc>>>) -> impl IntoView {
    let words = texts();
    ask_how_long();
    let has_ended = RwSignal::new(false);
    on_end(state, now, move || has_ended.set(true));
    let is_said = Memo::new(move |_| has_ended.get() && state.get() == HoldState::Ended);
    let line = move || {
        is_said.get().then(|| {
            view! {
                <Notice kind=NoticeKind::Note>
                    <p>
                        <strong>{words.time().ended_title} ". "</strong>
                        {words.time().ended_text}
                    </p>
                </Notice>
            }
        })
    };
    view! {
        {move || (state.get() == HoldState::Live).then(|| view! { <LiveBar now /> })}
        // There from the first, so that a screen reader hears what comes into it; empty, it takes no room.
        <div
            class=move || (!is_said.get()).then_some("visually-hidden")
            id=HOLD_ENDED_ID
            role="status"
            tabindex="-1"
        >
            {line}
        </div>
    }
}

#[component]
fn LiveBar(now: RwSignal<Option<DateTime<Utc>>>) -> impl IntoView {
    let words = texts();
    let (plan, api) = (Plan::in_context(), Api::in_context());
    let minutes = Catalogue::in_context().mall().booking.extend_once_minutes;
    let left = Memo::new(move |_| {
        plan.with(|visit| visit.held().and_then(|held| held.time_left(now.get().unwrap_or(held.received_at))))
            .unwrap_or_default()
    });
    let minutes_left = Memo::new(move |_| left.get().num_minutes());
    let is_almost_over = Memo::new(move |_| left.get() <= ALMOST_OVER);
    let until = move || plan.with(|visit| visit.held().map(|held| words.time_of(held.hold.held_until)));
    // As text: a property would be a BigInt, which a progress bar refuses.
    let given = move || plan.with(|visit| visit.held().map_or(0, |held| held.time_given().num_seconds())).to_string();
    let is_extendable = Memo::new(move |_| plan.with(|visit| visit.held().is_some_and(|held| held.hold.extendable)));
    let extend = Action::new_local(move |(): &()| async move {
        plan.extend_hold(api).await?;
        // The button that was pressed is gone: there is one extension.
        request_animation_frame(|| document::focus(NEWS_ID));
        Ok::<(), ApiError>(())
    });
    let is_busy = Signal::derive(move || extend.pending().get());
    let said = move || match extend.value().get()? {
        // There is one extension: near its end that is no news any more.
        Ok(()) => (!is_almost_over.get()).then_some(words.time().extended),
        // Gone while it is asked again, so that the same failure is said anew.
        Err(error) => (!is_busy.get()).then(|| words.failures().sentence(&error)),
    };
    on_cleanup(|| {
        if document::has_focus_in(HOLD_BAR_ID) {
            request_animation_frame(|| document::focus(HOLD_ENDED_ID));
        }
    });
    view! {
        <div class="hold-bar" id=HOLD_BAR_ID tabindex="-1" role="group" aria-label=words.time().held>
            <p class="hold-bar__text">
                {words.time().held_until} <strong>{until}</strong> ". "
                <span class="hold-bar__left">{move || (words.time().minutes_left)(minutes_left.get())}</span>
            </p>
            {move || {
                is_extendable
                    .get()
                    .then(|| {
                        view! {
                            <BusyButton
                                kind=ButtonKind::Quiet
                                text=(words.time().extend)(minutes)
                                busy_text=words.time().extending
                                is_busy
                                on_press=Callback::new(move |()| {
                                    extend.dispatch(());
                                })
                            />
                        }
                    })
            }}
            <p class="small" id=NEWS_ID role="status" tabindex="-1">
                {move || is_almost_over.get().then(|| format!("{} {} ", words.time().almost_over, words.time().nothing_lost))}
                {said}
            </p>
            <progress
                class="hold-bar__thread"
                aria-label=words.time().time_left
                max=given
                value=move || left.get().num_seconds().to_string()
            ></progress>
        </div>
    }
}

/// The way out of a failure to hold, in words.
#[must_use]
pub fn sentence(words: crate::i18n::Texts, failure: &crate::state::plan::HoldFailure) -> &'static str {
    use crate::state::plan::HoldFailure;
    match failure {
        HoldFailure::NoRandomness => words.time().no_randomness,
        HoldFailure::Booked => (words.failures().problem)(contract::ProblemCode::AlreadyBooked),
        HoldFailure::Asked(error) => refusal(words, error),
    }
}

/// A refused window says why, where only that is wrong.
fn refusal(words: crate::i18n::Texts, error: &ApiError) -> &'static str {
    match error.problem().and_then(|problem| problem.errors.first()) {
        Some(fault) if fault.pointer.starts_with("/stops/") => (words.failures().fault)(fault.code),
        _ => words.failures().sentence(error),
    }
}
